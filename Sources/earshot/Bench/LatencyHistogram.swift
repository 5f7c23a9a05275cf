// Latencies counted in buckets whose width grows with the value, so that every figure is right to one part in a
// thousand and a million samples take no more room than one (G. Tene's HdrHistogram).

/// A histogram of nanoseconds.
struct LatencyHistogram {
    /// Values below twice this have a bucket each; above, every doubling has so many.
    private static let perDoubling = 1024
    /// Nothing longer is told apart: 2^42 ns are 73 minutes.
    private static let doublings = 32

    private var counts = [UInt64](repeating: 0, count: perDoubling * (doublings + 1))
    private(set) var count: UInt64 = 0
    private(set) var max: Int64 = 0

    /// Counts one latency.
    mutating func record(_ nanoseconds: Int64) {
        let value = Swift.max(0, nanoseconds)
        counts[Self.index(of: value)] += 1
        count += 1
        if value > max { max = value }
    }

    /// The latency that the share `quantile` (0…1) of all does not exceed, in nanoseconds; 0 without any.
    func value(atQuantile quantile: Double) -> Int64 {
        guard count > 0 else { return 0 }
        let wanted = Swift.max(1, UInt64((quantile * Double(count)).rounded(.up)))
        var seen: UInt64 = 0
        for (index, counted) in counts.enumerated() where counted > 0 {
            seen += counted
            if seen >= wanted { return min(Self.upperEnd(of: index), max) }
        }
        return max
    }

    private static func index(of value: Int64) -> Int {
        let doubling = Swift.max(0, 63 - (value | Int64(perDoubling)).leadingZeroBitCount - 10)
        guard doubling < doublings else { return perDoubling * (doublings + 1) - 1 }
        return doubling * perDoubling + Int(value >> Int64(doubling))
    }

    /// The largest value of a bucket.
    private static func upperEnd(of index: Int) -> Int64 {
        let doubling = Swift.max(0, index / perDoubling - 1)
        let within = Int64(index - doubling * perDoubling)
        return ((within + 1) << Int64(doubling)) - 1
    }
}
