// What was so once, and how long it took: "at first they were friendly", "stable before the update", "it took a minute".

extension Judge {
    /// What is said in a clause of a time that is over says the other way round how it is now; what was hard "at first" only is
    /// set aside.
    mutating func once(_ amount: Double, _ item: inout Item) -> Double {
        guard context.pastClause >= 0, amount != 0, !item.isSign else { return amount }
        if item.clause == context.pastClause {
            context.pastIsOpen = false
        } else {
            guard context.pastIsOpen, item.clause == context.pastClause + 1 else { return amount }
        }
        if amount < 0, !context.pastHasEnd {
            item.rules.insert(.context)
            item.sides = DimensionSides()
            return 0
        }
        item.turn(by: .comparative)
        return turned(amount, praiseBy: weights.missed)
    }

    /// Takes note of a time that is over, and turns what stands before it in its clause; in the clause before too, where it is a
    /// clause of its own: "it was stable before the update".
    mutating func turnPast(
        _ items: inout MutableSpan<Item>, before index: Int, first: Int, _ tokens: Span<Token>
    ) {
        if Self.hasThan(before: Int(items[index].first), tokens) { return }
        context.pastHasEnd = items[index].entry.isPostposed
        let reach: Int32 = context.pastHasEnd ? 1 : 0
        var before = index - 1
        while before >= max(first, index - Self.lookBackMax), items[index].clause - items[before].clause <= reach {
            context.pastClause = items[before].clause
            items[before].amount = once(items[before].amount, &items[before])
            before -= 1
        }
        context.pastClause = items[index].clause
        let (start, end) = (Int(items[index].first), Int(items[index].end))
        let isAlone = end < tokens.count && !tokens[end].shape.isDisjoint(with: .breaks)
        context.pastIsOpen = tokens[start].shape.contains(.hardBreak) && (isAlone || context.pastHasEnd)
    }

    /// A wait of a few minutes is none, and an answer after weeks is no quick one.
    mutating func timed(_ amount: Double, _ item: inout Item, _ tokens: Span<Token>) -> Double {
        guard item.measure >= 0, item.entry.dimensions.all.contains(DimensionSet(.responsiveness)) else {
            return amount
        }
        let token = tokens[Int(item.measure)]
        guard token.shape.contains(.duration) else { return amount }
        let minutes = Double(token.value)
        if amount < 0 {
            if Self.tellsTenure(item, tokens, weights) {
                item.setAside(by: .context)
                return 0
            }
            if minutes > weights.quickMinutes { return amount }
        } else if minutes < weights.slowMinutes || Self.makesLittle(of: item, tokens) {
            return amount
        }
        item.turn(by: .context)
        return turned(amount, praiseBy: weights.missed)
    }

    /// "For three years", and nothing else of it: how long something was so, and no wait.
    static func tellsTenure(_ item: borrowing Item, _ tokens: Span<Token>, _ weights: Weights) -> Bool {
        guard item.measure == item.first + 1, item.entry.valence >= tenureValenceMin else { return false }
        let token = tokens[Int(item.measure)]
        return Int(item.end) == Int(item.measure) + Int(token.span) && Double(token.value) > weights.tenureMinutes
    }

    /// In hundredths: what blames more ("sitting for two years") is no bare span of time.
    private static var tenureValenceMin: Int16 { -30 }

    /// "Only took two weeks", "in under a month".
    private static func makesLittle(of item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        let little: WordFlags = [.dampener, .intensifier, .comparative]
        for index in Int(item.first)..<Int(item.end) where !tokens[index].flags.isDisjoint(with: little) { return true }
        return false
    }
}
