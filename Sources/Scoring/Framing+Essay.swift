// What a text says to readers or of trade at large, and what it only supposed: of a long text, the sentences in which nobody
// tells of what happened to himself.

extension Framing {
    /// What takes back what was only supposed before it, and what begins the lesson of a story.
    static var retraction: WordFlags { [.address, .frameLine] }
    static var closing: WordFlags { [.address, .frameRest] }
    /// So many sentences back something supposed is looked for, with one between that supposes nothing.
    private static var retractedMax: Int { 8 }

    /// "They would blame me, they would put me on hold. None of that happened."
    mutating func retract(before sentence: Int, _ buffer: borrowing TokenBuffer) {
        var plain = 0
        var number = sentence - 1
        while number >= max(0, sentence - Self.retractedMax), plain < 2 {
            // "would", "could"
            if holds(.modal, number, buffer) {
                for between in number..<sentence { asides[between] = .conditional }
                plain = 0
            } else {
                plain += 1
            }
            number -= 1
        }
    }

    /// "What is the lesson? Bad manners are expensive.": from there on only who speaks of himself tells something.
    mutating func close(from sentence: Int, _ buffer: borrowing TokenBuffer) {
        for number in sentence..<buffer.sentences.count where !speaksOfOneself(number, buffer) {
            asides[number] = .advice
        }
    }

    /// What is said within quotation marks by a "we" is what a house says of itself: its praise counts for nothing.
    mutating func setClaimsAside(_ buffer: borrowing TokenBuffer) {
        for (number, sentence) in buffer.sentences.enumerated() where asides[number].isEmpty {
            var flags: WordFlags = []
            var isQuoted = true
            for index in sentence.tokens {
                isQuoted = isQuoted && buffer.tokens[index].shape.contains(.quoted)
                flags.formUnion(buffer.tokens[index].flags)
            }
            if isQuoted, flags.contains(.firstPerson), !flags.contains(.singular) { asides[number] = .quoted }
        }
    }

    /// In a long text: commentary in which nobody tells of himself is second-hand; after the last sentence that does,
    /// those that say "you" are advice.
    mutating func setEssayAside(_ items: [Item], _ buffer: borrowing TokenBuffer) {
        let essay = essay(of: buffer)
        if essay.isCommentary || essay.speaksToReaders && !Item.describe(items, from: Self.describedShare) {
            for number in asides.indices where asides[number].isEmpty { asides[number] = .secondHand }
            return
        }
        guard essay.lastOwn >= 0, essay.ownWords > 1 else { return }
        let later = (essay.lastOwn + 1)..<max(essay.lastOwn + 1, buffer.sentences.count)
        var addressed = 0
        for number in later where holds(.secondPerson, number, buffer) { addressed += 1 }
        // "Not much you can do to spoil that" is no sermon.
        guard addressed >= 2, addressed * 2 >= later.count else { return }
        for number in later where asides[number].isEmpty { asides[number] = .advice }
    }

    /// Who describes goods or a place says "you" for anybody: from so large a share on.
    private static var describedShare: Double { 0.2 }

    /// What the sentences of a long text that are not set aside are made of.
    private func essay(of buffer: borrowing TokenBuffer) -> Essay {
        var essay = Essay()
        let tokens = buffer.tokens
        for (number, sentence) in buffer.sentences.enumerated() where asides[number].isEmpty {
            // So many words ago an article or the like made what comes indefinite: "a regular customer".
            var indefinite = Essay.indefiniteReach
            for index in sentence.tokens {
                let flags = tokens[index].flags
                let isCustomer = flags.namesCustomer && !flags.contains(.firstPerson)
                essay.tokens += 1
                essay.commentary += flags.contains(.commentary) ? 1 : 0
                essay.general += isCustomer || !flags.isDisjoint(with: [.commentary, .modal]) ? 1 : 0
                if flags.isSuperset(of: .indefinite) || flags.isSuperset(of: [.secondPerson, .possessive]) {
                    indefinite = 0
                } else if indefinite < Essay.indefiniteReach {
                    indefinite += 1
                    if isCustomer || !flags.isDisjoint(with: [.role, .commentary, .due]) {
                        essay.indefinite += 1
                        indefinite = Essay.indefiniteReach
                    }
                }
                essay.readers += flags.contains(.secondPerson) ? 1 : 0
                if flags.contains(.firstPerson), !tokens[index].shape.contains(.quoted) {
                    essay.own += 1
                    essay.lastOwn = number
                    essay.ownWords += flags.contains(.singular) ? 1 : 0
                }
            }
        }
        return essay
    }
}

/// What a long text is made of: who tells of himself says "I", who reflects on trade speaks of customers in the third person, of
/// any clerk, of what would be.
private struct Essay {
    /// The number of the last sentence in which somebody speaks of himself, or -1.
    var lastOwn = -1
    /// How often somebody says "I", and "I" or "we".
    var ownWords = 0
    var own = 0
    /// How often he says "you".
    var readers = 0
    var tokens = 0
    /// Words of trade in general.
    var commentary = 0
    /// These, customers, and what would, should or may be.
    var general = 0
    /// How often a customer, one of those who serve or what is due is any one: "a customer", "your guests", "a parcel".
    var indefinite = 0

    /// Between what makes a noun indefinite and the noun stands at most one word.
    static let indefiniteReach = 2

    /// Where nobody says "I", it has so many words of trade in general at least, and one in so many of all.
    private static let commentaryMin = 5
    private static let commentaryShare = 40
    /// Where somebody does, at most one word in so many is his, so many are general, and so many times there is talk of any one.
    private static let ownShare = 22
    private static let generalShare = 23
    private static let indefiniteMin = 3

    /// Who speaks to readers says so many words at least, "I" at most once in so many of them, "I" or "we" at most once in so many,
    /// and "you" that often.
    private static let addressMin = 110
    private static let addressOwnShare = 80
    private static let addressTheirShare = 40
    private static let addressShare = 37

    /// Whether it tells readers what they should do or expect, and nobody tells of himself.
    var speaksToReaders: Bool {
        tokens >= Self.addressMin && ownWords * Self.addressOwnShare <= tokens && own * Self.addressTheirShare <= tokens
            && readers * Self.addressShare >= tokens
    }

    /// Whether it reflects on trade at large, and tells nothing of what happened to somebody.
    var isCommentary: Bool {
        if ownWords == 0, commentary >= Self.commentaryMin, commentary * Self.commentaryShare >= tokens { return true }
        return ownWords * Self.ownShare <= tokens && (general + indefinite) * Self.generalShare >= tokens
            && indefinite >= Self.indefiniteMin
    }
}
