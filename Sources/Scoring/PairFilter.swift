// The first two words of the phrases. Most words of a text may begin a phrase, few of them do: so the next word is
// looked at as well, before any walk through the trie begins.

/// Which pairs of words a phrase may begin with: one bit each in a table small enough to stay near. It may say yes where
/// no is right, never the other way round (Bloom, 1970, with one hash).
struct PairFilter: Sendable {
    private(set) var words: [UInt64] = [0]
    private var shift: UInt64 = 58

    /// Marks the first word of a pair with a gap in it.
    static let gapMark: UInt32 = 1 << 31

    init() {}

    /// A filter of these pairs, first word above, second below, with at least sixteen bits for each.
    init(_ pairs: [UInt64]) {
        while 1 << (64 - shift) < 16 * pairs.count { shift -= 1 }
        words = Array(repeating: 0, count: 1 << (58 - shift))
        for pair in pairs {
            let bit = Self.bit(pair, shift: shift)
            words[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    /// A view for asking.
    var view: PairFilterView {
        @_lifetime(borrow self) get { PairFilterView(words: words.span, shift: shift) }
    }

    @inline(__always)
    fileprivate static func bit(_ pair: UInt64, shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (pair &* 0xD6E8_FEB8_6659_FD93) &>> shift)
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
        return words[bit &>> 6] & (1 &<< UInt64(truncatingIfNeeded: bit & 63)) != 0
    }
}

/// The node that two words lead to, for beginnings that leave no choice.
struct PairTable: Sendable {
    /// What a phrase that begins with two words goes on with.
    struct Slot: Sendable {
        /// First word above, second below; 0 when free.
        var pair: UInt64 = 0
        /// The node after the two; 0 when there are several or other ways, so that the walk must begin at the root.
        var node: UInt32 = 0
        /// The only word that may follow and must; 0 when it is not so simple.
        var third: UInt32 = 0
    }

    private(set) var slots = [Slot()]

    init() {}

    /// A table for at most so many pairs.
    init(capacity: Int) {
        var size = 16
        while size < 2 * capacity { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
    }

    /// Takes the node after a pair; a second one of the same pair makes it one without a simple answer.
    mutating func insert(_ pair: UInt64, node: UInt32, third: UInt32) {
        var index = Self.place(pair, slots.count)
        while slots[index].pair != 0 {
            if slots[index].pair == pair {
                slots[index].node = 0
                return
            }
            index = (index + 1) & (slots.count - 1)
        }
        slots[index] = Slot(pair: pair, node: node, third: third)
    }

    /// What is known of a pair; an empty slot when it begins no phrase or its first word allows a gap.
    @inline(__always)
    static func find(_ pair: UInt64, in slots: Span<Slot>) -> Slot {
        var index = place(pair, slots.count)
        while true {
            let slot = slots[index]
            if slot.pair == pair || slot.pair == 0 { return slot }
            index = (index &+ 1) & (slots.count &- 1)
        }
    }

    @inline(__always)
    private static func place(_ pair: UInt64, _ count: Int) -> Int {
        Int(truncatingIfNeeded: (pair &* 0xD6E8_FEB8_6659_FD93) &>> 40) & (count &- 1)
    }
}
