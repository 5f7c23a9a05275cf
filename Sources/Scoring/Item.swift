// What is noteworthy in a sentence: a word or phrase with an entry in the lists, and what became of it.

/// A cue, a modifier, a topic or a signal at its place in the text.
struct Item: Sendable {
    var entry: WordEntry
    /// Tokens, `end` exclusive.
    var first: Int32
    var end: Int32
    /// Counts clauses through the whole text: a modifier works within its own.
    var clause: Int32
    var shape: TokenShape
    /// The token of its measure, or -1.
    var measure: Int32 = -1
    var isPhrase: Bool

    /// What it adds before the text's squashing, in the units of valence.
    var amount = 0.0
    /// The same before the clauses of its sentence were weighed against each other.
    var ownAmount = 0.0
    var rules: RuleSet = []
    /// The dimensions it speaks for, on the side that it came to.
    var sides = DimensionSides()
    /// How much it adds to its dimensions, where that is not what it adds to the text's feeling; else 0.
    var sideAmount = 0.0
    var party: Int8 = -1
    /// Whether a topic has a cue of its own.
    var isSpokenOf = false

    /// Whether it speaks for the customer's feeling or for a dimension.
    var isCue: Bool { entry.flags.contains(.cue) }
    /// Whether it names a part of the service.
    var isTopic: Bool { entry.flags.contains(.topic) }
    /// How much it adds to its dimensions, on whatever side.
    var sideSize: Double { sideAmount != 0 ? sideAmount : abs(amount) }
    /// What it adds to each of its dimensions before their squashing, in thousandths; its sign is the side.
    var dimensionAmount: Int32 {
        let thousandths = (min(sideSize, 30) * 1000).nearest
        return sides.rawValue == 0 ? 0 : sides.negative != 0 ? -thousandths : thousandths
    }
    /// The side that it speaks for, -1, 0 or 1: of feeling, or else of its dimensions.
    var side: Int8 {
        let ofFeeling: Int8 = (amount > 0 ? 1 : 0) - (amount < 0 ? 1 : 0)
        let ofDimensions: Int8 = sides.negative != 0 ? -1 : sides.positive != 0 ? 1 : 0
        return isIgnored ? 0 : ofFeeling != 0 ? ofFeeling : ofDimensions
    }
    /// Takes note that a rule makes it speak for the other side.
    @inline(__always)
    mutating func turn(by rule: RuleSet) {
        rules.insert(rule)
        sides = sides.flipped
    }

    /// Takes what it says away, and notes the rule that does.
    @inline(__always)
    mutating func setAside(by rule: RuleSet) {
        amount = 0
        rules.insert(rule)
        sides = DimensionSides()
    }

    /// Lets such a share of it count, because of what else the text says.
    @inline(__always)
    mutating func count(_ share: Double) {
        amount *= share
        rules.insert(.context)
    }

    /// Whether it is a verb that says nothing but what somebody did.
    var isVerbOfHelping: Bool { entry.isDeed && entry.valence == 0 && !isPhrase }

    /// Whether it blames what was promised, sold or charged.
    var tellsFault: Bool { amount < 0 && !sides.all.isDisjoint(with: .faults) && sides.negative != 0 }

    /// Whether it tells what he or she did for one.
    var isDeed: Bool { isVerbOfHelping && amount > 0 }

    /// Whether it blames only because its sentence denies something: "it did not install".
    var isBareDenial: Bool {
        entry.valence == 0 && amount < 0 && entry.flags.contains(.negation) && !rules.contains(.negated)
    }

    /// Whether it is a bare denial, or mild blame that may only tell what was said.
    var mayOnlyTell: Bool { amount < 0 && (isPhrase && entry.valence >= Self.tellingValenceMin || isBareDenial) }

    /// What blames more than this, in hundredths, by telling what was said is blame wherever it stands.
    private static var tellingValenceMin: Int16 { -120 }

    /// Whether more than such a share of what is said or named is goods or a place.
    static func describe(_ items: [Item], from share: Double) -> Bool {
        var (said, ofGoods) = (0, 0)
        for item in items where item.isCue || item.isTopic {
            said += 1
            ofGoods += item.entry.dimensions.all.isDisjoint(with: .goods) ? 0 : 1
        }
        return Double(ofGoods) > share * Double(said)
    }

    /// Whether it is a word of blame that is said of no part of the service.
    var isCircumstance: Bool {
        amount < 0 && !isPhrase && sides.rawValue == 0 && entry.valence < 0 && !entry.flags.contains(.negation)
    }

    /// Whether it is a verdict for which a part of the service is looked for that it is said of.
    func mayAttach(_ topicMass: Double) -> Bool {
        let flags = entry.flags.intersection([.cue, .polite, .filler]).symmetricDifference(.cue)
        let others = shape.intersection([.symbol, .hashtag])
        let hinders = rules.intersection(.ignoring).rawValue | sides.rawValue | UInt32(others.rawValue)
        let size = abs(amount)
        return flags.rawValue | UInt64(hinders) == 0 && size >= topicMass && !isVerbOfHelping
    }
    /// Whether it is a verdict on manners, speed, skill or care, and on nothing else.
    var isOfPersons: Bool { amount != 0 && sides.rawValue != 0 && DimensionSet.ofPersons.isSuperset(of: sides.all) }
    /// Whether it is blame that speaks for a dimension, and not one who stands in its light.
    var complains: Bool { amount < 0 && sides.negative != 0 && !isIgnored }
    /// An emoji, an emoticon or a laugh: neither negated nor weighed, for it stands for the whole sentence.
    var isSign: Bool { shape.contains(.symbol) || entry.flags.contains(.laugh) }
    var isIgnored: Bool { !rules.isDisjoint(with: .ignoring) }
}

/// What the items of a text are, all together: what none of them is need not be looked for among them.
struct Findings: Sendable {
    var flags: WordFlags = []
    /// The dimensions of the phrases, and of the words that name a part of the service.
    var phraseDimensions: DimensionSet = []
    var topicDimensions: DimensionSet = []

    @inline(__always)
    mutating func add(_ item: borrowing Item) {
        flags.formUnion(item.entry.flags)
        if item.isPhrase {
            // What is also said in everyday talk does not tell which of them it stands in.
            if item.entry.flags.contains(.everyday) { return }
            phraseDimensions.formUnion(item.entry.dimensions.all)
        } else if item.entry.flags.contains(.topic) {
            topicDimensions.formUnion(item.entry.dimensions.all)
        }
    }
}
