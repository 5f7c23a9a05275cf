// Whether two figures differ, and by how much: each kind of figure with the test that belongs to it. Two samples are
// compared, so nobody may be in both; who asks sees to that.

/// The difference of two figures, the first less the second, with its 95 % interval and the probability of one at least
/// as large if there were none.
package struct Difference: Equatable, Sendable {
    /// The test behind the probability.
    package enum Test: String, Sendable {
        /// Welch's t for two means (Welch 1947), the degrees of freedom by Satterthwaite (1946).
        case welch
        /// z for two shares with their pooled variance; the interval by Newcombe's hybrid score (1998, method 10).
        case twoProportionZ = "two_proportion_z"
        /// z for two net promoter scores, the variance of each (p + d - (p - d)²) / n.
        case npsZ = "nps_z"
    }

    package let test: Test
    /// Nil when one of the samples has no figure.
    package let value: Double?
    package let low: Double?
    package let high: Double?
    /// t or z; nil where the samples have no spread to measure the difference by.
    package let statistic: Double?
    /// The degrees of freedom of t; nil for z.
    package let degrees: Double?
    /// Two-sided; nil where the statistic is, but 1 for shares that are both none or all.
    package let p: Double?

    /// The difference of two figures of one kind; nil for counts and for figures of different kinds.
    package init?(_ first: Figure, _ second: Figure) {
        switch (first, second) {
        case (.mean(let first, _), .mean(let second, _)): self.init(first, second)
        case (.share(let first), .share(let second)): self.init(first, second)
        case (.nps(let first), .nps(let second)): self.init(first, second)
        default: return nil
        }
    }

    /// Two means by Welch's t. Both samples must have two values or more for an interval.
    package init(_ first: Mean, _ second: Mean) {
        test = .welch
        value = Self.subtract(first.mean, second.mean)
        guard let value, let a = first.squaredError, let b = second.squaredError, a + b > 0 else {
            (low, high, statistic, degrees, p) = (nil, nil, nil, nil, nil)
            return
        }
        let error = (a + b).squareRoot()
        let degrees = (a + b) * (a + b) / (a * a / Double(first.n - 1) + b * b / Double(second.n - 1))
        let half = Distributions.studentT975(fractional: degrees) * error
        self.degrees = degrees
        statistic = value / error
        p = Distributions.studentTwoSided(value / error, degrees: degrees)
        low = value - half
        high = value + half
    }

    /// Two shares.
    package init(_ first: Share, _ second: Share) {
        test = .twoProportionZ
        degrees = nil
        value = Self.subtract(first.share, second.share)
        guard let value, let a = first.share, let b = second.share, let lowA = first.low, let highA = first.high,
            let lowB = second.low, let highB = second.high
        else {
            (low, high, statistic, p) = (nil, nil, nil, nil)
            return
        }
        low = value - ((a - lowA) * (a - lowA) + (highB - b) * (highB - b)).squareRoot()
        high = value + ((highA - a) * (highA - a) + (b - lowB) * (b - lowB)).squareRoot()
        let pooled = Double(first.n + second.n) / Double(first.of + second.of)
        let variance = pooled * (1 - pooled) * (1 / Double(first.of) + 1 / Double(second.of))
        if variance > 0 {
            statistic = value / variance.squareRoot()
            p = Distributions.normalTwoSided(value / variance.squareRoot())
        } else {
            statistic = nil
            p = 1
        }
    }

    /// Two net promoter scores.
    package init(_ first: NetPromoterScore, _ second: NetPromoterScore) {
        test = .npsZ
        degrees = nil
        value = Self.subtract(first.score, second.score)
        guard let value, let a = first.squaredError, let b = second.squaredError, a + b > 0 else {
            (low, high, statistic, p) = (nil, nil, nil, nil)
            return
        }
        let error = (a + b).squareRoot()
        statistic = value / error
        p = Distributions.normalTwoSided(value / error)
        low = value - Distributions.normal975 * error
        high = value + Distributions.normal975 * error
    }

    private static func subtract(_ first: Double?, _ second: Double?) -> Double? {
        guard let first, let second else { return nil }
        return first - second
    }
}

extension Mean {
    /// The square of the mean's standard error; nil below two values.
    fileprivate var squaredError: Double? { standardDeviation.map { $0 * $0 / Double(n) } }
}

extension NetPromoterScore {
    /// The square of the score's standard error: (p + d - (p - d)²) / n.
    fileprivate var squaredError: Double? {
        guard let score else { return nil }
        return (Double(promoters + detractors) / Double(n) - score * score) / Double(n)
    }
}

/// Corrections for asking several questions at once.
package enum FalseDiscovery {
    /// The probabilities adjusted so that of the differences called real at a level at most that part is expected to be
    /// none (Benjamini and Hochberg 1995). Those that are nil stay so and do not count.
    package static func adjusted(_ probabilities: [Double?]) -> [Double?] {
        let known = probabilities.indices.filter { probabilities[$0] != nil }
            .sorted { (probabilities[$0] ?? 1, $0) < (probabilities[$1] ?? 1, $1) }
        var adjusted = probabilities
        var least = 1.0
        for rank in stride(from: known.count, to: 0, by: -1) {
            let place = known[rank - 1]
            least = min(least, (probabilities[place] ?? 1) * Double(known.count) / Double(rank))
            adjusted[place] = least
        }
        return adjusted
    }
}
