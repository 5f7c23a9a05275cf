// The first two words of the phrases. Most words of a text may begin a phrase, few of them do: so the next word is
// looked at as well, before any walk through the trie begins.

/// The first word of a phrase and one that may follow, as one number.
enum Pair {
    /// `skipped` words, four at most, stand between the two. Numbers of words have 18 bits, a pair has 39.
    @inline(__always)
    static func of(_ first: UInt32, _ second: UInt32, skipped: Int = 0) -> UInt64 {
        UInt64(truncatingIfNeeded: skipped) &<< 36 | UInt64(first) &<< 18 | UInt64(second)
    }
}

/// Which pairs of words a phrase may begin with: one bit each in a table small enough to stay near. It may say yes where
/// no is right, never the other way round (Bloom, 1970, with one hash).
struct PairFilter: Sendable {
    private(set) var words: [UInt64] = [0]
    private var shift: UInt64 = 58

    init() {}

    /// A filter of these pairs with at least sixteen bits for each.
    init(_ pairs: [UInt64]) {
        while 1 << (64 - shift) < 16 * pairs.count { shift -= 1 }
        words = Array(repeating: 0, count: 1 << (58 - shift))
        for pair in pairs {
            let bit = Self.bit(pair, shift: shift)
            words[Int(bit >> 6)] |= 1 << (bit & 63)
        }
    }

    /// A view for asking.
    var view: PairFilterView {
        @_lifetime(borrow self) get { PairFilterView(words: words.span, shift: shift) }
    }

    @inline(__always)
    fileprivate static func bit(_ pair: UInt64, shift: UInt64) -> UInt64 {
        (pair &* 0xD6E8_FEB8_6659_FD93) &>> shift
    }
}

/// A borrowed pair filter.
struct PairFilterView: ~Escapable {
    private let words: Span<UInt64>
    private let shift: UInt64

    @_lifetime(copy words)
    fileprivate init(words: Span<UInt64>, shift: UInt64) {
        self.words = words
        self.shift = shift
    }

    /// Whether a phrase may begin so.
    @inline(__always)
    func contains(_ pair: UInt64) -> Bool {
        let bit = PairFilter.bit(pair, shift: shift)
        return words[Int(truncatingIfNeeded: bit &>> 6)] & (1 &<< (bit & 63)) != 0
    }
}

/// Where two words lead from the root, with the words between them that a gap allows.
struct PairTable: Sendable {
    /// What a phrase that begins with two words goes on with.
    struct Slot: Sendable {
        /// A `Pair`; 0 when free.
        var pair: UInt64 = 0
        /// The nodes after the two.
        var place = PhrasePlace()
        /// What may follow them.
        var nextWords = WordMask()
    }

    private(set) var slots = [Slot()]

    init() {}

    /// A table for at most so many pairs.
    init(capacity: Int) {
        var size = 16
        while 2 * size < 3 * capacity { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
    }

    /// Takes where a pair leads, which must not be there.
    mutating func insert(_ slot: Slot) {
        var index = Self.index(slot.pair, slots.count)
        while slots[index].pair != 0 { index = (index + 1) & (slots.count - 1) }
        slots[index] = slot
    }

    /// Where a pair leads; an empty slot when it begins no phrase.
    @inline(__always)
    static func find(_ pair: UInt64, in slots: Span<Slot>) -> Slot {
        var index = index(pair, slots.count)
        while true {
            let slot = slots[index]
            if slot.pair == pair || slot.pair == 0 { return slot }
            index = (index &+ 1) & (slots.count &- 1)
        }
    }

    @inline(__always)
    private static func index(_ pair: UInt64, _ count: Int) -> Int {
        Int(truncatingIfNeeded: (pair &* 0xD6E8_FEB8_6659_FD93) &>> 40) & (count &- 1)
    }
}
