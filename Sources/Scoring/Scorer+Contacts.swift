// How often the customer got in touch: each time that he says so ("I rang", "then I wrote again"), besides what phrases count
// ("phoned them four times").

extension Scorer {
    /// So many words lie between "I" and the verb at most: "I then finally wrote".
    private static let subjectReach = 3

    /// Adds the times that are told one by one.
    mutating func readContacts(_ signals: inout Signals) {
        guard buffer.flags.isSuperset(of: [.reach, .firstPerson]) else { return }
        var next = 0
        var told = 0
        for number in buffer.sentences.indices {
            let sentence = buffer.sentences[number]
            guard framing.speaks(number), sentence.questions == 0 else { continue }
            for index in sentence.tokens
            where Self.tellsContact(index, from: sentence.tokens.lowerBound, buffer.tokens) {
                while next < items.count, Int(items[next].end) <= index { next += 1 }
                if next < items.count, Int(items[next].first) <= index {
                    if lexicon.signals[Int(items[next].entry.signals)].counts.contains(.contact) { continue }
                    next += 1
                }
                told += timesSaid(after: index + 1, from: next, in: sentence) ?? 1
            }
        }
        signals.contactAttempts.add(told)
    }

    /// Whether a verb of getting in touch tells what "I" or "we" did: not "they called me", "I will call", "I never called".
    private static func tellsContact(_ verb: Int, from start: Int, _ tokens: Span<Token>) -> Bool {
        guard tokens[verb].flags.contains(.reach), tokens[verb].shape.contains(.word) else { return false }
        var index = verb - 1
        while index >= start, verb - index <= subjectReach {
            let flags = tokens[index].flags
            if !flags.isDisjoint(with: others) { return false }
            if flags.contains(.firstPerson) { return !flags.contains(.customerLabel) }
            index -= 1
        }
        return false
    }

    /// What stands before such a verb where it is somebody else's, a noun, or did not happen.
    private static var others: WordFlags {
        [.negation, .modal, .article, .possessive, .thirdPerson, .role, .conditional]
    }
}
