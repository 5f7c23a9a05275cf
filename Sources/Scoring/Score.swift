// What a verbatim says, as numbers: the result of scoring, the same on every machine. All numbers are integers so
// that sums of scores are exact, can be retracted, and do not depend on the order in which they were added.

/// The verdict on a text. The raw value is its place in stored records: never renumber, only append.
package enum SentimentLabel: UInt8, CaseIterable, Sendable {
    case negative, neutral, mixed, positive
    /// Too little evidence: counted in the volume, not in the mean.
    case insufficient

    /// The name on the wire.
    package var name: String {
        switch self {
        case .negative: "negative"
        case .neutral: "neutral"
        case .mixed: "mixed"
        case .positive: "positive"
        case .insufficient: "insufficient"
        }
    }
}

/// Everything that was read out of one verbatim.
package struct Score: Equatable, Sendable {
    /// One unit of `compound`, `confidence`, `contribution` and the dimensions' scores: a ten-thousandth.
    package static let unit: Int32 = 10_000

    package var label: SentimentLabel
    /// Ten-thousandths, -10,000…10,000: the sum of the evidence's contributions; nil without evidence.
    package var compound: Int32?
    /// Ten-thousandths, 0…10,000: the share of texts with this figure whose label is right.
    package var confidence: Int32
    package var dimensions: DimensionScores
    package var signals: Signals
    /// The persons, roles and organisations named, in the order of their first mention, at most `partiesMax`.
    package var parties: [Party]
    /// What was found, in the order of the text.
    package var evidence: [Evidence]

    /// More parties than this are not told apart: a page of names is not a verbatim.
    package static let partiesMax = 16

    /// The score of a text that says nothing.
    package init() {
        self.init(
            label: .insufficient, compound: nil, confidence: 0, dimensions: DimensionScores(), signals: Signals(),
            parties: [], evidence: [])
    }

    @inline(__always)
    init(
        label: SentimentLabel, compound: Int32?, confidence: Int32, dimensions: DimensionScores, signals: Signals,
        parties: [Party], evidence: [Evidence]
    ) {
        self.label = label
        self.compound = compound
        self.confidence = confidence
        self.dimensions = dimensions
        self.signals = signals
        self.parties = parties
        self.evidence = evidence
    }
}

/// One thing found in the text: where, what it adds, and by which rules.
package struct Evidence: Equatable, Sendable {
    /// Byte offsets into the UTF-8 of the submitted text, on character boundaries; `end` is exclusive.
    package var start: UInt32
    package var end: UInt32
    /// What it adds to the compound, in ten-thousandths; 0 for a cue that was ignored or speaks for a dimension only.
    package var contribution: Int32
    /// What was applied to it, and why it was ignored if it was.
    package var rules: RuleSet
    /// The dimensions it speaks for.
    package var dimensions: DimensionSet
    /// Which way it speaks for them: -1, 0 or 1.
    package var side: Int8
    /// What it adds to each of them, in thousandths: a dimension's score is the squashed sum of its evidence's amounts,
    /// x / sqrt(x² + `dimension_squash`).
    package var amount: Int32
    /// The index in `Score.parties` of whom it is about, or -1.
    package var party: Int8

    package init(
        start: UInt32, end: UInt32, contribution: Int32, rules: RuleSet = [], dimensions: DimensionSet = [],
        side: Int8 = 0, amount: Int32 = 0, party: Int8 = -1
    ) {
        self.start = start
        self.end = end
        self.contribution = contribution
        self.rules = rules
        self.dimensions = dimensions
        self.side = side
        self.amount = amount
        self.party = party
    }
}

/// A set of dimensions; the bit of each is its raw value.
package struct DimensionSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package init(_ dimension: Dimension) { rawValue = 1 << UInt16(dimension.rawValue) }

    /// What those who serve do, and not what is served or where.
    static let serving: DimensionSet = [
        DimensionSet(.reliability), DimensionSet(.responsiveness), DimensionSet(.access), DimensionSet(.competence),
        DimensionSet(.courtesy), DimensionSet(.empathy), DimensionSet(.effort), DimensionSet(.recovery),
    ]
    /// What only persons have: manners, speed, skill and care.
    static let ofPersons: DimensionSet = [
        DimensionSet(.responsiveness), DimensionSet(.competence), DimensionSet(.courtesy), DimensionSet(.empathy),
    ]
    /// What was promised, sold or charged: a fault of it can be put right.
    static let faults: DimensionSet = [DimensionSet(.reliability), DimensionSet(.product), DimensionSet(.value)]
    /// What a matter is about: the thing, the place, the price, the date, how one gets there, and how well it was made.
    static let matters: DimensionSet = [
        DimensionSet(.reliability), DimensionSet(.access), DimensionSet(.competence), DimensionSet(.tangibles),
        DimensionSet(.value), DimensionSet(.product),
    ]
    /// What is served, and where.
    static let goods: DimensionSet = [DimensionSet(.tangibles), DimensionSet(.product)]

    /// The members, in the order of the wire.
    package var members: Members { Members(bits: rawValue) }

    /// The members' raw values.
    var lanes: Lanes { Lanes(bits: rawValue) }

    /// The raw values of the members of a set, one after the other.
    struct Lanes: Sequence, IteratorProtocol {
        fileprivate var bits: UInt16

        @inline(__always)
        mutating func next() -> Int? {
            guard bits != 0 else { return nil }
            let lane = bits.trailingZeroBitCount & 15
            bits &= bits &- 1
            return lane
        }
    }

    /// The members of a set, one after the other.
    package struct Members: Sequence, IteratorProtocol {
        fileprivate var bits: UInt16

        package mutating func next() -> Dimension? {
            let dimension = Dimension(rawValue: UInt8(bits.trailingZeroBitCount))
            bits &= bits &- 1
            return dimension
        }
    }
}

/// The rules that shaped a piece of evidence. The bits are stored: never renumber, only append.
package struct RuleSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let negated = RuleSet(rawValue: 1 << 0)
    package static let intensified = RuleSet(rawValue: 1 << 1)
    package static let dampened = RuleSet(rawValue: 1 << 2)
    package static let contrast = RuleSet(rawValue: 1 << 3)
    package static let comparative = RuleSet(rawValue: 1 << 4)
    package static let phrase = RuleSet(rawValue: 1 << 5)
    package static let pattern = RuleSet(rawValue: 1 << 6)
    package static let emphasis = RuleSet(rawValue: 1 << 7)
    package static let sarcasm = RuleSet(rawValue: 1 << 8)
    package static let context = RuleSet(rawValue: 1 << 9)
    /// From here on: why the cue was ignored (its contribution is 0).
    package static let wish = RuleSet(rawValue: 1 << 16)
    package static let question = RuleSet(rawValue: 1 << 17)
    package static let conditional = RuleSet(rawValue: 1 << 18)
    package static let advice = RuleSet(rawValue: 1 << 19)
    package static let advert = RuleSet(rawValue: 1 << 20)
    package static let pageFrame = RuleSet(rawValue: 1 << 21)
    package static let otherSpeaker = RuleSet(rawValue: 1 << 22)
    package static let politeness = RuleSet(rawValue: 1 << 23)
    package static let secondHand = RuleSet(rawValue: 1 << 24)
    package static let quoted = RuleSet(rawValue: 1 << 25)
    package static let ownBusiness = RuleSet(rawValue: 1 << 26)

    /// Every rule that sets a cue aside.
    package static let ignoring = RuleSet(rawValue: 0xFFFF_0000)

    /// The rules and their wire names, in the order of the bits.
    package static let names: [(rule: RuleSet, name: String)] = [
        (.negated, "negated"), (.intensified, "intensified"), (.dampened, "dampened"), (.contrast, "contrast"),
        (.comparative, "comparative"), (.phrase, "phrase"), (.pattern, "pattern"), (.emphasis, "emphasis"),
        (.sarcasm, "sarcasm"), (.context, "context"), (.wish, "wish"), (.question, "question"),
        (.conditional, "conditional"), (.advice, "advice"), (.advert, "advert"), (.pageFrame, "page_frame"),
        (.otherSpeaker, "other_speaker"), (.politeness, "politeness"), (.secondHand, "second_hand"),
        (.quoted, "quoted"), (.ownBusiness, "own_business"),
    ]
}

/// Whom a text names.
package struct Party: Equatable, Sendable {
    /// What kind of party it is. The raw value is stored: never renumber, only append.
    package enum Kind: UInt8, CaseIterable, Sendable {
        case person, role, organisation
        /// The name on the wire.
        package var name: String {
            switch self {
            case .person: "person"
            case .role: "role"
            case .organisation: "organisation"
            }
        }
    }

    package var kind: Kind
    /// Where it is first named: byte offsets into the text.
    package var start: UInt32
    package var end: UInt32
    /// Its own polarity in ten-thousandths, or nil when nothing was said of it.
    package var compound: Int32?
    /// What was said of it by dimension.
    package var dimensions: DimensionScores

    package init(
        kind: Kind, start: UInt32, end: UInt32, compound: Int32? = nil, dimensions: DimensionScores = .init()
    ) {
        self.kind = kind
        self.start = start
        self.end = end
        self.compound = compound
        self.dimensions = dimensions
    }
}
