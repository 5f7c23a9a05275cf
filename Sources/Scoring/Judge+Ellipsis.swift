// What is left unsaid because it was just said: "the food was great, the service was not".

extension Judge {
    /// Where a clause breaks off after a denial, it denies of its subject what was praised last before it. What was
    /// blamed last is left alone: who is spared from blame is not praised.
    mutating func completeEllipsis(_ items: inout MutableSpan<Item>, _ index: Int, _ tokens: Span<Token>) {
        if Self.standsAlone(items[index], tokens) { return answer(&items, index) }
        guard breaksOff(items[index], tokens) else { return }
        if denyFronted(&items, before: index, tokens) { return }
        let praise = lastAmount(before: index, items)
        guard praise > 0 else { return }
        items[index].entry.flags.insert(.cue)
        items[index].rules.insert(.negated)
        items[index].amount = -praise * weights.negatedPositive
    }

    /// "Comfortable, no.": whether a "no" or "not" is all that stands between two breaks.
    private static func standsAlone(_ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        let end = Int(item.end)
        guard end == Int(item.first) + 1, tokens[end - 1].shape.intersection(.breaks) == .softBreak,
            tokens[end - 1].end - tokens[end - 1].start <= 3
        else { return false }
        return end == tokens.count || !tokens[end].shape.isDisjoint(with: .breaks)
    }

    /// A "no" answers the praise just before it.
    private mutating func answer(_ items: inout MutableSpan<Item>, _ index: Int) {
        guard index > 0, items[index - 1].amount > 0, items[index - 1].end == items[index].first else { return }
        deny(&items[index - 1])
        items[index].amount = 0
        items[index].rules.insert(.context)
    }

    /// "Cheap it is not": what opens the clause, before the subject, is what is denied.
    private mutating func denyFronted(
        _ items: inout MutableSpan<Item>, before index: Int, _ tokens: Span<Token>
    ) -> Bool {
        var fronted = index - 1
        while fronted >= max(0, index - Self.lookBackMax), items[fronted].amount == 0,
            items[fronted].clause == items[index].clause
        {
            fronted -= 1
        }
        guard fronted >= 0, items[fronted].amount > 0, items[fronted].clause == items[index].clause,
            items[index].first - items[fronted].end <= Self.subjectLength,
            !tokens[Int(items[fronted].first)].shape.isDisjoint(with: .breaks),
            !tokens[Int(items[fronted].end)].flags.isDisjoint(with: Self.subjects)
        else { return false }
        deny(&items[fronted])
        return true
    }

    /// What a subject begins with.
    private static var subjects: WordFlags {
        determiners.union(.firstPerson).union(.secondPerson).union(.thirdPerson)
    }
    /// A subject is so many words long at most.
    private static var subjectLength: Int32 { 3 }

    /// Whether a denial ("wasn't", "not so much") has a subject before it and nothing after it.
    private mutating func breaksOff(_ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        let (first, end) = (Int(item.first), Int(item.end))
        guard tokens[first].shape.isDisjoint(with: .breaks), isDenial(item, tokens) else { return false }
        return end == tokens.count || !tokens[end].shape.isDisjoint(with: .breaks)
            || !tokens[end].flags.isDisjoint(with: [.boundary, .coordinator, .contrast])
    }

    /// Whether an item may deny what was said before: "wasn't", "not so much", or a "not" right behind a named subject ("the
    /// beds not").
    private mutating func isDenial(_ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        let first = Int(item.first)
        let flags = tokens[first].flags
        if item.isPhrase || flags.contains(.auxiliary) {
            return flags.contains(item.isPhrase ? .wordIsNot : .negation)
        }
        guard flags.contains(.wordIsNot), first > 1 else { return false }
        return !tokens[first - 2].flags.isDisjoint(with: Self.determiners)
    }

    private static var determiners: WordFlags { WordFlags.article.union(.possessive) }

    /// What the last verdict before an item in another clause, or before a "but", amounts to; 0 when none stands near.
    private mutating func lastAmount(before index: Int, _ items: borrowing MutableSpan<Item>) -> Double {
        var before = index - 1
        var isApart = false
        while before >= 0, items[index].first - items[before].end <= Self.ellipsisReach {
            // Blame that was turned is no praise that could be denied.
            let isTurned = items[before].entry.valence < 0 && items[before].amount > 0
            let amount = items[before].isIgnored || isTurned ? 0 : items[before].amount
            isApart = isApart || items[before].clause < items[index].clause
            isApart = isApart || items[before].entry.flags.contains(.contrast)
            if abs(amount) >= weights.topicMass { return isApart ? amount : 0 }
            before -= 1
        }
        return 0
    }

    /// What was said is looked for among so many words.
    private static var ellipsisReach: Int32 { 12 }
}
