import ByteCoding
import Scoring
import Testing

@testable import Aggregation

@Suite("Folds that go on over many entries")
struct FoldTests {
    /// Submissions of one organisation with many members of staff, applied to a ledger, and what each of those has come to.
    private struct Office {
        var ledger: Ledger
        var samples: Samples
        var journal: [[UInt8]] = []
        var tallies: [String: Tally] = [:]
        var received: Int64 = 1_764_000_000_000

        /// With logs so small that a fold has few facts of each value, but as many values as take it several steps.
        init(seed: UInt64, factLogBytesMax: Int) {
            var limits = LedgerLimits()
            limits.factLogBytesMax = factLogBytesMax
            ledger = Ledger(limits: limits)
            samples = Samples(seed: seed)
        }

        mutating func submit() throws {
            received += Int64(samples.number(0...300_000))
            var submission = samples.submission(organisations: 1, received: received)
            submission.staff = "staff-\(samples.number(1...60))"
            let score = samples.score()
            tallies[submission.staff ?? "", default: Tally()].merge(Tally(submission, score))
            try apply(.submission(submission, score, lexicon: ""))
        }

        mutating func apply(_ entry: Entry) throws {
            journal.append(entry.encoded)
            try ledger.apply(entry.encoded, sequence: UInt64(journal.count))
        }

        var organisation: Organisation? { ledger.organisation("org-1".utf8Span.span) }

        var isFolding: Bool { if case .underway? = organisation?.fold { true } else { false } }
    }

    @Test("while facts are folded value by value every figure is right: the whole, its parts, and over time")
    func figures() throws {
        var office = Office(seed: 91, factLogBytesMax: 2_500)
        var lookCount = 0
        for _ in 1...900 {
            try office.submit()
            guard office.isFolding else { continue }
            lookCount += 1
            let figures = try #require(office.ledger.figures("org-1"))
            var whole = Tally()
            for tally in office.tallies.values { whole.merge(tally) }
            let split = try #require(figures.report(splitBy: "staff", limit: 100))
            #expect(split.parts.count == office.tallies.count && split.without == nil)
            for part in split.parts { #expect(part.report == Report(office.tallies[part.value] ?? Tally())) }
            #expect(split.whole.sentiment == Report(whole).sentiment && split.whole.volume == Report(whole).volume)
            let name = try #require(split.parts.last).value
            let segment = SegmentName(axis: "staff", value: name)
            let one = try #require(figures.report(segment: segment))
            #expect(one.dimensions == Report(office.tallies[name] ?? Tally()).dimensions)
            let years = TimeWindow(from: office.received - 1_090 * 86_400_000, until: office.received + 20 * 86_400_000)
            let trend = try figures.trend(.month, window: years, metrics: [.volume], segment: segment)
            let counts = trend.points.map(\.received).reduce(0, +)
            #expect(counts == figures.report(window: trend.window, segment: segment)?.volume.received)
        }
        #expect(lookCount > 30)
    }

    @Test("an entry changes the tallies of few values, however many a log is folded into")
    func steps() throws {
        var office = Office(seed: 92, factLogBytesMax: 2_500)
        var before: [SegmentValue] = []
        var changedMax = 0
        var foldCount = 0
        for _ in 1...900 {
            let wasFolding = office.isFolding
            try office.submit()
            if !wasFolding, office.isFolding { foldCount += 1 }
            let values = office.organisation?.segments.values ?? []
            let changedCount = zip(before, values).count { $0.timeline.total != $1.timeline.total }
            changedMax = max(changedMax, changedCount)
            before = values
        }
        #expect(foldCount > 5)
        // Each takes at least three tallies, of an hour, a day and all time, or two of those that are told apart no more.
        #expect(changedMax <= Fold.stepWork / (2 * Fold.tallyWork) + 1)
    }

    @Test("a ledger that was read from a snapshot in the midst of a fold goes on as the one it is of")
    func snapshots() throws {
        var office = Office(seed: 93, factLogBytesMax: 2_500)
        while !office.isFolding { try office.submit() }
        let sections = office.ledger.sections
        var restored = try Ledger(sections: sections, limits: office.ledger.limits)
        #expect(restored.sections == sections)
        let start = office.journal.count
        for _ in 0..<200 { try office.submit() }
        try office.apply(.retraction(org: "org-1", sequence: 3, received: office.received))
        for place in start..<office.journal.count {
            try restored.apply(office.journal[place], sequence: UInt64(place + 1))
        }
        #expect(restored.sections == office.ledger.sections)
        let whole = try #require(restored.figures("org-1")?.report(splitBy: "staff", limit: 100))
        #expect(whole == office.ledger.figures("org-1")?.report(splitBy: "staff", limit: 100))
    }

    @Test("a stored fold that contradicts itself is an error, and no flipped bit traps")
    func damage() throws {
        var office = Office(seed: 94, factLogBytesMax: 1_500)
        while !office.isFolding { try office.submit() }
        let sections = office.ledger.sections
        let index = try #require(sections.indices.dropFirst().max { sections[$0].count < sections[$1].count })
        for count in stride(from: 0, to: sections[index].count, by: 53) {
            var cut = sections
            cut[index] = Array(cut[index][..<count])
            #expect(throws: ByteCodingError.self) { try Ledger(sections: cut) }
        }
        for bit in stride(from: 0, to: sections[index].count * 8, by: 487) {
            var flipped = sections
            flipped[index][bit / 8] ^= 1 << UInt8(bit % 8)
            _ = try? Ledger(sections: flipped)
        }
    }
}
