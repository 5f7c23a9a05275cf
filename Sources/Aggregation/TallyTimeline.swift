// Tallies over time: for ever, by day and by hour. Filled by folding a log of facts, each touched bucket unpacked and
// packed once, however many facts fall into it.

import ByteCoding

/// The tally of one hour or day.
struct Bucket: Equatable, Sendable {
    /// Hours or days since 1970, UTC.
    var index: Int32
    var tally: PackedTally

    /// What it takes in memory: itself, an array's head and the bytes.
    var byteCount: Int { MemoryLayout<Bucket>.stride + 48 + tally.bytes.count }
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
    /// The bytes that all of it takes.
    private(set) var byteCount = 0

    /// Nothing yet.
    init() {}

    /// Takes over buckets from a snapshot; nil unless they ascend.
    init?(total: PackedTally, hours: [Bucket], days: [Bucket]) {
        guard Self.ascends(hours), Self.ascends(days) else { return nil }
        self.total = total
        self.hours = hours
        self.days = days
        byteCount = total.bytes.count + Self.byteCount(hours[...]) + Self.byteCount(days[...])
        shareTotal()
    }

    /// The sums for ever of a first day are those of the day.
    private mutating func shareTotal() {
        if days.count == 1, days[0].tally == total { total = days[0].tally }
    }

    /// Whether nothing was ever summed.
    var isEmpty: Bool { total.isEmpty && hours.isEmpty && days.isEmpty }

    /// Adds the facts at some positions, which must be in ascending order of their hours, and drops the buckets beyond
    /// the horizon. What is the same as in `whole` is shared with it: the figures of an only channel are those of the
    /// organisation. Shared bytes are counted as if they were not, so that no bound depends on who shares. What it took, in
    /// facts added.
    @discardableResult
    mutating func fold(
        _ facts: [Fact], at positions: ArraySlice<Int>, horizon: Horizon,
        sharing whole: TallyTimeline = TallyTimeline(), scratch: inout FoldScratch
    ) -> Int {
        total.add(to: &scratch.total)
        var talliesPacked = 1
        var next = positions.startIndex
        while next < positions.endIndex {
            let day = facts[positions[next]].hour.floorDivided(by: 24)
            talliesPacked += 1
            while next < positions.endIndex, facts[positions[next]].hour.floorDivided(by: 24) == day {
                let hour = facts[positions[next]].hour
                talliesPacked += 1
                while next < positions.endIndex, facts[positions[next]].hour == hour {
                    facts[positions[next]].add(to: &scratch.hour)
                    next += 1
                }
                scratch.day.merge(scratch.hour)
                if hour >= horizon.hour {
                    byteCount += Self.add(&scratch.hour, to: &hours, at: hour, sharing: whole.hours, &scratch.packed)
                }
                scratch.hour.clear()
            }
            scratch.total.merge(scratch.day)
            if day >= horizon.day {
                byteCount += Self.add(&scratch.day, to: &days, at: day, sharing: whole.days, &scratch.packed)
            }
            scratch.day.clear()
        }
        byteCount -= total.bytes.count
        total = PackedTally(scratch.total, in: &scratch.packed, sharing: whole.total)
        byteCount += total.bytes.count
        scratch.total.clear()
        shareTotal()
        prune(horizon)
        return positions.count + Fold.tallyWork * talliesPacked
    }

    /// Drops the buckets beyond the horizon.
    mutating func prune(_ horizon: Horizon) {
        byteCount -= Self.prune(&hours, before: horizon.hour) + Self.prune(&days, before: horizon.day)
    }

    /// Drops the buckets before one; the bytes that they took.
    private static func prune(_ buckets: inout [Bucket], before first: Int32) -> Int {
        guard let oldest = buckets.first, oldest.index < first else { return 0 }
        let count = buckets.firstPosition(notBelow: first)
        defer { buckets.removeFirst(count) }
        return byteCount(buckets[..<count])
    }

    /// The bytes that buckets take.
    private static func byteCount(_ buckets: ArraySlice<Bucket>) -> Int {
        buckets.reduce(0) { $0 + $1.byteCount }
    }

    /// Adds a sum to the bucket of its index; by how many bytes they have grown.
    private static func add(
        _ sum: inout Tally, to buckets: inout [Bucket], at index: Int32, sharing whole: [Bucket],
        _ writer: inout ByteWriter
    ) -> Int {
        let position = buckets.firstPosition(notBelow: index)
        var before = 0
        if position < buckets.count, buckets[position].index == index {
            before = buckets[position].byteCount
            buckets[position].tally.add(to: &sum)
            buckets[position].tally = PackedTally(sum, in: &writer, sharing: whole.tally(at: index))
        } else {
            let tally = PackedTally(sum, in: &writer, sharing: whole.tally(at: index))
            buckets.insert(Bucket(index: index, tally: tally), at: position)
        }
        if buckets[position].tally.isEmpty {
            buckets.remove(at: position)
            return -before
        }
        return buckets[position].byteCount - before
    }

    private static func ascends(_ buckets: [Bucket]) -> Bool {
        zip(buckets, buckets.dropFirst()).allSatisfy { $0.index < $1.index }
    }
}

extension [Bucket] {
    /// The tally of the bucket at `index`; an empty one when there is none.
    func tally(at index: Int32) -> PackedTally {
        let position = firstPosition(notBelow: index)
        return position < count && self[position].index == index ? self[position].tally : PackedTally()
    }

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
