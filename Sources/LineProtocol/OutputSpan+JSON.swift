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

    /// Appends the bytes of a text; there must be room for eight (checked).
    @inline(__always)
    mutating func append(_ text: ShortText) { append(text.word, count: text.count) }

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
            return append(ShortText.eightDigits(number % 100_000_000) | ShortText.zeros, count: 8)
        }
        let digits = ShortText.eightDigits(number)
        let leadingZeros = digits.trailingZeroBitCount / 8
        append((digits | ShortText.zeros) >> UInt64(8 * leadingZeros), count: 8 - leadingZeros)
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
        if let text = ShortText(tenThousandths: value) { return append(text) }
        append(UInt64(value.magnitude), over: 10_000, isNegative: value < 0)
    }
}

/// Up to eight bytes of ASCII, most of them digits.
struct ShortText {
    /// The bytes, the first in the lowest.
    let word: UInt64
    let count: Int

    @inline(__always)
    private init(word: UInt64, count: Int) {
        self.word = word
        self.count = count
    }

    /// The digits of a number out of `small`; nil when it has more than three.
    @inline(__always)
    init?(digitsOf number: UInt32, _ small: Span<UInt32>) {
        guard number < small.count else { return nil }
        let entry = small[Int(number)]
        self.init(word: UInt64(entry & 0xFF_FFFF), count: Int(entry >> 24))
    }

    /// The digits of the numbers of at most three, the first in the lowest byte, and how many they are in the highest.
    static let small: [UInt32] = (0..<1_000).map { number in
        let digits = String(number).utf8
        let word = digits.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        return word | UInt32(digits.count) << 24
    }

    /// Ten-thousandths as a decimal fraction, at most seven bytes; nil from one whole on.
    @inline(__always)
    init?(tenThousandths value: Int32) {
        let magnitude = value.magnitude
        guard magnitude < 10_000 else { return nil }
        // A nought, the point, and the four digits without the zeros at their end.
        let digits = UInt32(truncatingIfNeeded: Self.digits(ofFours: UInt64(magnitude)))
        let text = UInt64(digits | 0x3030_3030) << 16 | UInt64(UInt8(ascii: ".")) << 8 | UInt64(UInt8(ascii: "0"))
        let count = magnitude == 0 ? 1 : 6 - digits.leadingZeroBitCount / 8
        if value >= 0 {
            self.init(word: text, count: count)
        } else {
            self.init(word: text << 8 | UInt64(UInt8(ascii: "-")), count: count + 1)
        }
    }

    /// The same behind another byte: nine are too many.
    @inline(__always)
    func behind(_ byte: UInt8) -> ShortText { ShortText(word: word << 8 | UInt64(byte), count: count + 1) }

    /// The digit 0 eight times.
    static var zeros: UInt64 { 0x3030_3030_3030_3030 }

    /// The digits of a number below 100,000,000, a byte each, the first in the lowest.
    static func eightDigits(_ number: UInt64) -> UInt64 {
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
}
