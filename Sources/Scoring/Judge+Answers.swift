// Questions that the writer answers at once: "Happy? No.", "Any complaints? None.", "Worth it? Absolutely."

extension Judge {
    /// What a sentence says of the question before it.
    enum Answer {
        case yes
        case no
    }

    /// The answer that the sentence behind a question gives, if it is nothing but one. `next` is its first item.
    mutating func answer(
        to number: Int, _ items: borrowing MutableSpan<Item>, _ next: Int, _ buffer: borrowing TokenBuffer
    ) -> Answer? {
        guard number + 1 < buffer.sentences.count else { return nil }
        let sentence = buffer.sentences[number + 1]
        if sentence.questions > 0 { return nil }
        let range = sentence.tokens
        if next < items.count, range.contains(Int(items[next].first)), range.count <= Self.notReach {
            // "I don't think so."
            let entry = items[next].entry
            if entry.isPostposed, entry.flags.contains(.negation) { return .no }
        }
        return Self.answer(in: range, buffer.tokens)
    }

    /// "Great service. Not!"
    static func isFollowedByNot(_ number: Int, _ buffer: borrowing TokenBuffer) -> Bool {
        guard number + 1 < buffer.sentences.count else { return false }
        let range = buffer.sentences[number + 1].tokens
        return range.count == 1 && buffer.tokens[range.lowerBound].flags.contains(.wordIsNot)
    }

    private static func answer(in range: Range<Int>, _ tokens: Span<Token>) -> Answer? {
        let first = tokens[range.lowerBound].flags
        if first.contains(.wordIsNot) { return isNotAtAll(tokens, range) ? .no : nil }
        if range.count > 2 || first.contains(.laugh) { return nil }
        let last = tokens[range.upperBound - 1].flags
        let words: WordFlags = [.negation, .intensifier, .filler]
        if first.isDisjoint(with: words) || last.isDisjoint(with: words) { return nil }
        return last.contains(.negation) ? .no : .yes
    }

    /// "Not at all", "not in a million years": nobody is named and nothing judged.
    private static func isNotAtAll(_ tokens: Span<Token>, _ range: Range<Int>) -> Bool {
        let others: WordFlags = [
            .cue, .topic, .trade, .goods, .role, .firstPerson, .secondPerson, .thirdPerson, .everyday,
        ]
        for index in range where !tokens[index].flags.isDisjoint(with: others) { return false }
        return range.count <= notReach
    }

    /// An answer that begins with "not" has so many words at most.
    private static var notReach: Int { 6 }
}
