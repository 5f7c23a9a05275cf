// Tallies over time: for ever, by day and by hour. Filled by folding a log of facts, each touched bucket unpacked and
// packed once, however many facts fall into it.

import ByteCoding

/// The tally of one hour or day.
struct Bucket: Equatable, Sendable {
    /// Hours or days since 1970, UTC.
    var index: Int32
    var tally: PackedTally
}

/// The first hour and day that are still kept as buckets of their own.
struct Horizon: Equatable, Sendable {
    var hour: Int32
    var day: Int32
}

/// Room for the sums of a fold, used again and again.
struct FoldScratch {
    fileprivate var total = Tally()
    fileprivate var day = Tally()
    fileprivate var hour = Tally()
    fileprivate var packed = ByteWriter()
}

/// All-time, daily and hourly sums. Every fact counts in all that keep its time.
struct TallyTimeline: Equatable, Sendable {
    private(set) var total = PackedTally()
    /// Ascending.
    private(set) var hours: [Bucket] = []
    private(set) var days: [Bucket] = []

    /// Nothing yet.
    init() {}

    /// Takes over buckets from a snapshot; nil unless they ascend.
    init?(total: PackedTally, hours: [Bucket], days: [Bucket]) {
        guard Self.ascends(hours), Self.ascends(days) else { return nil }
        self.total = total
        self.hours = hours
        self.days = days
    }

    /// Whether nothing was ever summed.
    var isEmpty: Bool { total.isEmpty && hours.isEmpty && days.isEmpty }

    /// Adds the facts at some positions, which must be in ascending order of their hours, and drops the buckets beyond
    /// the horizon.
    mutating func fold(_ facts: [Fact], at positions: [Int], horizon: Horizon, scratch: inout FoldScratch) {
        total.add(to: &scratch.total)
        var next = 0
        while next < positions.count {
            let day = facts[positions[next]].hour.floorDivided(by: 24)
            while next < positions.count, facts[positions[next]].hour.floorDivided(by: 24) == day {
                let hour = facts[positions[next]].hour
                while next < positions.count, facts[positions[next]].hour == hour {
                    facts[positions[next]].add(to: &scratch.hour)
                    next += 1
                }
                scratch.day.merge(scratch.hour)
                if hour >= horizon.hour { Self.add(&scratch.hour, to: &hours, at: hour, &scratch.packed) }
                scratch.hour.clear()
            }
            scratch.total.merge(scratch.day)
            if day >= horizon.day { Self.add(&scratch.day, to: &days, at: day, &scratch.packed) }
            scratch.day.clear()
        }
        total = PackedTally(scratch.total, in: &scratch.packed)
        scratch.total.clear()
        prune(horizon)
    }

    /// Drops the buckets beyond the horizon.
    mutating func prune(_ horizon: Horizon) {
        if let first = hours.first, first.index < horizon.hour { hours.removeAll { $0.index < horizon.hour } }
        if let first = days.first, first.index < horizon.day { days.removeAll { $0.index < horizon.day } }
    }

    /// The bytes that the buckets take.
    var byteCount: Int {
        let each = MemoryLayout<Bucket>.stride + 48
        let packed = hours.reduce(0) { $0 + $1.tally.bytes.count } + days.reduce(0) { $0 + $1.tally.bytes.count }
        return total.bytes.count + packed + (hours.count + days.count) * each
    }

    private static func add(
        _ sum: inout Tally, to buckets: inout [Bucket], at index: Int32, _ writer: inout ByteWriter
    ) {
        let position = buckets.firstPosition(notBelow: index)
        if position < buckets.count, buckets[position].index == index {
            buckets[position].tally.add(to: &sum)
            let packed = PackedTally(sum, in: &writer)
            if packed.isEmpty { buckets.remove(at: position) } else { buckets[position].tally = packed }
        } else {
            let packed = PackedTally(sum, in: &writer)
            if !packed.isEmpty { buckets.insert(Bucket(index: index, tally: packed), at: position) }
        }
    }

    private static func ascends(_ buckets: [Bucket]) -> Bool {
        zip(buckets, buckets.dropFirst()).allSatisfy { $0.index < $1.index }
    }
}

extension [Bucket] {
    /// Where the first bucket at or after `index` is, by binary search from the end, where most facts fall.
    func firstPosition(notBelow index: Int32) -> Int {
        guard let last, last.index >= index else { return count }
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].index < index { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension FixedWidthInteger {
    /// The quotient rounded down, also below zero. The divisor must be positive.
    func floorDivided(by divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
