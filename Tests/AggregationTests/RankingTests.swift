import Scoring
import Testing

@testable import Aggregation

@Suite("Leagues")
struct RankingTests {
    private func figure(_ compounds: [Int]) -> Figure {
        var sum: Int64 = 0
        var squares: Int64 = 0
        for compound in compounds {
            sum += Int64(compound)
            squares += Int64(compound * compound)
        }
        return .mean(Mean(n: Int64(compounds.count), sum: sum, squares: squares), scale: -1...1)
    }

    private func ranking(_ figures: [Figure], _ terms: RankTerms = RankTerms(metric: .sentiment)) -> Ranking {
        var candidates = RankCandidates(terms)
        for (place, figure) in figures.enumerated() { candidates.add(place, figure) }
        return Ranking(candidates, window: nil) { ("name-\($0)", figures[$0]) }
    }

    @Test("ten submissions never top a league, whatever is asked for")
    func minimum() {
        var terms = RankTerms(metric: .sentiment)
        terms.nMin = 1
        let ten = figure(Array(repeating: 10_000, count: 10))
        let many = figure((0..<11).map { $0 * 100 })
        let ranking = ranking([ten, many], terms)
        #expect(ranking.rows.map(\.name) == ["name-1"])
        #expect(ranking.rankedCount == 1)
        #expect(ranking.belowMinimumCount == 1)
    }

    @Test("who cannot be told apart is said: every pair of the league beside its own test")
    func alike() {
        var samples = Samples(seed: 71)
        let figures = (0..<60).map { place in
            figure((0..<samples.number(30...400)).map { _ in samples.number(-6_000...6_000) + place * 50 })
        }
        var terms = RankTerms(metric: .sentiment)
        terms.limit = 60
        let ranking = ranking(figures, terms)
        #expect(ranking.rows.count == 60)
        #expect(
            zip(ranking.rows, ranking.rows.dropFirst()).allSatisfy { ($0.figure.value ?? 0) >= ($1.figure.value ?? 0) })
        for (place, row) in ranking.rows.enumerated() {
            // From the definition: the distance beside the root of the sum of the squares of the two half intervals.
            let alike = ranking.rows.indices.filter { other in
                let (a, b) = (row.figure, ranking.rows[other].figure)
                guard let x = a.value, let y = b.value, let lowA = a.low, let lowB = b.low else { return false }
                return abs(x - y) <= ((x - lowA) * (x - lowA) + (y - lowB) * (y - lowB)).squareRoot() + 1e-12
            }
            #expect(row.alikeFrom == (alike.first ?? -1) + 1)
            #expect(row.alikeTo == (alike.last ?? -1) + 1)
            #expect(row.alikeFrom <= place + 1 && row.alikeTo >= place + 1)
        }
        #expect(ranking.rows[0].alikeTo < 60)
    }

    @Test("in a long league the first and the last that cannot be told apart are those of a look at every pair")
    func longLeague() {
        var samples = Samples(seed: 73)
        let candidates = (0..<1_500).map { place in
            let spread = samples.chance(2) ? 600 : 20
            let n = samples.number(30...60)
            let middle = samples.number(-8_000...8_000)
            let values = (0..<n).map { _ in middle + samples.number(-spread...spread) }
            return RankCandidate(place: place, figure: figure(values))
        }
        for isDescending in [true, false] {
            let league = League(candidates.compactMap { $0 }, isDescending: isDescending)
            let all = league.candidates
            for place in stride(from: 0, to: all.count, by: 37) {
                #expect(league.firstAlike(place) == all.firstIndex { !$0.differs(from: all[place]) })
                #expect(league.lastAlike(place) == all.lastIndex { !$0.differs(from: all[place]) })
            }
        }
    }

    @Test("equal figures share a rank, and the worst come first when asked for")
    func order() {
        let good = figure((0..<40).map { 4_000 + $0 })
        let poor = figure((0..<40).map { -4_000 - $0 })
        #expect(ranking([poor, good, good]).rows.map(\.rank) == [1, 1, 3])
        #expect(ranking([poor, good, good]).rows.map(\.name) == ["name-1", "name-2", "name-0"])
        var terms = RankTerms(metric: .sentiment)
        terms.isWorstFirst = true
        #expect(ranking([poor, good, good], terms).rows.first?.name == "name-0")
        // More of a bad thing is worse.
        let shares = [Figure.share(Share(10, of: 40)), .share(Share(30, of: 40))]
        #expect(ranking(shares, RankTerms(metric: .label(.negative))).rows.first?.name == "name-0")
        #expect(ranking(shares, RankTerms(metric: .label(.positive))).rows.first?.name == "name-1")
    }

    @Test("no league, one alone, and figures without spread")
    func edges() {
        #expect(ranking([]).rows.isEmpty)
        let equal = figure(Array(repeating: 500, count: 30))
        let row = ranking([equal]).rows.first
        #expect(row?.alikeFrom == 1 && row?.alikeTo == 1)
        let rows = ranking([equal, figure(Array(repeating: 501, count: 30))]).rows
        #expect(rows.map(\.alikeTo) == [1, 2])
    }

    @Test("a league over a window has the figures of each organisation's window, for every metric, folded or not")
    func windows() throws {
        for factLogBytesMax in [300, 1 << 20] {
            var limits = LedgerLimits()
            limits.factLogBytesMax = factLogBytesMax
            var ledger = Ledger(limits: limits)
            var samples = Samples(seed: 73)
            for sequence in 1...2_000 as ClosedRange<UInt64> {
                let received = 1_764_000_000_000 + Int64(sequence) * 400_000
                let entry = samples.entry(organisations: 5, received: received)
                if samples.chance(5), sequence > 1 {
                    let gone = UInt64(samples.number(1...(Int(sequence) - 1)))
                    let retraction = Entry.retraction(
                        org: "org-\(samples.number(1...5))", sequence: gone, received: received)
                    try ledger.apply(retraction.encoded, sequence: sequence)
                } else {
                    try ledger.apply(entry.encoded, sequence: sequence)
                }
            }
            let window = TimeWindow(from: 1_764_000_000_000 + 86_400_000, until: 1_764_000_000_000 + 6 * 86_400_000)
            for metric in Metric.all {
                var terms = RankTerms(metric: metric)
                terms.nMin = 1
                let ranking = ledger.ranking(terms, window: window)
                #expect(ranking.rankedCount + ranking.belowMinimumCount == 5)
                let range = HourRange(window, horizon: ledger.horizon)
                for row in ranking.rows {
                    guard let organisation = ledger.organisation(row.name.utf8Span.span) else {
                        Issue.record("\(row.name) is not there")
                        continue
                    }
                    let sum = organisation.sum(range)
                    #expect(row.figure == metric.figure(sum) && row.figure.n == metric.n { sum[$0] })
                }
            }
        }
    }

    @Test("organisations and staff are ranked by what a report says of them")
    func ledger() throws {
        var ledger = Ledger()
        var samples = Samples(seed: 72)
        for sequence in 1...2_000 as ClosedRange<UInt64> {
            try ledger.apply(samples.entry(organisations: 5, received: 1_764_000_000_000).encoded, sequence: sequence)
        }
        var terms = RankTerms(metric: .sentiment)
        let ranking = ledger.ranking(terms)
        #expect(ranking.rows.count == 5)
        for row in ranking.rows {
            let report = try #require(ledger.report(row.name))
            #expect(row.figure == .mean(report.sentiment.compound, scale: -1...1))
        }
        #expect(ledger.ranking(prefix: "org-3", terms).rows.map(\.name) == ["org-3"])
        terms.nMin = 11
        let figures = try #require(ledger.figures("org-1"))
        let staff = try #require(figures.ranking(of: "staff", terms))
        #expect(Set(staff.rows.map(\.name)) == ["Stephanie", "naïve ☕️", "Bob"])
        for row in staff.rows {
            let report = figures.report(segment: SegmentName(axis: "staff", value: row.name))
            #expect(row.figure == report.map { .mean($0.sentiment.compound, scale: -1...1) })
        }
        #expect(figures.ranking(of: "colour", terms) == nil)
    }
}
