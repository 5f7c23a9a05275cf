// How often the customer got in touch: each time that he says so ("I rang", "then I wrote again"), besides what phrases count
// ("phoned them four times").

extension Scorer {
    /// So many words lie between "I" and the verb at most: "I then finally wrote".
    private static let subjectReach = 3

    /// Adds the times that are told one by one.
    mutating func readContacts(_ signals: inout Signals) {
        guard buffer.flags.contains(.reach) else { return }
        var next = 0
        var told = 0
        for number in buffer.sentences.indices {
            let sentence = buffer.sentences[number]
            guard framing.speaks(number), sentence.questions == 0 else { continue }
            var isOwn = false
            for index in sentence.tokens where isReach(buffer.tokens[index]) {
                guard tellsContact(index, in: sentence.tokens) || isOwn && goesOn(index) else { continue }
                isOwn = true
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

    /// Whether a verb of getting in touch tells what "I" or "we" did, or one who writes without them ("Called twice"): not "they
    /// called me", "I will call", "I never called".
    private mutating func tellsContact(_ verb: Int, in sentence: Range<Int>) -> Bool {
        if verb == sentence.lowerBound { return isPastOfOwn(verb) }
        let tokens = buffer.tokens
        var index = verb - 1
        while index >= sentence.lowerBound, verb - index <= Self.subjectReach {
            let flags = tokens[index].flags
            if !flags.isDisjoint(with: Self.others) { return false }
            if flags.contains(.firstPerson) { return !flags.contains(.customerLabel) }
            index -= 1
        }
        return false
    }

    private mutating func isReach(_ token: Token) -> Bool {
        token.flags.contains(.reach) && token.shape.contains(.word)
    }

    /// Whether such a verb goes on with what was told before it in its sentence: "I called twice, texted once and wrote".
    private mutating func goesOn(_ verb: Int) -> Bool {
        let isNext =
            !buffer.tokens[verb].shape.isDisjoint(with: .breaks) || buffer.tokens[verb - 1].flags.contains(.coordinator)
        return isNext && isPastOfOwn(verb)
    }

    /// Whether a verb without a subject tells what its writer did: "Called them", and neither "Call me" nor "Called me back".
    private mutating func isPastOfOwn(_ verb: Int) -> Bool {
        guard lexicon.tables.entries[Int(buffer.tokens[verb].entry)].value == WordEntry.past else { return false }
        return verb + 1 >= buffer.tokens.count || !buffer.tokens[verb + 1].flags.contains(.firstPerson)
    }

    /// What stands before such a verb where it is somebody else's, a noun, or did not happen.
    private static var others: WordFlags {
        [.negation, .modal, .article, .possessive, .thirdPerson, .role, .conditional]
    }
}
