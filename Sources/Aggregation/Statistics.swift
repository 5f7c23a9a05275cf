// Means and shares with their intervals, from integer sums: the sums are exact, the last steps are floating point in
// one fixed order, so the same sums give the same figures to the last digit.

/// A mean of scores, -1 to 1, with its 95 % interval.
package struct Mean: Equatable, Sendable {
    /// How many scores.
    package let n: Int
    /// Nil without any.
    package let mean: Double?
    /// The 95 % interval of the mean by Student's t with n - 1 degrees of freedom (Student 1908); nil below two scores,
    /// which tell nothing of their spread. Not cut off at -1 and 1.
    package let low: Double?
    package let high: Double?
    /// The standard deviation of the sample, with n - 1; nil below two scores.
    package let standardDeviation: Double?

    /// The mean of `n` numbers with that sum and sum of squares, in units of which `unit` make a one.
    package init(n: Int64, sum: Int64, squares: Int64, unit: Double = 10_000) {
        self.n = Int(n)
        guard n > 0 else {
            (mean, low, high, standardDeviation) = (nil, nil, nil, nil)
            return
        }
        let count = Double(n)
        let mean = Double(sum) / count / unit
        self.mean = mean
        guard n > 1 else {
            (low, high, standardDeviation) = (nil, nil, nil)
            return
        }
        let deviation = Self.variance(n: n, sum: sum, squares: squares).squareRoot() / unit
        let half = Distributions.studentT975(Int(n - 1)) * deviation / count.squareRoot()
        standardDeviation = deviation
        low = mean - half
        high = mean + half
    }

    /// The variance of the sample: (n Σx² - (Σx)²) / (n (n - 1)), the numerator in 128 bits and so without rounding.
    static func variance(n: Int64, sum: Int64, squares: Int64) -> Double {
        let numerator = Int128(n) &* Int128(squares) &- Int128(sum) &* Int128(sum)
        let narrow = Int64(truncatingIfNeeded: numerator)
        // The same number by a conversion that takes a fiftieth of the time.
        let value = Int128(narrow) == numerator ? Double(max(narrow, 0)) : Double(max(numerator, 0))
        return value / (Double(n) * Double(n - 1))
    }
}

/// A share of a number of submissions, with its 95 % interval.
package struct Share: Equatable, Sendable {
    package let n: Int
    package let of: Int
    /// 0 to 1; nil of none.
    package let share: Double?
    /// The score interval (Wilson 1927), which holds for few and for extreme shares too; nil of none.
    package let low: Double?
    package let high: Double?

    /// `n` out of `of`.
    package init(_ n: Int64, of total: Int64) {
        self.n = Int(n)
        of = Int(total)
        guard total > 0 else {
            (share, low, high) = (nil, nil, nil)
            return
        }
        let count = Double(total)
        let share = Double(n) / count
        let z = Distributions.normal975
        let centre = share + z * z / (2 * count)
        let half = z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        let scale = 1 + z * z / count
        self.share = share
        // At the ends the formula gives 0 and 1 but for rounding.
        low = n == 0 ? 0 : (centre - half) / scale
        high = n == total ? 1 : (centre + half) / scale
    }
}
