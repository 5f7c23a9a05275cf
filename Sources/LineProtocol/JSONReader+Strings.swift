// Strings of the JSON reader: found and validated in one pass (escapes, surrogates, UTF-8, control characters), and
// decoded only when somebody wants them.

internal import ByteCoding

/// Where a validated string stands in the text: the bytes between its quotes.
package struct JSONString: Equatable, Sendable {
    /// Bytes from the start of the text to the first byte after the opening quote.
    package var start: Int
    /// Bytes from the start of the text to the closing quote.
    package var end: Int
    /// Whether it holds no backslash, so that its bytes are its value.
    package var isPlain: Bool
}

extension JSONReader {
    /// Reads a string value.
    package mutating func readString() throws(JSONError) -> JSONString {
        guard try peekByte(expecting: "a string") == UInt8(ascii: "\"") else {
            throw JSONError(offset: offset, reason: "expected a string")
        }
        return try scanString()
    }

    /// The string's value in UTF-8.
    package func decode(_ string: JSONString) -> [UInt8] {
        if string.isPlain { return [UInt8](copying: raw(string)) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(string.end - string.start)
        append(string, to: &decoded)
        return decoded
    }

    /// Appends the string's value in UTF-8.
    func append(_ string: JSONString, to decoded: inout [UInt8]) {
        var index = string.start
        while !string.isPlain, let count = bytes.extracting(index..<string.end).firstIndex(of: UInt8(ascii: "\\")) {
            Self.append(bytes.extracting(index..<(index + count)), to: &decoded)
            index += count
            decodeEscape(at: &index, into: &decoded)
        }
        Self.append(bytes.extracting(index..<string.end), to: &decoded)
    }

    @inline(__always)
    private static func append(_ plain: Span<UInt8>, to decoded: inout [UInt8]) {
        unsafe plain.withUnsafeBufferPointer { unsafe decoded.append(contentsOf: $0) }
    }

    /// How many bytes the string's value has in UTF-8.
    func byteCount(of string: JSONString) -> Int {
        string.isPlain ? string.end - string.start : decode(string).count
    }

    /// The bytes between the quotes.
    @_lifetime(copy self)
    private func raw(_ string: JSONString) -> Span<UInt8> { bytes.extracting(string.start..<string.end) }

    /// The string's value.
    package func text(_ string: JSONString) -> String {
        if string.isPlain { return String(decoding: raw(string)) }
        return String(decoding: decode(string).span)
    }

    /// Whether the string's value is `literal`, which must be ASCII; for keys and enumerations.
    package func matches(_ string: JSONString, _ literal: StaticString) -> Bool {
        guard string.isPlain else { return decode(string).elementsEqual(literal.description.utf8) }
        return raw(string).isEqual(to: literal)
    }

    /// The place of the string's value in `literals`, which must be ASCII; nil when it is none of them.
    func place(of string: JSONString, in literals: [StaticString]) -> Int? {
        guard string.isPlain else { return literals.firstIndex { matches(string, $0) } }
        let value = raw(string)
        for place in literals.indices where value.isEqual(to: literals[place]) { return place }
        return nil
    }

    /// Scans a string of 1 to `bytesMax` bytes of visible ASCII without escapes that begins at the cursor; nil, with the
    /// cursor where it was, for any other.
    @inline(__always)
    mutating func scanVisible(bytesMax: Int) -> JSONString? {
        scanString(bytesMax: bytesMax) { $0.marks(from: 0x7F, to: 0x20) }
    }

    /// The same of visible ASCII and blanks.
    @inline(__always)
    mutating func scanPrintable(bytesMax: Int) -> JSONString? {
        scanString(bytesMax: bytesMax) { $0.marks(from: 0x7F, to: 0x1F) }
    }

    @inline(__always)
    private mutating func scanString(bytesMax: Int, freeOf marks: (ByteBlock) -> ByteMarks) -> JSONString? {
        guard isAtQuote else { return nil }
        let start = offset + 1
        let end = bytes.firstIndex(from: start) { block in
            block.marks(UInt8(ascii: "\"")) | block.marks(UInt8(ascii: "\\")) | marks(block)
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\""), end > start, end - start <= bytesMax else {
            return nil
        }
        offset = end + 1
        return JSONString(start: start, end: end, isPlain: true)
    }

    /// Scans a string whose opening quote is the next byte.
    mutating func scanString() throws(JSONError) -> JSONString {
        let start = offset + 1
        let end = bytes.firstIndex(from: start, markedBy: Self.marks)
        // Most hold nothing else that means something.
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else {
            return try scanString(from: start, goingOnAt: end)
        }
        offset = end + 1
        return JSONString(start: start, end: end, isPlain: true)
    }

    /// Scans the rest of a string that began at `start`, from a byte on that means something.
    private mutating func scanString(from start: Int, goingOnAt index: Int) throws(JSONError) -> JSONString {
        var index = index
        var isPlain = true
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                offset = index + 1
                return JSONString(start: start, end: index, isPlain: isPlain)
            } else if byte == UInt8(ascii: "\\") {
                isPlain = false
                index = try scanEscape(at: index)
            } else if byte >= 0x80 {
                index = try scanMultibyte(at: index)
            } else {
                throw JSONError(offset: index, reason: "a control character in a string must be escaped")
            }
            index = bytes.firstIndex(from: index, markedBy: Self.marks)
        }
        throw JSONError(offset: bytes.count, reason: "the string is not closed")
    }

    /// Marks the bytes that mean something in a string: a quote, a backslash, a control character, a byte beyond ASCII.
    @inline(__always)
    private static func marks(_ block: ByteBlock) -> ByteMarks {
        block.marks(UInt8(ascii: "\"")) | block.marks(UInt8(ascii: "\\")) | block.marks(from: 0x80, to: 0x1F)
    }

    /// Whether every byte of the string's value is visible ASCII and no space.
    func isVisible(_ string: JSONString) -> Bool {
        guard string.isPlain else { return decode(string).allSatisfy { $0 > 0x20 && $0 < 0x7F } }
        return isFree(string) { $0.marks(from: 0x7F, to: 0x20) }
    }

    /// Whether a byte of the string's value is a control character of ASCII.
    func hasControls(_ string: JSONString) -> Bool {
        guard string.isPlain else { return decode(string).contains { $0 < 0x20 || $0 == 0x7F } }
        // The others must be escaped.
        return !isFree(string) { $0.marks(0x7F) }
    }

    /// Whether a string without escapes has none of the bytes that `marks` marks. It is looked through with what follows
    /// its closing quote: a short string by itself would be a block's rest, which costs more.
    @inline(__always)
    private func isFree(_ string: JSONString, ofMarked marks: (ByteBlock) -> ByteMarks) -> Bool {
        bytes.firstIndex(from: string.start) { marks($0) | $0.marks(UInt8(ascii: "\"")) } == string.end
    }

    private func scanMultibyte(at index: Int) throws(JSONError) -> Int {
        let length = UTF8Validation.sequenceLength(in: bytes, at: index)
        guard length > 0 else { throw JSONError(offset: index, reason: "invalid UTF-8") }
        return index + length
    }

    /// The index after the escape at `index`.
    private func scanEscape(at index: Int) throws(JSONError) -> Int {
        guard index + 1 < bytes.count else { throw JSONError(offset: index, reason: "the string is not closed") }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"):
            return try scanUnicodeEscape(at: index)
        default:
            throw JSONError(offset: index, reason: "unknown escape")
        }
    }

    private func scanUnicodeEscape(at index: Int) throws(JSONError) -> Int {
        guard let unit = hexUnit(at: index + 2) else {
            throw JSONError(offset: index, reason: "\\u needs four hexadecimal digits")
        }
        if unit >> 10 == 0x37 { throw JSONError(offset: index, reason: "a low surrogate without its high one") }
        guard unit >> 10 == 0x36 else { return index + 6 }
        guard index + 7 < bytes.count, bytes[index + 6] == UInt8(ascii: "\\"), bytes[index + 7] == UInt8(ascii: "u"),
            let low = hexUnit(at: index + 8), low >> 10 == 0x37
        else { throw JSONError(offset: index, reason: "a high surrogate without its low one") }
        return index + 12
    }

    private func hexUnit(at index: Int) -> UInt16? {
        guard index + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for position in index..<(index + 4) {
            switch bytes[position] {
            case let digit where digit >= 0x30 && digit <= 0x39: unit = unit << 4 | UInt16(digit - 0x30)
            case let digit where digit | 0x20 >= 0x61 && digit | 0x20 <= 0x66:
                unit = unit << 4 | UInt16((digit | 0x20) - 0x57)
            default: return nil
            }
        }
        return unit
    }

    /// Decodes the escape at `index`, which was validated when the string was scanned.
    private func decodeEscape(at index: inout Int, into decoded: inout [UInt8]) {
        let kind = bytes[index + 1]
        guard kind == UInt8(ascii: "u") else {
            decoded.append(Self.unescaped(kind))
            index += 2
            return
        }
        let unit = UInt32(hexUnit(at: index + 2) ?? 0)
        var scalar = unit
        index += 6
        if unit >> 10 == 0x36 {
            let low = UInt32(hexUnit(at: index + 2) ?? 0)
            scalar = 0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF))
            index += 6
        }
        if let valid = Unicode.Scalar(scalar), let encoded = UTF8.encode(valid) { decoded.append(contentsOf: encoded) }
    }

    private static func unescaped(_ kind: UInt8) -> UInt8 {
        switch kind {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: kind
        }
    }
}

extension String {
    /// A copy of borrowed UTF-8; what is invalid is replaced by U+FFFD.
    package init(decoding span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension Span<UInt8> {
    /// Whether the bytes are those of a literal.
    @inline(__always)
    fileprivate func isEqual(to literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<count where unsafe self[index] != literal.utf8Start[index] { return false }
        return true
    }
}
