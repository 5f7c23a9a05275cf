// A list file as rows of tab-separated fields. What the fields mean is not known here.

internal import CLexicon

/// A mistake in a list, told by file and line so that whoever wrote it finds it.
package struct LexiconError: Error, Equatable, CustomStringConvertible {
    package var file: String
    /// Counted from 1; 0 when the whole file is meant.
    package var line: Int
    package var message: String

    package var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}

/// One list: its name and its bytes.
package struct ListFile: Sendable {
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The lists that are embedded in the binary, in the order of their names.
    package static var embedded: [ListFile] {
        (0..<earshot_list_count()).map { index in
            let list = unsafe earshot_list_at(index)
            let bytes = unsafe UnsafeBufferPointer(start: list.bytes, count: Int(list.size))
            return unsafe ListFile(name: String(cString: list.name), bytes: [UInt8](bytes))
        }
    }
}

/// One row of a list: the fields as byte ranges of the file, and the number of its line.
struct ListRow {
    let file: ListFile
    let line: Int
    private let fields: [Range<Int>]

    /// The rows of a file without its comments and empty lines.
    static func rows(of file: ListFile) -> [ListRow] {
        var rows: [ListRow] = []
        var start = 0
        var line = 0
        let bytes = file.bytes
        while start < bytes.count {
            line += 1
            var end = start
            var fields: [Range<Int>] = []
            var fieldStart = start
            while end < bytes.count, bytes[end] != 0x0A {
                if bytes[end] == 0x09 {
                    fields.append(fieldStart..<end)
                    fieldStart = end + 1
                }
                end += 1
            }
            let textEnd = end > start && bytes[end - 1] == 0x0D ? end - 1 : end
            fields.append(min(fieldStart, textEnd)..<textEnd)
            if textEnd > start, bytes[start] != 0x23 {
                rows.append(ListRow(file: file, line: line, fields: fields))
            }
            start = end + 1
        }
        return rows
    }

    /// How many fields the row has.
    var count: Int { fields.count }

    /// The bytes of a field; empty when the row has fewer.
    func bytes(_ index: Int) -> ArraySlice<UInt8> {
        index < fields.count ? file.bytes[fields[index]] : []
    }

    /// The text of a field.
    func text(_ index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }

    /// The words of a field, separated by spaces.
    func words(_ index: Int) -> [String] {
        let field = bytes(index)
        if field.isEmpty { return [] }
        return field.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A decimal number in hundredths; nil when the field is none.
    func hundredths(_ index: Int) -> Int? { Self.hundredths(bytes(index)) }

    /// A decimal number of at most six digits before the point, in hundredths, further digits dropped.
    static func hundredths(_ field: ArraySlice<UInt8>) -> Int? {
        var value = 0
        var digits = 0
        var decimals = -1
        var negative = false
        for (place, byte) in field.enumerated() {
            switch byte {
            case 0x2D where place == 0: negative = true
            case 0x2B where place == 0: negative = false
            case 0x2E where decimals < 0: decimals = 0
            case 0x30...0x39:
                digits += 1
                if decimals >= 2 { continue }
                if decimals >= 0 { decimals += 1 }
                value = value * 10 + Int(byte - 0x30)
                if value > 99_999_999 { return nil }
            default: return nil
            }
        }
        guard digits > 0 else { return nil }
        for _ in max(0, decimals)..<2 { value *= 10 }
        return negative ? -value : value
    }

    func error(_ message: String) -> LexiconError {
        LexiconError(file: file.name, line: line, message: message)
    }
}
