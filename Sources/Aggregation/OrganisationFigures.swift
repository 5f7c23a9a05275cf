// One organisation's figures as a value of its own: copied out of the ledger in well under a microsecond, and asked as
// long as it takes on any thread, while the ledger goes on.

import ByteCoding

/// The figures of an organisation as they were at one moment.
package struct OrganisationFigures: Sendable {
    let organisation: Organisation
    let horizon: Horizon
    let seed: HashSeed
    /// How many submissions are kept with their words.
    package let verbatimsHeld: Int

    init(_ organisation: Organisation, horizon: Horizon, seed: HashSeed) {
        verbatimsHeld = organisation.verbatims.count
        var copy = organisation
        // What is not held here need not be copied when the ledger changes it.
        copy.verbatims = VerbatimStore()
        copy.remnants = RemnantStore()
        self.organisation = copy
        self.horizon = horizon
        self.seed = seed
    }

    /// Its name.
    package var name: String { String(decoding: organisation.name, as: UTF8.self) }

    /// The whole hours or days that cover a window.
    func range(_ window: TimeWindow?) -> HourRange? { window.map { HourRange($0, horizon: horizon) } }
}

extension Ledger {
    /// The figures of an organisation; nil when it is not known.
    package func figures(org: Span<UInt8>) -> OrganisationFigures? {
        organisation(org).map { OrganisationFigures($0, horizon: horizon, seed: seed) }
    }
}

extension Organisation {
    /// The sums of everything, or of the hours in a range: of all submissions, or of those with one value; at least those
    /// of the counters below `bound`.
    func sum(
        _ hours: HourRange? = nil, value: SegmentValueNumber? = nil, below bound: Int = Counter.count
    ) -> Tally {
        var sum = Tally()
        add(hours, value: value, to: &sum, below: bound)
        return sum
    }

    /// Adds the sums of everything, or of the hours in a range, to a tally; at least those of the counters below `bound`.
    func add(
        _ hours: HourRange?, value: SegmentValueNumber? = nil, to sum: inout Tally, below bound: Int = Counter.count
    ) {
        if let value { return add(hours, value, to: &sum, below: bound) }
        timeline.add(hours, to: &sum, below: bound)
        log.add(hours, to: &sum, below: bound)
    }

    private func add(_ hours: HourRange?, _ value: SegmentValueNumber, to sum: inout Tally, below bound: Int) {
        segments.timeline(value).add(hours, to: &sum, below: bound)
        forEachFact(of: value) { fact in
            if let hours, !hours.contains(fact.hour) { return }
            fact.add(to: &sum, below: bound)
        }
    }

    /// Calls with each fact that is not in the tallies yet: in those of the whole, or of the value that it must have.
    func forEachFact(of value: SegmentValueNumber?, _ body: (Fact) -> Void) {
        guard let value else { return log.forEach(body) }
        forEachFact(on: value.axis) { number, fact in if number == value.number { body(fact) } }
    }

    /// Calls with each fact with a value on an axis whose tallies do not have it yet, and the number of the value.
    private func forEachFact(on axis: Int, _ body: (UInt16, Fact) -> Void) {
        fold.forEach { fact, through in
            if fact.segments[axis] > through { body(fact.segments[axis], fact) }
        }
        log.forEach { fact in if fact.segments[axis] != 0 { body(fact.segments[axis], fact) } }
    }

    /// The same for each value of an axis, in the order in which they came.
    func sums(
        _ hours: HourRange? = nil, axis: Int, below bound: Int = Counter.count
    ) -> [(number: UInt16, sum: Tally)] {
        var sums: [(number: UInt16, sum: Tally)] = []
        var places = [Int](repeating: -1, count: segments.values.count + 1)
        for (place, value) in segments.values.enumerated() where Int(value.axis) == axis && !value.isWithdrawn {
            var sum = Tally()
            value.timeline.add(hours, to: &sum, below: bound)
            places[place + 1] = sums.count
            sums.append((UInt16(place + 1), sum))
        }
        if sums.isEmpty { return [] }
        forEachFact(on: axis) { number, fact in
            let place = places[Int(number)]
            if place < 0 { return }
            if let hours, !hours.contains(fact.hour) { return }
            fact.add(to: &sums[place].sum, below: bound)
        }
        return sums
    }
}

/// A value on an axis, by its number.
struct SegmentValueNumber: Equatable, Sendable {
    var axis: Int
    var number: UInt16
}

extension TallyTimeline {
    /// Adds the sums of a range, or of all time.
    func add(_ hours: HourRange?, to sum: inout Tally, below bound: Int = Counter.count) {
        guard let hours else { return withTotal { $0.add(to: &sum, below: bound) } }
        forEachTally(in: hours) { $0.add(to: &sum, below: bound) }
    }
}
