// Scores one text after another: text → tokens → items → judged items → score. The scratch space is kept from text to
// text; nothing else is. One scorer belongs to one thread.

/// A scorer with its scratch space. Its methods are `mutating`, and so take it in place, for it is large.
package struct Scorer: ~Copyable {
    let lexicon: Lexicon
    var buffer = TokenBuffer()
    var items: [Item] = []
    var framing = Framing()
    private var judge: Judge
    var partyReader: PartyReader
    var isTranscript = false
    /// The cues among the items, those set aside too, and the names of parts of the service.
    var cues = ItemNumbers()
    var topics = ItemNumbers()
    /// The cues that may only tell what was said.
    var telling = ItemNumbers()
    /// The cues that speak for no dimension yet.
    var unattached = ItemNumbers()
    /// The numbers of the clauses in which something is said of a dimension.
    var spokenClauses: [Int32] = []
    /// Whether the text speaks of a service or of goods; else it is talk of everyday life, where a question or a wish
    /// asks nothing of anybody.
    var speaksOfService = true
    /// Whether it speaks of how somebody was served, and not of goods or a place alone.
    var speaksOfServing = true
    /// What the items of the text are, all together.
    var found = Findings()

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
        found = Self.findItems(lexicon.tables, buffer, &items)
        let speaksOfGoods = findGoods()
        // What speaks of neither is everyday talk, or where all is feedback, about how somebody was served.
        speaksOfServing = findServing() || !speaksOfGoods && lexicon.weights.everydayRegister == 0
        speaksOfService = speaksOfServing || speaksOfGoods
        judge.speaksOfService = speaksOfService
        judge.namesService = speaksOfService || !found.topicDimensions.isDisjoint(with: .goods)
        judge.hasDenials = !found.flags.union(buffer.flags).isDisjoint(with: .negation)
        judge.judge(&items, buffer)
        judge.dropLoneDeed(&items)
        framing.read(items, buffer, text, hasFrames: !found.flags.isDisjoint(with: .frames))
        framing.apply(to: &items, buffer)
        ItemNumbers.take(cues: &cues, topics: &topics, from: items)
        return compose(text)
    }

    /// The tokens of the text, or of the customer's turns when it is a transcript; whether it is one.
    private static func tokenise(
        _ text: Span<UInt8>, _ tables: borrowing LexiconTables, _ buffer: inout TokenBuffer
    ) -> Bool {
        tokenise(text, 0..<text.count, tables, &buffer)
        var turns = Turns.find(
            in: text, lineFeeds: buffer.lineFeeds, slots: tables.table.slots.span, entries: tables.entries.span)
        if turns.isEmpty { return false }
        Turns.nameCustomer(in: &turns, buffer.tokens)
        buffer.clear()
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

    /// Looks for phrases, then for single words with an entry, and counts the clauses.
    private static func findItems(
        _ tables: borrowing LexiconTables, _ buffer: borrowing TokenBuffer, _ items: inout [Item]
    ) -> Findings {
        var found = Findings()
        let matcher = PhraseMatcher(tables.trie, tokens: buffer.tokens)
        let entries = tables.entries.span
        let tokens = buffer.tokens
        var clause: Int32 = 0
        for sentence in buffer.sentences {
            var index = sentence.tokens.lowerBound
            let limit = sentence.tokens.upperBound
            var before: TokenShape = []
            while index < limit {
                let token = tokens[index]
                let (flags, shape) = (token.flags, token.shape)
                // A number where a branch would be easier to read: the answer cannot be foreseen.
                let marks = shape.intersection(.breaks).union(before.intersection(.symbol)).rawValue
                clause &+= UInt64(marks) | flags.intersection(.boundary).rawValue != 0 ? 1 : 0
                if flags.contains(.coordinator), beginsClause(after: index, tokens, limit) { clause &+= 1 }
                before = shape
                let match = matcher.longest(at: index, token, limit: limit)
                if match.phrase >= 0 {
                    let item = Item(
                        entry: entries[Int(match.phrase)], first: Int32(truncatingIfNeeded: index),
                        end: Int32(truncatingIfNeeded: match.end), clause: clause, shape: shape,
                        measure: Int32(truncatingIfNeeded: match.measure), isPhrase: true)
                    found.add(item)
                    items.append(item)
                    before = tokens[match.end &- 1].shape
                    index = match.end
                } else {
                    if !flags.isDisjoint(with: .noteworthy) {
                        let item = Item(
                            entry: entries[Int(token.entry)], first: Int32(truncatingIfNeeded: index),
                            end: Int32(truncatingIfNeeded: index &+ 1), clause: clause, shape: shape, isPhrase: false)
                        found.add(item)
                        items.append(item)
                    }
                    index &+= 1
                }
            }
            clause &+= 1
        }
        return found
    }

    /// Some word for goods or a place, or a phrase that speaks for a dimension.
    private func findGoods() -> Bool {
        buffer.flags.contains(.goods) || found.phraseDimensions.rawValue != 0
    }

    /// Some word of trade, or a phrase that speaks for a dimension of serving.
    private func findServing() -> Bool {
        buffer.flags.contains(.trade) || !found.phraseDimensions.isDisjoint(with: .serving)
    }

    /// Whether a clause of its own begins after an "and": a subject, or a verb that no "did not" before it reaches
    /// ("did not fail and would buy it again", "… and the staff were kind").
    private static func beginsClause(after coordinator: Int, _ tokens: Span<Token>, _ limit: Int) -> Bool {
        guard coordinator &+ 1 < limit else { return false }
        let next = tokens[coordinator &+ 1].flags
        if !next.isDisjoint(with: [.firstPerson, .secondPerson, .thirdPerson, .modal]) { return true }
        if !next.isDisjoint(with: .verbs) { return false }
        // The noun of a subject, with an article and a word before it or without, then its verb.
        let reach = next.contains(.article) ? 4 : 2
        var index = coordinator &+ 2
        while index < limit, index &- coordinator <= reach, tokens[index].shape.isDisjoint(with: .breaks) {
            if !tokens[index].flags.isDisjoint(with: .verbs) { return true }
            index &+= 1
        }
        return false
    }
}
