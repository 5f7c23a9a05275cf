import Scoring
import Testing

@testable import Aggregation

@Suite("Trends")
struct TrendTests {
    private let hour: Int64 = 3_600_000
    private let now: Int64 = 1_764_000_000_000

    @Test("each point agrees with a list of submissions, empty steps too, folded or not", arguments: [500, 1 << 20])
    func model(factLogBytesMax: Int) throws {
        var limits = LedgerLimits()
        limits.factLogBytesMax = factLogBytesMax
        var ledger = Ledger(limits: limits)
        var samples = Samples(seed: 61)
        var submissions: [(Submission, Score?)] = []
        for sequence in 1...3_000 as ClosedRange<UInt64> {
            let entry = samples.entry(organisations: 1, received: now + Int64(samples.number(0...7_200_000)))
            if case .submission(let submission, let score, _) = entry { submissions.append((submission, score)) }
            try ledger.apply(entry.encoded, sequence: sequence)
        }
        let figures = try #require(ledger.figures("org-1"))
        let spans: [(TrendStep, Int64)] = [(.hour, 100), (.day, 1_000 * 24), (.week, 900 * 24), (.month, 1_000 * 24)]
        let metrics: [Metric] = [.sentiment, .label(.negative), .dimension(.courtesy), .volume]
        for (step, hours) in spans {
            for segment in [nil, SegmentName(axis: "channel", value: "web"), SegmentName(axis: "channel", value: "no")]
            {
                let window = TimeWindow(from: now - hours * hour, until: now + 2 * hour)
                let trend = try figures.trend(step, window: window, metrics: metrics, segment: segment)
                #expect(trend.points.first?.window.from == trend.window.from)
                #expect(trend.points.last?.window.until == trend.window.until)
                for (point, next) in zip(trend.points, trend.points.dropFirst()) {
                    #expect(point.window.until == next.window.from)
                }
                for point in trend.points {
                    var sum = Tally()
                    for (submission, score) in submissions
                    where (point.window.from..<point.window.until).contains(submission.eventTime) {
                        if let segment, submission.channel != segment.value { continue }
                        sum.merge(Tally(submission, score))
                    }
                    #expect(point.figures == metrics.map { $0.figure(sum) })
                    #expect(point.received == Int(sum[Counter.received]))
                }
            }
        }
    }

    @Test("weeks begin on Monday, months on their first, also before 1970 and in leap years")
    func steps() {
        // 2024-02-29 was a Thursday, 19,782 days after 1970.
        let leapDay: Int32 = 19_782 * 24
        #expect(TrendStep.week.start(of: leapDay + 5) == leapDay - 3 * 24)
        #expect(TrendStep.month.start(of: leapDay) == leapDay - 28 * 24)
        #expect(TrendStep.month.next(after: leapDay - 28 * 24) == leapDay + 24)
        #expect(TrendStep.month.next(after: TrendStep.month.start(of: 0)) == 31 * 24)
        #expect(TrendStep.month.start(of: -1) == -31 * 24)
        #expect(TrendStep.day.start(of: -1) == -24)
        #expect(TrendStep.week.start(of: 0) == -3 * 24)
        var month = TrendStep.month.start(of: 0)
        for _ in 0..<1_200 { month = TrendStep.month.next(after: month) }
        // A hundred years have 25 leap days from 1970 to 2070: 2000 was one.
        #expect(month == 36_525 * 24)
    }

    @Test("what cannot be answered is said")
    func refusals() throws {
        var ledger = Ledger()
        try ledger.apply(
            Entry.submission(Submission(org: "acme", received: now), nil, lexicon: "").encoded, sequence: 1)
        let figures = try #require(ledger.figures("acme"))
        func refusal(_ step: TrendStep, _ from: Int64, _ until: Int64, axis: String? = nil) -> TrendRefusal? {
            do throws(TrendRefusal) {
                let segment = axis.map { SegmentName(axis: $0, value: "x") }
                _ = try figures.trend(
                    step, window: TimeWindow(from: from, until: until), metrics: [.volume], segment: segment)
            } catch { return error }
            return nil
        }
        #expect(refusal(.hour, now - 15 * 24 * hour, now) == .hoursGone(since: (now / hour - 14 * 24) * hour))
        #expect(refusal(.hour, now, now + 2_000 * hour) == .tooManyPoints(2_000))
        #expect(refusal(.day, 0, now + hour) == nil)
        #expect(refusal(.day, .min, .max) != nil)
        #expect(refusal(.month, 0, .max) != nil)
        #expect(refusal(.day, now, now + hour, axis: "colour") == .unknownAxis)
        #expect(refusal(.day, now, now + hour, axis: "staff") == nil)
        #expect(refusal(.day, 5, 1) == nil)
    }
}
