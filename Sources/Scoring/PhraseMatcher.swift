// Finds the longest phrase that begins at a token. A phrase stays within its sentence and reaches over no comma.

/// A phrase that was found.
struct PhraseMatch {
    /// The number of the phrase's entry, or -1.
    var phrase: Int32 = -1
    /// The token after its last.
    var end = 0
    /// The token at which its measure stands, or -1.
    var measure = -1
}

/// Walks the trie along the tokens.
struct PhraseMatcher: ~Escapable {
    private let nodes: Span<PhraseNode>
    private let edges: Span<PhraseEdge>
    private let forks: Span<PhraseFork>
    private let gaps: Span<PhraseGap>
    private let pairs: PairFilterView
    private let beginnings: Span<PairTable.Slot>
    private let tokens: Span<Token>

    /// More steps than this are not taken from one token: with gaps the ways multiply.
    private static var stepsMax: Int { 400 }

    /// One walk: where it began, how far it may go, and what it has found.
    private struct Walk {
        let start: Int
        let limit: Int
        var steps = stepsMax
        var best = PhraseMatch()
    }

    /// A matcher of the trie's phrases among the tokens.
    @_lifetime(borrow trie, copy tokens)
    init(_ trie: borrowing PhraseTrie, tokens: Span<Token>) {
        nodes = trie.nodes.span
        edges = trie.edges.span
        forks = trie.forks.span
        gaps = trie.gaps.span
        pairs = trie.pairs.view
        beginnings = trie.beginnings.slots.span
        self.tokens = tokens
    }

    /// The longest phrase from token `start` on that ends before token `limit`.
    @inline(__always)
    func longest(at start: Int, limit: Int, flags: WordFlags) -> PhraseMatch {
        let token = tokens[start]
        if !token.shape.isDisjoint(with: .measures) { return walk(from: 0, start, start, limit) }
        guard flags.contains(.startsPhrase) else { return PhraseMatch() }
        if flags.contains(.startsOpenPhrase) { return walk(from: 0, start, start, limit) }
        guard start + 1 < limit, tokens[start + 1].shape.isDisjoint(with: .breaks) else { return PhraseMatch() }
        let pair = UInt64(token.word) &<< 32 | UInt64(tokens[start + 1].word)
        let isListed = pairs.contains(pair)
        if flags.contains(.startsGapPhrase) {
            let mayBegin = isListed || mayReach(UInt64(token.word | PairFilter.gapMark) << 32, start, limit)
            return mayBegin ? walk(from: 0, start, start, limit) : PhraseMatch()
        }
        return isListed ? longest(after: pair, at: start, limit: limit) : PhraseMatch()
    }

    /// The longest phrase that begins with two words and no gap.
    private func longest(after pair: UInt64, at start: Int, limit: Int) -> PhraseMatch {
        let beginning = PairTable.find(pair, in: beginnings)
        if beginning.pair == 0 { return PhraseMatch() }
        if beginning.node == 0 { return walk(from: 0, start, start, limit) }
        if beginning.third != 0 {
            guard start + 2 < limit, tokens[start + 2].word == beginning.third else { return PhraseMatch() }
        }
        return walk(from: beginning.node, start + 2, start, limit)
    }

    /// Whether a word within a gap's reach may go on with a phrase of that beginning.
    private func mayReach(_ first: UInt64, _ start: Int, _ limit: Int) -> Bool {
        for index in (start + 1)..<min(limit, start + 2 + PhraseTrie.gapMax)
        where pairs.contains(first | UInt64(tokens[index].word)) {
            return true
        }
        return false
    }

    /// The longest phrase of token `start` from a node on, to which the tokens before `position` led.
    private func walk(from node: UInt32, _ position: Int, _ start: Int, _ limit: Int) -> PhraseMatch {
        var walk = Walk(start: start, limit: limit)
        extend(node, at: position, measure: -1, &walk)
        return walk.best
    }

    /// Goes on from a node along the tokens: in a loop while there is one way only, else by calling itself.
    private func extend(_ first: UInt32, at from: Int, measure: Int, _ walk: inout Walk) {
        var number = first
        var position = from
        while true {
            walk.steps -= 1
            let node = nodes[Int(number)]
            if node.phrase >= 0, position > walk.best.end {
                walk.best = PhraseMatch(phrase: node.phrase, end: position, measure: measure)
            }
            guard walk.steps > 0, position < walk.limit else { return }
            let token = tokens[position]
            if position > walk.start, !token.shape.isDisjoint(with: .breaks) { return }
            if node.fork == 0 {
                number = soleTarget(of: node, token.word)
                if number == 0 { return }
                if number == Self.several { return branch(node, token.word, position, measure, &walk) }
                position += 1
                continue
            }
            branch(node, token.word, position, measure, &walk)
            return take(forks[Int(node.fork)], token, at: position, measure: measure, &walk)
        }
    }

    /// What `soleTarget` says when a word leads to several nodes.
    private static var several: UInt32 { .max }

    /// The node that a word leads to; 0 for none.
    @inline(__always)
    private func soleTarget(of node: PhraseNode, _ word: UInt32) -> UInt32 {
        if node.onlyWord != 0 { return node.onlyWord == word ? node.next : 0 }
        let slot = slot(of: word, at: node)
        if slot < 0 { return 0 }
        return edges[slot].hasAnother ? Self.several : edges[slot].target
    }

    /// Goes on to every node that a word leads to.
    private func branch(_ node: PhraseNode, _ word: UInt32, _ position: Int, _ measure: Int, _ walk: inout Walk) {
        if node.onlyWord != 0 {
            if node.onlyWord == word { extend(node.next, at: position + 1, measure: measure, &walk) }
            return
        }
        var slot = slot(of: word, at: node)
        while slot >= 0 {
            extend(edges[slot].target, at: position + 1, measure: measure, &walk)
            slot = edges[slot].hasAnother ? nextSlot(of: word, at: node, after: slot) : -1
        }
    }

    /// Where the first edge of a word is, or -1.
    @inline(__always)
    private func slot(of word: UInt32, at node: PhraseNode) -> Int {
        if node.edgeBits == 0 || word == 0 { return -1 }
        let first = Int(node.next)
        let mask = (1 &<< Int(node.edgeBits)) &- 1
        var index = PhraseEdge.slot(word, bits: node.edgeBits)
        while true {
            let found = edges[first &+ index].word
            if found == word { return first &+ index }
            if found == 0 { return -1 }
            index = (index &+ 1) & mask
        }
    }

    /// Where the next edge of a word is, which must be there.
    private func nextSlot(of word: UInt32, at node: PhraseNode, after slot: Int) -> Int {
        let first = Int(node.next)
        let mask = (1 << Int(node.edgeBits)) - 1
        var index = slot - first
        repeat { index = (index + 1) & mask } while edges[first + index].word != word
        return first + index
    }

    /// Goes on with what may follow besides words.
    private func take(_ fork: PhraseFork, _ token: Token, at position: Int, measure: Int, _ walk: inout Walk) {
        if !token.shape.isDisjoint(with: .measures) {
            let end = min(walk.limit, position + Int(token.span))
            if fork.number != 0, token.shape.contains(.number) {
                extend(fork.number, at: position + 1, measure: position, &walk)
            }
            if fork.duration != 0, token.shape.contains(.duration) {
                extend(fork.duration, at: end, measure: position, &walk)
            }
            if fork.money != 0, token.shape.contains(.money) {
                extend(fork.money, at: end, measure: position, &walk)
            }
        }
        for gap in fork.gaps { skip(gaps[gap], from: position, measure: measure, &walk) }
    }

    /// Goes on after none, one, two … words of a gap.
    private func skip(_ gap: PhraseGap, from position: Int, measure: Int, _ walk: inout Walk) {
        let node = nodes[Int(gap.target)]
        let isPlain = node.fork == 0 && node.phrase < 0
        for next in position...(position &+ gap.wordsMax) {
            guard next < walk.limit, walk.steps > 0 else { return }
            if next > position, !tokens[next &- 1].shape.isDisjoint(with: .breaks), next &- 1 > walk.start { return }
            if isPlain {
                step(node, at: next, measure: measure, &walk)
            } else {
                extend(gap.target, at: next, measure: measure, &walk)
            }
        }
    }

    /// What `extend` does at a node where no phrase ends and only words follow: most lead nowhere, and soon.
    @inline(__always)
    private func step(_ node: PhraseNode, at position: Int, measure: Int, _ walk: inout Walk) {
        walk.steps &-= 1
        guard walk.steps > 0 else { return }
        if position > walk.start, !tokens[position].shape.isDisjoint(with: .breaks) { return }
        let word = tokens[position].word
        let number = soleTarget(of: node, word)
        if number == 0 { return }
        if number == Self.several { return branch(node, word, position, measure, &walk) }
        extend(number, at: position &+ 1, measure: measure, &walk)
    }
}
