// What is wished, asked or only supposed: no observation.

extension Judge {
    /// Wishes, conditions and questions are no observations: praise in them is set aside, blame weighs less.
    mutating func unreal(_ amount: Double, _ item: inout Item, _ tokens: Span<Token>) -> Double {
        var rule: RuleSet = []
        var share = 1.0
        if context.wishClause == item.clause {
            rule = context.wishIsAdvice ? .advice : .wish
            share = weights.wishNegative
        } else if context.conditionalClause == item.clause {
            rule = .conditional
            share = weights.conditionalNegative
        } else if context.isQuestion, context.questionClause <= item.clause {
            rule = .question
            share = weights.questionNegative
        }
        if rule.isEmpty { return amount }
        if amount < 0 {
            // "If it is late, whom do I call?" blames nobody.
            guard rule == .conditional, context.isQuestion else { return amount * share }
            item.rules.insert(rule)
            item.sides = DimensionSides()
            return 0
        }
        if item.isSign { return amount }
        if rule == .question, !item.isPhrase, Self.compares(item, tokens) {
            // "Is there a cheaper one?"
            item.rules.insert(rule)
            item.sides = DimensionSides()
            return 0
        }
        if rule == .wish, speaksOfService, context.wishIsMissed || Self.compares(item, tokens) {
            // "It could be clean": it was not.
            item.turn(by: .comparative)
            return -amount * weights.missed
        }
        item.sides = DimensionSides()
        if !namesService {
            item.rules.insert(.context)
            return amount * weights.everydayShare
        }
        item.rules.insert(rule)
        return 0
    }

    /// Whether what is said in a clause is told as done: not denied, wished, asked or under an "if".
    mutating func isReal(_ clause: Int32) -> Bool {
        context.negationClause != clause && context.wishClause != clause && context.conditionalClause != clause
            && !context.isQuestion
    }

    private static var questionOpeners: WordFlags {
        WordFlags.verbs.union(.questionWord)
    }

    /// Slight blame in a plain question is what the question is about: "Is it delayed?" A phrase of the lists that opens
    /// the question is rhetoric, and blames.
    mutating func settleQuestion(_ items: inout MutableSpan<Item>, _ range: Range<Int>, _ tokens: Span<Token>) {
        var first = Int(items[range.lowerBound].first)
        while first > 0, !tokens[first].shape.contains(.hardBreak) { first -= 1 }
        guard !tokens[first].flags.isDisjoint(with: Self.questionOpeners) else { return }
        if items[range.lowerBound].isPhrase, Int(items[range.lowerBound].first) == first { return }
        var blame = 0.0
        for index in range {
            if items[index].amount > 0 { return }
            blame -= items[index].amount
        }
        guard blame > 0, blame < weights.questionBlame else { return }
        for index in range where items[index].amount < 0 {
            items[index].setAside(by: .question)
        }
    }
}
