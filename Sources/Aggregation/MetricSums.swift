// The few sums that one metric rests on, where a league asks a hundred thousand organisations for them: to clear and search a
// whole tally for each would take longer than to read what the organisation has in it.

import Scoring

/// The submissions received, and the sums of the counters that a metric rests on: one for each place of `Metric.counters`.
struct MetricSums {
    private(set) var received: Int64 = 0
    private var values: InlineArray<3, Int64> = [0, 0, 0]

    /// Nothing yet.
    init() {}

    /// Adds to the number received.
    @inline(__always)
    mutating func add(received amount: Int64) { received &+= amount }

    /// Adds to the counter at a place.
    @inline(__always)
    mutating func add(_ amount: Int64, at place: Int) { values[place] &+= amount }

    /// Adds to a number of values, their sum and their sum of squares, if these are the counters.
    @inline(__always)
    mutating func add(value: Int64, _ sign: Int64) {
        add(sign, at: 0)
        add(sign &* value, at: 1)
        add(sign &* value &* value, at: 2)
    }

    /// Adds the sums of a tally, of which `counters` are wanted.
    mutating func add(_ tally: PackedTally, _ counters: InlineArray<3, Int>) {
        tally.forEach(below: max(counters[0], counters[1], counters[2]) + 1) { counter, value in
            if counter == Counter.received { received &+= value }
            for place in counters.indices where counters[place] == counter { values[place] &+= value }
        }
    }

    /// The value of one of these counters, or of `Counter.received`.
    func value(of counter: Int, _ counters: InlineArray<3, Int>) -> Int64 {
        if counter == Counter.received { return received }
        for place in counters.indices where counters[place] == counter { return values[place] }
        preconditionFailure("a figure rests on nothing but the counters of its metric")
    }
}

extension Metric {
    /// The counters besides `Counter.received` that the figure rests on; of fewer than three, one of them again.
    var counters: InlineArray<3, Int> {
        switch self {
        case .volume: [Counter.received, Counter.received, Counter.received]
        case .sentiment: [Counter.compound, Counter.compoundSum, Counter.compoundSquares]
        case .label(let label): [Counter.scored, Counter.labels + Int(label.rawValue), Counter.scored]
        case .dimension(let dimension):
            Self.three(Counter.dimensions + Int(dimension.rawValue) * Counter.dimensionStride)
        case .nps: Self.three(Counter.promoters)
        case .csat: Self.three(Counter.csat)
        case .ces: Self.three(Counter.ces)
        case .outcome(let bit): [Counter.scored, Counter.insufficient, Counter.outcomes + bit]
        case .urgency(let bit): [Counter.scored, Counter.insufficient, Counter.urgency + bit]
        }
    }

    /// The figure, if it rests on so many.
    func figure(_ sums: MetricSums, restingOn nMin: Int = 0) -> Figure? {
        let counters = counters
        return figure(restingOn: nMin) { sums.value(of: $0, counters) }
    }

    private static func three(_ first: Int) -> InlineArray<3, Int> { [first, first + 1, first + 2] }
}
