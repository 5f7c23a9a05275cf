import Aggregation
import ByteCoding
import Foundation
import Scoring
import Testing

/// The ledger as a list: everything is worked out anew from all submissions.
private struct Model {
    var submissions: [(sequence: UInt64, submission: Submission, score: Score?)] = []
    var duplicates: [(org: String, received: Int64)] = []

    func tally(_ org: String, _ window: TimeWindow?) -> Tally {
        var tally = Tally()
        for (_, submission, score) in submissions where submission.org == org {
            if let window, !(window.from..<window.until).contains(submission.eventTime) { continue }
            tally.merge(Tally(submission, score))
        }
        for duplicate in duplicates where duplicate.org == org {
            if let window, !(window.from..<window.until).contains(duplicate.received) { continue }
            tally.merge(.duplicate)
        }
        return tally
    }
}

@Suite("The ledger beside a list that is recomputed")
struct LedgerModelTests {
    /// How many submissions; the full count of the promise by the environment.
    static let count = ProcessInfo.processInfo.environment["EARSHOT_MODEL_COUNT"].flatMap { Int($0) } ?? 5_000

    @Test("figures agree after random submissions, late ones, duplicates and retractions; replay and snapshot too")
    func agreement() throws {
        var samples = Samples(seed: 42)
        var ledger = Ledger()
        var journal: [[UInt8]] = []
        var model = Model()
        var received: Int64 = 1_764_000_000_000
        for _ in 0..<Self.count {
            received += Int64(samples.number(-1_000...1_800_000))
            let sequence = UInt64(journal.count + 1)
            let payload: [UInt8]
            if samples.chance(5), let (_, submission, score) = model.submissions.randomElement(using: &samples.random),
                submission.id != nil
            {
                let again = Entry.submission(submission, score, lexicon: "").encoded
                let admission = try ledger.admit(again, sequence: sequence)
                guard case .duplicate = admission else { continue }
                payload = Entry.duplicate(org: submission.org, received: received).encoded
                model.duplicates.append((submission.org, received))
            } else if samples.chance(3), let last = model.submissions.last {
                payload =
                    Entry.retraction(org: last.submission.org, sequence: last.sequence, received: received).encoded
                model.submissions.removeLast()
            } else {
                let entry = samples.entry(received: received)
                payload = entry.encoded
                let admission = try ledger.admit(payload, sequence: sequence)
                #expect(admission == .new)
                if case .submission(let submission, let score, _) = entry {
                    model.submissions.append((sequence, submission, score))
                }
            }
            journal.append(payload)
            try ledger.apply(payload, sequence: sequence)
            ledger.endBatch()
        }
        compare(ledger, model, newest: received)
        try replay(journal, gives: ledger)
    }

    private func compare(_ ledger: Ledger, _ model: Model, newest: Int64) {
        let hour: Int64 = 3_600_000
        let now = (newest / hour - 1) * hour
        let today = newest / (24 * hour) * 24 * hour
        let windows: [TimeWindow?] = [
            nil, TimeWindow(from: now - 3 * hour, until: now), TimeWindow(from: now - 50 * hour, until: now),
            TimeWindow(from: today - 40 * 24 * hour, until: today - 20 * 24 * hour),
            TimeWindow(from: today - 100 * 24 * hour, until: now), TimeWindow(from: now, until: now),
        ]
        for org in (1...5).map({ "org-\($0)" }) {
            for window in windows {
                var expected = Report(model.tally(org, window), window: window)
                let report = ledger.report(org, window: window)
                expected.verbatimsHeld = report?.verbatimsHeld ?? 0
                #expect(report == expected)
            }
        }
    }

    private func replay(_ journal: [[UInt8]], gives ledger: Ledger) throws {
        var replayed = Ledger()
        for (index, payload) in journal.enumerated() { try replayed.apply(payload, sequence: UInt64(index + 1)) }
        #expect(replayed.sections == ledger.sections)
        // A snapshot in the middle, the rest of the journal after it, some of it twice.
        var half = Ledger()
        for index in 0..<(journal.count / 2) { try half.apply(journal[index], sequence: UInt64(index + 1)) }
        var restored = try Ledger(sections: half.sections)
        #expect(restored.sections == half.sections)
        for index in (journal.count / 4)..<journal.count {
            try restored.apply(journal[index], sequence: UInt64(index + 1))
        }
        #expect(restored.sections == ledger.sections)
        #expect(restored.figures == ledger.figures)
    }
}
