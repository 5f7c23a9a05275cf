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

    /// Whether nothing may follow.
    var isLast: Bool { packed | onlyWord == 0 }

    /// Whether no phrase ends here and nothing but words may follow.
    var isPlain: Bool { packed & 0x07FF_FFFF == 0 && phrase < 0 }

    /// Whether no phrase ends here and nothing but one gap may follow, whose number is `fork`.
    var isGap: Bool { edgeBits == Self.gapBits }

    /// What stands for the logarithm of a table's size where there is a gap and nothing else: no table is so large.
    private static let gapBits: UInt8 = 31

    /// A place after which nothing but this gap may follow.
    static func gap(_ gap: Int) -> PhraseNode {
        var node = PhraseNode()
        node.fork = UInt32(gap)
        node.edgeBits = gapBits
        return node
    }

    var edgeBits: UInt8 {
        get { UInt8(truncatingIfNeeded: packed &>> 27) }
        set { packed = packed & 0x07FF_FFFF | UInt32(newValue) << 27 }
    }
}

/// A word that leads from one node to others.
struct PhraseEdge: Sendable {
    /// The word's number; 0 in a free slot.
    var word: UInt32 = 0
    var place = PhrasePlace()

    /// Which of `1 << bits` slots a word is looked for in first.
    @inline(__always)
    static func slot(_ word: UInt32, bits: UInt8) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9E37_79B1) &>> UInt32(32 &- bits))
    }
}

/// Where a word leads: to no node, to one, or to several that stand in a row among the trie's branches.
struct PhrasePlace: Equatable, Sendable {
    private var packed: UInt32 = 0

    fileprivate static let mark: UInt32 = 1 << 31

    /// Nowhere.
    init() {}

    /// To one node.
    init(node: UInt32) { packed = node }

    /// To several, the first of which stands at that index.
    init(several index: Int) { packed = UInt32(index) | Self.mark }

    var leadsNowhere: Bool { packed == 0 }
    /// Whether it leads to several nodes.
    var isSeveral: Bool { packed & Self.mark != 0 }
    /// The number of the one node, or the index of the first of several.
    var number: UInt32 { packed & ~Self.mark }
}

/// One of several nodes that a word leads to at once.
struct PhraseBranch: Sendable {
    private var packed: UInt32
    /// What may follow the node: most often nothing of it stands in the text, and the node need not be looked at.
    let nextWords: WordMask

    init(node: UInt32, nextWords: WordMask, hasAnother: Bool) {
        packed = node | (hasAnother ? PhrasePlace.mark : 0)
        self.nextWords = nextWords
    }

    var node: UInt32 { packed & ~PhrasePlace.mark }
    /// Whether another one follows in the row.
    var hasAnother: Bool { packed & PhrasePlace.mark != 0 }
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

/// How far the gaps after a phrase's first word reach.
struct PhraseReach: Sendable {
    /// How many words may be skipped.
    var wordsMax: UInt8 = 0
    /// At what it is no longer enough to look for words: a break, and a number, a span of time or an amount of money where one
    /// may follow, at once or after a gap.
    var stops = TokenShape.breaks
}

/// Some words that may be skipped.
struct PhraseGap: Sendable {
    var wordsMax: Int
    /// The node after it.
    var target: UInt32
    /// What may follow it.
    var nextWords: WordMask
}

/// Which words may follow at a place, each by one of few bits: it may say yes where no is right, as a filter does. 0 stands for
/// the end of a sentence or a break.
struct WordMask: Equatable, Sendable {
    private var bits: UInt64 = 0

    /// No word.
    init() {}

    /// Any word, and the end of a phrase or something else than a word too.
    static let anything = WordMask(bits: .max)

    private init(bits: UInt64) { self.bits = bits }

    /// Whether that word may follow.
    @inline(__always)
    func contains(_ word: UInt32) -> Bool { bits & Self.bit(of: word) != 0 }

    mutating func insert(_ word: UInt32) { bits |= Self.bit(of: word) }

    mutating func formUnion(_ other: WordMask) { bits |= other.bits }

    @inline(__always)
    private static func bit(of word: UInt32) -> UInt64 { 1 &<< UInt64((word &* 0x9E37_79B1) &>> 26) }
}

/// The immutable trie. Node 0 is the root, whose edges are `beginningWords`.
struct PhraseTrie: Sendable {
    var nodes = [PhraseNode()]
    var edges: [PhraseEdge] = []
    /// Where the first word of a phrase leads from the root, by the word's number.
    var beginningWords: [PhrasePlace] = []
    /// What may follow the first word of a phrase at a distance, by the word's number.
    var reaches: [PhraseReach] = []
    /// The rows of nodes that a word leads to at once.
    var branches: [PhraseBranch] = []
    var forks = [PhraseFork()]
    var gaps: [PhraseGap] = []
    /// The entries from this one on are of an operator's phrases.
    var overlayEntry = Int32.max
    var pairs = PairFilter()
    var beginnings = PairTable()

    /// A gap is at most this many words long.
    static let gapMax = 4
}
