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
    var compound: Int32?
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
        let sign: Int64 = isRetraction ? -1 : 1
        if isDuplicate { return tally.add(Counter.duplicates, sign * Int64(repeatCount)) }
        tally.add(Counter.received, sign)
        addSentiment(to: &tally, sign)
        if bound <= Counter.transcripts { return }
        addDimensions(to: &tally, sign)
        if signals != Signals() { addSignals(to: &tally, sign) }
        if bound <= Counter.promoters { return }
        if ratings != Ratings() { addRatings(to: &tally, sign) }
        if bound <= Counter.compoundDrivers { return }
        addDrivers(to: &tally, sign)
    }

    /// That the submission was sent again so many times: it counts where the submission does.
    func repeated(_ times: UInt32 = 1) -> Fact {
        var fact = Fact(hour: hour)
        fact.isDuplicate = true
        fact.repeatCount = times
        fact.segments = segments
        return fact
    }

    private func addSentiment(to tally: inout Tally, _ sign: Int64) {
        guard let label else { return }
        tally.add(label, compound.map { Int64($0) }, sign)
        if label != .insufficient, let compound { tally.add(Counter.compoundBucket(compound), sign) }
    }

    private func addDimensions(to tally: inout Tally, _ sign: Int64) {
        if dimensions == DimensionScores() { return }
        for lane in Dimension.allCases.indices {
            let base = Counter.dimensions + lane * Counter.dimensionStride
            let score = Int64(dimensions.scores[lane])
            if score != Int64(DimensionScores.absent) {
                tally.add(base, sign)
                tally.add(base + 1, sign * score)
                tally.add(base + 2, sign * score * score)
            }
            let positive = Int64(dimensions.positiveMentions[lane])
            let negative = Int64(dimensions.negativeMentions[lane])
            if positive != 0 { tally.add(base + 3, sign * positive) }
            if negative != 0 { tally.add(base + 4, sign * negative) }
        }
    }

    private func addSignals(to tally: inout Tally, _ sign: Int64) {
        tally.add(bits: UInt64(signals.outcomes.rawValue), at: Counter.outcomes, sign)
        tally.add(bits: UInt64(signals.touchpoints.rawValue), at: Counter.touchpoints, sign)
        tally.add(bits: UInt64(signals.urgency.rawValue), at: Counter.urgency, sign)
        tally.add(bits: UInt64(signals.modality.rawValue), at: Counter.modality, sign)
        tally.add(times: Int64(signals.contactAttempts), at: Counter.contactAttempts, sign)
        tally.add(times: Int64(signals.noShows), at: Counter.noShows, sign)
        tally.add(times: Int64(signals.transfers), at: Counter.transfers, sign)
        tally.add(times: Int64(signals.repeats), at: Counter.repeats, sign)
        if let minutes = signals.waitingMinutes {
            tally.add(Counter.waiting, sign)
            tally.add(Counter.waiting + 1, sign * Int64(min(minutes, WaitingScale.minutesMax)))
            tally.add(Counter.waitingHistogram + WaitingScale.bucket(minutes: minutes), sign)
        }
        if let hundredths = signals.moneyHundredths {
            tally.add(Counter.money, sign)
            tally.add(Counter.money + 1, sign * Int64(min(hundredths, Self.moneyHundredthsMax)))
        }
        if signals.isTranscript { tally.add(Counter.transcripts, sign) }
    }
}

extension Tally {
    /// Adds a text's label and, unless there is too little evidence, its compound, but to no histogram.
    @inline(__always)
    mutating func add(_ label: SentimentLabel, _ compound: Int64?, _ sign: Int64) {
        if label == .insufficient { return add(Counter.insufficient, sign) }
        add(Counter.scored, sign)
        add(Counter.labels + Int(label.rawValue), sign)
        guard let compound else { return }
        add(Counter.compound, sign)
        add(Counter.compoundSum, sign * compound)
        add(Counter.compoundSquares, sign * compound * compound)
    }

    fileprivate mutating func add(bits: UInt64, at base: Int, _ sign: Int64) {
        var rest = bits
        while rest != 0 {
            add(base + rest.trailingZeroBitCount, sign)
            rest &= rest &- 1
        }
    }

    fileprivate mutating func add(times: Int64, at base: Int, _ sign: Int64) {
        if times == 0 { return }
        add(base, sign)
        add(base + 1, sign * times)
    }
}
