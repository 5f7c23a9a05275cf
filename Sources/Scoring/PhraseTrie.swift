// The phrases of the lists as a trie over elements: an edge is a set of words, a gap, a number, a span of time or an
// amount of money. Flat arrays in the order of a walk, a few bytes a step: what limits it is the processor's cache.
// PhraseTrieBuilder.swift makes it.

/// A place in the trie.
struct PhraseNode: Sendable {
    /// The number of the phrase that ends here, or -1.
    var phrase: Int32 = -1
    /// The only word that may follow; 0 when none or several may.
    var onlyWord: UInt32 = 0
    /// The node after the only word; else where the edges begin, which are a hash table of their own.
    var next: UInt32 = 0
    /// The low 27 bits: what else may follow than words, by its number among the trie's forks, 0 for nothing. The high
    /// five: the logarithm of the number of slots of the edges' table, 0 for no table.
    private var packed: UInt32 = 0

    static let forksMax = 1 << 27

    var fork: UInt32 {
        get { packed & 0x07FF_FFFF }
        set { packed = packed & ~0x07FF_FFFF | newValue }
    }

    var edgeBits: UInt8 {
        get { UInt8(truncatingIfNeeded: packed &>> 27) }
        set { packed = packed & 0x07FF_FFFF | UInt32(newValue) << 27 }
    }
}

/// A word that leads from one node to another.
struct PhraseEdge: Sendable {
    /// The word's number; 0 in a free slot.
    var word: UInt32 = 0
    private var packed: UInt32 = 0

    /// The node it leads to.
    var target: UInt32 { packed & ~Self.mark }
    /// Whether the same word leads to another node as well: its edge stands in one of the next slots.
    var hasAnother: Bool {
        get { packed & Self.mark != 0 }
        set { packed = newValue ? packed | Self.mark : target }
    }

    private static let mark: UInt32 = 1 << 31

    /// A free slot.
    init() {}

    init(word: UInt32, target: UInt32) {
        self.word = word
        packed = target
    }

    /// Which of `1 << bits` slots a word is looked for in first.
    @inline(__always)
    static func slot(_ word: UInt32, bits: UInt8) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9E37_79B1) &>> UInt32(32 &- bits))
    }
}

/// What may follow a node besides words.
struct PhraseFork: Sendable {
    /// The nodes after a number, a span of time, an amount of money; 0 for none.
    var number: UInt32 = 0
    var duration: UInt32 = 0
    var money: UInt32 = 0
    /// Its gaps among the trie's.
    var gaps = 0..<0
}

/// Some words that may be skipped.
struct PhraseGap: Sendable {
    var wordsMax: Int
    /// The node after it.
    var target: UInt32
}

/// The immutable trie. Node 0 is the root.
struct PhraseTrie: Sendable {
    var nodes = [PhraseNode()]
    var edges: [PhraseEdge] = []
    var forks = [PhraseFork()]
    var gaps: [PhraseGap] = []
    var pairs = PairFilter()

    /// A gap is at most this many words long.
    static let gapMax = 4
}

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
    func contains(_ first: UInt32, _ second: UInt32) -> Bool {
        let bit = PairFilter.bit(UInt64(first) &<< 32 | UInt64(second), shift: shift)
        return words[bit &>> 6] & (1 &<< UInt64(truncatingIfNeeded: bit & 63)) != 0
    }
}
