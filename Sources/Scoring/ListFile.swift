// A list file as rows of tab-separated fields. What the fields mean is not known here.

internal import ByteCoding
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
    /// How many fields the row has; more than `fieldsMax` are not told apart.
    private(set) var count = 0
    private let start: Int
    private var ends = InlineArray<8, Int>(repeating: 0)

    private static let fieldsMax = 8

    /// The rows of a file without its comments and empty lines.
    static func rows(of file: ListFile) -> ListRows { ListRows(file: file) }

    /// The row whose bytes are the file's from `start` to before `end`.
    fileprivate init(file: ListFile, line: Int, start: Int, end: Int) {
        self.file = file
        self.line = line
        self.start = start
        let bytes = file.bytes.span
        for index in start..<end where bytes[index] == 0x09 { close(at: index) }
        close(at: end)
    }

    private mutating func close(at end: Int) {
        guard count < Self.fieldsMax else { return }
        ends[count] = end
        count += 1
    }

    /// The bytes of a field; empty when the row has fewer.
    func bytes(_ index: Int) -> ArraySlice<UInt8> {
        index < count ? file.bytes[(index == 0 ? start : ends[index - 1] + 1)..<ends[index]] : []
    }

    /// The bytes of the words of a field, separated by spaces.
    func parts(_ index: Int) -> [ArraySlice<UInt8>] { bytes(index).split(separator: 0x20) }

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

/// The rows of a file, one after the other.
struct ListRows: Sequence, IteratorProtocol {
    private let file: ListFile
    private var offset = 0
    private var line = 0

    fileprivate init(file: ListFile) { self.file = file }

    mutating func next() -> ListRow? {
        while offset < file.bytes.count {
            line += 1
            let start = offset
            var end = Self.lineFeed(in: file.bytes.span, from: start)
            offset = end + 1
            if end > start, file.bytes[end - 1] == 0x0D { end -= 1 }
            if end > start, file.bytes[start] != 0x23 {
                return ListRow(file: file, line: line, start: start, end: end)
            }
        }
        return nil
    }

    private static func lineFeed(in bytes: Span<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var end = start
        while end + 8 <= bytes.count {
            // The lowest top bit that is left stands in the first line feed (Warren, Hacker's Delight, 2012).
            let others = bytes.word(at: end) ^ (ones &* 0x0A)
            let feeds = (others &- ones) & ~others & (ones &* 0x80)
            if feeds != 0 { return end + feeds.trailingZeroBitCount / 8 }
            end += 8
        }
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        return end
    }
}
