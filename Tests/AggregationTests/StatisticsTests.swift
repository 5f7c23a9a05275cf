import Testing

@testable import Aggregation

@Suite("Statistics beside SciPy")
struct StatisticsTests {
    private func isClose(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
        guard let value else { return false }
        return abs(value - expected) <= tolerance * max(1, abs(expected))
    }

    @Test("means, their intervals and deviations")
    func means() {
        for row in StatisticsFixture.means {
            let mean = Mean(n: row.n, sum: row.sum, squares: row.squares)
            #expect(isClose(mean.mean, row.mean))
            #expect(isClose(mean.low, row.low))
            #expect(isClose(mean.high, row.high))
            #expect(isClose(mean.standardDeviation, row.deviation))
        }
    }

    @Test("a mean of nothing is no number, and one score has no interval")
    func fewScores() {
        let none = Mean(n: 0, sum: 0, squares: 0)
        #expect(none.mean == nil && none.low == nil && none.standardDeviation == nil)
        let one = Mean(n: 1, sum: -2_500, squares: 6_250_000)
        #expect(one.mean == -0.25 && one.low == nil && one.standardDeviation == nil)
    }

    @Test("the deviation of equal scores is exactly zero, however many there are")
    func noCancellation() {
        let n: Int64 = 80_000_000_000
        let mean = Mean(n: n, sum: n * 9_999, squares: n * 9_999 * 9_999)
        #expect(mean.standardDeviation == 0)
        #expect(mean.mean == 0.9999)
    }

    @Test("shares and their Wilson intervals")
    func shares() {
        for row in StatisticsFixture.shares {
            let share = Share(row.n, of: row.of)
            #expect(isClose(share.low, row.low))
            #expect(isClose(share.high, row.high))
        }
        #expect(Share(0, of: 0).share == nil)
        #expect(Share(3, of: 4).share == 0.75)
    }

    @Test("the points of Student's t, from the table and beyond it")
    func studentPoints() {
        for row in StatisticsFixture.student975 {
            #expect(isClose(Distributions.studentT975(row.degrees), row.point))
        }
    }

    @Test("the tails of Student's t and of the normal distribution")
    func tails() {
        for row in StatisticsFixture.studentTails {
            let probability = Distributions.studentTwoSided(row.t, degrees: row.degrees)
            #expect(abs(probability - row.probability) <= 1e-9 * row.probability + 1e-300)
        }
        for row in StatisticsFixture.normalTails {
            #expect(abs(Distributions.normalTwoSided(row.z) - row.probability) <= 1e-12 * row.probability)
        }
    }

    @Test("quantiles of counted buckets are the nearest ranks")
    func quantiles() {
        #expect([Int64]([]).quantileBucket(0.5) == nil)
        #expect([0, 0].quantileBucket(0.5) == nil)
        #expect([0, 1, 0].quantileBucket(0.9) == 1)
        #expect([5, 5].quantileBucket(0.5) == 0)
        #expect([5, 6].quantileBucket(0.5) == 1)
        #expect([89, 1, 10].quantileBucket(0.9) == 1)
        #expect([89, 0, 11].quantileBucket(0.9) == 2)
    }

    @Test("every bucket of waiting minutes begins where it says, and none is wider than 3 percent")
    func waitingScale() {
        for bucket in 0..<WaitingScale.bucketCount {
            let lower = WaitingScale.lowerBound(of: bucket)
            #expect(WaitingScale.bucket(minutes: UInt32(lower)) == bucket)
            if bucket > 0 { #expect(WaitingScale.bucket(minutes: UInt32(lower - 1)) == bucket - 1) }
            if bucket > 64 { #expect(lower - WaitingScale.lowerBound(of: bucket - 1) <= lower / 32 + 1) }
        }
        #expect(WaitingScale.bucket(minutes: .max) == WaitingScale.bucketCount - 1)
    }
}
