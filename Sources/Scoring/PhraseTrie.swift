// The phrases of the lists as a trie over elements: an edge is a set of words, a gap, a number, a span of time or an
// amount of money. Flat arrays in the order of a walk, a few bytes a step: what limits it is the processor's cache.
// PhraseTrieBuilder.swift makes it.

/// A place in the trie.
struct PhraseNode: Sendable {
    /// The entry of the phrase that ends here, or -1.
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
    var beginnings = PairTable()

    /// A gap is at most this many words long.
    static let gapMax = 4
}
