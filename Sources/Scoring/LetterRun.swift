// The common case of a word, read eight bytes at a time: nothing but ASCII letters, fifteen at most. All eight bytes of
// a machine word are classed at once with a few operations ("SIMD within a register": Lamport, 1975; Warren, Hacker's
// Delight, 2012), so that a word costs no step a letter and no branch on its length.

internal import ByteCoding

/// The ASCII letters from a place on.
struct LetterRun {
    /// The letters in lower case, the first in the lowest byte, zeros after the end.
    let low: UInt64
    let high: UInt64
    /// How many letters; 16 for more than fifteen, of which nothing more is told.
    let length: Int
    /// The byte after them, 0 at the end of the text.
    let next: UInt8
    /// The bits in which small letters differ from capitals, of all letters, of both words of eight joined.
    private let smalls: UInt64

    var isAllCapitals: Bool { smalls == 0 }
    let beginsWithCapital: Bool

    private static let tops: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The letters from `position` on.
    @inline(__always)
    init(in text: Span<UInt8>, at position: Int) {
        let first = text.paddedWord(at: position)
        beginsWithCapital = first & 0x20 == 0
        let others = Self.others(first)
        if others != 0 {
            let bits = UInt64(truncatingIfNeeded: others.trailingZeroBitCount) & 0x38
            let mask = (1 &<< bits) &- 1
            length = Int(truncatingIfNeeded: bits &>> 3)
            low = (first | (Self.ones &* 0x20)) & mask
            high = 0
            next = UInt8(truncatingIfNeeded: first &>> bits)
            smalls = first & (Self.ones &* 0x20) & mask
            return
        }
        let second = text.paddedWord(at: position &+ 8)
        let othersInSecond = Self.others(second)
        let bits = UInt64(truncatingIfNeeded: othersInSecond.trailingZeroBitCount) & 0x38
        let mask = (1 &<< bits) &- 1
        length = othersInSecond == 0 ? 16 : 8 &+ Int(truncatingIfNeeded: bits &>> 3)
        low = first | (Self.ones &* 0x20)
        high = (second | (Self.ones &* 0x20)) & mask
        next = UInt8(truncatingIfNeeded: second &>> bits)
        smalls = (first | (second & mask)) & (Self.ones &* 0x20)
    }

    /// The bytes without the first `count`, fewer than there are.
    func dropFirst(_ count: Int) -> (low: UInt64, high: UInt64) {
        let bits = UInt64(8 * count)
        return bits < 64 ? (low >> bits | high << (64 - bits), high >> bits) : (high >> (bits - 64), 0)
    }

    /// The first `count` bytes.
    func prefix(_ count: Int) -> (low: UInt64, high: UInt64) {
        let bits = UInt64(8 * count)
        return bits < 64 ? (low & (1 << bits - 1), 0) : (low, high & (1 << (bits - 64) - 1))
    }

    /// Whether some letter stands three times in a row, as in "sooo".
    var isStretched: Bool {
        if high != 0 { return Self.hasTriple(low) || Self.hasTriple(high) || Self.hasTriple(low &>> 32 | high &<< 32) }
        return Self.hasTriple(low)
    }

    /// Whether three equal bytes other than zero follow each other.
    private static func hasTriple(_ bytes: UInt64) -> Bool {
        let differences = (bytes ^ (bytes &>> 8)) | (bytes ^ (bytes &>> 16))
        // The lowest zero byte is found exactly; what is found above it may be an echo of it.
        let zeros = (differences &- ones) & ~differences & tops
        let place = UInt64(truncatingIfNeeded: zeros.trailingZeroBitCount)
        return zeros != 0 && bytes &>> (place & 0x38) != 0
    }

    /// The top bit of every byte that is no ASCII letter.
    @inline(__always)
    private static func others(_ bytes: UInt64) -> UInt64 {
        let seven = (bytes | (ones &* 0x20)) & ~tops
        let fromA = seven &+ (ones &* (0x80 - 0x61))
        let beyondZ = seven &+ (ones &* (0x7F - 0x7A))
        return (bytes | ~fromA | beyondZ) & tops
    }
}

/// A word of at most eight letters, in lower case, to compare others with.
struct ShortWord: Equatable {
    /// The letters, the first in the lowest byte, zeros after the end; all ones for a longer word.
    private let letters: UInt64

    init(_ run: LetterRun) { letters = run.length > 8 ? .max : run.low }

    private init(_ word: String) { letters = word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    static let a = ShortWord("a")
    static let an = ShortWord("an")
    static let and = ShortWord("and")
    static let another = ShortWord("another")
    static let between = ShortWord("between")
    static let dozen = ShortWord("dozen")
    static let half = ShortWord("half")
    static let more = ShortWord("more")
    static let of = ShortWord("of")
    static let or = ShortWord("or")
    static let quarter = ShortWord("quarter")
    static let quarters = ShortWord("quarters")
    static let so = ShortWord("so")
    static let to = ShortWord("to")

    /// That something was no less: "a whole hour".
    static let whole = ["whole", "entire", "full", "solid"].map { ShortWord($0) }
    /// That it was more than one would like, or more of it: "a good hour".
    static let good = ["good", "further", "extra"].map { ShortWord($0) }
    static let hours = ["h", "hr", "hrs"].map { ShortWord($0) }
    static let minutes = ["m", "min", "mins"].map { ShortWord($0) }
}
