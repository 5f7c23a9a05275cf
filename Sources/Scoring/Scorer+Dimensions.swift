// What a text says of each dimension: the sides of its cues, and for words that only name a part of the service what is
// said near them.

extension Scorer {
    /// Adds what each cue says of its dimensions, and gives the topics what is said near them.
    func readDimensions(_ score: inout Score) {
        var sums = SIMD16<Double>()
        var touched: UInt16 = 0
        func add(_ sides: DimensionSides, _ amount: Double) {
            for lane in 0..<Dimension.allCases.count {
                let bit: UInt16 = 1 << UInt16(lane)
                guard (sides.positive | sides.negative) & bit != 0 else { continue }
                let isNegative = sides.negative & bit != 0
                sums[lane] += isNegative ? -abs(amount) : abs(amount)
                touched |= bit
                if isNegative {
                    score.dimensions.negativeMentions[lane] &+= score.dimensions.negativeMentions[lane] < 255 ? 1 : 0
                } else {
                    score.dimensions.positiveMentions[lane] &+= score.dimensions.positiveMentions[lane] < 255 ? 1 : 0
                }
            }
        }
        let awaitsDelivery = self.awaitsDelivery()
        for (index, item) in items.enumerated() where !item.isIgnored {
            if item.isCue, item.sides.rawValue != 0 {
                add(
                    awaitsDelivery ? item.sides.lateness : item.sides,
                    item.amount != 0 ? item.amount : lexicon.weights.sideOnly)
            } else if item.entry.flags.contains(.topic) {
                let said = saidNear(index)
                guard said != 0 else { continue }
                var sides = item.entry.dimensions
                if said < 0 { sides = sides.flipped }
                add(sides, said)
            }
        }
        for dimension in Dimension.allCases where touched & 1 << UInt16(dimension.rawValue) != 0 {
            let sum = sums[Int(dimension.rawValue)]
            score.dimensions[dimension] = Int32(
                (10_000 * sum / (sum * sum + lexicon.weights.dimensionSquash).squareRoot()).rounded())
        }
    }

    /// Whether what is waited for is a thing that was due (a flight, a parcel, a bag) and nobody's answer.
    private func awaitsDelivery() -> Bool {
        let reliability = DimensionSet(.reliability)
        let contact = DimensionSet(.access)
        var isDue = false
        for item in items {
            let dimensions = item.entry.dimensions.all
            if item.entry.flags.contains(.topic), dimensions.contains(reliability) { isDue = true }
            if !dimensions.isDisjoint(with: contact) { return false }
        }
        return isDue
    }

    /// The amount of the cue nearest to a topic: in its clause, else next to its clause.
    private func saidNear(_ topic: Int) -> Double {
        let reach = 12
        var best = 0.0
        var bestDistance = Int32.max
        for index in max(0, topic - reach)..<min(items.count, topic + reach) where index != topic {
            let item = items[index]
            guard item.isCue, item.amount != 0 else { continue }
            var distance = abs(item.first - items[topic].first)
            if item.clause != items[topic].clause { distance += 12 * abs(item.clause - items[topic].clause) }
            if item.sides.rawValue != 0, item.sides.all.isDisjoint(with: items[topic].entry.dimensions.all) {
                distance += 10
            }
            if distance < bestDistance { (best, bestDistance) = (item.amount, distance) }
        }
        return best
    }
}
