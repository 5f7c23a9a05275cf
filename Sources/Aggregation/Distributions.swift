// The distribution functions behind intervals and p-values. Floating point, in one fixed order, for answers only:
// nothing that is stored comes from here.

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Student's t, the normal distribution, and what they rest on.
enum Distributions {
    /// The 97.5 % point of the standard normal distribution: 1.96 in full.
    static let normal975 = 1.959963984540054

    /// The natural logarithm.
    static func logarithm(_ value: Double) -> Double { log(value) }

    /// The 97.5 % point of Student's t with that many degrees of freedom, at least 1: exact to 1e-9.
    static func studentT975(_ degrees: Int) -> Double {
        if degrees <= tableCount { return studentTable[max(1, degrees) - 1] }
        // Cornish-Fisher expansion in 1/degrees (Abramowitz and Stegun 1964, 26.7.5).
        let z = normal975
        let square = z * z
        let n = Double(degrees)
        let g1 = z * (square + 1) / 4
        let g2 = z * ((5 * square + 16) * square + 3) / 96
        let g3 = z * (((3 * square + 19) * square + 17) * square - 15) / 384
        let g4 = z * ((((79 * square + 776) * square + 1_482) * square - 1_920) * square - 945) / 92_160
        return z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n
    }

    /// The probability that Student's t is further from zero than `t`, either way. The degrees of freedom need not be
    /// whole (Welch).
    static func studentTwoSided(_ t: Double, degrees: Double) -> Double {
        if t.isNaN || degrees.isNaN || degrees <= 0 { return .nan }
        return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
    }

    /// The probability that a standard normal variable is further from zero than `z`, either way.
    static func normalTwoSided(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

    /// The point that Student's t with these degrees of freedom exceeds with probability 2.5 %; also between whole
    /// numbers of degrees.
    static func studentT975(fractional degrees: Double) -> Double {
        if degrees > Double(tableCount) { return studentT975(Int(min(degrees, 1e15))) }
        return solveStudent975(max(degrees, 0.1))
    }

    /// The regularised incomplete beta function, by Lentz's continued fraction (Press et al., Numerical Recipes, 6.4).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)
        let front = exp(logFront)
        // The fraction converges fast on this side only; the other by symmetry.
        if x < (a + 1) / (a + b + 2) { return front * betaFraction(x, a, b) / a }
        return 1 - front * betaFraction(1 - x, b, a) / b
    }

    private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / away(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...500 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / away(1 + even * d)
            c = away(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / away(1 + odd * d)
            c = away(1 + odd / c)
            let factor = d * c
            result *= factor
            if abs(factor - 1) < 1e-15 { break }
        }
        return result
    }

    private static func logGamma(_ value: Double) -> Double {
        // Unlike lgamma, lgamma_r writes no global variable.
        var sign: Int32 = 0
        return unsafe lgamma_r(value, &sign)
    }

    private static let tableCount = 200
    /// Few samples make wide intervals; these are solved for once.
    private static let studentTable: [Double] = (1...tableCount).map { solveStudent975(Double($0)) }

    private static func solveStudent975(_ degrees: Double) -> Double {
        var low = 1.9
        var high = 4.0
        while studentTwoSided(high, degrees: degrees) > 0.05 { high *= 2 }
        while high - low > 1e-13 * high {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if studentTwoSided(middle, degrees: degrees) > 0.05 { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
