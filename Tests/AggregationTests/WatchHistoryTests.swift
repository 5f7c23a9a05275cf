import ByteCoding
import Scoring
import Testing

@testable import Aggregation

@Suite("What has turned before somebody looks on")
struct WatchHistoryTests {
    /// A ledger with so many submissions of one organisation, of which `complaining` says how many in a hundred speak ill of
    /// its reliability.
    private static func ledger(_ count: Int, complaining: (Int) -> Int) throws -> Ledger {
        var samples = Samples(seed: 8)
        var limits = LedgerLimits()
        limits.verbatimsMax = 100
        var ledger = Ledger(limits: limits)
        for number in 0..<count {
            var submission = Submission(org: "acme", received: 1_764_000_000_000 + Int64(number) * 60_000)
            submission.text = "t"
            var score = Score()
            score.label = .neutral
            score.compound = 0
            if samples.chance(complaining(number)) { score.dimensions[.reliability] = -4_000 }
            let entry = Entry.submission(submission, score, lexicon: "")
            try ledger.apply(entry.encoded, sequence: UInt64(number + 1))
        }
        return ledger
    }

    private static let org = Array("acme".utf8)

    private static func watch(_ ledger: Ledger) throws -> OrganisationWatch {
        let history = ledger.watchHistory(org: org.span)
        return try #require(history).watch()
    }

    @Test("a turn long before the words that are kept is told, with its beginning and the means before and after")
    func turn() throws {
        let ledger = try Self.ledger(6_000) { $0 < 3_000 ? 10 : 35 }
        let watch = try Self.watch(ledger)
        let alert = try #require(watch.lastAlerts.first { $0.metric == .complaints(.reliability) })
        // Six submissions make an observation: a thousand of them.
        #expect(alert.batchSize == 6 && alert.isWorse)
        let hour: Int64 = 3_600_000
        let turned = 1_764_000_000_000 + 3_000 * 60_000 as Int64
        #expect((alert.turn.since - turned).magnitude < UInt64(3 * hour))
        #expect(alert.turn.before.mean < 0.13 && alert.turn.after.mean > 0.25)
        #expect(alert.sequence > 3_000 && alert.sequence < 3_400)
        // What goes on from here compares with the words that are kept.
        #expect(watch.state(of: .complaints(.reliability)).n == 100)
        #expect(watch.lastAlerts.count == 1)
    }

    @Test("a history in which nothing turned tells nothing, and a short one is looked at one by one")
    func quiet() throws {
        let ledger = try Self.ledger(6_000) { _ in 10 }
        let watch = try Self.watch(ledger)
        #expect(watch.lastAlerts.isEmpty)
        let short = try Self.ledger(99) { $0 < 50 ? 5 : 90 }
        #expect(try Self.watch(short).lastAlerts.map(\.batchSize) == [1])
        let unknown = short.watchHistory(org: "nobody".utf8Span.span)
        #expect(unknown == nil)
    }

    @Test("means of batches keep to the stated rate of false alarms, whatever the metric's distribution")
    func falseAlarms() {
        var samples = Samples(seed: 9)
        var total = 0
        for _ in 0..<4_000 {
            var detector = ChangeDetector(limit: 4, steps: 400)
            var steps = -ChangeDetector.warmUp
            repeat {
                // Means of 20 of which 4 % are one.
                let mean = Int32((0..<20).reduce(0) { sum, _ in sum + (samples.chance(4) ? 10_000 : 0) } / 20)
                steps += 1
                let tieBreak = (Double(samples.random.next() >> 11) + 0.5) / 9_007_199_254_740_992
                if detector.observe(mean, at: 0, tieBreak: tieBreak) != nil { break }
            } while true
            total += steps
        }
        // As in ChangeDetectorTests: 38.54 by the Markov chain, to five standard errors.
        let expected = 38.5383
        #expect((Double(total) / 4_000 - expected).magnitude < expected * 5 / 4_000.0.squareRoot())
    }

    @Test("a watch that is shown what came since its history was copied knows as much as one of a later history")
    func catchingUp() throws {
        var ledger = try Self.ledger(60) { _ in 30 }
        let copied = ledger.watchHistory(org: Self.org.span)
        let history = try #require(copied)
        var submission = Submission(org: "acme", received: 1_764_100_000_000)
        submission.text = "t"
        var score = Score()
        score.label = .negative
        score.compound = -5_000
        try ledger.apply(Entry.submission(submission, score, lexicon: "").encoded, sequence: 61)
        var watch = history.watch()
        ledger.catchUp(&watch, org: Self.org.span, after: history.through)
        let later = try Self.watch(ledger)
        for metric in WatchedMetric.all {
            #expect(watch.state(of: metric) == later.state(of: metric))
        }
        #expect(watch.state(of: .sentiment).n == 61)
    }
}
