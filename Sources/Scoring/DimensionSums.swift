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
        if spoken.isEmpty { return DimensionScores() }
        // Vectors at the end, as above.
        var scores = InlineArray<16, Int16>(repeating: DimensionScores.absent)
        var positive = InlineArray<16, UInt8>(repeating: 0)
        var negative = InlineArray<16, UInt8>(repeating: 0)
        for lane in spoken.lanes {
            scores[lane] = Int16(weights.dimensionScore(ofThousandths: sums[lane]))
            positive[lane] = UInt8(min(255, mentions[lane]))
            negative[lane] = UInt8(min(255, mentions[lane | 16]))
        }
        var all = DimensionScores()
        all.scores = SIMD16(scores)
        all.positiveMentions = SIMD16(positive)
        all.negativeMentions = SIMD16(negative)
        return all
    }
}

extension SIMD16 {
    /// The vector of these lanes.
    @inline(__always)
    fileprivate init(_ lanes: InlineArray<16, Scalar>) {
        self.init(
            lanes[0], lanes[1], lanes[2], lanes[3], lanes[4], lanes[5], lanes[6], lanes[7], lanes[8], lanes[9],
            lanes[10], lanes[11], lanes[12], lanes[13], lanes[14], lanes[15])
    }
}
