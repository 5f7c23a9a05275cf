import Scoring
import Testing

@testable import Aggregation

@Suite("Axes of segments that come and go, and values beyond their bounds")
struct SegmentTests {
    private static let start: Int64 = 1_764_000_000_000

    private static func submission(_ tags: [String: String] = [:], channel: String? = nil) -> [UInt8] {
        var submission = Submission(org: "o", received: start)
        submission.text = "t"
        submission.channel = channel
        submission.tags = tags.map { Tag(key: $0.key, value: $0.value) }
        return Entry.submission(submission, Score(), lexicon: "").encoded
    }

    private static func counts(_ ledger: Ledger, _ axis: String) -> [String: Int]? {
        ledger.figures("o")?.segments.axes.first { $0.name == axis }.map { axis in
            Dictionary(uniqueKeysWithValues: axis.values.map { ($0.name, $0.n) })
        }
    }

    @Test("a withdrawn key takes its figures with it, gives its room to another, and begins anew when it comes back")
    func withdrawal() throws {
        var ledger = Ledger()
        var journal: [[UInt8]] = []
        func apply(_ payload: [UInt8]) throws {
            journal.append(payload)
            try ledger.apply(payload, sequence: UInt64(journal.count))
        }
        let eight = (1...8).map { "k\($0)" }
        try apply(Entry.declaration(org: "o", keys: eight, received: Self.start).encoded)
        for _ in 0..<5 { try apply(Self.submission(["k1": "a", "k2": "b", "new": "c"])) }
        let admissions = [(["new"], []), (["new"], ["k1"]), ([], ["k9"])].map { keys, withdrawn in
            ledger.admit(keys: keys, withdrawing: withdrawn, org: "o".utf8Span.span)
        }
        #expect(admissions == [.tooMany, .new, .unknown("k9")])
        try apply(Entry.withdrawal(org: "o", keys: ["k1"], received: Self.start).encoded)
        #expect(Self.counts(ledger, "tag:k1") == nil)
        try apply(Entry.declaration(org: "o", keys: ["new"], received: Self.start).encoded)
        #expect(Self.counts(ledger, "tag:new") == [:])
        for _ in 0..<3 { try apply(Self.submission(["k1": "a", "k2": "b", "new": "c"])) }
        #expect(Self.counts(ledger, "tag:new") == ["c": 3] && Self.counts(ledger, "tag:k2") == ["b": 8])
        // One from before the change of axes, and one from after it.
        try apply(Entry.retraction(org: "o", sequence: 2, received: Self.start).encoded)
        try apply(Entry.retraction(org: "o", sequence: 9, received: Self.start).encoded)
        #expect(Self.counts(ledger, "tag:new") == ["c": 2] && Self.counts(ledger, "tag:k2") == ["b": 6])
        try apply(Entry.withdrawal(org: "o", keys: ["k2"], received: Self.start).encoded)
        try apply(Entry.declaration(org: "o", keys: ["k2"], received: Self.start).encoded)
        #expect(Self.counts(ledger, "tag:k2") == [:])
        let restored = try Ledger(sections: ledger.sections)
        #expect(restored.sections == ledger.sections && Self.counts(restored, "tag:new") == ["c": 2])
    }

    @Test("withdrawing goes on working when the figures were folded and the words are gone")
    func foldedWithdrawal() throws {
        var limits = LedgerLimits()
        limits.factLogBytesMax = 60
        limits.verbatimsMax = 2
        var ledger = Ledger(limits: limits)
        var sequence: UInt64 = 0
        func apply(_ payload: [UInt8]) throws {
            sequence += 1
            try ledger.apply(payload, sequence: sequence)
        }
        for round in 0..<3 {
            try apply(Entry.declaration(org: "o", keys: ["k"], received: Self.start).encoded)
            for number in 0..<30 { try apply(Self.submission(["k": "v\(number % 3)"])) }
            #expect(Self.counts(ledger, "tag:k") == ["v0": 10, "v1": 10, "v2": 10])
            let first = sequence - 29
            try apply(Entry.retraction(org: "o", sequence: first, received: Self.start).encoded)
            #expect(Self.counts(ledger, "tag:k") == ["v0": 9, "v1": 10, "v2": 10])
            if round < 2 { try apply(Entry.withdrawal(org: "o", keys: ["k"], received: Self.start).encoded) }
        }
        #expect(ledger.report("o")?.volume.received == 87)
        #expect(try Ledger(sections: ledger.sections, limits: limits).sections == ledger.sections)
    }

    @Test("~other says how many values it stands for")
    func others() throws {
        var limits = LedgerLimits()
        limits.segmentValuesMax = 2
        var ledger = Ledger(limits: limits)
        for number in 0..<60 {
            try ledger.apply(Self.submission(channel: "c\(number % 20)"), sequence: UInt64(number + 1))
        }
        let axis = try #require(ledger.figures("o")?.segments.axes.first { $0.name == "channel" })
        #expect(axis.values.count == 2 && axis.otherCount == 54 && axis.otherValues == 18)
        let split = ledger.figures("o")?.report(splitBy: "channel", limit: 10)
        #expect(split?.otherValues == 18 && split?.other?.volume.received == 54)
        let restored = try Ledger(sections: ledger.sections, limits: limits)
        #expect(restored.figures("o")?.segments == ledger.figures("o")?.segments)
    }

    @Test("figures by segment that take too many bytes take in no new value")
    func bytes() throws {
        var limits = LedgerLimits()
        limits.segmentBytesMax = 2_000
        limits.factLogBytesMax = 100
        var ledger = Ledger(limits: limits)
        for number in 0..<2_000 {
            try ledger.apply(Self.submission(channel: "c\(number / 10)"), sequence: UInt64(number + 1))
        }
        let axis = try #require(ledger.figures("o")?.segments.axes.first { $0.name == "channel" })
        #expect((3...100).contains(axis.values.count))
        #expect(axis.otherValues > 50 && axis.values.count + axis.otherValues == 200)
        #expect(try Ledger(sections: ledger.sections, limits: limits).sections == ledger.sections)
    }

    @Test("distinct values are exact while they are few, and estimated within a few standard errors beyond")
    func distinct() throws {
        var random = SplitMix64(state: 5)
        var count = DistinctCount()
        #expect(count.count == 0)
        var hashes: [UInt64] = []
        for number in 1...20_000 {
            hashes.append(random.next())
            count.insert(hashes[number - 1])
            count.insert(hashes[Int(random.next() % UInt64(number))])
            if number <= DistinctCount.exactMax - 1 { #expect(count.count == number) }
            let error = abs(Double(count.count - number)) / Double(number)
            #expect(error < 5 / Double(DistinctCount.exactMax - 2).squareRoot())
        }
        var backwards = DistinctCount()
        for hash in hashes.reversed() { backwards.insert(hash) }
        #expect(backwards == count && count.byteCount <= 2_048)
    }
}
