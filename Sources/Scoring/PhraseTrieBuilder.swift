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
        /// In how many ways it is reached: the alternatives, and the words that may be skipped.
        var breadth: Int32 = 0

        var takesMeasure: Bool { number != 0 || duration != 0 || money != 0 }
        var hasFork: Bool { takesMeasure || gap >= 0 }
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
    /// What may follow the nodes in the order in which they are laid out.
    private var nextWords: [WordMask] = []
    /// In how many ways those are reached.
    private var breadths: [Int32] = []

    init() {
        nodes.reserveCapacity(1 << 15)
        edges.reserveCapacity(1 << 15)
    }

    /// Adds a node after `node`, reached by the element.
    mutating func append(_ element: PatternElement, to node: Int32) -> Int32 {
        let fresh = Int32(nodes.count)
        nodes.append(Node())
        nodes[Int(fresh)].breadth = nodes[Int(node)].breadth
        switch element {
        case .words(let words):
            nodes[Int(fresh)].breadth += Int32(words.count)
            for word in words { addEdge(from: node, word, to: fresh) }
        case .gap(let wordsMax):
            nodes[Int(fresh)].breadth += Int32(wordsMax) * Self.gapBreadth
            gaps.append(Gap(wordsMax: wordsMax, target: fresh, sibling: nodes[Int(node)].gap))
            nodes[Int(node)].gap = Int32(gaps.count - 1)
        case .number: nodes[Int(node)].number = fresh
        case .duration: nodes[Int(node)].duration = fresh
        case .money: nodes[Int(node)].money = fresh
        }
        return fresh
    }

    /// A word that may be skipped may be any of many.
    private static let gapBreadth: Int32 = 1_000

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

    /// The finished trie, in which a phrase is known by its entry: `phraseEntries` tells it by the phrase's number. Those from
    /// `overlayEntry` on are an operator's.
    mutating func finish(phraseEntries: [UInt16], overlayEntry: Int32) -> PhraseTrie {
        let order = walkOrder()
        var numbers = [UInt32](repeating: 0, count: nodes.count)
        for (place, node) in order.enumerated() { numbers[Int(node)] = UInt32(place) }
        nextWords = order.map { nextWords(after: nodes[Int($0)]) }
        breadths = order.map { nodes[Int($0)].breadth }
        var trie = PhraseTrie()
        trie.overlayEntry = overlayEntry
        trie.nodes = []
        trie.nodes.reserveCapacity(order.count)
        trie.edges.reserveCapacity(edges.count * 3)
        for node in order {
            let entry = entry(endingAt: nodes[Int(node)], phraseEntries, overlayEntry)
            trie.nodes.append(layOut(nodes[Int(node)], entry: entry, numbers, &trie))
        }
        trie.beginningWords = beginningWords(numbers, &trie.branches)
        trie.reaches = reaches(count: trie.beginningWords.count)
        let pairs = placesOfPairs(numbers, &trie.branches)
        trie.pairs = PairFilter(pairs.map(\.pair))
        trie.beginnings = PairTable(capacity: pairs.count)
        for pair in pairs { trie.beginnings.insert(pair) }
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

    /// The entry of the phrase that ends at a node, or after a gap of no words; -1 for none.
    private func entry(endingAt node: Node, _ phraseEntries: [UInt16], _ overlayEntry: Int32) -> Int32 {
        func entry(_ phrase: Int32) -> Int32 { phrase < 0 ? -1 : Int32(phraseEntries[Int(phrase)]) }
        var ending = entry(node.phrase)
        forEachGap(of: node) { gap in
            let afterGap = entry(nodes[Int(gap.target)].phrase)
            if ending < 0 || afterGap >= overlayEntry && ending < overlayEntry { ending = afterGap }
        }
        return ending
    }

    /// Whether one gap and nothing else follows a node at which no phrase ends.
    private func isGapAlone(_ node: Node) -> Bool {
        node.gap >= 0 && gaps[Int(node.gap)].sibling < 0 && node.edgeCount == 0 && !node.takesMeasure
    }

    private func layOut(
        _ node: Node, entry: Int32, _ numbers: [UInt32], _ trie: inout PhraseTrie
    ) -> PhraseNode {
        var laid = PhraseNode()
        laid.phrase = entry
        if node.hasFork {
            let first = trie.gaps.count
            forEachGap(of: node) { gap in
                trie.gaps.append(
                    PhraseGap(
                        wordsMax: gap.wordsMax, target: numbers[Int(gap.target)],
                        nextWords: nextWords(after: nodes[Int(gap.target)])))
            }
            if entry < 0, isGapAlone(node), !trie.nodes.isEmpty { return .gap(first) }
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
        let rows = rows(of: node, numbers, &trie.branches)
        for (word, place) in rows { trie.edges[slot(of: word)].place = place }
        return bits
    }

    /// Where the words lead that lead to several nodes at once, in the order of the lists.
    private func rows(
        of node: Node, _ numbers: [UInt32], _ branches: inout [PhraseBranch]
    ) -> [(word: UInt32, place: PhrasePlace)] {
        var rows: [(word: UInt32, place: PhrasePlace)] = []
        var leads: [Lead] = []
        forEachEdge(of: node) { leads.append(Lead(from: UInt64($0.word), to: numbers[Int($0.target)])) }
        Self.group(leads) { word, targets in
            if targets.count > 1 { rows.append((UInt32(word), append(targets, to: &branches))) }
        }
        return rows
    }

    /// What leads to a node: a word or a pair.
    private struct Lead {
        var from: UInt64
        var to: UInt32
    }

    /// Calls the body with each that leads somewhere and the nodes that it leads to, in the order in which they came.
    private static func group(_ leads: [Lead], _ body: (UInt64, ArraySlice<UInt32>) -> Void) {
        // What leads above, its place below: numbers are sorted several times as fast as anything else.
        let order = leads.indices.map { leads[$0].from << placeBits | UInt64($0) }.sorted()
        let targets = order.map { leads[Int($0 & (1 << placeBits - 1))].to }
        var first = 0
        while first < order.count {
            let from = order[first] >> placeBits
            var end = first + 1
            while end < order.count, order[end] >> placeBits == from { end += 1 }
            body(from, targets[first..<end])
            first = end
        }
    }

    /// A pair has 39 bits.
    private static let placeBits: UInt64 = 25

    /// The place of these nodes; several are appended as a row. What is reached in fewer ways comes first, for of two
    /// phrases that end at the same word the one that is found first is taken.
    private func append(_ found: ArraySlice<UInt32>, to branches: inout [PhraseBranch]) -> PhrasePlace {
        if let only = found.first, found.count == 1 { return PhrasePlace(node: only) }
        let place = PhrasePlace(several: branches.count)
        let targets = found.indices.sorted { (breadths[Int(found[$0])], $0) < (breadths[Int(found[$1])], $1) }
            .map { found[$0] }
        for index in targets.indices {
            let target = targets[index]
            branches.append(
                PhraseBranch(
                    node: target, nextWords: nextWords[Int(target)], hasAnother: index + 1 < targets.endIndex))
        }
        return place
    }

    /// Where the words lead with which phrases begin, by their numbers.
    private func beginningWords(_ numbers: [UInt32], _ branches: inout [PhraseBranch]) -> [PhrasePlace] {
        var beginnings: [PhrasePlace] = []
        func set(_ word: UInt32, _ place: PhrasePlace) {
            let missing = Int(word) + 1 - beginnings.count
            if missing > 0 { beginnings.append(contentsOf: repeatElement(PhrasePlace(), count: missing)) }
            beginnings[Int(word)] = place
        }
        forEachEdge(of: nodes[0]) { set($0.word, PhrasePlace(node: numbers[Int($0.target)])) }
        for (word, place) in rows(of: nodes[0], numbers, &branches) { set(word, place) }
        return beginnings
    }

    /// What may follow each first word of a phrase at a distance, by their numbers, of which there are `count`.
    private func reaches(count: Int) -> [PhraseReach] {
        var reaches = [PhraseReach](repeating: PhraseReach(), count: count)
        forEachEdge(of: nodes[0]) { edge in
            let node = nodes[Int(edge.target)]
            var reach = reaches[Int(edge.word)]
            if node.takesMeasure { reach.stops.formUnion(.measures) }
            forEachGap(of: node) { gap in
                reach.wordsMax = max(reach.wordsMax, UInt8(gap.wordsMax))
                if nodes[Int(gap.target)].takesMeasure { reach.stops.formUnion(.measures) }
            }
            reaches[Int(edge.word)] = reach
        }
        return reaches
    }

    // MARK: First words

    /// More pairs than this under one pair of elements are not listed one by one.
    private static let pairsMax = 40_000
    private static let gappedMax = 20_000

    /// Two words with which a phrase begins, and the node after them.
    private struct FirstPair {
        var pair: UInt64
        var target: Int32
    }

    /// What may follow a node.
    private func nextWords(after node: Node) -> WordMask {
        if node.hasFork || node.phrase >= 0 { return .anything }
        var words = WordMask()
        forEachEdge(of: node) { words.insert($0.word) }
        return words
    }

    /// Where the first pairs lead.
    private func placesOfPairs(_ numbers: [UInt32], _ branches: inout [PhraseBranch]) -> [PairTable.Slot] {
        var slots: [PairTable.Slot] = []
        let leads = firstPairs.map { Lead(from: $0.pair, to: numbers[Int($0.target)]) }
        Self.group(leads) { pair, targets in
            var words = WordMask()
            for target in targets { words.formUnion(nextWords[Int(target)]) }
            slots.append(
                PairTable.Slot(pair: pair, place: append(targets, to: &branches), nextWords: words))
        }
        return slots
    }

    /// Marks in `entries` which words begin phrases, and finds the pairs with which those begin of which that is all
    /// there is to know.
    mutating func markFirstWords(in entries: inout [WordEntry]) {
        var wordCounts: [Int32: Int] = [:]
        forEachEdge(of: nodes[0]) { wordCounts[$0.target, default: 0] += 1 }
        var target: Int32 = -1
        var later: [Later]? = []
        var pairs: [FirstPair] = []
        forEachEdge(of: nodes[0]) { edge in
            let node = nodes[Int(edge.target)]
            if edge.target != target {
                target = edge.target
                later = self.later(than: node)
            }
            let isOpen = node.phrase >= 0 || Int(node.edgeCount) * (wordCounts[target] ?? 0) > Self.pairsMax
            entries[Int(edge.word)].flags.insert(.startsPhrase)
            guard !isOpen, let later else {
                entries[Int(edge.word)].flags.insert(.startsOpenPhrase)
                return
            }
            forEachEdge(of: node) { pairs.append(FirstPair(pair: Pair.of(edge.word, $0.word), target: $0.target)) }
            if !node.hasFork { return }
            entries[Int(edge.word)].flags.insert(.startsForkedPhrase)
            for word in later {
                let pair = Pair.of(edge.word, word.word, skipped: word.skipped)
                pairs.append(FirstPair(pair: pair, target: word.target))
            }
        }
        firstPairs = pairs
    }

    /// A word that may follow after some were skipped.
    private struct Later {
        var word: UInt32
        var skipped: Int
        var target: Int32
    }

    /// The words that may follow the gaps at a node, or nil when something else than a measure may.
    private func later(than node: Node) -> [Later]? {
        var words: [Later] = []
        var isOpen = false
        forEachGap(of: node) { gap in
            let after = nodes[Int(gap.target)]
            if after.phrase >= 0 || after.gap >= 0 { isOpen = true }
            forEachEdge(of: after) { edge in
                for skipped in 0...gap.wordsMax {
                    words.append(Later(word: edge.word, skipped: skipped, target: edge.target))
                }
            }
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
