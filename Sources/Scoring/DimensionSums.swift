// What the evidence of a text adds up to in its dimensions.

/// The sums of the amounts, whole thousandths: so that an explanation can add them up again.
struct DimensionSums {
    // Not vectors yet: a lane that is written and then read as a whole makes the processor wait.
    private var sums = InlineArray<16, Int32>(repeating: 0)
    /// Praise in the first half, blame in the second.
    private var mentions = InlineArray<32, UInt32>(repeating: 0)
    private var spoken: DimensionSet = []

    /// Adds what one cue says of each of its dimensions.
    @inline(__always)
    mutating func add(_ amount: Int32, to dimensions: DimensionSet) {
        let half = amount < 0 ? 16 : 0
        spoken.formUnion(dimensions)
        for lane in dimensions.lanes {
            sums[lane] &+= amount
            mentions[lane | half] &+= 1
        }
    }

    /// The scores of the dimensions of which something was said.
    @inline(__always)
    mutating func scores(_ weights: borrowing Weights) -> DimensionScores {
        var scores = DimensionScores()
        for lane in spoken.lanes {
            scores.scores[lane] = Int16(weights.dimensionScore(ofThousandths: sums[lane]))
            scores.positiveMentions[lane] = UInt8(min(255, mentions[lane]))
            scores.negativeMentions[lane] = UInt8(min(255, mentions[lane | 16]))
        }
        return scores
    }
}
