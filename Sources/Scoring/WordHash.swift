// The hash of a lower-case word: the identity of a word in the tables. It is part of the lists' format only in that
// two terms must not share one, which the loader checks; nothing in a result depends on its value.

internal import ByteCoding

/// A running hash over the bytes of a word, sixteen at a time: a word of up to fifteen bytes costs one multiplication.
struct WordHash {
    private var mixed = seed
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    /// Bits of the sixteen bytes that are filled.
    private var bits: UInt64 = 0

    private static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Adds one byte, already in lower case.
    @inline(__always)
    mutating func add(_ byte: UInt8) {
        if bits < 64 { low |= UInt64(byte) &<< bits } else { high |= UInt64(byte) &<< (bits &- 64) }
        bits &+= 8
        if bits == 128 {
            mixed = Self.mix(mixed, low, high)
            (low, high, bits) = (0, 0, 0)
        }
    }

    /// The hash of the bytes added so far.
    @inline(__always)
    var value: UInt64 { Self.mix(mixed, low, high) }

    /// The hash of a word of up to fifteen bytes, given as two words in little-endian order with zeros after the end.
    @inline(__always)
    static func of(low: UInt64, high: UInt64) -> UInt64 { mix(seed, low, high) }

    /// Adds many bytes, after none or a multiple of sixteen.
    mutating func add(_ bytes: Span<UInt8>) {
        var offset = 0
        while bits == 0, offset + 16 <= bytes.count {
            mixed = Self.mix(mixed, bytes.word(at: offset), bytes.word(at: offset + 8))
            offset += 16
        }
        for index in offset..<bytes.count { add(bytes[index]) }
    }

    /// The hash of what a text ends with from `start` on, in lower case.
    static func ofWord(in text: Span<UInt8>, at start: Int) -> UInt64 {
        let length = text.count - start
        if length < 16 {
            let high = length > 8 ? folded(text.paddedWord(at: start + 8)) : 0
            return of(low: folded(text.paddedWord(at: start)), high: high)
        }
        var hash = WordHash()
        for index in start..<text.count {
            let byte = text[index]
            hash.add((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        return hash.value
    }

    /// Eight bytes with their ASCII capitals in lower case.
    private static func folded(_ bytes: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let seven = bytes & (ones &* 0x7F)
        let fromA = seven &+ (ones &* (0x80 - 0x41))
        let beyondZ = seven &+ (ones &* (0x7F - 0x5A))
        return bytes | (fromA & ~beyondZ & ~bytes & (ones &* 0x80)) &>> 2
    }

    /// The hash of a whole term that is in lower case already.
    static func of(_ term: some Sequence<UInt8>) -> UInt64 {
        var hash = WordHash()
        for byte in term { hash.add(byte) }
        return hash.value
    }

    /// Both halves of a 128-bit product, folded (as in wyhash: Wang, 2019).
    @inline(__always)
    private static func mix(_ state: UInt64, _ low: UInt64, _ high: UInt64) -> UInt64 {
        let product = (low ^ state).multipliedFullWidth(by: high ^ 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}
