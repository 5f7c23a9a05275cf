// Scores one text after another: text → tokens → items → judged items → score. The scratch space is kept from text to
// text; nothing else is. One scorer belongs to one thread.

/// A scorer with its scratch space.
package struct Scorer: ~Copyable {
    let lexicon: Lexicon
    var buffer = TokenBuffer()
    var items: [Item] = []
    var framing = Framing()
    private var judge: Judge
    var partyReader: PartyReader
    var isTranscript = false
    /// The numbers of the clauses in which something is said of a dimension.
    var spokenClauses: [Int32] = []
    /// Whether the text speaks of a service or of goods; else it is talk of everyday life, where a question or a wish
    /// asks nothing of anybody.
    var speaksOfService = true
    /// Whether it speaks of how somebody was served, and not of goods or a place alone.
    var speaksOfServing = true
    /// What the words of the text are, all together.
    var seenFlags: WordFlags = []

    /// A scorer by these lists.
    package init(_ lexicon: Lexicon) {
        self.lexicon = lexicon
        judge = Judge(lexicon.weights)
        partyReader = PartyReader(lexicon.weights)
    }

    /// Scores a text. The same text and lists give the same score, always.
    package mutating func score(_ text: Span<UInt8>) -> Score {
        buffer.clear()
        items.removeAll(keepingCapacity: true)
        isTranscript = Self.tokenise(text, lexicon.tables, &buffer)
        seenFlags = Self.findItems(lexicon.tables, buffer, &items)
        framing.read(items, buffer)
        speaksOfServing = findServing()
        speaksOfService = speaksOfServing || findService()
        judge.speaksOfService = speaksOfService
        judge.judge(&items, buffer)
        framing.apply(to: &items, buffer)
        return compose(text)
    }

    /// The tokens of the text, or of the customer's turns when it is a transcript; whether it is one.
    private static func tokenise(
        _ text: Span<UInt8>, _ tables: borrowing LexiconTables, _ buffer: inout TokenBuffer
    ) -> Bool {
        let turns = Turns.find(in: text, slots: tables.table.slots.span, entries: tables.entries.span)
        if turns.isEmpty {
            tokenise(text, 0..<text.count, tables, &buffer)
            return false
        }
        let hasCustomer = turns.contains(where: \.isCustomer)
        for turn in turns where hasCustomer ? turn.isCustomer : !turn.isAgent {
            tokenise(text, turn.said, tables, &buffer)
        }
        return true
    }

    private static func tokenise(
        _ text: Span<UInt8>, _ range: Range<Int>, _ tables: borrowing LexiconTables, _ buffer: inout TokenBuffer
    ) {
        var tokenizer = Tokenizer(text, range: range, tables: tables, firstToken: buffer.tokens.count)
        tokenizer.run(into: &buffer)
    }

    /// Looks for phrases, then for single words with an entry, and counts the clauses. The flags of all words, joined.
    private static func findItems(
        _ tables: borrowing LexiconTables, _ buffer: borrowing TokenBuffer, _ items: inout [Item]
    ) -> WordFlags {
        var seen: WordFlags = []
        let matcher = PhraseMatcher(tables.trie, tokens: buffer.tokens)
        let entries = tables.entries.span
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

    /// Some word for goods or a place, or a phrase that speaks for a dimension.
    private mutating func findService() -> Bool {
        if seenFlags.contains(.goods) { return true }
        return items.contains {
            $0.isPhrase
                ? $0.entry.dimensions.rawValue != 0
                : $0.entry.flags.contains(.topic) && !$0.entry.dimensions.all.isDisjoint(with: .goods)
        }
    }

    /// Some word of trade, or a phrase that speaks for a dimension of serving.
    private mutating func findServing() -> Bool {
        if seenFlags.contains(.trade) { return true }
        return items.contains { $0.isPhrase && !$0.entry.dimensions.all.isDisjoint(with: .serving) }
    }

    private static func beginsClause(_ flags: WordFlags) -> Bool {
        !flags.isDisjoint(with: [.firstPerson, .secondPerson, .thirdPerson])
    }
}
