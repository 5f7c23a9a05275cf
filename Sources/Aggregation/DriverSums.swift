// How the dimensions go with an outcome, as sums: for each dimension what the outcome was where it was spoken well of and
// where it was spoken ill of, and for each pair of dimensions how often they went together. Enough for the effects, a
// linear model and the share of each dimension in what it explains; and like all counters they merge and retract.

import Scoring

extension Fact {
    /// Adds how its dimensions, of which those with a score are given, go with its compound and with its rating.
    func addDrivers(_ scored: UInt16, to row: inout TallyRow, _ sign: Int64) {
        guard let label, label != .insufficient else { return }
        var sides = Sides()
        var lanes = scored
        while lanes != 0 {
            let lane = lanes.trailingZeroBitCount
            lanes &= lanes &- 1
            let score = dimensions.scores[lane]
            if score != 0 { sides.all |= 1 << UInt16(lane) }
            if score > 0 { sides.well |= 1 << UInt16(lane) }
        }
        if let compound { addDrivers(sides, Counter.compoundDrivers, Int64(compound), to: &row, sign) }
        if let rating = ratings.overall {
            row.add(value: Int64(rating), at: Counter.ratedTexts, sign)
            addDrivers(sides, Counter.ratingDrivers, Int64(rating), to: &row, sign)
        }
    }

    /// The dimensions of which a text speaks well or ill, and those of which well: a bit for each.
    private struct Sides {
        var all: UInt16 = 0
        var well: UInt16 = 0
    }

    private func addDrivers(
        _ sides: Sides, _ base: Int, _ outcome: Int64, to row: inout TallyRow, _ sign: Int64
    ) {
        var lanes = sides.all
        while lanes != 0 {
            let lane = lanes.trailingZeroBitCount
            lanes &= lanes &- 1
            let isWell = sides.well >> UInt16(lane) & 1 != 0
            row.add(value: outcome, at: base + lane * Counter.driverStride + (isWell ? 0 : 3), sign)
            // Two that go the same way count for each other, two that do not against.
            var others = sides.all & (1 << UInt16(lane) - 1)
            while others != 0 {
                let other = others.trailingZeroBitCount
                others &= others &- 1
                let isSame = (sides.well >> UInt16(other) & 1 != 0) == isWell
                row.add(base + Counter.driverPair(other, lane), isSame ? sign : -sign)
            }
        }
    }
}

extension Counter {
    /// Where the sum over a pair of dimensions stands, from the start of a set of drivers; `low` must be below `high`.
    static func driverPair(_ low: Int, _ high: Int) -> Int { driverPairs + high * (high - 1) / 2 + low }
}
