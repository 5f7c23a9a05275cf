// Finds the longest phrase that begins at a token. A phrase stays within its sentence and reaches over no comma.

/// A phrase that was found.
struct PhraseMatch {
    /// The number of the phrase, or -1.
    var phrase: Int32 = -1
    /// The token after its last.
    var end = 0
    /// The token at which its measure stands, or -1.
    var measure = -1
}

/// Walks the trie along the tokens.
struct PhraseMatcher: ~Escapable {
    let nodes: Span<PhraseNode>
    let keys: Span<UInt64>
    let targets: Span<Int32>
    let pairs: Span<UInt64>
    let entries: Span<WordEntry>
    let tokens: Span<Token>

    /// More steps than this are not taken from one token: with gaps the ways multiply.
    private static var stepsMax: Int { 400 }

    @_lifetime(copy nodes, copy keys, copy targets, copy pairs, copy entries, copy tokens)
    init(
        nodes: Span<PhraseNode>, keys: Span<UInt64>, targets: Span<Int32>, pairs: Span<UInt64>,
        entries: Span<WordEntry>, tokens: Span<Token>
    ) {
        self.nodes = nodes
        self.keys = keys
        self.targets = targets
        self.pairs = pairs
        self.entries = entries
        self.tokens = tokens
    }

    /// The longest phrase from token `start` on that ends before token `limit`.
    @inline(__always)
    func longest(at start: Int, limit: Int, flags: WordFlags) -> PhraseMatch {
        guard mayBegin(start, limit, flags) else { return PhraseMatch() }
        return walk(start, limit)
    }

    /// Whether a phrase may begin here, by the word alone or by the pair with the next one.
    @inline(__always)
    private func mayBegin(_ start: Int, _ limit: Int, _ flags: WordFlags) -> Bool {
        let token = tokens[start]
        if !token.shape.isDisjoint(with: .measures) { return true }
        guard flags.contains(.startsPhrase) else { return false }
        if flags.contains(.startsOpenPhrase) { return true }
        guard start + 1 < limit else { return false }
        let bit = PhraseTrie.pairBit(token.word, tokens[start + 1].word)
        if pairs[bit &>> 6] & (1 &<< UInt64(truncatingIfNeeded: bit & 63)) != 0 { return true }
        return flags.contains(.startsGapPhrase) && mayReach(token.word | PhraseTrie.gapMark, start, limit)
    }

    /// Whether a word within a gap's reach may go on with a phrase of that beginning.
    private func mayReach(_ first: UInt32, _ start: Int, _ limit: Int) -> Bool {
        for index in (start + 1)..<min(limit, start + 2 + PhraseTrie.gapMax) {
            let bit = PhraseTrie.pairBit(first, tokens[index].word)
            if pairs[bit &>> 6] & (1 &<< UInt64(truncatingIfNeeded: bit & 63)) != 0 { return true }
        }
        return false
    }

    private func walk(_ start: Int, _ limit: Int) -> PhraseMatch {
        var best = PhraseMatch()
        var steps = Self.stepsMax
        extend(0, start, start, limit, -1, &best, &steps)
        return best
    }

    private func extend(
        _ number: Int32, _ position: Int, _ start: Int, _ limit: Int, _ measure: Int, _ best: inout PhraseMatch,
        _ steps: inout Int
    ) {
        steps -= 1
        let node = nodes[Int(number)]
        if node.phrase >= 0, position > best.end {
            best = PhraseMatch(phrase: node.phrase, end: position, measure: measure)
        }
        guard steps > 0, position < limit else { return }
        let token = tokens[position]
        if position > start, !token.shape.isDisjoint(with: .breaks) { return }
        if node.hasWords, token.word != 0 {
            let key = PhraseTrie.key(number, token.word)
            let mask = keys.count &- 1
            var index = PhraseTrie.slot(key) & mask
            while keys[index] != 0 {
                if keys[index] == key {
                    extend(targets[index], position + 1, start, limit, measure, &best, &steps)
                }
                index = (index &+ 1) & mask
            }
        }
        if !token.shape.isDisjoint(with: .measures) {
            let end = min(limit, position + Int(token.span))
            if node.number != 0, token.shape.contains(.number) {
                extend(node.number, position + 1, start, limit, position, &best, &steps)
            }
            if node.duration != 0, token.shape.contains(.duration) {
                extend(node.duration, end, start, limit, position, &best, &steps)
            }
            if node.money != 0, token.shape.contains(.money) {
                extend(node.money, end, start, limit, position, &best, &steps)
            }
        }
        var gap = node.gap
        while gap != 0 {
            skip(gap, position, start, limit, measure, &best, &steps)
            gap = nodes[Int(gap)].gapSibling
        }
    }

    /// Goes on after none, one, two … words of a gap.
    private func skip(
        _ gap: Int32, _ position: Int, _ start: Int, _ limit: Int, _ measure: Int, _ best: inout PhraseMatch,
        _ steps: inout Int
    ) {
        for skipped in 0...Int(nodes[Int(gap)].gapMax) {
            let next = position + skipped
            guard next < limit, steps > 0 else { return }
            if skipped > 0, !tokens[next - 1].shape.isDisjoint(with: .breaks), next - 1 > start { return }
            extend(gap, next, start, limit, measure, &best, &steps)
        }
    }
}
