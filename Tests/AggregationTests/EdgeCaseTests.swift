import Scoring
import Testing

@testable import Aggregation

/// What each question answers where there is next to nothing to tell: worked out by hand.
@Suite("Questions about next to nothing")
struct EdgeCaseTests {
    private static let start: Int64 = 1_764_000_000_000
    private static let web = SegmentName(axis: "channel", value: "web")
    private static let phone = SegmentName(axis: "channel", value: "phone")

    /// The figures of an organisation whose submissions have these compounds, all of them by `web`.
    private static func figures(_ compounds: [Int32]) throws -> OrganisationFigures {
        var ledger = Ledger()
        try ledger.apply(Entry.declaration(org: "o", keys: ["t"], received: start).encoded, sequence: 1)
        for (place, compound) in compounds.enumerated() {
            var submission = Submission(org: "o", received: start)
            submission.channel = "web"
            submission.text = "t"
            var score = Score()
            score.label = compound < 0 ? .negative : .positive
            score.compound = compound
            score.dimensions[.courtesy] = Int32(compound)
            try ledger.apply(
                Entry.submission(submission, score, lexicon: "").encoded, sequence: UInt64(place + 2))
        }
        return try #require(ledger.figures("o"))
    }

    private static func isClose(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 1e-9 } ?? false
    }

    @Test("REPORT of none, one, two and equal ones; of a segment that is empty, and split by it")
    func reports() throws {
        let none = try Self.figures([]).report()
        #expect(
            none.sentiment.compound.mean == nil && none.sentiment.median == nil && none.sentiment.negative.share == nil)
        #expect(none.dimensions.allSatisfy { $0.score.n == 0 && $0.score.mean == nil } && none.ratings.nps.score == nil)
        #expect(none.signals.waiting.medianMinutes == nil)
        let one = try Self.figures([-5_000]).report()
        #expect(one.sentiment.compound.mean == -0.5 && one.sentiment.compound.low == nil)
        #expect(one.sentiment.negative.share == 1 && Self.isClose(one.sentiment.median, -0.4875))
        // t of one degree is tan(0.475 π); the deviation of ±0.1 is 0.1 √2, its standard error 0.1.
        let two = try Self.figures([-1_000, 1_000])
        let mean = two.report().sentiment.compound
        #expect(mean.mean == 0 && Self.isClose(mean.standardDeviation, 0.02.squareRoot()))
        #expect(Self.isClose(mean.high, 1.270620473617471) && Self.isClose(mean.low, -1.270620473617471))
        let equal = try Self.figures([2_500, 2_500, 2_500]).report().sentiment.compound
        #expect(equal.low == 0.25 && equal.high == 0.25 && equal.standardDeviation == 0)
        let empty = two.report(segment: Self.phone)
        #expect(empty?.volume.received == 0 && empty?.sentiment.compound.mean == nil)
        let split = try #require(two.report(splitBy: "tag:t", limit: 10))
        #expect(split.parts.isEmpty && split.other == nil && split.without?.volume.received == 2)
        #expect(try #require(try Self.figures([]).report(splitBy: "channel", limit: 10)).without == nil)
    }

    @Test("TREND: a step in which nothing came is empty, not zero")
    func trends() throws {
        let day: Int64 = 86_400_000
        let window = TimeWindow(from: Self.start - 2 * day, until: Self.start + day)
        for (compounds, n) in [([], 0), ([-5_000], 1), ([2_500, 2_500], 2)] as [([Int32], Int)] {
            let trend = try Self.figures(compounds).trend(.day, window: window, metrics: [.sentiment, .volume, .nps])
            #expect(trend.points.map { $0.figures[0].n }.reduce(0, +) == n)
            for point in trend.points {
                #expect((point.figures[0].value == nil) == (point.received == 0))
                #expect(point.figures[1] == .count(point.received) && point.figures[2].value == nil)
            }
        }
        let empty = try Self.figures([-5_000]).trend(
            .day, window: window, metrics: [.sentiment], segment: Self.phone)
        #expect(empty.points.allSatisfy { $0.received == 0 && $0.figures[0].value == nil })
    }

    @Test("COMPARE with an empty side, with one, and with equal ones gives the figures and no test")
    func comparisons() throws {
        func difference(_ compounds: [Int32], _ second: SegmentName) throws -> Comparison.Row {
            let figures = try Self.figures(compounds)
            let comparison = try Comparison(
                ComparisonSide(figures, window: nil, segment: Self.web),
                ComparisonSide(figures, window: nil, segment: second), metrics: [.sentiment])
            return try #require(comparison.rows.first)
        }
        for compounds in [[], [-5_000], [2_500, 2_500, 2_500], [1, 2]] as [[Int32]] {
            let row = try difference(compounds, Self.phone)
            #expect(row.second.n == 0 && row.second.value == nil && row.first.n == compounds.count)
            #expect(row.difference?.value == nil && row.difference?.p == nil && row.adjusted == nil)
        }
        // Nothing to show when nobody has asked for a metric.
        let figures = try Self.figures([1, 2])
        let all = try Comparison(
            ComparisonSide(figures, window: nil, segment: Self.web),
            ComparisonSide(figures, window: nil, segment: Self.phone), metrics: nil)
        #expect(all.rows.isEmpty)
    }

    @Test("DRIVERS of none, one, two, equal ones and an empty segment has no model")
    func drivers() throws {
        for compounds in [[], [-5_000], [1_000, -1_000], [Int32](repeating: 2_500, count: 40)] {
            let drivers = try #require(try Self.figures(compounds).drivers(.sentiment))
            #expect(drivers.explained == nil && drivers.mean.n == compounds.count)
            #expect(drivers.rows.allSatisfy { $0.importance == nil && $0.quadrant == nil })
            #expect(drivers.rows.isEmpty == compounds.isEmpty)
        }
        let empty = try #require(try Self.figures([1, 2]).drivers(.rating, segment: Self.phone))
        #expect(empty.mean.n == 0 && empty.mean.mean == nil && empty.rows.isEmpty)
    }

    @Test("RANK: an axis without values, one below the minimum, and equal ones above it")
    func rankings() throws {
        let terms = RankTerms(metric: .sentiment)
        #expect(try #require(try Self.figures([]).ranking(of: "channel", terms)).rows.isEmpty)
        let few = try #require(try Self.figures([1, 2]).ranking(of: "channel", terms))
        #expect(few.rows.isEmpty && few.belowMinimumCount == 1)
        let equal = try Self.figures([Int32](repeating: 2_500, count: 40))
        let row = try #require(equal.ranking(of: "channel", terms)?.rows.first)
        #expect(row.name == "web" && row.figure.low == 0.25 && row.figure.high == 0.25)
        #expect(equal.ranking(of: "tag:t", terms)?.rows.isEmpty == true && equal.ranking(of: "tag:u", terms) == nil)
    }
}
