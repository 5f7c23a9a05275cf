// How the dimensions go with an outcome, as sums: for each dimension what the outcome was where it was spoken well of and
// where it was spoken ill of, and for each pair of dimensions how often they went together. Enough for the effects, a
// linear model and the share of each dimension in what it explains; and like all counters they merge and retract.

import Scoring

extension Fact {
    /// Adds how its dimensions go with its compound and with its rating.
    func addDrivers(to tally: inout Tally, _ sign: Int64) {
        guard let label, label != .insufficient else { return }
        if let compound { addDrivers(Counter.compoundDrivers, Int64(compound), to: &tally, sign) }
        if let rating = ratings.overall {
            tally.add(value: Int64(rating), at: Counter.ratedTexts, sign)
            addDrivers(Counter.ratingDrivers, Int64(rating), to: &tally, sign)
        }
    }

    private func addDrivers(_ base: Int, _ outcome: Int64, to tally: inout Tally, _ sign: Int64) {
        if dimensions == DimensionScores() { return }
        for lane in Dimension.allCases.indices {
            let side = dimensions.side(lane)
            if side == 0 { continue }
            let place = base + lane * Counter.driverStride + (side > 0 ? 0 : 3)
            tally.add(value: outcome, at: place, sign)
            for other in 0..<lane where dimensions.side(other) != 0 {
                tally.add(base + Counter.driverPair(other, lane), sign * side * dimensions.side(other))
            }
        }
    }
}

extension Counter {
    /// Where the sum over a pair of dimensions stands, from the start of a set of drivers; `low` must be below `high`.
    static func driverPair(_ low: Int, _ high: Int) -> Int { driverPairs + high * (high - 1) / 2 + low }
}

extension DimensionScores {
    /// Which way a text speaks of a dimension: 1 well, -1 ill, 0 not or evenly.
    func side(_ lane: Int) -> Int64 { scores[lane] == Self.absent ? 0 : Int64(scores[lane].signum()) }
}
