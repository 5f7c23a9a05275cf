// What one submission adds to the figures, without its words: a fact. Facts wait in an organisation's log (FactLog)
// until there are enough of them to be worth folding into tallies.

import ByteCoding
import Scoring

/// One submission, or one repetition of a submission, as numbers.
struct Fact: Equatable {
    /// The hour it counts for, in hours since 1970.
    var hour: Int32
    /// Whether it takes away what an equal fact added.
    var isRetraction = false
    /// Whether it is a submission that was sent again: it counts as a duplicate, so many times, and nothing else.
    var isDuplicate = false
    var repeatCount: UInt32 = 1
    /// The label of its text; nil without a text.
    var label: SentimentLabel?
    /// Of its text, in ten-thousandths.
    var compound: Int16?
    var dimensions = DimensionScores()
    var signals = Signals()
    /// The number of its value on each axis of segments, 0 without one. Lane = the axis, below `SegmentAxis.count`.
    var segments = SIMD16<UInt16>()
    /// What a survey asked outright.
    var ratings = Ratings()

    /// Larger amounts of money, in hundredths, count as this much, so that no sum overflows.
    static let moneyHundredthsMax: UInt64 = 1_000_000_000_000

    /// Adds what it stands for to a tally; at least to the counters below `bound`.
    func add(to tally: inout Tally, below bound: Int = Counter.count) {
        var row = tally.row
        let sign: Int64 = isRetraction ? -1 : 1
        if isDuplicate { return row.add(Counter.duplicates, sign * Int64(repeatCount)) }
        row.add(Counter.received, sign)
        addSentiment(to: &row, sign)
        if bound <= Counter.transcripts { return }
        let scored = dimensions.scored
        addDimensions(scored, to: &row, sign)
        if !signals.isNone { addSignals(to: &row, sign) }
        if bound <= Counter.promoters { return }
        if ratings != Ratings() { addRatings(to: &row, sign) }
        if bound <= Counter.compoundDrivers { return }
        addDrivers(scored, to: &row, sign)
    }

    /// That the submission was sent again so many times: it counts where the submission does.
    func repeated(_ times: UInt32 = 1) -> Fact {
        var fact = Fact(hour: hour)
        fact.isDuplicate = true
        fact.repeatCount = times
        fact.segments = segments
        return fact
    }

    private func addSentiment(to row: inout TallyRow, _ sign: Int64) {
        guard let label else { return }
        row.add(label, compound.map { Int64($0) }, sign)
        if label != .insufficient, let compound { row.add(Counter.compoundBucket(Int32(compound)), sign) }
    }

    private func addDimensions(_ scored: UInt16, to row: inout TallyRow, _ sign: Int64) {
        var lanes = dimensions.present
        while lanes != 0 {
            let lane = lanes.trailingZeroBitCount
            lanes &= lanes &- 1
            let base = Counter.dimensions + lane * Counter.dimensionStride
            if scored >> UInt16(lane) & 1 != 0 { row.add(value: Int64(dimensions.scores[lane]), at: base, sign) }
            let positive = Int64(dimensions.positiveMentions[lane])
            let negative = Int64(dimensions.negativeMentions[lane])
            if positive != 0 { row.add(base + 3, sign * positive) }
            if negative != 0 { row.add(base + 4, sign * negative) }
        }
    }

    private func addSignals(to row: inout TallyRow, _ sign: Int64) {
        row.add(bits: UInt64(signals.outcomes.rawValue), at: Counter.outcomes, sign)
        row.add(bits: UInt64(signals.touchpoints.rawValue), at: Counter.touchpoints, sign)
        row.add(bits: UInt64(signals.urgency.rawValue), at: Counter.urgency, sign)
        row.add(bits: UInt64(signals.modality.rawValue), at: Counter.modality, sign)
        row.add(times: Int64(signals.contactAttempts), at: Counter.contactAttempts, sign)
        row.add(times: Int64(signals.noShows), at: Counter.noShows, sign)
        row.add(times: Int64(signals.transfers), at: Counter.transfers, sign)
        row.add(times: Int64(signals.repeats), at: Counter.repeats, sign)
        if let minutes = signals.waitingMinutes {
            row.add(Counter.waiting, sign)
            row.add(Counter.waiting + 1, sign * Int64(min(minutes, WaitingScale.minutesMax)))
            row.add(Counter.waitingHistogram + WaitingScale.bucket(minutes: minutes), sign)
        }
        if let hundredths = signals.moneyHundredths {
            row.add(Counter.money, sign)
            row.add(Counter.money + 1, sign * Int64(min(hundredths, Self.moneyHundredthsMax)))
        }
        if signals.isTranscript { row.add(Counter.transcripts, sign) }
    }
}

extension TallyRow {
    /// Adds a text's label and, unless there is too little evidence, its compound, but to no histogram.
    @inline(__always)
    mutating func add(_ label: SentimentLabel, _ compound: Int64?, _ sign: Int64) {
        if label == .insufficient { return add(Counter.insufficient, sign) }
        add(Counter.scored, sign)
        add(Counter.labels + Int(label.rawValue), sign)
        if let compound { add(value: compound, at: Counter.compound, sign) }
    }
}

extension Signals {
    /// Whether there are none. The sets by their bits: a literal of a set is made by a generic loop.
    var isNone: Bool {
        outcomes.rawValue == 0 && touchpoints.rawValue == 0 && urgency.rawValue == 0 && modality.rawValue == 0
            && contactAttempts | noShows | transfers | repeats == 0 && waitingMinutes == nil && moneyHundredths == nil
            && !isTranscript
    }
}

extension DimensionScores {
    /// The lanes that belong to a dimension.
    static var lanes: Range<Int> { 0..<12 }
    /// A bit for each.
    static var lanesMask: UInt64 { 0xFFF }

    /// The dimensions with a score, a bit for each.
    package var scored: UInt16 { given.nonzeroLanes }

    /// The dimensions with a score or a mention.
    var present: UInt16 {
        (given | SIMD16(truncatingIfNeeded: positiveMentions | negativeMentions)).nonzeroLanes
    }

    /// Zero in the lanes without a score.
    private var given: SIMD16<UInt16> { SIMD16(truncatingIfNeeded: scores) ^ UInt16(bitPattern: Self.absent) }
}

extension SIMD16<UInt16> {
    /// A bit for each of the first twelve lanes that is not zero. Arithmetic only: of a comparison of vectors the compiler
    /// makes a loop.
    @inline(__always)
    var nonzeroLanes: UInt16 {
        let weights = SIMD16<UInt16>(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 0, 0, 0, 0)
        return (((self | (0 &- self)) &>> 15) &* weights).wrappedSum()
    }
}
