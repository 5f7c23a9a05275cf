// What is said of others than those who are judged: "the other shop is cheaper", "my old phone was faster", "friendlier
// under the old owner".

extension Judge {
    /// Takes note of another firm, thing or time. What compares in its clause speaks of that, and so the other way round of
    /// what is judged; but behind a "than" it is only what is compared with.
    mutating func noteOther(_ items: inout MutableSpan<Item>, _ index: Int, _ tokens: Span<Token>) {
        let first = Int(items[index].first)
        if Self.hasThan(before: first, tokens) { return }
        // "It does what my old one did."
        if first > 0, tokens[first - 1].flags.contains(.questionWord) { return }
        context.otherClause = items[index].clause
        context.otherIsSubject = items[index].entry.isRival && Self.opens(items[index], tokens)
        var before = index - 1
        while before >= max(0, index - Self.lookBackMax), items[before].clause == items[index].clause {
            if Self.compares(items[before], tokens) {
                items[before].amount = turned(items[before].amount, comparing: &items[before])
            }
            before -= 1
        }
    }

    /// "More useful than annoying": what stands behind the "than" is said to be so less.
    mutating func dropStandard(_ items: inout MutableSpan<Item>, _ index: Int, _ tokens: Span<Token>) {
        let first = Int(items[index].first)
        guard index > 0, first > 0, tokens[first - 1].flags.contains(.than), items[index - 1].amount != 0,
            first - Int(items[index - 1].end) <= 1, Self.hasComparative(items[index - 1], tokens)
        else { return }
        items[index].setAside(by: .comparative)
    }

    /// Whether an item stands at the beginning of a clause, behind "the", "most", "all" at most.
    private static func opens(_ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        let first = Int(item.first)
        let isFirst = !tokens[first].shape.isDisjoint(with: .breaks) || tokens[first].flags.contains(.boundary)
        return isFirst || first > 0 && !tokens[first - 1].shape.isDisjoint(with: .breaks)
    }

    /// The amount of a cue, turned where it compares others with those who are judged. What others do wrong speaks against
    /// nobody who is judged, what they do well is missed here: "other garages charge a fortune", "others do it for free".
    mutating func compared(_ amount: Double, _ item: inout Item, _ tokens: Span<Token>) -> Double {
        guard context.otherClause >= 0 else { return amount }
        guard Self.compares(item, tokens) else {
            guard context.otherIsSubject, context.otherClause == item.clause, amount != 0, !item.isSign else {
                return amount
            }
            item.turn(by: .comparative)
            return turned(amount)
        }
        // "So much better" begins a clause by its "so".
        let clause = item.isPhrase && tokens[Int(item.first)].flags.contains(.boundary) ? item.clause - 1 : item.clause
        guard context.otherClause == clause else { return amount }
        return turned(amount, comparing: &item)
    }

    private mutating func turned(_ amount: Double, comparing item: inout Item) -> Double {
        guard amount != 0, !item.isSign else { return amount }
        item.turn(by: .comparative)
        return turned(amount)
    }

    /// Whether an item is a comparative or stands behind "more" or "less". A phrase that blames was written for what is judged.
    static func compares(_ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        if item.isPhrase, item.entry.valence < 0 { return false }
        return hasComparative(item, tokens)
    }

    private static func hasComparative(_ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        // No "better" of the sentence before.
        let opens = !tokens[Int(item.first)].shape.isDisjoint(with: .breaks)
        let first = opens ? Int(item.first) : max(0, Int(item.first) - 1)
        for index in first..<Int(item.end) where tokens[index].flags.contains(.comparative) { return true }
        return false
    }

    /// Whether a word near before a token makes it what something is compared with.
    static func hasThan(before first: Int, _ tokens: Span<Token>) -> Bool {
        var index = first - 1
        while index >= 0, first - index <= thanReach, tokens[index + 1].shape.isDisjoint(with: .hardBreak) {
            if tokens[index].flags.contains(.than) { return true }
            index -= 1
        }
        return false
    }

    /// So many words back a "than" is looked for: "than the service of my old bank".
    private static var thanReach: Int { 5 }
}
