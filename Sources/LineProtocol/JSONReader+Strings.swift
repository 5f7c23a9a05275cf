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
        if string.isPlain { return [UInt8](copying: bytes.extracting(string.start..<string.end)) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(string.end - string.start)
        var index = string.start
        while index < string.end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\") {
                decodeEscape(at: &index, into: &decoded)
            } else {
                decoded.append(byte)
                index += 1
            }
        }
        return decoded
    }

    /// The string's value.
    package func text(_ string: JSONString) -> String {
        if string.isPlain { return String(decoding: bytes.extracting(string.start..<string.end)) }
        return String(decoding: decode(string).span)
    }

    /// Whether the string's value is `literal`, which must be ASCII; for keys and enumerations.
    package func matches(_ string: JSONString, _ literal: StaticString) -> Bool {
        guard string.isPlain else { return decode(string).elementsEqual(literal.description.utf8) }
        guard string.end - string.start == literal.utf8CodeUnitCount else { return false }
        return literal.withUTF8Buffer { buffer in
            for index in 0..<buffer.count where unsafe buffer[index] != bytes[string.start + index] { return false }
            return true
        }
    }

    /// Scans a string whose opening quote is the next byte.
    mutating func scanString() throws(JSONError) -> JSONString {
        let start = offset + 1
        var index = start
        var isPlain = true
        while true {
            index = plainEnd(from: index)
            guard index < bytes.count else { break }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                offset = index + 1
                return JSONString(start: start, end: index, isPlain: isPlain)
            } else if byte == UInt8(ascii: "\\") {
                isPlain = false
                index = try scanEscape(at: index)
            } else if byte >= 0x80 {
                index = try scanMultibyte(at: index)
            } else if byte < 0x20 {
                throw JSONError(offset: index, reason: "a control character in a string must be escaped")
            } else {
                index += 1
            }
        }
        throw JSONError(offset: bytes.count, reason: "the string is not closed")
    }

    /// The first byte from `start` on that means something in a string, looked for eight bytes at a time: a quote, a
    /// backslash, a control character or a byte beyond ASCII.
    @inline(__always)
    private func plainEnd(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones << 7
        var index = start
        while index + 8 <= bytes.count {
            let word = bytes.word(at: index)
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            // A zero byte becomes one with its top bit set; above the lowest of them there may be echoes.
            let zeros = ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
            let found = (zeros | (word &- (ones &* 0x20)) & ~word | word) & tops
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { return index }
            index += 1
        }
        return index
    }

    /// Whether every byte of the string's value is visible ASCII and no space.
    func isVisible(_ string: JSONString) -> Bool {
        guard string.isPlain else { return decode(string).allSatisfy { $0 > 0x20 && $0 < 0x7F } }
        for index in string.start..<string.end where bytes[index] <= 0x20 || bytes[index] >= 0x7F { return false }
        return true
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
        if let valid = Unicode.Scalar(scalar) { decoded.append(contentsOf: UTF8.encode(valid).map { Array($0) } ?? []) }
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
