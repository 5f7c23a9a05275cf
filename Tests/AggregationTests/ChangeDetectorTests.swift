import Aggregation
import Testing

@Suite("Metrics that turn")
struct ChangeDetectorTests {
    /// The mean number of observations until a detector with a low limit tells a turn, over many runs. The first
    /// observations, which only tell what is usual, are not counted.
    private func meanRunLength(_ runs: Int, seed: UInt64, shift: Double = 0, _ draw: (Double) -> Int32) -> Double {
        var random = SplitMix64(state: seed)
        func uniform() -> Double { (Double(random.next() >> 11) + 0.5) / 9_007_199_254_740_992 }
        var total = 0
        for _ in 0..<runs {
            var detector = ChangeDetector(limit: 4)
            for _ in 0..<ChangeDetector.warmUp {
                _ = detector.observe(draw(uniform()), at: 0, tieBreak: uniform())
            }
            var steps = 1
            while detector.observe(draw(min(uniform() + shift, 0.999)), at: 0, tieBreak: uniform()) == nil {
                steps += 1
            }
            total += steps
        }
        return Double(total) / Double(runs)
    }

    @Test("while nothing changes the run length is that of the Markov chain, whatever the distribution")
    func falseAlarms() {
        // 38.54 by Fixtures/cusum.py for k = 0.25 and h = 4. Run lengths are spread about as widely as their mean, so
        // that 4,000 of them tell it to 1.6 %; five times that is allowed.
        let expected = 38.5383
        let allowed = expected * 5 / 4_000.0.squareRoot()
        let continuous = meanRunLength(4_000, seed: 1) { Int32($0 * 20_000) - 10_000 }
        let skewed = meanRunLength(4_000, seed: 2) { Int32($0 * $0 * $0 * 20_000) - 10_000 }
        let share = meanRunLength(4_000, seed: 3) { $0 < 0.15 ? 10_000 : 0 }
        for measured in [continuous, skewed, share] {
            #expect((measured - expected).magnitude < allowed, "\(measured)")
        }
    }

    @Test("a shift is told soon, with its direction, its beginning and the means before and after")
    func shift() throws {
        var random = SplitMix64(state: 4)
        func uniform() -> Double { (Double(random.next() >> 11) + 0.5) / 9_007_199_254_740_992 }
        var detector = ChangeDetector()
        for time in 0..<300 as Range<Int64> {
            let turn = detector.observe(uniform() < 0.05 ? 10_000 : 0, at: time, tieBreak: uniform())
            #expect(turn == nil)
        }
        var turn: ChangeDetector.Turn?
        var time: Int64 = 300
        while turn == nil, time < 500 {
            turn = detector.observe(uniform() < 0.5 ? 10_000 : 0, at: time, tieBreak: uniform())
            time += 1
        }
        let found = try #require(turn)
        #expect(found.isUp && time < 345)
        #expect((285...310).contains(found.since))
        #expect(found.before.mean < 0.1 && found.after.mean > 0.35)
        #expect(found.before.n + found.after.n == Int(time))
        // It begins anew: what is usual now is no alarm.
        #expect(detector.count == 0)
        for later in 0..<200 as Range<Int64> {
            let again = detector.observe(uniform() < 0.5 ? 10_000 : 0, at: time + later, tieBreak: uniform())
            #expect(again == nil)
        }
    }

    @Test("the normal quantile is that of Python's statistics.NormalDist().inv_cdf")
    func quantile() {
        let expected: [(Double, Double)] = [
            (0.5, 0), (0.975, 1.959963984540054), (0.025, -1.9599639845400538), (0.999, 3.090232306167813),
            (1e-6, -4.753424308822899), (1e-12, -7.034483825301131), (0.3, -0.5244005127080409),
            (0.9250001, 1.4395321773759004),
        ]
        for (probability, point) in expected {
            #expect((NormalQuantile.of(probability) - point).magnitude < 1e-12 * max(1, point.magnitude))
        }
    }
}
