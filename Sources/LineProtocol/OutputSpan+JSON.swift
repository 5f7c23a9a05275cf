// Numbers and names as JSON, into room that was made before: what a reply has many of costs no question for room a byte.

extension OutputSpan<UInt8> {
    /// Appends ASCII as it is.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        for offset in 0..<text.utf8CodeUnitCount { append(unsafe text.utf8Start[offset]) }
    }

    /// Appends a number in decimal digits, at most twenty.
    mutating func append(digitsOf number: UInt64) {
        if number >= 10 { append(digitsOf: number / 10) }
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10))
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
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / unit))
            rest %= unit
            unit /= 10
        }
    }

    /// Appends ten-thousandths as a decimal fraction, at most twelve bytes.
    mutating func append(tenThousandths value: Int32) {
        append(UInt64(value.magnitude), over: 10_000, isNegative: value < 0)
    }
}
