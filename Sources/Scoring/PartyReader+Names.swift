// What is a name: a role ("the clerk", "the phone people"), a person by a given name or title, an organisation by a
// capital within a sentence. A capital alone is weak evidence: headings, months and "the Army" are not parties.

/// Whom he or she can mean; unknown of who was named and not yet meant by either.
enum Gender {
    case unknown
    case he
    case she

    /// What a pronoun tells: he, him and she, her with what is written together with them; nothing is told by others.
    init(of token: Token, in text: Span<UInt8>) {
        let first = text[Int(token.start)] | 0x20
        let isHer =
            first == UInt8(ascii: "h") && token.end - token.start >= 3
            && text[Int(token.start) + 2] | 0x20 == UInt8(ascii: "r")
        self = first == UInt8(ascii: "s") || isHer ? .she : first == UInt8(ascii: "h") ? .he : .unknown
    }

    func mayBe(_ other: Gender) -> Bool { self == .unknown || self == other }
}

/// Finds names among the tokens of one sentence.
struct NameFinder: ~Copyable, ~Escapable {
    private let tokens: Span<Token>
    private let range: Range<Int>
    /// What a name or a pronoun may begin with besides a capital: a part of the service only where "people" or the like is
    /// written in the text.
    private let beginners: WordFlags
    /// Whether he, she, his or her may be in the text.
    private let hasPersons: Bool
    /// Whether it is a heading, once that was asked.
    private var knownHeading: Bool?

    private static var tokensMax: Int { 4 }
    /// A pronoun goes on with a name within so many words.
    private static var pronounReach: Int { 24 }
    /// In fewer words a capital alone is no name.
    private static var sentenceTokensMin: Int { 4 }
    /// A word in capitals that is longer than this is shouted, not an abbreviation.
    private static var abbreviationBytesMax: UInt32 { 5 }

    /// A finder in a sentence of a text whose words are all together `flags`.
    @_lifetime(copy tokens)
    init(sentence: Sentence, tokens: Span<Token>, flags: WordFlags) {
        self.tokens = tokens
        range = sentence.tokens
        beginners = flags.contains(.folk) ? [.role, .pronoun, .topic, .trade] : [.role, .pronoun]
        hasPersons = flags.isSuperset(of: [.thirdPerson, .singular])
    }

    /// Whether most of its words are capitalised: a heading or a byline, in which capitals tell nothing.
    mutating func isHeading() -> Bool {
        if let knownHeading { return knownHeading }
        var capitals = 0
        for index in range where tokens[index].shape.contains(.capitalised) { capitals += 1 }
        let isHeading = 2 * capitals > range.count
        knownHeading = isHeading
        return isHeading
    }

    /// The first token from one on with which a name may begin, or a pronoun.
    @inline(__always)
    func next(from index: Int) -> Int {
        var next = index
        while next < range.upperBound {
            let token = tokens[next]
            // One question where two would be easier to read: the answer to each cannot be foreseen.
            let flags = token.flags.intersection(beginners).rawValue
            if flags | UInt64(token.shape.intersection(.capitalised).rawValue) != 0 { return next }
            next &+= 1
        }
        return next
    }

    private func flags(_ index: Int) -> WordFlags { tokens[index].flags }

    /// Whether a token goes on with the one before it, without a comma or sentence end between them.
    private func follows(_ index: Int) -> Bool {
        index < range.upperBound && tokens[index].shape.isDisjoint(with: .breaks)
    }

    /// How many tokens of a name begin here; 0 for none.
    @inline(__always)
    mutating func length(at index: Int) -> Int {
        let isPronoun =
            tokens[index].shape.isDisjoint(with: .capitalised)
            && flags(index).isDisjoint(with: beginners.subtracting(.pronoun))
        return isPronoun ? 0 : lengthOfName(at: index)
    }

    private mutating func lengthOfName(at index: Int) -> Int {
        let flags = flags(index)
        if flags.contains(.role) {
            let isTitle = tokens[index].shape.contains(.capitalised) && follows(index + 1) && isUnknown(index + 1)
            return isTitle ? 2 : 1
        }
        if !flags.isDisjoint(with: [.topic, .trade]), follows(index + 1), self.flags(index + 1).contains(.folk) {
            return 2
        }
        guard tokens[index].shape.contains(.capitalised), tokens[index].shape.isDisjoint(with: [.hashtag, .bracketed])
        else { return 0 }
        // "Called Pine State Wireless", but not "Phone House".
        if flags.contains(.reach), flags.isDisjoint(with: [.contact, .goods, .trade]) { return 0 }
        // A word as at most sentences' beginnings.
        if isKnown(index), !follows(index + 1) || !tokens[index + 1].shape.contains(.capitalised) { return 0 }
        let length = capitalisedLength(index)
        return length > 0 && isParty(index, length) ? length : 0
    }

    private func isUnknown(_ index: Int) -> Bool {
        tokens[index].word == 0 && tokens[index].shape.contains(.capitalised)
    }

    /// Whether it is a word of the lists that is no name by itself.
    private func isKnown(_ index: Int) -> Bool {
        tokens[index].word != 0 && flags(index).isDisjoint(with: [.givenName, .title, .organisation])
    }

    /// The run of capitalised words from here, with a role or folk after it ("Xerox guy").
    private func capitalisedLength(_ index: Int) -> Int {
        var end = index + 1
        while end < range.upperBound, end - index < Self.tokensMax, follows(end),
            tokens[end].shape.contains(.capitalised), !tokens[end].shape.contains(.hashtag)
        {
            end += 1
        }
        if isKnown(index), !endsInFirm(index, end) { return 0 }
        if follows(end), !flags(end).isDisjoint(with: [.role, .folk]) { end += 1 }
        return end - index
    }

    /// Two words or more, of which the last is one that ends the names of firms.
    private func endsInFirm(_ index: Int, _ end: Int) -> Bool {
        end - index > 1 && flags(end - 1).contains(.firm)
    }

    private mutating func isParty(_ index: Int, _ length: Int) -> Bool {
        if flags(index).contains(.title) { return length > 1 }
        if !flags(index).isDisjoint(with: [.givenName, .organisation]) { return true }
        if endsInFirm(index, index + length) || isMeantAsPerson(index, length) { return true }
        if isHeading() || range.count < Self.sentenceTokensMin { return false }
        if tokens[index].shape.contains(.capitals),
            tokens[index].end - tokens[index].start > Self.abbreviationBytesMax
        {
            return false
        }
        guard index > range.lowerBound else { return length > 1 || hasVerb(after: index + 1) }
        let before = flags(index - 1)
        return length > 1 || before.isDisjoint(with: [.article, .possessive]) && tokens[index - 1].word != 0
    }

    /// At a sentence's beginning a capital is a name only when a verb or a role follows that a name would have.
    private func hasVerb(after index: Int) -> Bool {
        index < range.upperBound && !flags(index).isDisjoint(with: [.auxiliary, .speech, .role])
    }

    /// What kind of party the name of that many tokens is.
    func kind(at index: Int, _ length: Int) -> Party.Kind {
        let flags = flags(index)
        if flags.contains(.role) { return length > 1 ? .person : .role }
        if !flags.isDisjoint(with: [.givenName, .title]) || isMeantAsPerson(index, length) { return .person }
        let isRole = !flags.isDisjoint(with: [.topic, .trade]) && !tokens[index].shape.contains(.capitalised)
        return isRole ? .role : .organisation
    }

    /// Whether it is a thing with a name: "the Windermere".
    private func isTheThing(_ index: Int) -> Bool {
        index > range.lowerBound && flags(index - 1).contains(.article) && follows(index)
    }

    /// Whether a name that the lists do not know is gone on with by he, she, his or her, before anybody else is named.
    private func isMeantAsPerson(_ index: Int, _ length: Int) -> Bool {
        guard hasPersons, length == 1, isUnknown(index), !isTheThing(index) else { return false }
        for later in (index + 1)..<min(tokens.count, index + Self.pronounReach) {
            if flags(later).isSuperset(of: [.thirdPerson, .singular]) { return true }
            let isOther = isUnknown(later) && tokens[later].shape.isDisjoint(with: .breaks) && !isTheThing(later)
            if isOther || !flags(later).isDisjoint(with: [.role, .folk, .givenName, .title]) { return false }
        }
        return false
    }

    /// The first token of the clause in which a token stands.
    func clauseStart(before index: Int) -> Int {
        var start = index
        while start > range.lowerBound, tokens[start].shape.isDisjoint(with: .breaks),
            !flags(start).contains(.boundary), !flags(start).contains(.contrast)
        {
            start -= 1
        }
        return start
    }
}
