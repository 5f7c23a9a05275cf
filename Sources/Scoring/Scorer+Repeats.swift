// What went wrong before: an "again" beside something that is blamed ("late again", "again they forgot it"). What phrases tell
// ("the same problem", "cancelled again") they count themselves.

extension Scorer {
    /// So many words lie between what went wrong and the "again" after it at most: "they lost my file again".
    private static let wrongReach = 4
    /// And so many between an "again" and what went wrong after it: "again they forgot it".
    private static let againReach = 3
    /// And after a "third time": "it's the third time the heating has packed up".
    private static let timeReach = 8
    /// What is more words before it is no longer of its clause.
    private static let clauseMax = 12

    /// Whether something beside the "again" or the "third time" at an index of the items went wrong. What phrases count already is
    /// not counted twice.
    mutating func goesWrong(again index: Int, in sentence: Sentence) -> Bool {
        let again = items[index]
        if tellsOfFuture(before: Int(again.first), in: sentence.tokens) { return false }
        let isTime = lexicon.signals[Int(again.entry.signals)].times > 0
        var isWrong = false
        for number in max(0, index - 2)...min(items.count - 1, index + 2) where number != index {
            let item = items[number]
            let isNear =
                number < index
                ? isUnbroken(from: Int(item.end), to: Int(again.first), within: Self.wrongReach, sentence.tokens)
                : isUnbroken(
                    from: Int(again.end), to: Int(item.first), within: isTime ? Self.timeReach : Self.againReach,
                    sentence.tokens)
            guard isNear else { continue }
            let signal = lexicon.signals[Int(item.entry.signals)]
            if signal.counts.contains(.repetition) || !signal.outcomes.isEmpty { return false }
            if item.amount < 0, isTime || item.sides.negative != 0, !item.isIgnored { isWrong = true }
        }
        return isWrong
    }

    /// Whether so many words at most lie between two places of a sentence, with nothing between them.
    private mutating func isUnbroken(from start: Int, to end: Int, within words: Int, _ sentence: Range<Int>) -> Bool {
        guard start >= sentence.lowerBound, end < sentence.upperBound, end - start <= words else { return false }
        return (start...end).allSatisfy { buffer.tokens[$0].shape.isDisjoint(with: .breaks) }
    }

    /// Whether what is said before a word is of what will or may be, or of what the writer did not do: "I would not call
    /// them again".
    private mutating func tellsOfFuture(before word: Int, in sentence: Range<Int>) -> Bool {
        var index = word
        while index > sentence.lowerBound, word - index < Self.clauseMax,
            buffer.tokens[index].shape.isDisjoint(with: .breaks)
        {
            index -= 1
            let flags = buffer.tokens[index].flags
            if flags.contains(.modal) { return true }
            let isDenied = flags.contains(.negation) && index > 0
            if isDenied, buffer.tokens[index - 1].flags.contains(.firstPerson) { return true }
        }
        return false
    }
}
