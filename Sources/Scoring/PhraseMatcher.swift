// Finds the longest phrase that begins at a token. A phrase stays within its sentence and reaches over no comma. Of two that are
// equally long, an operator's is taken, else the one that is found first.

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
struct PhraseMatcher: ~Copyable, ~Escapable {
    private let nodes: Span<PhraseNode>
    private let edges: Span<PhraseEdge>
    private let beginningWords: Span<PhrasePlace>
    private let reaches: Span<PhraseReach>
    private let branches: Span<PhraseBranch>
    private let forks: Span<PhraseFork>
    private let gaps: Span<PhraseGap>
    private let overlayEntry: Int32
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
    @inline(__always)
    init(_ trie: borrowing PhraseTrie, tokens: Span<Token>) {
        nodes = trie.nodes.span
        edges = trie.edges.span
        beginningWords = trie.beginningWords.span
        reaches = trie.reaches.span
        branches = trie.branches.span
        forks = trie.forks.span
        gaps = trie.gaps.span
        overlayEntry = trie.overlayEntry
        pairs = trie.pairs.view
        beginnings = trie.beginnings.slots.span
        self.tokens = tokens
    }

    /// The longest phrase from token `start` on, which is `token`, that ends before token `limit`.
    @inline(__always)
    func longest(at start: Int, _ token: Token, limit: Int) -> PhraseMatch {
        let flags = token.flags
        if !token.shape.isDisjoint(with: .measures) { return walk(start, limit) }
        guard flags.contains(.startsPhrase) else { return PhraseMatch() }
        if flags.contains(.startsOpenPhrase) { return walk(start, limit) }
        guard start &+ 1 < limit else { return PhraseMatch() }
        let next = tokens[start &+ 1]
        if !next.shape.isDisjoint(with: .breaks) { return PhraseMatch() }
        if flags.contains(.startsForkedPhrase) { return longestWithGap(start, token.word, limit) }
        let pair = Pair.of(token.word, next.word)
        guard pairs.contains(pair) else { return PhraseMatch() }
        var walk = Walk(start: start, limit: limit)
        follow(pair, to: start &+ 2, &walk)
        return walk.best
    }

    /// The longest phrase that begins with a word after which others may be skipped: what may follow is looked up at each
    /// distance within the reach of its gaps.
    @inline(__always)
    private func longestWithGap(_ start: Int, _ first: UInt32, _ limit: Int) -> PhraseMatch {
        var walk = Walk(start: start, limit: limit)
        let reach = reaches[Int(first)]
        let end = min(limit, start &+ 2 &+ Int(reach.wordsMax))
        var position = start &+ 1
        while position < end {
            let token = tokens[position]
            if !token.shape.isDisjoint(with: reach.stops) {
                return token.shape.isDisjoint(with: .breaks) ? self.walk(start, limit) : walk.best
            }
            let pair = Pair.of(first, token.word, skipped: position &- start &- 1)
            position &+= 1
            if pairs.contains(pair) { follow(pair, to: position, &walk) }
            if endsGap(token, at: position &- 1) { break }
        }
        return walk.best
    }

    /// Words that no gap reaches over: "wifi was never fast" and "wifi should be fast" are not "wifi … fast".
    private static var unskipped: WordFlags { WordFlags.negation.union(.contrast).union(.wish).union(.conditional) }
    /// Words that may be one of those.
    private static var maybeUnskipped: WordFlags { unskipped.union(.modal) }

    /// Whether no gap reaches over a token: it denies or wishes, or says with the next that something might be.
    @inline(__always)
    private func endsGap(_ token: Token, at index: Int) -> Bool {
        if token.flags.isDisjoint(with: Self.maybeUnskipped) { return false }
        if !token.flags.isDisjoint(with: Self.unskipped) { return true }
        return index &+ 1 < tokens.count && tokens[index &+ 1].flags.contains(.auxiliary)
    }

    /// Goes on from where a pair leads.
    @inline(__always)
    private func follow(_ pair: UInt64, to position: Int, _ walk: inout Walk) {
        let beginning = PairTable.find(pair, in: beginnings)
        let word = word(at: position, walk)
        if beginning.nextWords.contains(word) { follow(beginning.place, to: position, word, measure: -1, &walk) }
    }

    /// The word with which a phrase may go on at a position; 0 for none.
    @inline(__always)
    private func word(at position: Int, _ walk: borrowing Walk) -> UInt32 {
        guard position < walk.limit else { return 0 }
        let token = tokens[position]
        return token.shape.isDisjoint(with: .breaks) ? token.word : 0
    }

    /// The longest phrase of token `start` from the root on.
    @inline(never)
    private func walk(_ start: Int, _ limit: Int) -> PhraseMatch {
        var walk = Walk(start: start, limit: limit)
        walk.steps &-= 1
        let token = tokens[start]
        if token.word < UInt32(truncatingIfNeeded: beginningWords.count) {
            let place = beginningWords[Int(token.word)]
            if !place.leadsNowhere {
                follow(place, to: start &+ 1, word(at: start &+ 1, walk), measure: -1, &walk)
            }
        }
        let root = nodes[0]
        if root.fork != 0 { takeFork(root.fork, at: start, measure: -1, &walk) }
        return walk.best
    }

    /// Goes on from a node along the tokens: in a loop while there is one way only, else by calling itself.
    @inline(never)
    private func extend(_ first: UInt32, at from: Int, measure: Int, _ walk: inout Walk) {
        var number = first
        var position = from
        while true {
            let node = nodes[Int(number)]
            if node.isGap { return skip(gaps[Int(node.fork)], from: position, measure: measure, &walk) }
            take(node, at: position, measure: measure, &walk)
            guard walk.steps > 0, position < walk.limit else { return }
            let token = tokens[position]
            if position > walk.start, !token.shape.isDisjoint(with: .breaks) { return }
            let place = place(after: node, token.word)
            if node.fork == 0, !place.isSeveral {
                if place.leadsNowhere { return }
                number = place.number
                position &+= 1
                continue
            }
            if !place.leadsNowhere {
                follow(place, to: position &+ 1, word(at: position &+ 1, walk), measure: measure, &walk)
            }
            if node.fork != 0 { takeFork(node.fork, at: position, measure: measure, &walk) }
            return
        }
    }

    /// Takes the step to a node, and the phrase that ends there when it is the longest so far or an operator's against ours.
    @inline(__always)
    private func take(_ node: PhraseNode, at position: Int, measure: Int, _ walk: inout Walk) {
        walk.steps &-= 1
        guard node.phrase >= 0, position >= walk.best.end else { return }
        if position > walk.best.end || node.phrase >= overlayEntry && walk.best.phrase < overlayEntry {
            walk.best = PhraseMatch(phrase: node.phrase, end: position, measure: measure)
        }
    }

    /// Where a word leads from a node.
    @inline(__always)
    private func place(after node: PhraseNode, _ word: UInt32) -> PhrasePlace {
        if node.edgeBits == 0 {
            let leads = node.onlyWord == word && word != 0
            return PhrasePlace(node: leads ? node.next : 0)
        }
        if word == 0 { return PhrasePlace() }
        let first = Int(node.next)
        let mask = (1 &<< Int(node.edgeBits)) &- 1
        var index = PhraseEdge.slot(word, bits: node.edgeBits)
        while true {
            let edge = edges[first &+ index]
            if edge.word == word { return edge.place }
            if edge.word == 0 { return PhrasePlace() }
            index = (index &+ 1) & mask
        }
    }

    /// Goes on to every node of a place, which leads to one at least, after which `word` may follow, the one at `position`.
    @inline(never)
    private func follow(
        _ place: PhrasePlace, to position: Int, _ word: UInt32, measure: Int, _ walk: inout Walk
    ) {
        var index = Int(place.number)
        var branch =
            place.isSeveral
            ? branches[index] : PhraseBranch(node: place.number, nextWords: .anything, hasAnother: false)
        while true {
            if branch.nextWords.contains(word) {
                step(branch.node, at: position, measure: measure, &walk)
            } else {
                walk.steps &-= 1
            }
            if !branch.hasAnother { return }
            index &+= 1
            branch = branches[index]
        }
    }

    /// What `extend` does, with the commonest answers found at once: most nodes are a phrase's end or lead nowhere.
    @inline(__always)
    private func step(_ number: UInt32, at position: Int, measure: Int, _ walk: inout Walk) {
        let node = nodes[Int(number)]
        if node.isLast { return take(node, at: position, measure: measure, &walk) }
        if node.isGap {
            walk.steps &-= 1
            return skip(gaps[Int(node.fork)], from: position, measure: measure, &walk)
        }
        guard node.isPlain, walk.steps > 1, position < walk.limit, position > walk.start else {
            return extend(number, at: position, measure: measure, &walk)
        }
        walk.steps &-= 1
        if !tokens[position].shape.isDisjoint(with: .breaks) { return }
        let place = place(after: node, tokens[position].word)
        if place.leadsNowhere { return }
        follow(place, to: position &+ 1, word(at: position &+ 1, walk), measure: measure, &walk)
    }

    /// Goes on with what may follow besides words.
    private func takeFork(_ number: UInt32, at position: Int, measure: Int, _ walk: inout Walk) {
        let fork = forks[Int(number)]
        let token = tokens[position]
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

    /// Whether a gap may reach over a token: not beyond a comma.
    @inline(__always)
    private func isSkippable(_ index: Int, _ start: Int) -> Bool {
        let token = tokens[index]
        if endsGap(token, at: index) { return false }
        return token.shape.isDisjoint(with: .breaks) || index <= start
    }

    /// Goes on after none, one, two … words of a gap.
    private func skip(_ gap: PhraseGap, from position: Int, measure: Int, _ walk: inout Walk) {
        for next in position...(position &+ gap.wordsMax) {
            guard next < walk.limit, walk.steps > 0 else { return }
            if next > position, !isSkippable(next &- 1, walk.start) { return }
            if gap.nextWords.contains(tokens[next].word) {
                step(gap.target, at: next, measure: measure, &walk)
            } else {
                walk.steps &-= 1
            }
        }
    }
}
