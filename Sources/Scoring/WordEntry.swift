// What the lists say of one word or one phrase, packed so that a look-up touches one cache line.

/// What a word or phrase is. Several may hold.
struct WordFlags: OptionSet, Sendable {
    let rawValue: UInt64
    init(rawValue: UInt64) { self.rawValue = rawValue }
    private init(bit: UInt64) { rawValue = 1 << bit }

    /// A phrase may begin with this word.
    static let startsPhrase = WordFlags(bit: 0)
    /// A phrase begins with this word and ends at once, or may go on in too many ways: the pair filter is no help.
    static let startsOpenPhrase = WordFlags(bit: 1)
    /// A phrase begins with this word and a gap or a measure.
    static let startsForkedPhrase = WordFlags(bit: 55)
    /// It has a valence.
    static let cue = WordFlags(bit: 2)
    /// It names a part of the service without judging it: its dimensions take the polarity of what is said of them.
    static let topic = WordFlags(bit: 3)
    static let negation = WordFlags(bit: 4)
    static let intensifier = WordFlags(bit: 5)
    static let dampener = WordFlags(bit: 6)
    static let contrast = WordFlags(bit: 7)
    static let concession = WordFlags(bit: 8)
    static let conditional = WordFlags(bit: 9)
    static let wish = WordFlags(bit: 10)
    /// A word that compares: better, cheaper, more, less.
    static let comparative = WordFlags(bit: 11)
    /// Praise only as a verb after a subject: like, rock.
    static let verb = WordFlags(bit: 12)
    /// A word of politeness or request: no praise in a complaint or a request.
    static let polite = WordFlags(bit: 13)
    static let filler = WordFlags(bit: 14)
    /// Weak praise that a bad situation overrides.
    static let soft = WordFlags(bit: 15)
    static let firstPerson = WordFlags(bit: 16)
    static let secondPerson = WordFlags(bit: 17)
    static let thirdPerson = WordFlags(bit: 18)
    static let questionWord = WordFlags(bit: 19)
    static let auxiliary = WordFlags(bit: 20)
    /// A word at which a new clause begins: because, which, when.
    static let boundary = WordFlags(bit: 21)
    /// and, or: a new clause begins when a subject follows.
    static let coordinator = WordFlags(bit: 22)
    static let numberWord = WordFlags(bit: 23)
    static let timeUnit = WordFlags(bit: 24)
    static let moneyUnit = WordFlags(bit: 25)
    static let role = WordFlags(bit: 26)
    static let modal = WordFlags(bit: 27)
    static let advice = WordFlags(bit: 28)
    static let article = WordFlags(bit: 29)
    static let possessive = WordFlags(bit: 30)
    static let organisation = WordFlags(bit: 31)
    /// It carries signals.
    static let signal = WordFlags(bit: 32)
    /// A thing that is handed over to be brought or kept: bag, parcel.
    static let entrusted = WordFlags(bit: 33)
    static let noun = WordFlags(bit: 34)
    /// An abbreviation with a full stop: mr, dr.
    static let abbreviation = WordFlags(bit: 35)
    /// What the thing after it is only compared with: than, unlike.
    static let than = WordFlags(bit: 36)
    /// A word that speaks to readers at large or of trade in general.
    static let commentary = WordFlags(bit: 37)
    /// A verb that reports speech: said, told.
    static let speech = WordFlags(bit: 38)
    /// A verb that takes a fault away: fixed, solved, spotted. The fault after it is blame no more.
    static let remedy = WordFlags(bit: 39)
    /// lol, haha: like an emoticon it stands for the whole sentence.
    static let laugh = WordFlags(bit: 40)
    static let title = WordFlags(bit: 41)
    static let givenName = WordFlags(bit: 42)
    /// ask, tell: the person named after it is the one who is spoken to.
    static let requestVerb = WordFlags(bit: 44)
    /// Another firm, thing or time than the one that is judged: "the other shop", "my old phone", "years ago".
    static let other = WordFlags(bit: 45)
    /// An emoticon, which is looked up with its case.
    static let wordSign = WordFlags(bit: 46)
    /// Of what is written as a word, a verb of getting in touch: called, wrote. No emoticon is written so.
    static let reach = wordSign
    /// The word "not" itself.
    static let wordIsNot = WordFlags(bit: 47)

    /// A line that belongs to the page around the text.
    static let frameLine = WordFlags(bit: 48)
    /// From this line on, nothing belongs to the text.
    static let frameRest = WordFlags(bit: 49)
    /// The sentence sells something.
    static let advert = WordFlags(bit: 50)
    /// The sentence speaks to readers at large.
    static let address = WordFlags(bit: 51)
    /// A word for the customer, or for the other side, in a transcript's speaker labels.
    static let customerLabel = WordFlags(bit: 52)
    static let agentLabel = WordFlags(bit: 53)

    /// Whether it is a word for the customer.
    var namesCustomer: Bool { intersection(.house) == .customerLabel }
    /// Whether it is a word for the other side.
    var namesAgent: Bool { intersection(.house) == .agentLabel }

    /// One person: I and my, he and his, she and her.
    static let singular = WordFlags(bit: 54)

    /// It has another valence where no service is spoken of.
    static let everyday = WordFlags(bit: 56)
    /// A word by which a text is known to speak of how somebody was served.
    static let trade = WordFlags(bit: 57)
    /// A word for goods or a place, of which people also speak without having been served.
    static let goods = WordFlags(bit: 63)
    /// A thing or person that is due at a time: flight, parcel, courier.
    static let due = WordFlags(bit: 58)
    /// people, guys: after a part of the service, those who give it ("the phone people").
    static let folk = WordFlags(bit: 59)
    /// The last word of many firms' names: Bank, Wireless, Communications.
    static let firm = WordFlags(bit: 60)
    /// he, she, they: the party that was named last.
    static let pronoun = WordFlags(bit: 61)
    /// Praise that is called out alone: "Great, another delay."
    static let interjection = WordFlags(bit: 62)
    /// Who is waited for to be served or answered, or the way to reach them: agent, queue, phone.
    static let contact = WordFlags(bit: 43)

    /// A time that is over, of which all of its clause tells, and not only what compares. The second flag means nothing else in
    /// an entry of a modifier.
    static let past: WordFlags = [.other, .than]

    /// A word that mostly those who serve say in a conversation: assist, inconvenience. No word is both otherwise.
    static let house: WordFlags = [.customerLabel, .agentLabel]

    /// a, an. No word is both otherwise.
    static let indefinite: WordFlags = [.article, .possessive]

    /// A form of be, do, have, can: the verb of a clause is here.
    static let verbs: WordFlags = [.auxiliary, .modal]

    static let frames: WordFlags = [.frameLine, .frameRest, .advert, .address]

    /// What changes the cues after it.
    static let modifiers: WordFlags = [
        .negation, .intensifier, .dampener, .remedy, .contrast, .concession, .conditional, .wish, .advice,
    ]

    /// What the judge has to look at: what is judged, and what changes what is judged around it.
    static let judged: WordFlags = modifiers.union([.cue, .everyday, .other])

    /// What makes a word worth an item of its own in the sentence.
    static let noteworthy: WordFlags = [
        .cue, .topic, .negation, .intensifier, .dampener, .contrast, .concession, .conditional, .wish, .other,
        .polite, .advice, .signal, .remedy, .frameLine, .frameRest, .advert, .address, .everyday,
    ]
}

/// For which dimensions something speaks, and on which side.
struct DimensionSides: Equatable, Sendable {
    /// Bits by `Dimension.rawValue`: the positive side in the lower half, the negative in the upper.
    var rawValue: UInt32 = 0

    var positive: UInt16 { UInt16(truncatingIfNeeded: rawValue) }
    var negative: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
    var all: DimensionSet { DimensionSet(rawValue: positive | negative) }

    init() {}
    init(rawValue: UInt32) { self.rawValue = rawValue }
    /// One side of one dimension.
    init(_ dimension: Dimension, positive: Bool) { insert(dimension, positive: positive) }

    mutating func insert(_ dimension: Dimension, positive: Bool) {
        rawValue |= (1 << UInt32(dimension.rawValue)) << (positive ? 0 : 16)
    }

    private static let slow: UInt32 = (1 << UInt32(Dimension.responsiveness.rawValue)) << 16

    var tellsOfSlowness: Bool { rawValue & Self.slow != 0 }

    /// Slowness as unpunctuality: where a thing is waited for that was due.
    var lateness: DimensionSides {
        guard tellsOfSlowness else { return self }
        return DimensionSides(rawValue: (rawValue & ~Self.slow) | (1 << UInt32(Dimension.reliability.rawValue)) << 16)
    }

    /// The sides exchanged, as a negation does.
    var flipped: DimensionSides { DimensionSides(rawValue: rawValue << 16 | rawValue >> 16) }
}

/// The entry of one word or phrase.
struct WordEntry: Equatable, Sendable {
    var flags: WordFlags = []
    var dimensions = DimensionSides()
    /// Hundredths, -400…400.
    var valence: Int16 = 0
    /// Hundredths: what a modifier adds or takes; below 0 it works on what stands before it.
    var strength: Int16 = 0
    /// The number of its signals in the lexicon's table, 0 for none.
    var signals: UInt16 = 0
    /// Hundredths: its valence in talk of everyday life, when flagged so.
    var everyday: Int16 = 0
    /// The value of a number word, the minutes of a unit of time, the number of an auxiliary's negated form, or of a verb of
    /// getting in touch whether it is a form of the past.
    var value: UInt32 = 0

    /// What tells a form of the past among the verbs of getting in touch.
    static let past: UInt32 = 1

    /// Whether it is a wish of what was missed: "could be".
    var tellsOfLack: Bool { strength > 0 && strength < 100 }

    /// Whether it is another one of the trade of those who are judged: "other garages".
    var isRival: Bool { strength > 0 && strength < 100 }

    /// Whether it is a verb of helping, which says something only of him or her who is its subject.
    var isDeed: Bool { strength == Self.deedStrength }

    /// What tells such verbs: no modifier is so strong.
    static var deedStrength: Int16 { .max }

    /// Whether it is a modifier of what stands before it: "courtesy is a thing of the past".
    var isPostposed: Bool { strength < 0 }
}
