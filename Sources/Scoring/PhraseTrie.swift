// The phrases of the lists as a trie over elements: an edge is a set of words, a gap, a number, a span of time or an
// amount of money. Word edges stand in one hash table under (node, word), so that a step costs one look-up.

/// A place in the trie.
struct PhraseNode: Sendable {
    /// The number of the phrase that ends here, or -1.
    var phrase: Int32 = -1
    /// The first gap that may follow, or 0.
    var gap: Int32 = 0
    /// For a gap: how many words it may skip, and the next gap at the same place.
    var gapMax: Int32 = 0
    var gapSibling: Int32 = 0
    /// What follows a number, a span of time, an amount of money, or 0.
    var number: Int32 = 0
    var duration: Int32 = 0
    var money: Int32 = 0
    /// Whether any word may follow.
    var hasWords = false
}

/// The immutable trie. Node 0 is the root.
struct PhraseTrie: Sendable {
    var nodes = [PhraseNode()]
    /// Open addressing: node number above, word number below; 0 is empty. A key may stand several times.
    private(set) var keys: [UInt64] = Array(repeating: 0, count: 1 << 12)
    private(set) var targets: [Int32] = Array(repeating: 0, count: 1 << 12)
    private var edgeCount = 0
    /// One bit per pair of words with which a phrase may begin; others cannot begin one.
    private(set) var pairs: [UInt64] = Array(repeating: 0, count: pairBits / 64)

    static let pairBits = 1 << 21
    /// Marks the first word of a pair with a gap in it.
    static let gapMark: UInt32 = 1 << 31
    /// A gap is at most this many words long.
    static let gapMax = 4

    mutating func addEdge(from node: Int32, word: UInt32, to target: Int32) {
        if 2 * (edgeCount + 1) > keys.count { grow() }
        nodes[Int(node)].hasWords = true
        place(Self.key(node, word), target)
        edgeCount += 1
    }

    private mutating func place(_ key: UInt64, _ target: Int32) {
        let mask = keys.count - 1
        var index = Self.slot(key) & mask
        while keys[index] != 0 { index = (index + 1) & mask }
        keys[index] = key
        targets[index] = target
    }

    private mutating func grow() {
        let oldKeys = keys
        let oldTargets = targets
        keys = Array(repeating: 0, count: oldKeys.count * 2)
        targets = Array(repeating: 0, count: oldKeys.count * 2)
        for (key, target) in zip(oldKeys, oldTargets) where key != 0 { place(key, target) }
    }

    mutating func addPair(_ first: UInt32, _ second: UInt32) {
        let bit = Self.pairBit(first, second)
        pairs[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    @inline(__always)
    static func key(_ node: Int32, _ word: UInt32) -> UInt64 {
        UInt64(UInt32(bitPattern: node)) &<< 32 | UInt64(word)
    }

    @inline(__always)
    static func slot(_ key: UInt64) -> Int {
        let hash = key &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: hash &>> 20)
    }

    @inline(__always)
    static func pairBit(_ first: UInt32, _ second: UInt32) -> Int {
        let hash = (UInt64(first) &<< 32 | UInt64(second)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: hash &>> 43)
    }
}
