// Numbers and names as JSON, into room that was made before: what a reply has many of costs no question for room a byte.
// Digits are written eight at a time, so behind what is asked for there must be room for seven bytes more.

internal import ByteCoding

extension OutputSpan<UInt8> {
    /// Appends ASCII as it is.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(copying: unsafe Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends the UTF-8 of a text as it is.
    @inline(__always)
    mutating func append(utf8 text: String) { append(copying: text.utf8Span.span) }

    /// Appends a digit, 0 to 9.
    @inline(__always)
    private mutating func append(digit: UInt64) {
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
    }

    /// Appends a number in decimal digits, at most twenty.
    @inline(__always)
    mutating func append(digitsOf number: UInt64) {
        if number < 10 { append(digit: number) } else { append(twoOrMoreDigitsOf: number) }
    }

    private mutating func append(twoOrMoreDigitsOf number: UInt64) {
        if number >= 100_000_000 {
            append(digitsOf: number / 100_000_000)
            return append(Self.eightDigits(number % 100_000_000) | Self.zeros, count: 8)
        }
        let digits = Self.eightDigits(number)
        let leadingZeros = digits.trailingZeroBitCount / 8
        append((digits | Self.zeros) >> UInt64(8 * leadingZeros), count: 8 - leadingZeros)
    }

    /// Appends two numbers, each in at most ten decimal digits, with a comma behind each.
    mutating func append(digitsOf first: UInt32, _ second: UInt32) {
        guard first < 10_000, second < 10_000 else {
            append(digitsOf: UInt64(first))
            append(UInt8(ascii: ","))
            append(digitsOf: UInt64(second))
            return append(UInt8(ascii: ","))
        }
        let digits = Self.digits(ofFours: UInt64(first) | UInt64(second) << 32)
        appendWithComma(UInt32(truncatingIfNeeded: digits))
        appendWithComma(UInt32(truncatingIfNeeded: digits >> 32))
    }

    /// Appends four digits without the zeros at their beginning, and a comma.
    @inline(__always)
    private mutating func appendWithComma(_ digits: UInt32) {
        let leadingZeros = min(3, digits.trailingZeroBitCount / 8)
        let word = UInt64(digits | 0x3030_3030) | UInt64(UInt8(ascii: ",")) << 32
        append(word >> UInt64(8 * leadingZeros), count: 5 - leadingZeros)
    }

    /// The digit 0 eight times.
    private static var zeros: UInt64 { 0x3030_3030_3030_3030 }

    /// The digits of a number below 100,000,000, a byte each, the first in the lowest.
    private static func eightDigits(_ number: UInt64) -> UInt64 {
        digits(ofFours: number / 10_000 | (number % 10_000) << 32)
    }

    /// The digits of two numbers below 10,000, one in each half: pairs of halves are divided at once by multiplying with
    /// the reciprocal (Khuong, "How to print integers really fast", 2017).
    @inline(__always)
    private static func digits(ofFours fours: UInt64) -> UInt64 {
        let hundreds = (fours &* 10_486) >> 20 & 0x7F_0000_007F
        let pairs = hundreds | (fours &- 100 &* hundreds) << 16
        let tens = (pairs &* 103) >> 10 & 0x000F_000F_000F_000F
        return tens | (pairs &- 10 &* tens) << 8
    }

    /// Appends the first bytes, at most eight, of a word, the lowest first. There must be room for eight (checked).
    @inline(__always)
    private mutating func append(_ word: UInt64, count: Int) {
        precondition(freeCapacity >= 8 && count <= 8)
        unsafe withUnsafeMutableBufferPointer { room, used in
            let room = UnsafeMutableRawBufferPointer(room)
            unsafe room.storeBytes(of: word.littleEndian, toByteOffset: used, as: UInt64.self)
            used += count
        }
    }

    /// Appends `magnitude / scale`, exactly, without trailing zeros. The scale is a power of ten of at most nineteen
    /// zeros: forty bytes with the sign are enough.
    @inline(__always)
    mutating func append(_ magnitude: UInt64, over scale: UInt64, isNegative: Bool) {
        if isNegative { append(UInt8(ascii: "-")) }
        append(digitsOf: magnitude / scale)
        var rest = magnitude % scale
        if rest == 0 { return }
        append(UInt8(ascii: "."))
        var unit = scale / 10
        while rest > 0 {
            append(digit: rest / unit)
            rest %= unit
            unit /= 10
        }
    }

    /// Appends ten-thousandths as a decimal fraction, at most twelve bytes, or `null`.
    mutating func append(tenThousandths value: Int32?) {
        guard let value else { return append("null") }
        let magnitude = UInt64(value.magnitude)
        guard magnitude < 10_000 else { return append(magnitude, over: 10_000, isNegative: value < 0) }
        // A nought, the point, and the four digits without the zeros at their end.
        let digits = UInt32(truncatingIfNeeded: Self.digits(ofFours: magnitude))
        let text = UInt64(digits | 0x3030_3030) << 16 | UInt64(UInt8(ascii: ".")) << 8 | UInt64(UInt8(ascii: "0"))
        let count = magnitude == 0 ? 1 : 6 - digits.leadingZeroBitCount / 8
        if value >= 0 { return append(text, count: count) }
        append(text << 8 | UInt64(UInt8(ascii: "-")), count: count + 1)
    }
}
