// Tells when a metric has turned: a sequential test with a stated rate of false alarms, not a threshold.
//
// Each observation is compared with all before it: its sequential rank, ties broken at random, divided by their number,
// is uniform between 0 and 1 and independent of the ranks before, as long as nothing changes and whatever the
// distribution of the metric (Barndorff-Nielsen 1963). So its normal quantile is standard normal, for a share of
// complaints as for a mean of sentiment, and the two-sided CUSUM (Page 1954) of these has one average run length for all
// metrics: McDonald 1990 with randomised ranks. Rank and quantile need no baseline that somebody would have to choose.
//
// What it assumes is that observations are exchangeable while nothing changes: a metric that differs between weekdays
// turns twice a week.

/// One metric of one organisation, watched for a lasting shift either way.
package struct ChangeDetector: Equatable, Sendable {
    /// Half the shift that is to be found fastest, in standard deviations.
    package static let reference = 0.25
    /// The limit of the sums at which the average run length is `averageRunLength`.
    package static let limit = 16.0
    /// Observations between two false alarms on average, while nothing changes: 21,094 by the Markov chain of Brook and
    /// Evans (Fixtures/cusum.py).
    package static let averageRunLength = 21_000
    /// Observations before the sums begin: fewer say nothing about what is usual.
    package static let warmUp = 30
    /// Values are told apart by so many steps from -1 to 1.
    static let steps = 40

    /// How often each value was seen.
    private var counts: [Int32]
    private var all = Sums()
    private var up = Side()
    private var down = Side()
    private let limit: Double

    /// A number of observations and their sum, in ten-thousandths.
    struct Sums: Equatable, Sendable {
        var n = 0
        var sum: Int64 = 0
    }

    /// The sum of one side, and what was observed since it left zero.
    private struct Side: Equatable, Sendable {
        var sum = 0.0
        var since = Sums()
        var sinceTime: Int64 = 0
    }

    /// A metric that has turned.
    package struct Turn: Equatable, Sendable {
        /// Whether it has risen.
        package let isUp: Bool
        /// When it began, in milliseconds since 1970: the time of the first observation of the shift.
        package let since: Int64
        /// Observations and mean, -1 to 1, before and since.
        package let before: (n: Int, mean: Double)
        package let after: (n: Int, mean: Double)

        package static func == (left: Turn, right: Turn) -> Bool {
            left.isUp == right.isUp && left.since == right.since && left.before == right.before
                && left.after == right.after
        }
    }

    /// A detector that has seen nothing. Another limit than the standard one is for tests, finer steps for means of many.
    package init(limit: Double = Self.limit, steps: Int = Self.steps) {
        self.limit = limit
        counts = [Int32](repeating: 0, count: steps + 1)
    }

    /// How many observations it has seen since it began or since the last turn.
    package var count: Int { all.n }
    /// Their mean, -1 to 1.
    package var mean: Double? { all.n > 0 ? Double(all.sum) / Double(all.n) / 10_000 : nil }

    /// Takes an observation, -10,000 to 10,000, of a time, with a number from 0 to 1 (exclusive) that breaks ties and has
    /// nothing to do with the observation. A turn if there is one: then the detector begins anew.
    package mutating func observe(_ value: Int32, at time: Int64, tieBreak: Double) -> Turn? {
        let clamped = max(-10_000, min(10_000, value))
        let bucket = Int((clamped + 10_000) * Int32(counts.count - 1) / 20_000)
        let below = counts[..<bucket].reduce(0) { $0 + Int($1) }
        let equal = Int(counts[bucket])
        counts[bucket] += 1
        all.n += 1
        all.sum += Int64(clamped)
        // As long as every value was the same, nothing can have turned.
        if all.n <= Self.warmUp || counts[bucket] == all.n { return nil }
        let uniform = (Double(below) + tieBreak * Double(equal + 1)) / Double(all.n)
        let z = NormalQuantile.of(uniform)
        Self.add(z, Int64(clamped), time, to: &up)
        Self.add(-z, Int64(clamped), time, to: &down)
        guard up.sum > limit || down.sum > limit else { return nil }
        let turn = turn(isUp: up.sum > limit)
        self = ChangeDetector(limit: limit, steps: counts.count - 1)
        return turn
    }

    private static func add(_ z: Double, _ value: Int64, _ time: Int64, to side: inout Side) {
        let sum = side.sum + z - reference
        if sum <= 0 {
            side = Side()
            return
        }
        if side.since.n == 0 { side.sinceTime = time }
        side.sum = sum
        side.since.n += 1
        side.since.sum += value
    }

    private func turn(isUp: Bool) -> Turn {
        let side = isUp ? up : down
        let before = all.n - side.since.n
        let beforeMean = before > 0 ? Double(all.sum - side.since.sum) / Double(before) / 10_000 : 0
        return Turn(
            isUp: isUp, since: side.sinceTime, before: (before, beforeMean),
            after: (side.since.n, Double(side.since.sum) / Double(side.since.n) / 10_000))
    }
}

/// The inverse of the standard normal distribution function.
package enum NormalQuantile {
    /// The point below which a standard normal variable falls with that probability, which must lie between 0 and 1: by
    /// Wichura's algorithm AS 241 (1988), exact to 1e-15.
    package static func of(_ probability: Double) -> Double {
        let p = min(max(probability, 1e-300), 1 - 1e-16)
        let q = p - 0.5
        if abs(q) <= 0.425 {
            let r = 0.180625 - q * q
            return q * ratio(r, centralTop, centralBottom)
        }
        let tail = (-Distributions.logarithm(q < 0 ? p : 1 - p)).squareRoot()
        let value = tail <= 5 ? ratio(tail - 1.6, middleTop, middleBottom) : ratio(tail - 5, farTop, farBottom)
        return q < 0 ? -value : value
    }

    private static func ratio(_ x: Double, _ top: [Double], _ bottom: [Double]) -> Double {
        top.reversed().reduce(0) { $0 * x + $1 } / bottom.reversed().reduce(0) { $0 * x + $1 }
    }

    private static let centralTop = [
        3.3871328727963666080, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ]
    private static let centralBottom = [
        1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4,
        3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ]
    private static let middleTop = [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ]
    private static let middleBottom = [
        1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
        1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ]
    private static let farTop = [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ]
    private static let farBottom = [
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ]
}
