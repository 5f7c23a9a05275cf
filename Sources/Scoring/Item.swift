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
    /// How much it adds to its dimensions when it adds nothing to the text's feeling.
    var sideAmount = 0.0
    var party: Int8 = -1
    /// Whether a topic has a cue of its own.
    var isSpokenOf = false

    /// Whether it speaks for the customer's feeling or for a dimension.
    var isCue: Bool { entry.flags.contains(.cue) }
    /// What it adds to each of its dimensions before their squashing, in thousandths; its sign is the side.
    var dimensionAmount: Int32 {
        guard sides.rawValue != 0 else { return 0 }
        let size = amount != 0 ? abs(amount) : sideAmount
        let thousandths = (min(size, 30) * 1000).nearest
        return sides.negative != 0 ? -thousandths : thousandths
    }
    /// An emoji, an emoticon or a laugh: neither negated nor weighed, for it stands for the whole sentence.
    var isSign: Bool { shape.contains(.symbol) || entry.flags.contains(.laugh) }
    var isIgnored: Bool { !rules.isDisjoint(with: .ignoring) }
}
