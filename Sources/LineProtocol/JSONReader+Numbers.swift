// Numbers of the JSON reader: the grammar of RFC 8259, section 6, then exact integers or the nearest double.

/// Where a validated number stands in the text.
package struct JSONNumber: Equatable, Sendable {
    package var start: Int
    package var end: Int
    /// Whether it has neither fraction nor exponent.
    package var isInteger: Bool
}

extension JSONReader {
    /// Digits of a number, at most: more carry nothing that a double or a 64-bit integer could hold.
    package static let numberBytesMax = 400

    /// An integer that fits in 64 bits.
    package mutating func readInteger() throws(JSONError) -> Int64 {
        let number = try scanNumber()
        guard number.isInteger else { throw JSONError(offset: number.start, reason: "expected a whole number") }
        let isNegative = bytes[number.start] == UInt8(ascii: "-")
        var value: Int64 = 0
        for index in (number.start + (isNegative ? 1 : 0))..<number.end {
            let digit = Int64(bytes[index] - 0x30)
            let (scaled, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowedToo) = scaled.addingReportingOverflow(isNegative ? -digit : digit)
            guard !overflowed, !overflowedToo else {
                throw JSONError(offset: number.start, reason: "the number does not fit in 64 bits")
            }
            value = sum
        }
        return value
    }

    /// A number as the nearest finite double.
    package mutating func readDouble() throws(JSONError) -> Double {
        let number = try scanNumber()
        let text = String(decoding: bytes.extracting(number.start..<number.end))
        guard let value = Double(text), value.isFinite else {
            throw JSONError(offset: number.start, reason: "the number is too large")
        }
        return value
    }

    /// Reads past a number, validating it.
    package mutating func scanNumber() throws(JSONError) -> JSONNumber {
        let first = try peekByte(expecting: "a number")
        let start = offset
        var index = start
        if first == UInt8(ascii: "-") { index += 1 }
        let whole = digits(from: index)
        guard whole > 0 else { throw JSONError(offset: start, reason: "expected a number") }
        guard whole == 1 || bytes[index] != UInt8(ascii: "0") else {
            throw JSONError(offset: index, reason: "a number must not begin with 0")
        }
        index += whole
        var isInteger = true
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            isInteger = false
            let fraction = digits(from: index + 1)
            guard fraction > 0 else { throw JSONError(offset: index, reason: "expected digits after the point") }
            index += 1 + fraction
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            let exponent = digits(from: index)
            guard exponent > 0 else { throw JSONError(offset: start, reason: "expected digits in the exponent") }
            index += exponent
        }
        guard index - start <= Self.numberBytesMax else {
            throw JSONError(offset: start, reason: "a number of more than \(Self.numberBytesMax) bytes")
        }
        offset = index
        return JSONNumber(start: start, end: index, isInteger: isInteger)
    }

    private func digits(from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
        return index - start
    }
}
