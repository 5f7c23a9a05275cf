import Aggregation
import Scoring
import Testing

@Suite("Kept submissions")
struct VerbatimTests {
    private func apply(
        _ ledger: inout Ledger, _ sequence: UInt64, org: String = "acme",
        _ change: (inout Submission, inout Score) -> Void
    ) throws {
        var submission = Submission(org: org, received: 1_764_000_000_000 + Int64(sequence))
        submission.text = "Nobody called me back."
        var score = Score()
        score.label = .negative
        score.compound = -5_000
        change(&submission, &score)
        try ledger.apply(Entry.submission(submission, score, lexicon: "r1").encoded, sequence: sequence)
    }

    private func page(
        _ ledger: Ledger, _ filter: VerbatimFilter = .init(), after: UInt64? = nil, limit: Int = 100
    ) -> [UInt64] {
        (ledger.verbatims(
            org: "acme".utf8Span.span, filter: filter, after: after.map { VerbatimCursor(sequence: $0) }, limit: limit)?
            .entries ?? [])
            .map(\.sequence)
    }

    @Test("a stored submission is found by the client's id, by the server's and by sequence, with its score")
    func lookUp() throws {
        var ledger = Ledger()
        try apply(&ledger, 1) { submission, _ in submission.id = "mine" }
        try apply(&ledger, 2) { _, score in
            score.evidence = [Evidence(start: 0, end: 6, contribution: -5_000, rules: .negated)]
        }
        #expect(ledger.stored("acme", id: "mine")?.sequence == 1)
        let given = try #require(ledger.stored("acme", id: "s2"))
        #expect(given.id == "s2")
        #expect(given.lexicon == "r1")
        #expect(given.score?.evidence.first?.rules == .negated)
        #expect(ledger.stored("acme", id: "s3") == nil)
        #expect(ledger.stored("acme", id: "yours") == nil)
        #expect(ledger.stored("other", id: "mine") == nil)
    }

    @Test("an id that is out of the table is still found while its submission is kept")
    func lookUpWithoutTable() throws {
        var limits = LedgerLimits()
        limits.idsMin = 0
        limits.idBytesMax = 0
        var ledger = Ledger(limits: limits)
        for sequence in 1...2_000 as ClosedRange<UInt64> {
            try apply(&ledger, sequence, org: sequence < 100 ? "acme" : "busy") { submission, _ in
                submission.id = "id-\(sequence)"
            }
        }
        #expect(ledger.figures.idsHeld < 300)
        #expect(ledger.stored("acme", id: "id-7")?.sequence == 7)
    }

    @Test("pages run newest first, without gap or repetition, while new ones come")
    func paging() throws {
        var ledger = Ledger()
        for sequence in 1...10 as ClosedRange<UInt64> { try apply(&ledger, sequence) { _, _ in } }
        let newest = ledger.verbatims(org: "acme".utf8Span.span, filter: .init(), limit: 4)
        let first = try #require(newest)
        #expect(first.entries.map(\.sequence) == [10, 9, 8, 7])
        #expect(first.next == VerbatimCursor(sequence: 7))
        try apply(&ledger, 11) { _, _ in }
        #expect(page(ledger, after: first.next?.sequence, limit: 4) == [6, 5, 4, 3])
        let oldest = ledger.verbatims(
            org: "acme".utf8Span.span, filter: .init(), after: VerbatimCursor(sequence: 3), limit: 2)
        let last = try #require(oldest)
        #expect(last.entries.map(\.sequence) == [2, 1])
        #expect(last.next == nil)
        let unknown = ledger.verbatims(org: "nobody".utf8Span.span, filter: .init(), limit: 2)
        #expect(unknown == nil)
    }

    @Test("the most extreme come first, those without a figure last, page by page while others come and go")
    func extremes() throws {
        var ledger = Ledger()
        let compounds: [Int32?] = [-9_000, 4_000, nil, -9_000, 0, 7_000, nil, -100]
        for (index, compound) in compounds.enumerated() {
            try apply(&ledger, UInt64(index + 1)) { _, score in score.compound = compound }
        }
        func sequences(_ order: VerbatimOrder, _ limit: Int) -> [UInt64] {
            var sequences: [UInt64] = []
            var cursor: VerbatimCursor?
            repeat {
                let page = ledger.verbatims(
                    org: "acme".utf8Span.span, filter: .init(), order: order, after: cursor, limit: limit)
                sequences += page?.entries.map(\.sequence) ?? []
                cursor = (page?.next?.text).flatMap { VerbatimCursor($0) }
                #expect(page?.next == cursor)
            } while cursor != nil
            return sequences
        }
        for limit in [1, 3, 8] {
            #expect(sequences(.mostNegative, limit) == [4, 1, 8, 5, 2, 6, 7, 3])
            #expect(sequences(.mostPositive, limit) == [6, 2, 5, 8, 4, 1, 7, 3])
            #expect(sequences(.oldest, limit) == [1, 2, 3, 4, 5, 6, 7, 8])
        }
        // What the cursor names is gone: the next page is the same.
        let first = ledger.verbatims(org: "acme".utf8Span.span, filter: .init(), order: .mostNegative, limit: 2)
        try ledger.apply(Entry.retraction(org: "acme", sequence: 1, received: 0).encoded, sequence: 9)
        let second = ledger.verbatims(
            org: "acme".utf8Span.span, filter: .init(), order: .mostNegative, after: first?.next, limit: 2)
        #expect(second?.entries.map(\.sequence) == [8, 5])
        #expect(VerbatimCursor("x") == nil && VerbatimCursor("1.2.3") == nil && VerbatimCursor("-1") == nil)
    }

    @Test("words are found at the beginning of words, whatever their case")
    func words() throws {
        var ledger = Ledger()
        let texts = ["Still WAITING for an answer", "an awaiting guest", "no wait, no answers", "Straße: answer"]
        for (index, text) in texts.enumerated() {
            try apply(&ledger, UInt64(index + 1)) { submission, _ in submission.text = text }
        }
        func found(_ words: String) -> [UInt64] {
            var filter = VerbatimFilter()
            filter.words = VerbatimFilter.words(words)
            return page(ledger, filter)
        }
        #expect(found("wait") == [3, 1])
        #expect(found("Answer wait") == [3, 1])
        #expect(found("STRAßE") == [4] && found("trasse") == [])
        #expect(found("Straße answer") == [4])
        #expect(found("awaits") == [])
    }

    @Test("filters take what meets all of them")
    func filters() throws {
        var ledger = Ledger()
        try apply(&ledger, 1) { submission, score in
            submission.channel = "web"
            score.dimensions[.courtesy] = -4_000
            score.signals.urgency = .legal
        }
        try apply(&ledger, 2) { submission, score in
            (submission.channel, submission.staff) = ("web", "Bob")
            score.label = .positive
            score.dimensions[.courtesy] = 4_000
            score.signals.outcomes = [.returns, .recommends]
        }
        try apply(&ledger, 3) { submission, _ in
            (submission.channel, submission.customer) = ("phone", "c1")
            submission.at = 1_000
        }
        func sequences(_ change: (inout VerbatimFilter) -> Void) -> [UInt64] {
            var filter = VerbatimFilter()
            change(&filter)
            return page(ledger, filter)
        }
        #expect(sequences { $0.channel = "web" } == [2, 1])
        #expect(sequences { ($0.channel, $0.staff) = ("web", "Bob") } == [2])
        #expect(sequences { $0.staff = "" } == [3, 1])
        #expect(sequences { $0.customer = "c1" } == [3])
        #expect(sequences { $0.label = .positive } == [2])
        #expect(sequences { $0.dimension = .courtesy } == [2, 1])
        #expect(sequences { ($0.dimension, $0.side) = (.courtesy, -1) } == [1])
        #expect(sequences { $0.urgency = [.legal, .fraud] } == [1])
        #expect(sequences { $0.outcomes = .recommends } == [2])
        #expect(sequences { $0.window = TimeWindow(from: 0, until: 1_001) } == [3])
        #expect(sequences { $0.window = TimeWindow(from: 0, until: 1_000) } == [])
    }

    @Test("the oldest go first when there are too many or they are too large, and it is said")
    func bounds() throws {
        var limits = LedgerLimits()
        limits.verbatimsMax = 3
        var ledger = Ledger(limits: limits)
        for sequence in 1...5 as ClosedRange<UInt64> { try apply(&ledger, sequence) { _, _ in } }
        #expect(page(ledger) == [5, 4, 3])
        let dropped = ledger.verbatims(org: "acme".utf8Span.span, filter: .init(), limit: 1)?.droppedCount
        #expect(dropped == 2)
        #expect(ledger.report("acme")?.volume.received == 5)

        limits.verbatimBytesMax = 1_200
        ledger = Ledger(limits: limits)
        for sequence in 1...5 as ClosedRange<UInt64> {
            try apply(&ledger, sequence) { submission, _ in submission.text = String(repeating: "x", count: 400) }
        }
        #expect(page(ledger) == [5, 4])
        try apply(&ledger, 6) { submission, _ in submission.text = String(repeating: "x", count: 2_000) }
        #expect(page(ledger) == [])
        #expect(ledger.figures.verbatimBytes == 0)
    }

    @Test("all kept submissions together stay within their bound, whoever sends")
    func totalBound() throws {
        var limits = LedgerLimits()
        limits.verbatimBytesTotalMax = 256 * 4_000
        var ledger = Ledger(limits: limits)
        var samples = Samples(seed: 9)
        for sequence in 1...20_000 as ClosedRange<UInt64> {
            try apply(&ledger, sequence, org: "org-\(samples.number(1...2_000))") { _, _ in }
            if sequence % 1_000 == 0 { #expect(ledger.figures.verbatimBytes <= limits.verbatimBytesTotalMax) }
        }
        #expect(ledger.figures.verbatims > 4_000)
        let restored = try Ledger(sections: ledger.sections, limits: limits)
        #expect(restored.sections == ledger.sections)
        #expect(restored.figures == ledger.figures)
    }
}

extension Ledger {
    /// A page of the kept submissions of an organisation; nil when it is not known.
    fileprivate func verbatims(
        org: Span<UInt8>, filter: VerbatimFilter, order: VerbatimOrder = .newest, after: VerbatimCursor? = nil,
        limit: Int
    ) -> VerbatimPage? {
        keptVerbatims(org: org)?.page(filter, order: order, after: after, limit: limit)
    }
}
