// Makes the phrase trie: nodes are added in the order of the lists, then laid out anew in the order of a walk, so that
// the nodes of one phrase stand side by side.

/// A trie under construction. Node 0 is the root.
struct PhraseTrieBuilder {
    private struct Node {
        var phrase: Int32 = -1
        /// Its word edges as a list, in the order in which they came.
        var firstEdge: Int32 = -1
        var lastEdge: Int32 = -1
        var edgeCount: Int32 = 0
        var number: Int32 = 0
        var duration: Int32 = 0
        var money: Int32 = 0
        /// Its newest gap, or -1.
        var gap: Int32 = -1

        var hasFork: Bool { number != 0 || duration != 0 || money != 0 || gap >= 0 }
    }

    private struct Edge {
        var word: UInt32
        var target: Int32
        var next: Int32
    }

    private struct Gap {
        var wordsMax: Int
        var target: Int32
        /// The gap before it at the same place, or -1.
        var sibling: Int32
    }

    private var nodes = [Node()]
    private var edges: [Edge] = []
    private var gaps: [Gap] = []
    private var firstPairs: [FirstPair] = []
    /// Those of words after which nothing but words may follow.
    private var solePairs: [FirstPair] = []

    init() {
        nodes.reserveCapacity(1 << 15)
        edges.reserveCapacity(1 << 15)
    }

    /// Adds a node after `node`, reached by the element.
    mutating func append(_ element: PatternElement, to node: Int32) -> Int32 {
        let fresh = Int32(nodes.count)
        nodes.append(Node())
        switch element {
        case .words(let words): for word in words { addEdge(from: node, word, to: fresh) }
        case .gap(let wordsMax):
            gaps.append(Gap(wordsMax: wordsMax, target: fresh, sibling: nodes[Int(node)].gap))
            nodes[Int(node)].gap = Int32(gaps.count - 1)
        case .number: nodes[Int(node)].number = fresh
        case .duration: nodes[Int(node)].duration = fresh
        case .money: nodes[Int(node)].money = fresh
        }
        return fresh
    }

    /// The number of the phrase that ends at a node, or -1.
    func phrase(at node: Int32) -> Int32 { nodes[Int(node)].phrase }

    /// Ends a phrase at a node.
    mutating func setPhrase(_ phrase: Int32, at node: Int32) { nodes[Int(node)].phrase = phrase }

    private mutating func addEdge(from node: Int32, _ word: UInt32, to target: Int32) {
        let edge = Int32(edges.count)
        edges.append(Edge(word: word, target: target, next: -1))
        let last = nodes[Int(node)].lastEdge
        if last >= 0 { edges[Int(last)].next = edge } else { nodes[Int(node)].firstEdge = edge }
        nodes[Int(node)].lastEdge = edge
        nodes[Int(node)].edgeCount += 1
    }

    // MARK: Laying out

    /// The finished trie, in which a phrase is known by its entry: `phraseEntries` tells it by the phrase's number.
    func finish(phraseEntries: [UInt16]) -> PhraseTrie {
        let order = walkOrder()
        var numbers = [UInt32](repeating: 0, count: nodes.count)
        for (place, node) in order.enumerated() { numbers[Int(node)] = UInt32(place) }
        var trie = PhraseTrie()
        trie.nodes = []
        trie.nodes.reserveCapacity(order.count)
        trie.edges.reserveCapacity(edges.count * 3)
        for node in order {
            var laid = layOut(nodes[Int(node)], numbers, &trie)
            if laid.phrase >= 0 { laid.phrase = Int32(phraseEntries[Int(laid.phrase)]) }
            trie.nodes.append(laid)
        }
        trie.beginningWords = beginningWords(numbers, &trie.places)
        trie.pairs = PairFilter(firstPairs.map(\.words))
        trie.beginnings = PairTable(capacity: solePairs.count)
        for pair in solePairs {
            trie.beginnings.insert(
                pair.words, node: numbers[Int(pair.target)], third: onlyWord(after: nodes[Int(pair.target)]))
        }
        return trie
    }

    /// The nodes, each followed by what follows it, deep before wide.
    private func walkOrder() -> [Int32] {
        var order: [Int32] = []
        order.reserveCapacity(nodes.count)
        var seen = [Bool](repeating: false, count: nodes.count)
        var waiting: [Int32] = [0]
        var following: [Int32] = []
        while let number = waiting.popLast() {
            if seen[Int(number)] { continue }
            seen[Int(number)] = true
            order.append(number)
            let node = nodes[Int(number)]
            following.removeAll(keepingCapacity: true)
            forEachEdge(of: node) { edge in if !seen[Int(edge.target)] { following.append(edge.target) } }
            forEachGap(of: node) { following.append($0.target) }
            for other in [node.number, node.duration, node.money] where other != 0 { following.append(other) }
            waiting.append(contentsOf: following.reversed())
        }
        return order
    }

    private func layOut(_ node: Node, _ numbers: [UInt32], _ trie: inout PhraseTrie) -> PhraseNode {
        var laid = PhraseNode()
        laid.phrase = node.phrase
        if node.hasFork {
            let first = trie.gaps.count
            forEachGap(of: node) { gap in
                trie.gaps.append(PhraseGap(wordsMax: gap.wordsMax, target: numbers[Int(gap.target)]))
            }
            laid.fork = UInt32(trie.forks.count)
            trie.forks.append(
                PhraseFork(
                    number: numbers[Int(node.number)], duration: numbers[Int(node.duration)],
                    money: numbers[Int(node.money)], gaps: first..<trie.gaps.count))
        }
        if trie.nodes.isEmpty { return laid }
        if node.edgeCount == 1 {
            laid.onlyWord = edges[Int(node.firstEdge)].word
            laid.next = numbers[Int(edges[Int(node.firstEdge)].target)]
        }
        guard node.edgeCount > 1 else { return laid }
        laid.next = UInt32(trie.edges.count)
        laid.edgeBits = layOutEdges(of: node, numbers, &trie)
        return laid
    }

    /// The edges of a node as a hash table; the logarithm of its size.
    private func layOutEdges(of node: Node, _ numbers: [UInt32], _ trie: inout PhraseTrie) -> UInt8 {
        var bits: UInt8 = 2
        while 1 << bits < 2 * node.edgeCount { bits += 1 }
        let start = trie.edges.count
        let mask = 1 << Int(bits) - 1
        trie.edges.append(contentsOf: repeatElement(PhraseEdge(), count: mask + 1))
        func slot(of word: UInt32) -> Int {
            var slot = PhraseEdge.slot(word, bits: bits)
            while trie.edges[start + slot].word != 0, trie.edges[start + slot].word != word { slot = (slot + 1) & mask }
            return start + slot
        }
        var hasSeveral = false
        forEachEdge(of: node) { edge in
            let slot = slot(of: edge.word)
            if trie.edges[slot].word != 0 { hasSeveral = true }
            trie.edges[slot] = PhraseEdge(word: edge.word, place: PhrasePlace(node: numbers[Int(edge.target)]))
        }
        guard hasSeveral else { return bits }
        let rows = rows(of: node, numbers, &trie.places)
        for (word, place) in rows { trie.edges[slot(of: word)].place = place }
        return bits
    }

    /// Where the words lead that lead to several nodes at once, in the order of the lists.
    private func rows(
        of node: Node, _ numbers: [UInt32], _ places: inout [PhrasePlace]
    ) -> [(word: UInt32, place: PhrasePlace)] {
        var targets: [UInt32] = []
        // The word above, its edge's place in the order of the lists below.
        var keys: [UInt64] = []
        forEachEdge(of: node) { edge in
            keys.append(UInt64(edge.word) << 32 | UInt64(targets.count))
            targets.append(numbers[Int(edge.target)])
        }
        keys.sort()
        var rows: [(word: UInt32, place: PhrasePlace)] = []
        var first = 0
        while first < keys.count {
            let word = keys[first] >> 32
            var end = first + 1
            while end < keys.count, keys[end] >> 32 == word { end += 1 }
            if end - first > 1 {
                rows.append((UInt32(word), PhrasePlace(several: places.count)))
                for index in first..<end {
                    let place = PhrasePlace(node: targets[Int(keys[index] & 0xFFFF_FFFF)])
                    places.append(place.followed(byAnother: index + 1 < end))
                }
            }
            first = end
        }
        return rows
    }

    /// Where the words lead with which phrases begin, by their numbers.
    private func beginningWords(_ numbers: [UInt32], _ places: inout [PhrasePlace]) -> [PhrasePlace] {
        var beginnings: [PhrasePlace] = []
        func set(_ word: UInt32, _ place: PhrasePlace) {
            let missing = Int(word) + 1 - beginnings.count
            if missing > 0 { beginnings.append(contentsOf: repeatElement(PhrasePlace(), count: missing)) }
            beginnings[Int(word)] = place
        }
        forEachEdge(of: nodes[0]) { set($0.word, PhrasePlace(node: numbers[Int($0.target)])) }
        for (word, place) in rows(of: nodes[0], numbers, &places) { set(word, place) }
        return beginnings
    }

    // MARK: First words

    /// More pairs than this under one pair of elements are not listed one by one.
    private static let pairsMax = 40_000
    private static let gappedMax = 4_000

    /// Two words with which a phrase begins, and the node after them.
    private struct FirstPair {
        /// First word above, second below.
        var words: UInt64
        var target: Int32
    }

    /// The word with which a phrase must go on after a node; 0 when it may end there or go on in several ways.
    private func onlyWord(after node: Node) -> UInt32 {
        node.hasFork || node.phrase >= 0 || node.edgeCount != 1 ? 0 : edges[Int(node.firstEdge)].word
    }

    /// Marks in `entries` which words begin phrases, and finds the pairs with which those begin of which that is all
    /// there is to know.
    mutating func markFirstWords(in entries: inout [WordEntry]) {
        var pairs: [FirstPair] = []
        var wordCounts: [Int32: Int] = [:]
        forEachEdge(of: nodes[0]) { wordCounts[$0.target, default: 0] += 1 }
        var target: Int32 = -1
        var gapped: [UInt32]? = []
        forEachEdge(of: nodes[0]) { edge in
            let node = nodes[Int(edge.target)]
            if edge.target != target {
                target = edge.target
                gapped = self.gapped(after: node)
            }
            let isOpen = node.phrase >= 0 || Int(node.edgeCount) * (wordCounts[target] ?? 0) > Self.pairsMax
            entries[Int(edge.word)].flags.insert(.startsPhrase)
            guard !isOpen, let gapped else {
                entries[Int(edge.word)].flags.insert(.startsOpenPhrase)
                return
            }
            let first = UInt64(edge.word) << 32
            forEachEdge(of: node) { pairs.append(FirstPair(words: first | UInt64($0.word), target: $0.target)) }
            if !node.hasFork { return }
            entries[Int(edge.word)].flags.insert(.startsForkedPhrase)
            let marked = first | UInt64(PairFilter.gapMark) << 32
            for later in gapped { pairs.append(FirstPair(words: marked | UInt64(later), target: 0)) }
        }
        firstPairs = pairs
        solePairs = pairs.filter {
            $0.words >> 32 & UInt64(PairFilter.gapMark) == 0
                && entries[Int($0.words >> 32)].flags.isDisjoint(with: [.startsOpenPhrase, .startsForkedPhrase])
        }
    }

    /// The words that may follow the gaps at a node, or nil when something else than a measure may.
    private func gapped(after node: Node) -> [UInt32]? {
        var words: [UInt32] = []
        var isOpen = false
        forEachGap(of: node) { gap in
            let after = nodes[Int(gap.target)]
            if after.phrase >= 0 || after.gap >= 0 { isOpen = true }
            forEachEdge(of: after) { words.append($0.word) }
        }
        return isOpen || words.count > Self.gappedMax ? nil : words
    }

    private func forEachEdge(of node: Node, _ body: (Edge) -> Void) {
        var next = node.firstEdge
        while next >= 0 {
            body(edges[Int(next)])
            next = edges[Int(next)].next
        }
    }

    private func forEachGap(of node: Node, _ body: (Gap) -> Void) {
        var next = node.gap
        while next >= 0 {
            body(gaps[Int(next)])
            next = gaps[Int(next)].sibling
        }
    }
}
