import Scoring
import Testing

@testable import Aggregation

@Suite("Comparisons beside SciPy and statsmodels")
struct ComparisonTests {
    private func isClose(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
        guard let value else { return false }
        return abs(value - expected) <= tolerance * max(1, abs(expected))
    }

    private func mean(_ sums: [Int64]) -> Mean { Mean(n: sums[0], sum: sums[1], squares: sums[2]) }

    @Test("two means by Welch's t")
    func welch() {
        for row in ComparisonFixture.welch {
            let difference = Difference(mean(row.first), mean(row.second))
            #expect(difference.test == .welch)
            #expect(isClose(difference.value, row.difference))
            #expect(isClose(difference.low, row.low, 1e-8))
            #expect(isClose(difference.high, row.high, 1e-8))
            #expect(isClose(difference.statistic, row.t))
            #expect(isClose(difference.degrees, row.degrees))
            #expect(isClose(difference.p, row.p))
        }
    }

    @Test("means of none, of one, and of equal values give no test")
    func withoutSpread() {
        let none = Mean(n: 0, sum: 0, squares: 0)
        let one = Mean(n: 1, sum: 5_000, squares: 25_000_000)
        let equal = Mean(n: 3, sum: 15_000, squares: 75_000_000)
        let two = Mean(n: 2, sum: 1, squares: 1)
        for (first, second) in [(none, two), (two, none), (one, two), (equal, equal), (one, one)] {
            let difference = Difference(first, second)
            #expect(difference.p == nil && difference.low == nil && difference.statistic == nil)
            #expect((difference.value == nil) == (first.n == 0 || second.n == 0))
        }
        // One side without spread is enough for a test, as SciPy has it.
        #expect(Difference(equal, two).p != nil)
    }

    @Test("two shares by z, with Newcombe's interval")
    func shares() {
        for row in ComparisonFixture.shares {
            let difference = Difference(
                Share(row.first[0], of: row.first[1]), Share(row.second[0], of: row.second[1]))
            #expect(isClose(difference.low, row.low))
            #expect(isClose(difference.high, row.high))
            #expect(isClose(difference.statistic, row.z))
            #expect(isClose(difference.p, row.p))
        }
        #expect(Difference(Share(0, of: 5), Share(0, of: 9)).p == 1)
        #expect(Difference(Share(5, of: 5), Share(9, of: 9)).p == 1)
        #expect(Difference(Share(0, of: 0), Share(9, of: 9)).p == nil)
    }

    @Test("two net promoter scores by z")
    func promoters() {
        func score(_ counts: [Int64]) -> NetPromoterScore {
            NetPromoterScore(promoters: counts[0], passives: counts[1], detractors: counts[2])
        }
        for row in ComparisonFixture.promoters {
            let difference = Difference(score(row.first), score(row.second))
            #expect(isClose(difference.value, row.difference))
            #expect(isClose(difference.low, row.low))
            #expect(isClose(difference.high, row.high))
            #expect(isClose(difference.statistic, row.z))
            #expect(isClose(difference.p, row.p))
        }
        #expect(Difference(score([0, 0, 0]), score([1, 1, 1])).value == nil)
        #expect(Difference(score([4, 0, 0]), score([9, 0, 0])).p == nil)
    }

    @Test("the rate of false discoveries")
    func discoveries() {
        for row in ComparisonFixture.discoveries {
            let adjusted = FalseDiscovery.adjusted(row.given)
            for (value, expected) in zip(adjusted, row.adjusted) { #expect(isClose(value, expected, 1e-12)) }
        }
        #expect(FalseDiscovery.adjusted([]).isEmpty)
        #expect(FalseDiscovery.adjusted([nil, 0.02, nil, 0.03]) == [nil, 0.03, nil, 0.03])
    }

    @Test("nobody may be on both sides")
    func overlap() throws {
        var ledger = Ledger()
        var samples = Samples(seed: 51)
        for sequence in 1...200 as ClosedRange<UInt64> {
            try ledger.apply(samples.entry(organisations: 2, received: 1_764_000_000_000).encoded, sequence: sequence)
        }
        let one = try #require(ledger.figures("org-1"))
        let two = try #require(ledger.figures("org-2"))
        let web = SegmentName(axis: "channel", value: "web")
        let phone = SegmentName(axis: "channel", value: "phone")
        let bob = SegmentName(axis: "staff", value: "Bob")
        let early = TimeWindow(from: 0, until: 1_764_000_000_000)
        let late = TimeWindow(from: 1_764_000_000_000, until: 1_765_000_000_000)
        func refusal(_ a: ComparisonSide, _ b: ComparisonSide) -> ComparisonRefusal? {
            do throws(ComparisonRefusal) { _ = try Comparison(a, b, metrics: nil) } catch { return error }
            return nil
        }
        func side(_ figures: OrganisationFigures, _ window: TimeWindow?, _ segment: SegmentName?) -> ComparisonSide {
            ComparisonSide(figures, window: window, segment: segment)
        }
        #expect(refusal(side(one, nil, nil), side(one, nil, nil)) == .overlap)
        #expect(refusal(side(one, nil, nil), side(two, nil, nil)) == nil)
        #expect(refusal(side(one, early, nil), side(one, late, nil)) == nil)
        #expect(refusal(side(one, early, nil), side(one, nil, nil)) == .overlap)
        #expect(refusal(side(one, nil, web), side(one, nil, phone)) == nil)
        #expect(refusal(side(one, nil, web), side(one, nil, web)) == .overlap)
        #expect(refusal(side(one, nil, web), side(one, nil, bob)) == .overlap)
        #expect(refusal(side(one, nil, web), side(one, nil, nil)) == .overlap)
        #expect(refusal(side(one, early, web), side(one, late, bob)) == nil)
        let colour = SegmentName(axis: "colour", value: "red")
        #expect(refusal(side(one, nil, colour), side(two, nil, nil)) == .unknownAxis)
    }
}
