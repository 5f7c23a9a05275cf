// How an organisation stands: the answer to REPORT, worked out from one tally.

package import Scoring

/// The figures of an organisation, all-time or over a window.
package struct Report: Equatable, Sendable {
    /// What the figures cover: whole hours or days around the window that was asked for; nil for all time.
    package var window: TimeWindow?
    package var volume: Volume
    package var sentiment: Sentiment
    /// All twelve, in the order of the wire; one that nobody spoke of has n = 0.
    package var dimensions: [DimensionReport]
    package var signals: SignalReport
    /// What surveys asked outright.
    package var ratings: RatingReport
    /// How many submissions are kept with their words.
    package var verbatimsHeld = 0
    /// The segment that the figures are of; nil for all.
    package var segment: SegmentName?

    /// It rests on counters below this place alone.
    static let counterBound = Counter.compoundDrivers

    /// The report of a tally.
    package init(_ tally: Tally, window: TimeWindow? = nil) {
        self.window = window
        volume = Volume(tally)
        sentiment = Sentiment(tally)
        dimensions = Dimension.allCases.map { DimensionReport(tally, $0) }
        signals = SignalReport(tally)
        ratings = RatingReport(tally)
    }
}

/// How much came in.
package struct Volume: Equatable, Sendable {
    /// Submissions, repetitions not counted.
    package let received: Int
    /// Those whose text had enough evidence for a label.
    package let scored: Int
    /// Those whose text had too little.
    package let insufficient: Int
    /// Those without a text.
    package let withoutText: Int
    /// Repetitions under an id that was taken before.
    package let duplicates: Int

    init(_ tally: Tally) {
        received = Int(tally[Counter.received])
        scored = Int(tally[Counter.scored])
        insufficient = Int(tally[Counter.insufficient])
        withoutText = received - scored - insufficient
        duplicates = Int(tally[Counter.duplicates])
    }
}

/// How customers feel.
package struct Sentiment: Equatable, Sendable {
    /// The mean of the compounds of the scored texts.
    package let compound: Mean
    /// From the histogram: the middle of the bucket, so within 0.0125; nil without scored texts.
    package let median: Double?
    /// Shares of the scored texts.
    package let negative: Share
    package let neutral: Share
    package let mixed: Share
    package let positive: Share
    /// How many compounds fall into each 0.025 from -1 on; the last bucket is 1 alone.
    package let histogram: [Int]

    init(_ tally: Tally) {
        compound = Mean(
            n: tally[Counter.compound], sum: tally[Counter.compoundSum], squares: tally[Counter.compoundSquares])
        let scored = tally[Counter.scored]
        func share(_ label: SentimentLabel) -> Share {
            Share(tally[Counter.labels + Int(label.rawValue)], of: scored)
        }
        negative = share(.negative)
        neutral = share(.neutral)
        mixed = share(.mixed)
        positive = share(.positive)
        let buckets = (0..<Counter.compoundBuckets).map { tally[Counter.compoundHistogram + $0] }
        histogram = buckets.map { Int($0) }
        median = buckets.quantileBucket(0.5).map { bucket in
            let width = Double(Counter.compoundBucketWidth)
            return min(1, (Double(bucket) + 0.5) * width / Double(Score.unit) - 1)
        }
    }
}

/// What was said of one dimension.
package struct DimensionReport: Equatable, Sendable {
    package let dimension: Dimension
    /// The mean over the texts with evidence for it.
    package let score: Mean
    /// How many cues spoke well and ill of it.
    package let positiveMentions: Int
    package let negativeMentions: Int

    init(_ tally: Tally, _ dimension: Dimension) {
        self.dimension = dimension
        let base = Counter.dimensions + Int(dimension.rawValue) * Counter.dimensionStride
        score = Mean(n: tally[base], sum: tally[base + 1], squares: tally[base + 2])
        positiveMentions = Int(tally[base + 3])
        negativeMentions = Int(tally[base + 4])
    }
}

extension [Int64] {
    /// The first bucket by which at least that part of all was counted (the nearest-rank quantile); nil when nothing
    /// was counted.
    func quantileBucket(_ part: Double) -> Int? {
        let total = reduce(0, &+)
        guard total > 0 else { return nil }
        let rank = Swift.max(1, Int64((part * Double(total)).rounded(.up)))
        var below: Int64 = 0
        for (bucket, count) in enumerated() {
            below &+= count
            if below >= rank { return bucket }
        }
        return nil
    }
}
