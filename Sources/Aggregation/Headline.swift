// The all-time sums of an organisation that are always at hand: a league of a hundred thousand organisations is not to
// read as many tallies and logs. They begin when an organisation has as many submissions as the smallest minimum of a
// league; before that its few facts are read where they lie, and an idle organisation stays small.

import ByteCoding
import Scoring

/// Sums that are found by the numbers of their counters.
protocol CounterSums {
    /// The value of a counter.
    subscript(counter: Int) -> Int64 { get }
}

/// What an organisation's tally for ever says of everything that a league is made of.
struct Headline: Equatable, Sendable, CounterSums {
    /// Nothing before it begins.
    private var sums: [Int64] = []

    /// Where what lies in `sums`.
    private enum Place {
        static let received = 0
        static let scored = 1
        static let insufficient = 2
        static let labels = 3
        static let compound = 7
        static let dimensions = 10
        static let nps = dimensions + 3 * 12
        static let csat = nps + 3
        static let ces = csat + 3
        static let urgency = ces + 3
        static let outcomes = urgency + 8
        static let count = outcomes + 16
    }

    /// The counter behind each place; -1 for a place that is not used.
    private static let counters: [Int] = {
        var counters = [Int](repeating: -1, count: Place.count)
        func set(_ place: Int, _ counter: Int, _ count: Int = 1) {
            for offset in 0..<count { counters[place + offset] = counter + offset }
        }
        set(Place.received, Counter.received)
        set(Place.scored, Counter.scored)
        set(Place.insufficient, Counter.insufficient)
        set(Place.labels, Counter.labels, 4)
        set(Place.compound, Counter.compound, 3)
        for lane in Dimension.allCases.indices {
            set(Place.dimensions + 3 * lane, Counter.dimensions + lane * Counter.dimensionStride, 3)
        }
        set(Place.nps, Counter.promoters, 3)
        set(Place.csat, Counter.csat, 3)
        set(Place.ces, Counter.ces, 3)
        set(Place.urgency, Counter.urgency, 8)
        set(Place.outcomes, Counter.outcomes, 16)
        return counters
    }()

    /// The place of each counter; -1 for one that is not here.
    private static let places: [Int8] = {
        var places = [Int8](repeating: -1, count: Counter.count)
        for (place, counter) in counters.enumerated() where counter >= 0 { places[counter] = Int8(place) }
        return places
    }()

    /// Not begun.
    init() {}

    /// The sums of a tally.
    init(_ tally: Tally) { sums = Self.counters.map { $0 < 0 ? 0 : tally[$0] } }

    /// Whether it has begun.
    var hasBegun: Bool { !sums.isEmpty }

    /// The bytes it takes beside its own.
    var byteCount: Int { hasBegun ? Place.count * 8 + 32 : 0 }

    /// The value of a counter that a metric rests on; 0 of any other.
    subscript(counter: Int) -> Int64 {
        let place = Int(Self.places[counter])
        return place < 0 ? 0 : sums[place]
    }

    /// Adds a fact, as `Fact.add(to:)` does to a tally, once it has begun.
    mutating func add(_ fact: Fact) {
        if sums.isEmpty || fact.isDuplicate { return }
        let sign: Int64 = fact.isRetraction ? -1 : 1
        sums[Place.received] += sign
        if let label = fact.label {
            if label == .insufficient {
                sums[Place.insufficient] += sign
            } else {
                sums[Place.scored] += sign
                sums[Place.labels + Int(label.rawValue)] += sign
                if let compound = fact.compound { add(Int64(compound), Place.compound, sign) }
            }
        }
        addDimensions(fact.dimensions, sign)
        if fact.signals.urgency != [] || fact.signals.outcomes != [] {
            add(bits: UInt16(fact.signals.urgency.rawValue), Place.urgency, sign)
            add(bits: fact.signals.outcomes.rawValue, Place.outcomes, sign)
        }
        if fact.ratings != Ratings() { addRatings(fact.ratings, sign) }
    }

    private mutating func addDimensions(_ dimensions: DimensionScores, _ sign: Int64) {
        let isAbsent = dimensions.scores .== DimensionScores.absent
        if all(isAbsent) { return }
        for lane in Dimension.allCases.indices where !isAbsent[lane] {
            add(Int64(dimensions.scores[lane]), Place.dimensions + 3 * lane, sign)
        }
    }

    private mutating func addRatings(_ ratings: Ratings, _ sign: Int64) {
        if let nps = ratings.nps { sums[Place.nps + (nps >= 9 ? 0 : nps >= 7 ? 1 : 2)] += sign }
        if let csat = ratings.csat { add(Int64(csat), Place.csat, sign) }
        if let ces = ratings.ces { add(Int64(ces), Place.ces, sign) }
    }

    /// Adds to a number of values, their sum and their sum of squares.
    private mutating func add(_ value: Int64, _ place: Int, _ sign: Int64) {
        sums[place] += sign
        sums[place + 1] += sign * value
        sums[place + 2] += sign * value * value
    }

    private mutating func add(bits: UInt16, _ place: Int, _ sign: Int64) {
        var rest = bits
        while rest != 0 {
            sums[place + rest.trailingZeroBitCount] += sign
            rest &= rest &- 1
        }
    }

    /// Writes whether it has begun, and then the places other than zero: their number, and for each the distance from the
    /// one before and the sum, zigzag.
    func encode(into writer: inout ByteWriter) {
        writer.write(hasBegun ? 1 : 0)
        if !hasBegun { return }
        writer.writeCount(sums.count { $0 != 0 })
        var before = 0
        for (place, sum) in sums.enumerated() where sum != 0 {
            writer.writeCount(place - before)
            writer.writeSigned(sum)
            before = place
        }
    }

    /// Reads what `encode` wrote.
    init(from reader: inout ByteReader) throws(ByteCodingError) {
        let start = reader.offset
        let flag = try reader.read()
        guard flag <= 1 else { throw .malformed(offset: start) }
        if flag == 0 { return }
        sums = [Int64](repeating: 0, count: Place.count)
        var place = 0
        for _ in 0..<(try reader.readCount(bytesEach: 2)) {
            let distance = try reader.readVarint(as: Int.self)
            guard distance < Place.count - place else { throw .malformed(offset: start) }
            place += distance
            sums[place] = try reader.readSigned()
        }
    }
}

extension Organisation {
    /// A figure all-time or over a range of hours, with `sum` as room to work in; nil when nothing came.
    func figure(_ metric: Metric, _ range: HourRange?, _ sum: inout Tally) -> Figure? {
        if range == nil, headline.hasBegun { return received == 0 ? nil : metric.figure(headline) }
        sum.clear()
        add(range, to: &sum, below: metric.counterBound)
        return sum[Counter.received] == 0 ? nil : metric.figure(sum)
    }

    /// Begins the headline once there are enough submissions for a league.
    mutating func beginHeadline() {
        if received >= RankTerms.nFloor, !headline.hasBegun { headline = Headline(sum()) }
    }
}
