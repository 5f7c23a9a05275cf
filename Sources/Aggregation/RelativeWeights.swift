// How much of an outcome each of several predictors explains although they go together: Johnson's relative weights, from
// nothing but sums.

/// Shares of the variance that a linear model explains.
package struct RelativeWeights: Equatable, Sendable {
    /// The variance explained by all predictors together, 0 to 1 (R²).
    package let explained: Double
    /// The part of it that each predictor explains; they add up to `explained`.
    package let weights: [Double]

    /// The weights of predictors by their correlations with each other (a square matrix, row by row) and with the
    /// outcome: those of the predictors with the orthogonal variables nearest to them, squared, times those of these
    /// with the outcome, squared (Johnson 2000). Nil when the matrix is not one of correlations.
    package init?(correlations: [Double], withOutcome: [Double]) {
        let size = withOutcome.count
        guard size > 0, correlations.count == size * size else { return nil }
        let eigen = SymmetricEigen(correlations, size: size)
        guard eigen.values.allSatisfy({ $0 > -1e-9 && $0.isFinite }) else { return nil }
        // Λ: the symmetric root of the matrix, and its (pseudo-)inverse, for directions that nothing varies in.
        let root = eigen.matrix { $0.magnitude.squareRoot() }
        let inverse = eigen.matrix { $0 > 1e-9 ? 1 / $0.squareRoot() : 0 }
        var paths = [Double](repeating: 0, count: size)
        for row in 0..<size {
            for column in 0..<size { paths[row] += inverse[row * size + column] * withOutcome[column] }
        }
        var weights = [Double](repeating: 0, count: size)
        for row in 0..<size {
            for column in 0..<size {
                let loading = root[row * size + column]
                weights[row] += loading * loading * paths[column] * paths[column]
            }
        }
        self.weights = weights
        explained = paths.reduce(0) { $0 + $1 * $1 }
    }
}

/// The eigenvalues and eigenvectors of a symmetric matrix.
struct SymmetricEigen {
    let size: Int
    private(set) var values: [Double]
    /// Column by column in the order of the values: element (row, k) at row * size + k.
    private(set) var vectors: [Double]

    /// By Jacobi's rotations, cyclic (Golub and Van Loan, Matrix Computations, 8.5): exact to the last digits for the
    /// dozen rows that it is used for.
    init(_ matrix: [Double], size: Int) {
        self.size = size
        var rest = matrix
        var vectors = [Double](repeating: 0, count: size * size)
        for place in 0..<size { vectors[place * size + place] = 1 }
        for _ in 0..<60 where Self.offDiagonal(rest, size) > 1e-30 {
            for p in 0..<size {
                for q in (p + 1)..<max(p + 1, size) { Self.rotate(&rest, &vectors, size, p, q) }
            }
        }
        values = (0..<size).map { rest[$0 * size + $0] }
        self.vectors = vectors
    }

    /// The matrix with the same vectors and each value changed.
    func matrix(_ change: (Double) -> Double) -> [Double] {
        let changed = values.map(change)
        var result = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0..<size {
                for k in 0..<size {
                    result[row * size + column] += vectors[row * size + k] * changed[k] * vectors[column * size + k]
                }
            }
        }
        return result
    }

    private static func offDiagonal(_ matrix: [Double], _ size: Int) -> Double {
        var sum = 0.0
        for row in 0..<size {
            for column in 0..<size where row != column {
                sum += matrix[row * size + column] * matrix[row * size + column]
            }
        }
        return sum
    }

    /// Turns rows and columns p and q so that their common element becomes zero.
    private static func rotate(_ matrix: inout [Double], _ vectors: inout [Double], _ size: Int, _ p: Int, _ q: Int) {
        let common = matrix[p * size + q]
        if common == 0 { return }
        let theta = (matrix[q * size + q] - matrix[p * size + p]) / (2 * common)
        let tangent = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for k in 0..<size {
            let left = matrix[k * size + p]
            let right = matrix[k * size + q]
            matrix[k * size + p] = cosine * left - sine * right
            matrix[k * size + q] = sine * left + cosine * right
        }
        for k in 0..<size {
            let upper = matrix[p * size + k]
            let lower = matrix[q * size + k]
            matrix[p * size + k] = cosine * upper - sine * lower
            matrix[q * size + k] = sine * upper + cosine * lower
            let left = vectors[k * size + p]
            let right = vectors[k * size + q]
            vectors[k * size + p] = cosine * left - sine * right
            vectors[k * size + q] = sine * left + cosine * right
        }
    }
}
