// What a list adds to a denial: "without being rude or slow", "it wasn't warm, tasty or fresh", "a lack of tact and respect".

extension Judge {
    /// Takes note of a denial that a list goes on with: what is of the same side as what it denied is denied as well.
    mutating func noteAlternatives(to item: borrowing Item, _ tokens: Span<Token>) {
        guard item.amount != 0, Self.isDenied(item, tokens) else { return }
        let end = Self.listEnd(after: Int(item.end), deniesPraise: item.amount < 0, tokens)
        guard end > 0 else { return }
        context.alternativesEnd = Int32(truncatingIfNeeded: end)
        context.deniesPraise = item.amount < 0
    }

    /// Whether what is said at a token is among the alternatives to what was denied.
    mutating func isAlternative(_ amount: Double, at token: Int32) -> Bool {
        if token >= context.alternativesEnd { return false }
        return context.deniesPraise ? amount > 0 : amount < 0
    }

    /// Whether an item was denied, or is a phrase that denies.
    private static func isDenied(_ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        if item.rules.contains(.negated) { return true }
        if !item.isPhrase { return false }
        for index in Int(item.first)..<Int(item.end) where tokens[index].flags.contains(.negation) { return true }
        return false
    }

    /// The token after the last of a list that goes on at a token; 0 when there is none. Its last stands behind an "or"; behind
    /// an "and" where praise is denied and each is one word, for "not cheap, great food and a view" denies no more than one.
    private static func listEnd(after start: Int, deniesPraise: Bool, _ tokens: Span<Token>) -> Int {
        var length = 0
        var mayEndInAnd = deniesPraise
        for index in start..<min(tokens.count, start + Self.listReach) {
            let token = tokens[index]
            if token.shape.contains(.hardBreak) || length >= Self.alternativeReach { return 0 }
            if token.shape.contains(.softBreak) { length = 0 }
            if token.flags.contains(.coordinator), token.flags.isDisjoint(with: .negation) {
                let end = endOfLast(from: index + 1, tokens)
                if token.end - token.start == 2 { return end }
                if mayEndInAnd, end == index + 2 || end > index + 2 && isSmall(tokens[index + 2]) { return index + 2 }
            }
            length += 1
            if index == start ? token.shape.isDisjoint(with: .softBreak) : length > 1 { mayEndInAnd = false }
        }
        return 0
    }

    /// Whether a word is short and names and judges nothing: "from", "at".
    private static func isSmall(_ token: Token) -> Bool {
        token.end - token.start <= 4
            && token.flags.isDisjoint(with: [.cue, .topic, .trade, .goods, .role, .folk, .noun])
    }

    private static func endOfLast(from start: Int, _ tokens: Span<Token>) -> Int {
        var end = start
        while end < tokens.count, end - start <= Self.alternativeReach, tokens[end].shape.isDisjoint(with: .breaks),
            tokens[end].flags.isDisjoint(with: [.negation, .coordinator, .contrast])
        {
            end += 1
        }
        return end
    }

    /// An alternative is so many words long at most.
    private static var alternativeReach: Int { 3 }
    /// The "or" of a list is looked for among so many words.
    private static var listReach: Int { 12 }
}
