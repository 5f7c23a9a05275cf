// Seeded random submissions and scores: whatever a client and a scorer could produce, odd values included.

import Aggregation
import ByteCoding
import Scoring
import Surveys

/// SplitMix64 (Steele, Lea and Flood 2014): small, seeded, the same everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// Makes the same samples for the same seed.
struct Samples {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...(elements.count - 1))] }

    mutating func dimensions() -> DimensionScores {
        var scores = DimensionScores()
        for dimension in Dimension.allCases where chance(20) {
            if chance(90) { scores[dimension] = Int32(number(-10_000...10_000)) }
            scores.positiveMentions[Int(dimension.rawValue)] = UInt8(chance(5) ? number(0...255) : number(0...3))
            scores.negativeMentions[Int(dimension.rawValue)] = UInt8(chance(5) ? number(0...255) : number(0...3))
        }
        return scores
    }

    mutating func signals() -> Signals {
        var signals = Signals()
        if chance(30) { signals.outcomes = Outcomes(rawValue: UInt16(number(0...127))) }
        if chance(30) { signals.touchpoints = Touchpoints(rawValue: UInt16(number(0...1023))) }
        if chance(10) { signals.urgency = Urgency(rawValue: UInt8(number(0...15))) }
        if chance(10) { signals.modality = Modality(rawValue: UInt8(number(0...63))) }
        if chance(10) { signals.contactAttempts = UInt16(number(0...9)) }
        if chance(5) { signals.noShows = UInt16(number(0...3)) }
        if chance(5) { signals.transfers = UInt16(number(0...65_535)) }
        if chance(5) { signals.repeats = UInt16(number(0...3)) }
        if chance(20) { signals.waitingMinutes = UInt32(pick([0, 5, 45, 90, 2_880, number(0...4_000_000)])) }
        if chance(10) { signals.moneyHundredths = chance(5) ? .max : UInt64(number(0...1_000_000)) }
        signals.isTranscript = chance(3)
        return signals
    }

    mutating func score() -> Score {
        var score = Score()
        score.label = pick(SentimentLabel.allCases)
        if score.label != .insufficient || chance(10) { score.compound = Int32(number(-10_000...10_000)) }
        score.confidence = Int32(number(0...10_000))
        score.dimensions = dimensions()
        score.signals = signals()
        for _ in 0..<number(0...2) {
            let start = UInt32(number(0...200))
            score.parties.append(
                Party(
                    kind: pick(Party.Kind.allCases), start: start, end: start + 5,
                    compound: chance(50) ? Int32(number(-10_000...10_000)) : nil, dimensions: dimensions()))
        }
        for _ in 0..<number(0...5) {
            let start = UInt32(number(0...200))
            score.evidence.append(
                Evidence(
                    start: start, end: start + UInt32(number(0...20)), contribution: Int32(number(-10_000...10_000)),
                    rules: RuleSet(rawValue: UInt32(number(0...0x7FF_FFFF))),
                    dimensions: DimensionSet(rawValue: UInt16(number(0...4_095))), side: Int8(number(-1...1)),
                    amount: Int32(number(-9_000...9_000)),
                    party: Int8(number(-1...1))))
        }
        return score
    }

    /// A score as ordinary feedback gives it: two or three dimensions, few signals.
    mutating func typicalScore() -> Score {
        var score = Score()
        score.label = pick([.negative, .positive, .positive, .neutral, .mixed, .insufficient])
        if score.label != .insufficient { score.compound = Int32(number(-9_000...9_000)) }
        for _ in 0..<(score.label == .insufficient ? 0 : number(1...3)) {
            let dimension = pick(Dimension.allCases)
            let isPositive = chance(50)
            score.dimensions[dimension] = Int32(number(500...8_000)) * (isPositive ? 1 : -1)
            if isPositive {
                score.dimensions.positiveMentions[Int(dimension.rawValue)] = 1
            } else {
                score.dimensions.negativeMentions[Int(dimension.rawValue)] = 1
            }
        }
        if chance(20) { score.signals.outcomes = .recommends }
        if chance(30) { score.signals.touchpoints = pick([.phone, .email, .store]) }
        if chance(10) { score.signals.waitingMinutes = UInt32(pick([5, 45, 120, 2_880])) }
        return score
    }

    /// A submission received then, for one of `organisations` organisations, up to four years late.
    mutating func submission(organisations: Int, received: Int64) -> Submission {
        var submission = Submission(org: "org-\(number(1...organisations))", received: received)
        if chance(60) { submission.id = "id-\(random.next())" }
        if chance(40) {
            let late = pick([60_000, 86_400_000, 20 * 86_400_000, 1_500 * 86_400_000])
            submission.at = received - Int64(number(-late / 10...late))
        }
        if chance(50) { submission.channel = pick(["web", "phone", "store", "app"]) }
        if chance(20) { submission.touchpoint = pick(["delivery", "billing"]) }
        if chance(20) { submission.staff = pick(["Stephanie", "naïve ☕️", "Bob"]) }
        if chance(10) { submission.survey = "nps" }
        if chance(20) { submission.customer = "c-\(number(1...50))" }
        for _ in 0..<(chance(10) ? number(1...3) : 0) {
            submission.tags.append(Tag(key: pick(["region", "plan"]), value: pick(["", "north", "süd"])))
        }
        if chance(10) {
            submission.answers = [
                Answer(question: "q1", value: .number(thousandths: Int64(number(-5_000...10_000)))),
                Answer(question: "q2", value: .choices(["a", "b"])),
                Answer(
                    question: "q3",
                    value: .excerpt(Excerpt(start: 0, count: 4, label: .positive, compound: 1_234))),
            ]
        }
        if chance(95) { submission.text = "Still waiting, nobody called me back. №\(random.next())" }
        return submission
    }

    /// The entry of such a submission.
    mutating func entry(organisations: Int = 5, received: Int64) -> Entry {
        let submission = submission(organisations: organisations, received: received)
        return submission.text == nil
            ? .submission(submission, nil, lexicon: "") : .submission(submission, score(), lexicon: "2026-11.1")
    }
}

extension Entry {
    var encoded: [UInt8] {
        var writer = ByteWriter()
        encode(into: &writer)
        return writer.bytes
    }
}

extension Ledger {
    static let testSeed = HashSeed(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)

    init(limits: LedgerLimits = LedgerLimits()) { self.init(limits: limits, seed: Self.testSeed) }

    mutating func apply(_ payload: [UInt8], sequence: UInt64) throws {
        try apply(EncodedEntry(payload.span), sequence: sequence)
    }

    mutating func admit(_ payload: [UInt8], sequence: UInt64) throws -> Admission {
        try admit(EncodedEntry(payload.span), sequence: sequence)
    }

    func report(_ org: String, window: TimeWindow? = nil) -> Report? {
        report(org: org.utf8Span.span, window: window)
    }

    func figures(_ org: String) -> OrganisationFigures? { figures(org: org.utf8Span.span) }

    func stored(_ org: String, id: String) -> StoredEntry? { entry(org: org.utf8Span.span, id: id.utf8Span.span) }

    /// Every section of a snapshot: equal for equal states.
    var sections: [[UInt8]] {
        (0..<Ledger.sectionCount).map { index in
            var writer = ByteWriter()
            encodeSection(index, into: &writer)
            return writer.bytes
        }
    }

    init(sections: [[UInt8]], limits: LedgerLimits = LedgerLimits()) throws {
        var decoder = LedgerDecoder(limits: limits)
        for section in sections { try decoder.decode(section.span) }
        self = try decoder.finish()
    }
}
