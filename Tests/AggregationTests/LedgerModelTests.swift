import Aggregation
import ByteCoding
import Foundation
import Scoring
import Surveys
import Testing

/// The ledger as a list: everything is worked out anew from all submissions.
private struct Model {
    struct Item {
        var sequence: UInt64
        var submission: Submission
        var score: Score?
        var repeats = 0

        /// Everything that it adds to the figures.
        var tally: Tally {
            var ratings = Ratings()
            ratings.nps = nps
            var tally = Tally(submission, score, ratings)
            for _ in 0..<repeats { tally.merge(.duplicate) }
            return tally
        }

        /// What was answered to the survey `nps`.
        var nps: Int? {
            guard submission.surveyVersion == 1, case .number(thousandths: let value)? = submission.answers.first?.value
            else {
                return nil
            }
            return Int(value / 1_000)
        }
    }

    var items: [Item] = []

    func items(_ org: String, _ window: TimeWindow?) -> [Item] {
        items.filter { item in
            item.submission.org == org
                && window.map { ($0.from..<$0.until).contains(item.submission.eventTime) } ?? true
        }
    }

    func tally(_ org: String, _ window: TimeWindow?) -> Tally {
        items(org, window).reduce(into: Tally()) { $0.merge($1.tally) }
    }

    /// The tallies of the values on an axis.
    func split(_ org: String, _ window: TimeWindow?, _ value: (Item) -> String?) -> [String: Tally] {
        items(org, window).reduce(into: [:]) { parts, item in
            if let value = value(item) { parts[value, default: Tally()].merge(item.tally) }
        }
    }
}

/// Random entries, given to a ledger and to the model beside it.
private struct Pair {
    var samples = Samples(seed: 42)
    var ledger: Ledger
    var model = Model()
    var journal: [[UInt8]] = []
    var received: Int64 = 1_764_000_000_000
    /// The sequence number of the declaration that counts, if any does.
    var declared: UInt64?

    init(limits: LedgerLimits) { ledger = Ledger(limits: limits) }

    mutating func apply(_ entry: Entry) throws {
        journal.append(entry.encoded)
        try ledger.apply(entry.encoded, sequence: UInt64(journal.count))
        ledger.endBatch()
    }

    mutating func step() throws {
        received += Int64(samples.number(-1_000...1_800_000))
        let next = journal.count + 1
        if next == 700 || next == 1_500 || next == 3_400 {
            if declared == nil { declared = UInt64(next) }
            return try apply(.declaration(org: "org-1", keys: ["region", "plan"], received: received))
        }
        if next == 3_000 {
            declared = nil
            return try apply(.withdrawal(org: "org-1", keys: ["region"], received: received))
        }
        if samples.chance(5), !model.items.isEmpty { return try sendAgain() }
        if samples.chance(3), !model.items.isEmpty {
            return try retract(at: samples.number(0...(model.items.count - 1)))
        }
        if samples.number(1...700) == 1 { return try forgetCustomer() }
        try submit()
    }

    private mutating func submit() throws {
        guard case .submission(var submission, let score, let lexicon) = samples.entry(received: received) else {
            return
        }
        if submission.survey == "nps" {
            submission.surveyVersion = 1
            let points = Int64(samples.number(0...10))
            submission.answers = [Answer(question: "nps", value: .number(thousandths: points * 1_000))]
        }
        let entry = Entry.submission(submission, score, lexicon: lexicon)
        #expect(try ledger.admit(entry.encoded, sequence: UInt64(journal.count + 1)) == .new)
        try apply(entry)
        model.items.append(.init(sequence: UInt64(journal.count), submission: submission, score: score))
    }

    private mutating func sendAgain() throws {
        let place = samples.number(0...(model.items.count - 1))
        let item = model.items[place]
        if item.submission.id == nil { return }
        let again = Entry.submission(item.submission, item.score, lexicon: "").encoded
        guard case .duplicate(let original) = try ledger.admit(again, sequence: UInt64(journal.count + 1)) else {
            Issue.record("it was there before")
            return
        }
        #expect(original == item.sequence)
        model.items[place].repeats += 1
        try apply(.duplicate(org: item.submission.org, of: original, received: received))
    }

    private mutating func retract(at place: Int) throws {
        let item = model.items.remove(at: place)
        try apply(.retraction(org: item.submission.org, sequence: item.sequence, received: received))
    }

    private mutating func forgetCustomer() throws {
        let org = "org-\(samples.number(1...5))"
        let customer = "c-\(samples.number(1...50))"
        let plan = ledger.forgetPlan(org: org.utf8Span.span, customer: customer.utf8Span.span, limit: 1_000_000)
        let own = model.items.filter { $0.submission.org == org && $0.submission.customer == customer }
        #expect(plan.sequences == own.map(\.sequence))
        for sequence in plan.sequences { try apply(.retraction(org: org, sequence: sequence, received: received)) }
        model.items.removeAll { $0.submission.org == org && $0.submission.customer == customer }
    }
}

@Suite("The ledger beside a list that is recomputed")
struct LedgerModelTests {
    /// How many submissions; the full count of the promise by the environment.
    static let count = ProcessInfo.processInfo.environment["EARSHOT_MODEL_COUNT"].flatMap { Int($0) } ?? 5_000

    @Test("figures agree after random submissions, late ones, duplicates and retractions; replay and snapshot too")
    func agreement() throws {
        var limits = LedgerLimits()
        limits.segmentValuesMax = 3
        limits.verbatimsMax = 300
        var pair = Pair(limits: limits)
        for _ in 0..<Self.count { try pair.step() }
        compare(pair)
        try replay(pair.journal, gives: pair.ledger, limits)
    }

    private func compare(_ pair: Pair) {
        let (ledger, model, newest) = (pair.ledger, pair.model, pair.received)
        let hour: Int64 = 3_600_000
        let now = (newest / hour - 1) * hour
        let today = newest / (24 * hour) * 24 * hour
        let windows: [TimeWindow?] = [
            nil, TimeWindow(from: now - 3 * hour, until: now), TimeWindow(from: now - 50 * hour, until: now),
            TimeWindow(from: today - 40 * 24 * hour, until: today - 20 * 24 * hour),
            TimeWindow(from: today - 100 * 24 * hour, until: now), TimeWindow(from: now, until: now),
        ]
        for metric in Metric.all {
            let rows = ledger.ranking(RankTerms(metric: metric)).rows
            #expect(rows.isEmpty == (metric == .csat || metric == .ces))
            for row in rows { #expect(row.figure == metric.figure(model.tally(row.name, nil))) }
        }
        for org in (1...5).map({ "org-\($0)" }) {
            compareSurvey(ledger, model, org)
            for window in windows {
                var expected = Report(model.tally(org, window), window: window)
                let report = ledger.report(org, window: window)
                expected.verbatimsHeld = report?.verbatimsHeld ?? 0
                #expect(report == expected)
                for axis in ["channel", "touchpoint", "staff", "survey"] + (org == "org-1" ? ["tag:region"] : []) {
                    compareSplit(pair, org, window, axis)
                }
            }
        }
    }

    private func compareSurvey(_ ledger: Ledger, _ model: Model, _ org: String) {
        let answers = model.items(org, nil).compactMap(\.nps)
        let record = ledger.surveys(org: org.utf8Span.span)?.record("nps")
        let results = record.map { SurveyResults($0, version: $0.versions[0], window: nil) }
        #expect(results?.responses == answers.count)
        #expect(results?.questions.first?.counts == (0...10).map { point in answers.count { $0 == point } })
    }

    private func compareSplit(_ pair: Pair, _ org: String, _ window: TimeWindow?, _ axis: String) {
        let (ledger, model) = (pair.ledger, pair.model)
        let figures = ledger.figures(org: org.utf8Span.span)
        let split = figures?.report(window: window, splitBy: axis, limit: 1_000)
        // Which values are within the bound the ledger says itself; that they are no more than the bound is checked.
        let known = figures?.segments.axes.first { $0.name == axis }?.values.map(\.name) ?? []
        #expect(known.count <= 3)
        let parts = model.split(org, window) { item in
            let submission = item.submission
            let value: String? =
                switch axis {
                case "channel": submission.channel
                case "touchpoint": submission.touchpoint
                case "staff": submission.staff
                case "survey": submission.survey
                default:
                    pair.declared.map { item.sequence > $0 } ?? false
                        ? submission.tags.first { $0.key == "region" && $0.value != "" }?.value : nil
                }
            return value.map { known.contains($0) ? $0 : "~other" }
        }
        let whole = Report(model.tally(org, window), window: split?.whole.window)
        #expect(split?.whole.volume == whole.volume)
        for part in split?.parts ?? [] { #expect(part.report == parts[part.value].map { Report($0) }) }
        #expect(split?.parts.count == parts.keys.count { $0 != "~other" })
        #expect(split?.other == parts["~other"].map { Report($0) })
        if axis == "channel", window == nil { #expect(split?.otherValues == 1) }
        let among = parts.values.reduce(0) { $0 + Report($1).volume.received }
        #expect(split?.without?.volume.received ?? 0 == whole.volume.received - among)
        for (value, tally) in parts {
            let name = SegmentName(axis: axis, value: value)
            var expected = Report(tally, window: split?.whole.window)
            expected.segment = name
            expected.verbatimsHeld = figures?.verbatimsHeld ?? 0
            #expect(figures?.report(window: window, segment: name) == expected)
        }
    }

    private func replay(_ journal: [[UInt8]], gives ledger: Ledger, _ limits: LedgerLimits) throws {
        var replayed = Ledger(limits: limits)
        for (index, payload) in journal.enumerated() { try replayed.apply(payload, sequence: UInt64(index + 1)) }
        #expect(replayed.sections == ledger.sections)
        // A snapshot in the middle, the rest of the journal after it, some of it twice.
        var half = Ledger(limits: limits)
        for index in 0..<(journal.count / 2) { try half.apply(journal[index], sequence: UInt64(index + 1)) }
        var restored = try Ledger(sections: half.sections, limits: limits)
        #expect(restored.sections == half.sections)
        for index in (journal.count / 4)..<journal.count {
            try restored.apply(journal[index], sequence: UInt64(index + 1))
        }
        #expect(restored.sections == ledger.sections)
        #expect(restored.figures == ledger.figures)
        let joined = try replayInParts(journal, limits)
        #expect(joined.sections == ledger.sections)
        for metric in [Metric.sentiment, .volume, .nps] {
            #expect(joined.ranking(RankTerms(metric: metric)).rows == ledger.ranking(RankTerms(metric: metric)).rows)
        }
    }

    /// Dealt out to parts, as recovery does, but for what is forgotten.
    private func replayInParts(_ journal: [[UInt8]], _ limits: LedgerLimits) throws -> Ledger {
        var ledger = Ledger(limits: limits)
        var dealer = EntryDealer(after: ledger)
        for (index, payload) in journal.enumerated() {
            let entry = try EncodedEntry(payload.span)
            let sequence = UInt64(index + 1)
            if !entry.forgets { _ = try dealer.deal(payload.span, EntryAddress(payload.span), sequence: sequence) }
            if !entry.forgets && sequence % 7 != 0 && index < journal.count - 1 { continue }
            var parts = ledger.divided(into: 4)
            for number in (0..<dealer.shardCount).reversed() {
                if let batch = dealer.take(number) { try parts[number % 4].apply(batch) }
            }
            ledger = Ledger(joining: parts, at: dealer.now)
            if entry.forgets {
                try ledger.apply(entry, sequence: sequence)
                dealer.now = ledger.now
            }
        }
        ledger.finishHeadlines()
        return ledger
    }
}
