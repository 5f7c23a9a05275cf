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

    /// The tallies of the values on an axis.
    func split(_ org: String, _ window: TimeWindow?, _ value: (UInt64, Submission) -> String?) -> [String: Tally] {
        var parts: [String: Tally] = [:]
        for (sequence, submission, score) in submissions where submission.org == org {
            if let window, !(window.from..<window.until).contains(submission.eventTime) { continue }
            if let value = value(sequence, submission) {
                parts[value, default: Tally()].merge(Tally(submission, score))
            }
        }
        return parts
    }
}

@Suite("The ledger beside a list that is recomputed")
struct LedgerModelTests {
    /// How many submissions; the full count of the promise by the environment.
    static let count = ProcessInfo.processInfo.environment["EARSHOT_MODEL_COUNT"].flatMap { Int($0) } ?? 5_000

    @Test("figures agree after random submissions, late ones, duplicates and retractions; replay and snapshot too")
    func agreement() throws {
        var samples = Samples(seed: 42)
        var limits = LedgerLimits()
        limits.segmentValuesMax = 3
        var ledger = Ledger(limits: limits)
        var journal: [[UInt8]] = []
        var model = Model()
        var received: Int64 = 1_764_000_000_000
        for _ in 0..<Self.count {
            received += Int64(samples.number(-1_000...1_800_000))
            let sequence = UInt64(journal.count + 1)
            let payload: [UInt8]
            if Self.declarations.contains(journal.count) {
                payload = Entry.declaration(org: "org-1", keys: ["region", "plan"], received: received).encoded
            } else if samples.chance(5),
                let (_, submission, score) = model.submissions.randomElement(using: &samples.random),
                submission.id != nil
            {
                let again = Entry.submission(submission, score, lexicon: "").encoded
                let admission = try ledger.admit(again, sequence: sequence)
                guard case .duplicate = admission else { continue }
                payload = Entry.duplicate(org: submission.org, received: received).encoded
                model.duplicates.append((submission.org, received))
            } else if samples.chance(3),
                let place = model.submissions.indices.suffix(100).randomElement(
                    using: &samples.random)
            {
                let taken = model.submissions.remove(at: place)
                payload =
                    Entry.retraction(org: taken.submission.org, sequence: taken.sequence, received: received).encoded
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
        try replay(journal, gives: ledger, limits)
    }

    /// The places in the journal where tag keys are declared: the second one changes nothing.
    private static let declarations = [700, 1_500]

    private func compare(_ ledger: Ledger, _ model: Model, newest: Int64) {
        let hour: Int64 = 3_600_000
        let now = (newest / hour - 1) * hour
        let today = newest / (24 * hour) * 24 * hour
        let windows: [TimeWindow?] = [
            nil, TimeWindow(from: now - 3 * hour, until: now), TimeWindow(from: now - 50 * hour, until: now),
            TimeWindow(from: today - 40 * 24 * hour, until: today - 20 * 24 * hour),
            TimeWindow(from: today - 100 * 24 * hour, until: now), TimeWindow(from: now, until: now),
        ]
        for metric in [Metric.sentiment, .label(.negative), .volume, .dimension(.courtesy)] {
            for row in ledger.ranking(RankTerms(metric: metric)).rows {
                #expect(row.figure == metric.figure(model.tally(row.name, nil)))
            }
        }
        for org in (1...5).map({ "org-\($0)" }) {
            for window in windows {
                var expected = Report(model.tally(org, window), window: window)
                let report = ledger.report(org, window: window)
                expected.verbatimsHeld = report?.verbatimsHeld ?? 0
                #expect(report == expected)
                for axis in ["channel", "touchpoint", "staff", "survey"] + (org == "org-1" ? ["tag:region"] : []) {
                    compareSplit(ledger, model, org, window, axis)
                }
            }
        }
    }

    private func compareSplit(_ ledger: Ledger, _ model: Model, _ org: String, _ window: TimeWindow?, _ axis: String) {
        let figures = ledger.figures(org: org.utf8Span.span)
        let split = figures?.report(window: window, splitBy: axis, limit: 1_000)
        // Which values are within the bound the ledger says itself; that they are no more than the bound is checked.
        let known = figures?.segments.axes.first { $0.name == axis }?.values.map(\.name) ?? []
        #expect(known.count <= 3)
        let parts = model.split(org, window) { sequence, submission in
            let value: String? =
                switch axis {
                case "channel": submission.channel
                case "touchpoint": submission.touchpoint
                case "staff": submission.staff
                case "survey": submission.survey
                default: sequence > 701 ? submission.tags.first { $0.key == "region" && $0.value != "" }?.value : nil
                }
            return value.map { known.contains($0) ? $0 : "~other" }
        }
        let whole = Report(model.tally(org, window), window: split?.whole.window)
        #expect(split?.whole.volume == whole.volume)
        for part in split?.parts ?? [] { #expect(part.report == parts[part.value].map { Report($0) }) }
        #expect(split?.parts.count == parts.keys.count { $0 != "~other" })
        #expect(split?.other == parts["~other"].map { Report($0) })
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
        #expect(try replayInParts(journal, limits).sections == ledger.sections)
    }

    /// By batches, as recovery does: on parts unless something is forgotten.
    private func replayInParts(_ journal: [[UInt8]], _ limits: LedgerLimits) throws -> Ledger {
        var ledger = Ledger(limits: limits)
        for start in stride(from: 0, to: journal.count, by: 7) {
            var batch = EntryBatch()
            for index in start..<min(start + 7, journal.count) {
                let payload = journal[index]
                try batch.append(payload.span, sequence: UInt64(index + 1), seed: ledger.seed)
            }
            if batch.forgets {
                ledger.apply(batch)
            } else {
                var parts = ledger.divided(into: 4)
                for place in parts.indices { parts[place].apply(batch) }
                ledger = Ledger(joining: parts)
            }
        }
        return ledger
    }
}
