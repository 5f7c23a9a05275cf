// Scores one text after another: text → tokens → items → judged items → score. The scratch space is kept from text to
// text; nothing else is. One scorer belongs to one thread.

/// A scorer with its scratch space.
package struct Scorer: ~Copyable {
    let lexicon: Lexicon
    var buffer = TokenBuffer()
    var items: [Item] = []
    var framing = Framing()
    var partyReader = PartyReader()
    var isTranscript = false
    /// The numbers of the clauses in which something is said of a dimension.
    var spokenClauses: [Int32] = []
    /// Whether the text speaks of a service or of goods; else it is talk of everyday life, where a question or a wish
    /// asks nothing of anybody.
    var speaksOfService = true
    /// What the words of the text are, all together.
    var seenFlags: WordFlags = []

    /// A scorer by these lists.
    package init(_ lexicon: Lexicon) { self.lexicon = lexicon }

    /// Scores a text. The same text and lists give the same score, always.
    package mutating func score(_ text: Span<UInt8>) -> Score {
        buffer.clear()
        items.removeAll(keepingCapacity: true)
        isTranscript = Self.tokenise(text, lexicon, &buffer)
        seenFlags = Self.findItems(lexicon, buffer, &items)
        framing.read(items, buffer, lexicon)
        speaksOfService = findService()
        var judge = Judge(lexicon.weights, speaksOfService: speaksOfService)
        judge.judge(&items, buffer, lexicon)
        framing.apply(to: &items, buffer)
        return compose(text)
    }

    /// The tokens of the text, or of the customer's turns when it is a transcript; whether it is one.
    private static func tokenise(
        _ text: Span<UInt8>, _ lexicon: borrowing Lexicon, _ buffer: inout TokenBuffer
    ) -> Bool {
        let turns = Turns.find(in: text, slots: lexicon.table.slots.span, entries: lexicon.entries.span)
        if turns.isEmpty {
            tokenise(text, 0..<text.count, lexicon, &buffer)
            return false
        }
        let hasCustomer = turns.contains(where: \.isCustomer)
        for turn in turns where hasCustomer ? turn.isCustomer : !turn.isAgent {
            tokenise(text, turn.said, lexicon, &buffer)
        }
        return true
    }

    private static func tokenise(
        _ text: Span<UInt8>, _ range: Range<Int>, _ lexicon: borrowing Lexicon, _ buffer: inout TokenBuffer
    ) {
        var tokenizer = Tokenizer(text, range: range, lexicon: lexicon, firstToken: buffer.tokens.count)
        tokenizer.run(into: &buffer)
    }

    /// Looks for phrases, then for single words with an entry, and counts the clauses. The flags of all words, joined.
    private static func findItems(
        _ lexicon: borrowing Lexicon, _ buffer: borrowing TokenBuffer, _ items: inout [Item]
    ) -> WordFlags {
        var seen: WordFlags = []
        let matcher = PhraseMatcher(lexicon.trie, tokens: buffer.tokens)
        let entries = lexicon.entries.span
        let tokens = buffer.tokens
        var clause: Int32 = 0
        for sentence in buffer.sentences {
            var index = sentence.tokens.lowerBound
            let limit = sentence.tokens.upperBound
            while index < limit {
                let (flags, shape) = (tokens[index].flags, tokens[index].shape)
                seen.formUnion(flags)
                let follows = index > sentence.tokens.lowerBound && tokens[index &- 1].shape.contains(.symbol)
                if follows || !shape.isDisjoint(with: .breaks) || flags.contains(.boundary) { clause += 1 }
                if flags.contains(.coordinator), index + 1 < limit, beginsClause(tokens[index + 1].flags) {
                    clause += 1
                }
                let match = matcher.longest(at: index, limit: limit, flags: flags)
                if match.phrase >= 0 {
                    items.append(
                        Item(
                            entry: entries[Int(match.phrase)], first: Int32(index), end: Int32(match.end),
                            clause: clause, shape: shape, measure: Int32(match.measure), isPhrase: true))
                    for inner in (index + 1)..<max(index + 1, match.end) { seen.formUnion(tokens[inner].flags) }
                    index = match.end
                } else {
                    if !flags.isDisjoint(with: .noteworthy) {
                        items.append(
                            Item(
                                entry: entries[Int(tokens[index].entry)], first: Int32(index), end: Int32(index + 1),
                                clause: clause, shape: shape, isPhrase: false))
                    }
                    index += 1
                }
            }
            clause += 1
        }
        return seen
    }

    /// Some word of trade, a part of the service, or a phrase that speaks for a dimension.
    private func findService() -> Bool {
        if !seenFlags.isDisjoint(with: [.topic, .trade]) { return true }
        return items.contains { $0.isPhrase && $0.entry.dimensions.rawValue != 0 }
    }

    private static func beginsClause(_ flags: WordFlags) -> Bool {
        !flags.isDisjoint(with: [.firstPerson, .secondPerson, .thirdPerson])
    }
}
