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
    /// What it adds to each of its dimensions before their squashing, in thousandths; its sign is the side.
    var dimensionAmount: Int32 {
        guard sides.rawValue != 0 else { return 0 }
        let size = sideAmount != 0 ? sideAmount : abs(amount)
        let thousandths = (min(size, 30) * 1000).nearest
        return sides.negative != 0 ? -thousandths : thousandths
    }
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
            phraseDimensions.formUnion(item.entry.dimensions.all)
        } else if item.entry.flags.contains(.topic) {
            topicDimensions.formUnion(item.entry.dimensions.all)
        }
    }
}
