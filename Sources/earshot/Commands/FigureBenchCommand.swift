// `earshot bench-figures`: how fast questions about figures are answered, and what they cost the writer.

import Aggregation
import ArgumentParser
import Scoring
import Transport

/// Measures questions about figures.
struct FigureBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-figures",
        abstract: "Measure questions about figures on a ledger made up in this process.",
        discussion: """
            Example: earshot bench-figures --submissions 10000000 --organisations 100000
            """)

    @Option(help: "Submissions of the one big organisation, over a year.")
    var submissions = 1_000_000

    @Option(help: "Organisations in the league.")
    var organisations = 100_000

    @Option(help: "Submissions of each of them, over 90 days, three quarters in the last 30.")
    var each = 24

    func validate() throws {
        guard (1_000...1_000_000_000).contains(submissions), (10...1_000_000).contains(organisations),
            (1...100_000).contains(each)
        else { throw ValidationError("That is too few or too many to measure.") }
    }

    func run() throws {
        // As the server does.
        ProcessUsage.keepFreedMemory()
        try measureBig()
        try measureMany()
    }

    private func row(_ name: String, _ microseconds: Double) {
        let padding = String(repeating: " ", count: max(1, 58 - name.count))
        print("\(name)\(padding)\(Figures.fixed(microseconds, microseconds < 10 ? 2 : 0)) µs")
    }

    private func row(_ name: String, _ times: (median: Double, fastest: Double)) {
        let padding = String(repeating: " ", count: max(1, 58 - name.count))
        func text(_ time: Double) -> String { Figures.fixed(time, time < 10 ? 2 : 0) }
        print("\(name)\(padding)\(text(times.median)) µs, fastest \(text(times.fastest)) µs")
    }

    private func measureBig() throws {
        var bench = FigureBench()
        let clock = MonotonicClock.system
        let start = clock.nanoseconds
        try bench.fillBig(submissions)
        let seconds = Double(clock.nanoseconds - start) / 1e9
        print("one organisation, \(Figures.count(submissions)) submissions over a year, 50 staff, 4 channels")
        print("made and applied in \(Figures.fixed(seconds, 1)) s")
        let ledger = bench.ledger
        guard let figures = ledger.figures(org: "big".utf8Span.span) else { return }
        let window = TimeWindow(from: bench.now - 90 * 86_400_000, until: bench.now)
        let year = TimeWindow(from: bench.now - 365 * 86_400_000, until: bench.now)
        row(
            "copying an organisation's figures (the writer's time)",
            bench.median { _ = ledger.figures(org: "big".utf8Span.span) })
        row("REPORT, all time", bench.median { _ = figures.report() })
        row("REPORT, 90 days", bench.median { _ = figures.report(window: window) })
        row(
            "REPORT, 90 days, split by 50 staff",
            bench.median { _ = figures.report(window: window, splitBy: "staff", limit: 50) })
        row("TREND, a year by day", bench.median { _ = try? figures.trend(.day, window: year, metrics: [.sentiment]) })
        row(
            "TREND, a year by day, every metric",
            bench.median { _ = try? figures.trend(.day, window: year, metrics: Metric.all) })
        row(
            "COMPARE, two quarters",
            bench.median {
                let before = TimeWindow(from: window.from - 90 * 86_400_000, until: window.from)
                _ = try? Comparison(
                    ComparisonSide(figures, window: window, segment: nil),
                    ComparisonSide(figures, window: before, segment: nil),
                    metrics: nil)
            })
        row("DRIVERS, 90 days", bench.median { _ = figures.drivers(.sentiment, window: window) })
        row(
            "RANK of 50 staff, 90 days",
            bench.median {
                _ = figures.ranking(of: "staff", RankTerms(metric: .sentiment), window: window)
            })
        // While somebody holds a copy, the next entry makes its own of what it changes.
        let held = figures
        let next = try bench.submit(org: "big", staff: 0, step: 1)
        row("the first entry after a question", Double(next.elapsed) / 1_000)
        withExtendedLifetime(held) {}
    }

    private func measureMany() throws {
        var bench = try FigureBench(organisations: organisations, each: each)
        print("\(Figures.count(organisations)) organisations, \(each) submissions each over 90 days")
        let other = try FigureBench(organisations: organisations / 10, each: each).ledger
        try measureWaiting(&bench, "an entry with nothing else") { _ in {} }
        let (unlike, month) = (terms(.sentiment), lastDays(30, of: bench))
        try measureWaiting(&bench, "an entry while leagues of another ledger are asked for") { _ in
            { for _ in 0..<10 { _ = other.ranking(unlike, window: month) } }
        }
        let metrics: [Metric] = [
            .volume, .sentiment, .label(.negative), .dimension(.courtesy), .outcome(1), .urgency(0), .nps,
        ]
        for metric in metrics { for days in [nil, 30, 90] { try measureLeague(metric, days: days, &bench) } }
        var longTerms = terms(.sentiment)
        longTerms.limit = 1_000
        let ledger = bench.ledger
        row("RANK by sentiment, all time, 1,000 rows", bench.median(7) { _ = ledger.ranking(longTerms) })
    }

    /// A league, and what an entry takes while it is worked out.
    private func measureLeague(_ metric: Metric, days: Int?, _ bench: inout FigureBench) throws {
        let (terms, window) = (terms(metric), days.map { lastDays($0, of: bench) })
        var rankedCount = 0
        let times = bench.median(7) { rankedCount = Self.league(bench.ledger, terms, window)().rankedCount }
        let time = days.map { "\($0) days" } ?? "all time"
        row("RANK by \(metric.name), \(time), \(Figures.count(rankedCount)) ranked", times)
        try measureWaiting(&bench, "    an entry meanwhile") { ledger in
            let league = Self.league(ledger, terms, window)
            return { _ = league() }
        }
    }

    /// What works a league out of a copy, as the server does: once, and then the copy is gone.
    private static func league(
        _ ledger: Ledger, _ terms: RankTerms, _ window: TimeWindow?
    ) -> @Sendable () -> Ranking {
        guard let window else {
            let table = ledger.league
            return { table.ranking(terms) }
        }
        let copy = Guarded<WindowTable?>(ledger.league(over: window))
        return {
            guard let table = copy.withLock({ $0.take() }) else { preconditionFailure("a league is asked for once") }
            return (consume table).ranking(terms)
        }
    }

    private func terms(_ metric: Metric) -> RankTerms {
        var terms = RankTerms(metric: metric)
        terms.nMin = RankTerms.nFloor
        return terms
    }

    private func lastDays(_ days: Int, of bench: FigureBench) -> TimeWindow {
        TimeWindow(from: bench.now - Int64(days) * 86_400_000, until: bench.now + 1)
    }

    /// How long entries take while another thread does something with a copy of the ledger.
    private func measureWaiting(
        _ bench: inout FigureBench, _ when: String, _ work: (Ledger) -> @Sendable () -> Void
    ) throws {
        var times: [EntryTime] = []
        for _ in 0..<3 {
            let thread = try Thread.start(name: "rank", work(bench.ledger))
            for _ in 0..<10_000 {
                times.append(try bench.submit(org: "org-\(times.count * 7 % organisations)", staff: 0, step: 1))
            }
            thread.join()
        }
        row("\(when), from beginning to end", times.map(\.elapsed).sorted())
        row("\(when), processor time", times.map(\.processor).sorted())
    }

    private func row(_ name: String, _ times: [Int64]) {
        let padding = String(repeating: " ", count: max(1, 58 - name.count))
        func text(_ time: Int64) -> String { Figures.fixed(Double(time) / 1_000, time < 10_000 ? 2 : 0) }
        let (middle, rare) = (times[times.count / 2], times[times.count - times.count / 1_000])
        let longest = text(times[times.count - 1])
        print("\(name)\(padding)median \(text(middle)), 1 in 1,000 \(text(rare)), longest \(longest) µs")
    }
}
