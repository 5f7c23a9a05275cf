import ByteCoding
import Scoring
import Testing

@testable import Aggregation

@Suite("The ledger")
struct LedgerTests {
    private let hour: Int64 = 3_600_000
    private let start: Int64 = 20_000 * 86_400_000

    private func apply(_ ledger: inout Ledger, _ org: String, at: Int64? = nil, received: Int64) throws {
        var submission = Submission(org: org, received: received)
        submission.at = at
        try ledger.apply(Entry.submission(submission, nil, lexicon: "").encoded, sequence: ledger.sequence + 1)
    }

    /// A ledger whose organisations fold their logs when they are fuller than that.
    private func folding(_ factLogBytesMax: Int) -> Ledger {
        var limits = LedgerLimits()
        limits.factLogBytesMax = factLogBytesMax
        return Ledger(limits: limits)
    }

    private func received(_ ledger: Ledger, _ from: Int64, _ until: Int64) -> (Int?, TimeWindow?) {
        let report = ledger.report("acme", window: TimeWindow(from: from, until: until))
        return (report?.volume.received, report?.window)
    }

    @Test("names are listed in the order of their bytes, by prefix, page by page")
    func organisationPages() throws {
        var ledger = Ledger()
        let names = ["b", "a", "aa", "ab", "é", "Z", "abc"]
        for name in names { try apply(&ledger, name, received: 5) }
        func list(_ prefix: String, _ after: String, _ limit: Int) -> ([String], Bool) {
            let page = ledger.organisations(
                prefix: prefix.utf8Span.span, after: after.utf8Span.span, limit: limit)
            return (page.organisations.map(\.name), page.isLast)
        }
        #expect(list("", "", 100) == (["Z", "a", "aa", "ab", "abc", "b", "é"], true))
        #expect(list("a", "", 2) == (["a", "aa"], false))
        #expect(list("a", "aa", 2) == (["ab", "abc"], true))
        #expect(list("x", "", 2) == ([], true))
        #expect(list("", "", 0) == ([], false))
    }

    @Test("names that Unicode calls equal are two organisations")
    func bytewiseNames() throws {
        var ledger = Ledger()
        try apply(&ledger, "caf\u{E9}", received: 1)
        try apply(&ledger, "cafe\u{301}", received: 2)
        #expect(ledger.figures.organisations == 2)
    }

    @Test("a window is widened to whole hours, and to whole days where hours are no longer told apart")
    func windows() throws {
        let old = start - 30 * 24 * hour
        for factLogBytesMax in [0, 1_000] {
            var ledger = folding(factLogBytesMax)
            for offset in [0, 1, 30] as [Int64] { try apply(&ledger, "acme", at: old + offset * hour, received: start) }
            for offset in [1, 2, 5] as [Int64] {
                try apply(&ledger, "acme", at: start - offset * hour, received: start)
            }
            #expect(
                received(ledger, start - 2 * hour + 1, start - hour + 1) == (
                    2, TimeWindow(from: start - 2 * hour, until: start)
                ))
            #expect(
                received(ledger, start - 2 * hour, start - hour) == (
                    1, TimeWindow(from: start - 2 * hour, until: start - hour)
                ))
            #expect(received(ledger, old + hour, old + 2 * hour) == (2, TimeWindow(from: old, until: old + 24 * hour)))
            #expect(received(ledger, old + 2 * hour, start) == (6, TimeWindow(from: old, until: start)))
            #expect(received(ledger, start, start) == (0, TimeWindow(from: start, until: start)))
            #expect(received(ledger, .max, .min).0 == 0)
            #expect(received(ledger, .min, .max).0 == 6)
        }
    }

    @Test("hours and days beyond their time are dropped, and all-time keeps them")
    func horizon() throws {
        var ledger = folding(0)
        for day in 0..<1_200 as Range<Int64> { try apply(&ledger, "acme", received: start + day * 24 * hour) }
        let organisation = ledger.organisation("acme".utf8Span.span)
        let timeline = try #require(organisation?.timeline)
        // Three more lie in the page of the first that is needed, and are not asked for.
        #expect(timeline.days.count == 1_097 + 3)
        #expect(timeline.hours.count == 15)
        #expect(ledger.report("acme")?.volume.received == 1_200)
        #expect(received(ledger, .min, .max).0 == 1_097)
    }

    @Test("a clock that jumps, backwards or to the ends of time, traps nothing")
    func clockJumps() throws {
        var ledger = folding(0)
        for time in [Int64.max, .min, 0, -1, 4_102_444_800_000, .min + 1, .max - 1] {
            for at in [nil, Int64.max, .min, 0] as [Int64?] {
                try apply(&ledger, "acme", at: at, received: time)
            }
        }
        #expect(ledger.report("acme")?.volume.received == 28)
        _ = received(ledger, .min, .max)
        let restored = try Ledger(sections: ledger.sections)
        #expect(restored.sections == ledger.sections)
    }

    @Test("an entry that was applied before is passed over")
    func appliedOnce() throws {
        var ledger = Ledger()
        let payload = Entry.submission(Submission(org: "acme", received: 1), nil, lexicon: "").encoded
        #expect(try ledger.apply(EncodedEntry(payload.span), sequence: 7))
        #expect(try ledger.apply(EncodedEntry(payload.span), sequence: 7) == false)
        #expect(try ledger.apply(EncodedEntry(payload.span), sequence: 3) == false)
        #expect(ledger.sequence == 7)
        #expect(ledger.report("acme")?.volume.received == 1)
    }

    @Test("a copy stays as it was while the ledger goes on")
    func copies() throws {
        var samples = Samples(seed: 11)
        var ledger = Ledger()
        for sequence in 1...500 as ClosedRange<UInt64> {
            try ledger.apply(samples.entry(received: start).encoded, sequence: sequence)
        }
        let copy = ledger
        let before = copy.sections
        for sequence in 501...1_000 as ClosedRange<UInt64> {
            try ledger.apply(samples.entry(received: start).encoded, sequence: sequence)
        }
        #expect(copy.sections == before)
        #expect(ledger.sections != before)
    }

    @Test("an idle organisation fits into 1 KiB, one with 1,000 submissions in one channel into 16 KiB")
    func memory() throws {
        var samples = Samples(seed: 12)
        var ledger = Ledger()
        for sequence in 1...1_000 as ClosedRange<UInt64> {
            var submission = Submission(org: "acme", received: start + Int64(sequence) * 600_000)
            submission.channel = "web"
            try ledger.apply(
                Entry.submission(submission, samples.typicalScore(), lexicon: "").encoded, sequence: sequence)
            let bytes = ledger.organisation("acme".utf8Span.span)?.byteCount ?? .max
            if sequence == 5 { #expect(bytes <= 1_024) }
            // The sums that leagues are made of begin with the eleventh.
            #expect(bytes + Headlines.bytesEach <= 16_384)
        }
    }
}
