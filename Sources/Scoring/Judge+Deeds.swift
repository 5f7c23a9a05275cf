// What he or she did for one, told without a word of judgement: "she rang the depot and held the door for us".

extension Judge {
    /// What a verb of helping says: some praise where he or she did it, and nothing where anybody else did.
    mutating func judgeDeed(_ item: inout Item, _ tokens: Span<Token>) {
        guard speaksOfService, isReal(item.clause), isDoneByOne(item, tokens) else {
            item.entry.flags.subtract(.cue)
            return
        }
        context.tellsDeed = true
        deeds += 1
        item.amount = weights.deed
        if tellsFault { item.sides.insert(.recovery, positive: true) }
    }

    /// "He wrote a book": one deed and nothing else is a fact, and no cue.
    mutating func dropLoneDeed(_ items: inout [Item]) {
        guard deeds == 1, items.allSatisfy({ $0.amount == 0 || $0.isDeed }) else { return }
        for index in items.indices where items[index].isDeed {
            items[index].setAside(by: [])
            items[index].entry.flags.subtract(.cue)
        }
    }

    /// Whether he or she is the subject of a verb, with an adverb or two between them; or of the deed before it that an "and" or
    /// a comma joins it to.
    private mutating func isDoneByOne(_ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        var index = Int(item.first)
        if tokens[index].shape.contains(.softBreak) { return context.tellsDeed }
        while index > 0, Int(item.first) - index < Self.deedReach, tokens[index].shape.isDisjoint(with: .breaks) {
            index -= 1
            let flags = tokens[index].flags
            if flags.isSuperset(of: [.pronoun, .singular]) { return true }
            if flags.contains(.coordinator) { return context.tellsDeed }
            if !flags.isDisjoint(with: Self.deedless) { return false }
        }
        return false
    }

    /// A subject is looked for among so many words before the verb.
    private static let deedReach = 3

    /// What does not stand between a subject and its verb, or makes it passive.
    private static let deedless: WordFlags = [
        .firstPerson, .secondPerson, .thirdPerson, .article, .possessive, .auxiliary, .modal, .noun,
    ]
}
