// The numbers that a tally sums, each at its place in one row. Everything that is aggregated is a counter here: so that
// merging is adding rows, retracting is subtracting them, and both are exact.

import Scoring

/// The places of a tally's row. Stored (in snapshots): never renumber; the gaps are room to grow.
enum Counter {
    static let received = 0
    static let scored = 1
    static let insufficient = 2
    static let duplicates = 3
    /// Four labels, in the order of `SentimentLabel`.
    static let labels = 4
    /// The texts that count in the mean: those with a compound and a label other than `insufficient`.
    static let compound = 8
    static let compoundSum = 9
    static let compoundSquares = 10
    static let transcripts = 11
    /// Pairs: the texts that tell of any, and how many in all.
    static let contactAttempts = 12
    static let noShows = 14
    static let transfers = 16
    static let repeats = 18
    static let waiting = 20
    static let money = 22
    /// Five for each dimension: texts with a score, their sum, sum of squares, positive and negative mentions.
    static let dimensions = 32
    static let dimensionStride = 5
    /// One for each bit of the sets.
    static let outcomes = 112
    static let touchpoints = 128
    static let urgency = 144
    static let modality = 152
    /// The exact histogram of the compound: `compoundBuckets` from here.
    static let compoundHistogram = 160
    /// The histogram of the waiting minutes: `WaitingScale.bucketCount` from here.
    static let waitingHistogram = 256
    /// What surveys asked outright: three counts of the NPS; of the others the number, sum and sum of squares.
    static let promoters = 768
    static let passives = 769
    static let detractors = 770
    static let csat = 772
    /// The satisfied: 4 and 5 of 5.
    static let csatTop = 775
    static let ces = 776
    /// All of them on one scale, in ten-thousandths: number, sum, sum of squares.
    static let rating = 780
    /// The same of those whose text was scored.
    static let ratedTexts = 784
    /// How the dimensions go with the compound and with the rating (DriverSums.swift).
    static let compoundDrivers = 800
    static let ratingDrivers = compoundDrivers + driversSize
    /// Of a set of drivers: six for each dimension, then one for each pair.
    static let driverStride = 6
    static let driverPairs = 16 * driverStride
    static let driversSize = driverPairs + 16 * 15 / 2
    static let count = 1_280

    /// The numbers of values after which their sum and the sum of their squares stand, a bit for each in words of 64; without
    /// those of which the three lie in two words.
    static let valueCounts: InlineArray<20, UInt64> = {
        var counters = [compound, csat, ces, rating, ratedTexts]
        counters += stride(from: dimensions, to: outcomes, by: dimensionStride)
        for drivers in [compoundDrivers, ratingDrivers] {
            counters += stride(from: drivers, to: drivers + driverPairs, by: driverStride / 2)
        }
        var words = InlineArray<20, UInt64>(repeating: 0)
        for counter in counters where counter & 63 < 62 { words[counter >> 6] |= 1 << UInt64(counter & 63) }
        return words
    }()

    /// The width of a bucket of the compound's histogram: 0.025. Fine enough for a median and a plot; the mean and the
    /// deviation come from the sums, which are exact.
    static let compoundBucketWidth: Int32 = 250
    static let compoundBuckets = 2 * Int(Score.unit) / Int(compoundBucketWidth) + 1

    /// The bucket of a compound; the last one holds 10,000 alone.
    static func compoundBucket(_ compound: Int32) -> Int {
        let clamped = max(-Score.unit, min(Score.unit, compound))
        return compoundHistogram + Int((clamped + Score.unit) / compoundBucketWidth)
    }
}

/// The buckets of waiting minutes: exact to 63, from there 32 to an octave (at most 3 % wide), to 2^20 minutes, which is
/// two years. What people say (5, 45, 90 and 120 minutes, 3 hours, a day) falls on lower bounds.
enum WaitingScale {
    static let bucketCount = 64 + 14 * 32
    /// Longer waits count as this long.
    static let minutesMax: UInt32 = 1 << 20 - 1

    /// The bucket of a wait.
    static func bucket(minutes: UInt32) -> Int {
        let clamped = min(minutes, minutesMax)
        if clamped < 64 { return Int(clamped) }
        let octave = 31 - clamped.leadingZeroBitCount
        return 64 + (octave - 6) * 32 + Int(clamped >> UInt32(octave - 5)) - 32
    }

    /// The shortest wait of a bucket, in minutes: what is reported for it.
    static func lowerBound(of bucket: Int) -> Int {
        if bucket < 64 { return bucket }
        let octave = (bucket - 64) / 32 + 6
        return (32 + (bucket - 64) % 32) << (octave - 5)
    }
}
