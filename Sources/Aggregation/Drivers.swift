// Which dimensions move an outcome most: the effect of speaking well or ill of each, and its share in what all of them
// explain together. They go together, so a share is no proof of a cause; that both are shown with their n is the point.

package import Scoring

/// What the dimensions are held against.
package enum DriverOutcome: String, CaseIterable, Sendable {
    /// The compound of the text; the dimensions are read out of the same text, so this tells what moves the tone.
    case sentiment
    /// What the customer answered in a survey, on a scale from -1 to 1.
    case rating
}

/// The drivers of an outcome.
package struct Drivers: Equatable, Sendable {
    package let outcome: DriverOutcome
    package let window: TimeWindow?
    package let segment: SegmentName?
    /// The texts that have the outcome.
    package let mean: Mean
    /// The variance that all dimensions together explain (R² of a linear model); nil when there are too few texts.
    package let explained: Double?
    /// The dimensions that were spoken of, the most important first.
    package let rows: [DriverRow]

    /// Texts below which no model is made …
    package static let textsMin = 30
    /// … and texts that must speak of a dimension for it to be in the model.
    package static let mentionsMin = 5
}

/// One dimension.
package struct DriverRow: Equatable, Sendable {
    package let dimension: Dimension
    /// Texts that speak well and ill of it.
    package let good: DriverEffect
    package let bad: DriverEffect
    /// Its part of the variance explained, 0 to 1; all parts add up to `Drivers.explained`. Nil outside the model.
    package let weight: Double?
    /// The same as a part of what is explained: all add up to 1.
    package let importance: Double?
    /// How customers see it: the mean of its scores.
    package let performance: Mean
    package let quadrant: DriverQuadrant?
}

/// What goes with speaking well, or ill, of a dimension.
package struct DriverEffect: Equatable, Sendable {
    /// The texts that do.
    package let n: Int
    /// The outcome's mean there, less that where the dimension is not spoken of; Welch's interval.
    package let difference: Difference
}

/// Importance by performance (Martilla and James 1977): important is what has more than an even share, good what has a
/// mean of at least zero.
package enum DriverQuadrant: String, Sendable {
    case concentrateHere = "concentrate_here"
    case keepUp = "keep_up"
    case lowPriority = "low_priority"
    case possibleOverkill = "possible_overkill"
}

extension OrganisationFigures {
    /// The drivers of an outcome, all-time or over a window, of everything or of one segment; nil when there is no such
    /// axis.
    package func drivers(
        _ outcome: DriverOutcome, window: TimeWindow? = nil, segment: SegmentName? = nil
    ) -> Drivers? {
        guard let number = try? segmentNumber(segment) as SegmentValueNumber?? else { return nil }
        let range = range(window)
        let sum = organisation.sum(range, value: number)
        return Drivers(sum, outcome, window: range?.window, segment: segment)
    }
}

extension Drivers {
    init(_ sum: Tally, _ outcome: DriverOutcome, window: TimeWindow?, segment: SegmentName?) {
        let sums = DriverSums(sum, outcome)
        self.outcome = outcome
        self.window = window
        self.segment = segment
        mean = sums.whole.mean
        let inModel = sums.whole.n >= Self.textsMin ? sums.varying(atLeast: Self.mentionsMin) : []
        let model = RelativeWeights(
            correlations: sums.correlations(inModel), withOutcome: inModel.map { sums.correlationWithOutcome($0) })
        explained = model?.explained
        var rows: [DriverRow] = []
        for lane in Dimension.allCases.indices where sums.good[lane].n + sums.bad[lane].n > 0 {
            let weight = inModel.firstIndex(of: lane).flatMap { model?.weights[$0] }
            rows.append(sums.row(lane, weight: weight, of: explained ?? 0, among: inModel.count, sum))
        }
        self.rows = rows.sorted { ($1.weight ?? -1, $0.dimension.rawValue) < ($0.weight ?? -1, $1.dimension.rawValue) }
    }
}

/// A number of values, their sum and their sum of squares.
struct Moments {
    var n: Int64
    var sum: Int64
    var squares: Int64

    init(_ tally: Tally, at counter: Int) {
        n = tally[counter]
        sum = tally[counter + 1]
        squares = tally[counter + 2]
    }

    static func - (left: Moments, right: Moments) -> Moments {
        var rest = left
        rest.n -= right.n
        rest.sum -= right.sum
        rest.squares -= right.squares
        return rest
    }

    var mean: Mean { Mean(n: n, sum: sum, squares: squares) }
    /// n Σx² - (Σx)²: n(n - 1) times the variance, without rounding.
    var spread: Int128 { Int128(n) &* Int128(squares) &- Int128(sum) &* Int128(sum) }
}

/// The sums of a tally that belong to one outcome.
struct DriverSums {
    private let tally: Tally
    private let base: Int
    let whole: Moments
    /// The outcome where each dimension is spoken well of, and ill.
    let good: [Moments]
    let bad: [Moments]

    init(_ tally: Tally, _ outcome: DriverOutcome) {
        self.tally = tally
        let base = outcome == .sentiment ? Counter.compoundDrivers : Counter.ratingDrivers
        self.base = base
        whole = Moments(tally, at: outcome == .sentiment ? Counter.compound : Counter.ratedTexts)
        let places = Dimension.allCases.indices.map { base + $0 * Counter.driverStride }
        good = places.map { Moments(tally, at: $0) }
        bad = places.map { Moments(tally, at: $0 + 3) }
    }

    /// The dimensions that enough texts speak of and that are not the same in all texts.
    func varying(atLeast mentions: Int) -> [Int] {
        guard whole.spread > 0 else { return [] }
        return good.indices.filter { good[$0].n + bad[$0].n >= Int64(mentions) && spread($0) > 0 }
    }

    /// The correlations of some dimensions' sides (1, 0, -1) with each other, row by row.
    func correlations(_ lanes: [Int]) -> [Double] {
        lanes.flatMap { row in
            lanes.map { column in
                if row == column { return 1 }
                let products = tally[base + Counter.driverPair(min(row, column), max(row, column))]
                let common = Int128(whole.n) &* Int128(products) &- Int128(side(row)) &* Int128(side(column))
                return Double(common) / (Double(spread(row)).squareRoot() * Double(spread(column)).squareRoot())
            }
        }
    }

    /// The correlation of a dimension's side with the outcome.
    func correlationWithOutcome(_ lane: Int) -> Double {
        let products = good[lane].sum - bad[lane].sum
        let common = Int128(whole.n) &* Int128(products) &- Int128(side(lane)) &* Int128(whole.sum)
        return Double(common) / (Double(spread(lane)).squareRoot() * Double(whole.spread).squareRoot())
    }

    func row(_ lane: Int, weight: Double?, of explained: Double, among count: Int, _ tally: Tally) -> DriverRow {
        let without = (whole - good[lane] - bad[lane]).mean
        let dimension = Dimension.allCases[lane]
        let performance = tally.mean(at: Counter.dimensions + lane * Counter.dimensionStride)
        let importance = weight.flatMap { explained > 0 ? $0 / explained : nil }
        var quadrant: DriverQuadrant?
        if let importance, let mean = performance.mean {
            let isImportant = importance >= 1 / Double(count)
            quadrant =
                isImportant
                ? (mean >= 0 ? .keepUp : .concentrateHere) : (mean >= 0 ? .possibleOverkill : .lowPriority)
        }
        return DriverRow(
            dimension: dimension,
            good: DriverEffect(n: Int(good[lane].n), difference: Difference(good[lane].mean, without)),
            bad: DriverEffect(n: Int(bad[lane].n), difference: Difference(bad[lane].mean, without)), weight: weight,
            importance: importance, performance: performance, quadrant: quadrant)
    }

    private func side(_ lane: Int) -> Int64 { good[lane].n - bad[lane].n }

    /// n Σx² - (Σx)² of a dimension's sides.
    private func spread(_ lane: Int) -> Int128 {
        Int128(whole.n) &* Int128(good[lane].n + bad[lane].n) &- Int128(side(lane)) &* Int128(side(lane))
    }
}
