import Aggregation
import ByteCoding
import Foundation
import Scoring
import Surveys
import Testing

@Suite("Forgetting")
struct ForgetTests {
    private static let survey: Survey = {
        var wait = SurveyQuestion("wait", .number)
        wait.minimum = 0
        return Survey(
            id: "visit", title: "", questions: [SurveyQuestion("nps", .nps), wait, SurveyQuestion("csat", .csat)])
    }()

    /// A submission with answers to a survey, often, besides what `Samples` makes.
    private static func entry(_ samples: inout Samples, received: Int64) -> Entry {
        guard case .submission(var submission, let score, let lexicon) = samples.entry(received: received) else {
            return samples.entry(received: received)
        }
        submission.answers = []
        submission.survey = nil
        if samples.chance(50) {
            submission.survey = samples.chance(50) ? "visit" : "nps"
            submission.surveyVersion = 1
            submission.answers = [
                Answer(question: "nps", value: .number(thousandths: Int64(samples.number(0...10)) * 1_000))
            ]
            if submission.survey == "visit" {
                submission.answers.append(
                    Answer(question: "wait", value: .number(thousandths: Int64(samples.number(0...90_000)))))
            }
        }
        return .submission(submission, score, lexicon: lexicon)
    }

    @Test("the figures are those of a ledger into which it never came, long after its words were dropped")
    func exactness() throws {
        var limits = LedgerLimits()
        // Most words go soon: what is left of them must do.
        limits.verbatimsMax = 20
        limits.factLogBytesMax = 600
        var samples = Samples(seed: 11)
        var ledger = Ledger(limits: limits, seed: HashSeed(1, 2))
        var journal: [[UInt8]] = []
        var kept: [(sequence: UInt64, entry: Entry)] = []
        var received: Int64 = 1_764_000_000_000
        func apply(_ entry: Entry) throws {
            journal.append(entry.encoded)
            try ledger.apply(entry.encoded, sequence: UInt64(journal.count))
        }
        for number in 1...5 { try apply(.survey(org: "org-\(number)", received: received, Self.survey)) }
        for _ in 0..<3_000 {
            received += Int64(samples.number(0...600_000))
            if samples.chance(25), !kept.isEmpty {
                let place = samples.number(0...(kept.count - 1))
                let (sequence, entry) = kept.remove(at: place)
                guard case .submission(let submission, _, _) = entry else { continue }
                try apply(.retraction(org: submission.org, sequence: sequence, received: received))
            } else {
                let entry = Self.entry(&samples, received: received)
                try apply(entry)
                kept.append((UInt64(journal.count), entry))
            }
        }
        var expected = Ledger(limits: limits, seed: HashSeed(1, 2))
        for number in 1...5 {
            let entry = Entry.survey(org: "org-\(number)", received: 1_764_000_000_000, Self.survey)
            try expected.apply(entry.encoded, sequence: UInt64(number))
        }
        for (sequence, entry) in kept { try expected.apply(entry.encoded, sequence: sequence) }
        try compare(ledger, expected, newest: received)
        // A snapshot has what is left of the words too, and replay comes to the same.
        let restored = try Ledger(sections: ledger.sections)
        #expect(restored.sections == ledger.sections)
        var replayed = Ledger(limits: limits, seed: HashSeed(1, 2))
        for (index, payload) in journal.enumerated() { try replayed.apply(payload, sequence: UInt64(index + 1)) }
        #expect(replayed.sections == ledger.sections)
    }

    private func compare(_ ledger: Ledger, _ expected: Ledger, newest: Int64) throws {
        let day: Int64 = 86_400_000
        let windows: [TimeWindow?] = [nil, TimeWindow(from: newest - 4 * day, until: newest - day)]
        for org in (1...5).map({ "org-\($0)" }) {
            for window in windows {
                var wanted = expected.report(org, window: window)
                let report = ledger.report(org, window: window)
                wanted?.verbatimsHeld = report?.verbatimsHeld ?? 0
                #expect(report != nil && report == wanted)
                for id in ["visit", "nps"] {
                    let record = ledger.surveys(org: org.utf8Span.span)?.record(id)
                    let other = expected.surveys(org: org.utf8Span.span)?.record(id)
                    let results = try #require(
                        record.map { SurveyResults($0, version: $0.versions[0], window: window) })
                    #expect(
                        try results
                            == SurveyResults(#require(other), version: #require(other?.versions[0]), window: window))
                }
            }
        }
    }

    @Test("a customer's submissions are all found, with and without their words; others are not")
    func customers() throws {
        var limits = LedgerLimits()
        limits.verbatimsMax = 3
        var ledger = Ledger(limits: limits, seed: HashSeed(1, 2))
        for number in 1...10 as ClosedRange<UInt64> {
            var submission = Submission(org: "acme", received: 1_764_000_000_000)
            submission.customer = number % 2 == 0 ? "even" : "odd"
            submission.text = "text \(number)"
            try ledger.apply(Entry.submission(submission, nil, lexicon: "").encoded, sequence: number)
        }
        let plan = ledger.forgetPlan(org: "acme".utf8Span.span, customer: "even".utf8Span.span, limit: 100)
        #expect(plan.sequences == [2, 4, 6, 8, 10] && !plan.hasMore)
        let part = ledger.forgetPlan(org: "acme".utf8Span.span, customer: "even".utf8Span.span, limit: 2)
        #expect(part.sequences == [2, 4] && part.hasMore)
        let none = ledger.forgetPlan(org: "acme".utf8Span.span, customer: "eve".utf8Span.span, limit: 2)
        #expect(none.isEmpty)
        for (offset, sequence) in plan.sequences.enumerated() {
            let entry = Entry.retraction(org: "acme", sequence: sequence, received: 1_764_000_000_000)
            try ledger.apply(entry.encoded, sequence: 11 + UInt64(offset))
        }
        let rest = ledger.forgetPlan(org: "acme".utf8Span.span, customer: "even".utf8Span.span, limit: 100)
        #expect(rest.isEmpty && ledger.report("acme")?.volume.received == 5)
        #expect(ledger.lastForgotten == 15)
    }

    @Test("an id that was forgotten is not accepted again, however long ago, in a snapshot's ledger too")
    func ids() throws {
        var limits = LedgerLimits()
        limits.verbatimsMax = 2
        limits.idsMin = 1
        limits.idAgeMilliseconds = 1_000
        var ledger = Ledger(limits: limits, seed: HashSeed(1, 2))
        func submission(_ id: String, at time: Int64) -> [UInt8] {
            var submission = Submission(org: "acme", received: 1_764_000_000_000 + time)
            submission.id = id
            submission.text = id
            return Entry.submission(submission, nil, lexicon: "").encoded
        }
        try ledger.apply(submission("first", at: 0), sequence: 1)
        try ledger.apply(Entry.retraction(org: "acme", sequence: 1, received: 0).encoded, sequence: 2)
        // Far beyond the term of ids.
        for number in 3...600 as ClosedRange<UInt64> {
            try ledger.apply(submission("id-\(number)", at: Int64(number) * 10_000), sequence: number)
        }
        let again = submission("first", at: 9_000_000)
        let admission = try ledger.admit(again, sequence: 601)
        #expect(admission == .forgotten(1))
        var restored = try Ledger(sections: ledger.sections, limits: limits)
        let readmission = try restored.admit(again, sequence: 601)
        #expect(readmission == .forgotten(1))
        let plan = ledger.forgetPlan(org: "acme".utf8Span.span, id: "first".utf8Span.span)
        #expect(plan.isForgotten && plan.sequences.isEmpty)
        // An id out of its term whose words are gone is still found, by what is left.
        let old = ledger.forgetPlan(org: "acme".utf8Span.span, id: "id-5".utf8Span.span)
        #expect(old.sequences == [5])
        try ledger.apply(Entry.retraction(org: "acme", sequence: 5, received: 0).encoded, sequence: 601)
        let late = try ledger.admit(submission("id-5", at: 0), sequence: 602)
        #expect(late == .forgotten(5))
    }
}
