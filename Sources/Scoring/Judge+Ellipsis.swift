// What is left unsaid because it was just said: "the food was great, the service was not".

extension Judge {
    /// Where a clause breaks off after a denial, it denies of its subject what was praised last before it. What was
    /// blamed last is left alone: who is spared from blame is not praised.
    mutating func completeEllipsis(_ items: inout MutableSpan<Item>, _ index: Int, _ tokens: Span<Token>) {
        guard breaksOff(items[index], tokens) else { return }
        let praise = lastAmount(before: index, items)
        guard praise > 0 else { return }
        items[index].entry.flags.insert(.cue)
        items[index].rules.insert(.negated)
        items[index].amount = -praise * weights.negatedPositive
    }

    /// Whether a denial ("wasn't", "not so much") has a subject before it and nothing after it.
    private mutating func breaksOff(_ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        let (first, end) = (Int(item.first), Int(item.end))
        let isDenial =
            item.isPhrase
            ? tokens[first].flags.contains(.wordIsNot) : tokens[first].flags.contains([.auxiliary, .negation])
        guard isDenial, tokens[first].shape.isDisjoint(with: .breaks) else { return false }
        return end == tokens.count || !tokens[end].shape.isDisjoint(with: .breaks)
            || !tokens[end].flags.isDisjoint(with: [.boundary, .coordinator, .contrast])
    }

    /// What the last verdict before an item in another clause, or before a "but", amounts to; 0 when none stands near.
    private mutating func lastAmount(before index: Int, _ items: borrowing MutableSpan<Item>) -> Double {
        var before = index - 1
        var isApart = false
        while before >= 0, items[index].first - items[before].end <= Self.ellipsisReach {
            let amount = items[before].isIgnored ? 0 : items[before].amount
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
