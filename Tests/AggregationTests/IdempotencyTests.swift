import Aggregation
import Testing

@Suite("A resubmitted id is counted once")
struct IdempotencyTests {
    private func payload(
        _ id: String?, org: String = "acme", text: String = "Great.", received: Int64 = 1_764_000_000_000
    ) -> [UInt8] {
        var submission = Submission(org: org, received: received)
        submission.id = id
        submission.text = text
        return Entry.submission(submission, nil, lexicon: "").encoded
    }

    @Test("the same content is a duplicate of the first, other content a conflict with it")
    func duplicateAndConflict() throws {
        var ledger = Ledger()
        let first = payload("a")
        #expect(try ledger.admit(first, sequence: 1) == .new)
        try ledger.apply(first, sequence: 1)
        ledger.endBatch()
        #expect(try ledger.admit(payload("a", received: 1_764_000_009_999), sequence: 2) == .duplicate(of: 1))
        #expect(try ledger.admit(payload("a", text: "Bad."), sequence: 2) == .conflict(with: 1))
        #expect(try ledger.admit(payload("a", org: "other"), sequence: 2) == .new)
        #expect(try ledger.admit(payload("A"), sequence: 3) == .new)
    }

    @Test("a batch meets its own ids before anything is applied")
    func withinBatch() throws {
        var ledger = Ledger()
        #expect(try ledger.admit(payload("a"), sequence: 1) == .new)
        #expect(try ledger.admit(payload("a"), sequence: 2) == .duplicate(of: 1))
        #expect(try ledger.admit(payload("a", text: "Bad."), sequence: 2) == .conflict(with: 1))
    }

    @Test("a batch whose journal write failed leaves nothing behind")
    func failedBatch() throws {
        var ledger = Ledger()
        let before = ledger.sections
        #expect(try ledger.admit(payload("a"), sequence: 1) == .new)
        ledger.endBatch()
        #expect(ledger.sections == before)
        #expect(try ledger.admit(payload("a", text: "Bad."), sequence: 1) == .new)
    }

    @Test("submissions without an id are always new")
    func withoutID() throws {
        var ledger = Ledger()
        for sequence in 1...3 as ClosedRange<UInt64> {
            #expect(try ledger.admit(payload(nil), sequence: sequence) == .new)
            try ledger.apply(payload(nil), sequence: sequence)
            ledger.endBatch()
        }
        #expect(ledger.report("acme")?.volume.received == 3)
        #expect(ledger.figures.idsHeld == 0)
    }

    @Test("a forgotten id is not taken again, whatever it brings")
    func forgotten() throws {
        var ledger = Ledger()
        try ledger.apply(payload("a"), sequence: 1)
        try ledger.apply(Entry.retraction(org: "acme", sequence: 1, received: 0).encoded, sequence: 2)
        #expect(try ledger.admit(payload("a"), sequence: 3) == .forgotten(1))
        let restored = try Ledger(sections: ledger.sections)
        var copy = restored
        #expect(try copy.admit(payload("a", text: "Bad."), sequence: 3) == .forgotten(1))
    }

    @Test("a retraction for an unknown organisation or sequence changes nothing but the position")
    func strayRetraction() throws {
        var ledger = Ledger()
        try ledger.apply(payload("a"), sequence: 1)
        let report = ledger.report("acme")
        try ledger.apply(Entry.retraction(org: "nobody", sequence: 1, received: 0).encoded, sequence: 2)
        try ledger.apply(Entry.retraction(org: "acme", sequence: 7, received: 0).encoded, sequence: 3)
        #expect(ledger.report("acme") == report)
        #expect(ledger.report("nobody") == nil)
        #expect(ledger.figures.organisations == 1)
    }

    @Test("the last ids stay however old they are, older ones for their time")
    func retention() throws {
        var limits = LedgerLimits()
        limits.idsMin = 100
        let day: Int64 = 86_400_000
        var ledger = Ledger(limits: limits)
        // 3,000 ids within a day are all younger than a week: all stay.
        for index in 1...3_000 as ClosedRange<UInt64> {
            try ledger.apply(payload("id-\(index)", received: day + Int64(index)), sequence: index)
        }
        #expect(ledger.figures.idsHeld == 3_000)
        // Nine days later the old ones go, as new ones come; the newest 100 are kept whatever their age.
        for index in 3_001...6_000 as ClosedRange<UInt64> {
            try ledger.apply(payload("id-\(index)", received: 10 * day), sequence: index)
        }
        #expect(ledger.figures.idsHeld < 3_200)
        #expect(ledger.figures.idsDroppedEarly == 0)
        for index in 5_901...6_000 as ClosedRange<UInt64> {
            #expect(try ledger.admit(payload("id-\(index)"), sequence: 9_999) == .duplicate(of: index))
        }
    }

    @Test("the table of ids keeps within its memory, and says what it dropped early")
    func bounded() throws {
        var limits = LedgerLimits()
        limits.idsMin = 1_000
        limits.idBytesMax = 2_000 * LedgerLimits.bytesPerID
        var ledger = Ledger(limits: limits)
        for index in 1...10_000 as ClosedRange<UInt64> {
            try ledger.apply(payload("id-\(index)"), sequence: index)
            #expect(ledger.figures.idsHeld <= 2_300)
        }
        #expect(ledger.figures.idsDroppedEarly == 10_000 - ledger.figures.idsHeld)
        for index in 9_001...10_000 as ClosedRange<UInt64> {
            #expect(try ledger.admit(payload("id-\(index)"), sequence: 99_999) == .duplicate(of: index))
        }
        let restored = try Ledger(sections: ledger.sections, limits: limits)
        #expect(restored.sections == ledger.sections)
    }

    @Test("an organisation beyond the limit is refused, within a batch too; those that are there go on")
    func organisationLimit() throws {
        var limits = LedgerLimits()
        limits.organisationsMax = 2
        var ledger = Ledger(limits: limits)
        #expect(try ledger.admit(payload(nil, org: "a"), sequence: 1) == .new)
        #expect(try ledger.admit(payload(nil, org: "b"), sequence: 2) == .new)
        #expect(try ledger.admit(payload(nil, org: "b"), sequence: 3) == .new)
        #expect(try ledger.admit(payload(nil, org: "c"), sequence: 4) == .organisationLimit)
        ledger.endBatch()
        #expect(try ledger.admit(payload(nil, org: "c"), sequence: 1) == .new)
        try ledger.apply(payload(nil, org: "c"), sequence: 1)
        ledger.endBatch()
        #expect(try ledger.admit(payload(nil, org: "c"), sequence: 2) == .new)
        #expect(try ledger.admit(payload(nil, org: "a"), sequence: 3) == .new)
        #expect(try ledger.admit(payload(nil, org: "b"), sequence: 4) == .organisationLimit)
    }
}
