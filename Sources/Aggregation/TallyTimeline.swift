// Tallies over time: for ever, by day and by hour. Filled by folding a log of facts, each touched bucket unpacked and
// packed once, however many facts fall into it.

import ByteCoding

/// The first hour and day that are still kept as buckets of their own.
struct Horizon: Equatable, Sendable {
    var hour: Int32
    var day: Int32
}

/// Room for the sums of a fold, used again and again.
struct FoldScratch {
    fileprivate var total = Tally()
    fileprivate var day = Tally()
    var hour = Tally()
    fileprivate var packed = ByteWriter()
    fileprivate var days = PageMerge()
    var hours = PageMerge()
}

/// All-time, daily and hourly sums. Every fact counts in all that keep its time.
struct TallyTimeline: Equatable, Sendable {
    /// The packed sums for ever; nil where they are those of the only day.
    private var ownTotal: [UInt8]? = []
    private(set) var hours = TallyPages()
    private(set) var days = TallyPages()
    /// The bytes that all of it takes.
    private(set) var byteCount = 0

    /// Nothing yet.
    init() {}

    /// The packed sums for ever.
    var total: [UInt8] {
        if let ownTotal { return ownTotal }
        var total: [UInt8] = []
        days.forEach { total = [UInt8](copying: $1.bytes) }
        return total
    }

    /// Calls with the sums for ever.
    func withTotal(_ body: (PackedTally) -> Void) {
        if let ownTotal { body(PackedTally(ownTotal.span)) } else { days.forEach { body($1) } }
    }

    private var totalByteCount: Int {
        var count = 0
        withTotal { count = $0.bytes.count }
        return count
    }

    /// Takes over the packed sums for ever; those of `whole` where they are the same.
    private mutating func setTotal(_ packed: [UInt8], sharing whole: TallyTimeline) {
        ownTotal = nil
        if days.isOnly(packed.span) { return }
        ownTotal = whole.ownTotal
        // A copy has no spare room.
        if ownTotal != packed { ownTotal = [UInt8](copying: packed.span) }
    }

    /// Whether nothing was ever summed.
    var isEmpty: Bool { ownTotal?.isEmpty == true && hours.isEmpty && days.isEmpty }

    /// Adds the facts at some positions, which must be in ascending order of their hours, and drops what is beyond the
    /// horizon. What is the same as in `whole` is shared with it: the figures of an only channel are those of the
    /// organisation. Shared bytes are counted as if they were not, so that no bound depends on who shares. What it took, in
    /// facts added.
    @discardableResult
    mutating func fold(
        _ facts: [Fact], at positions: ArraySlice<Int>, horizon: Horizon,
        sharing whole: TallyTimeline = TallyTimeline(), scratch: inout FoldScratch
    ) -> Int {
        withTotal { $0.add(to: &scratch.total) }
        byteCount -= totalByteCount
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
                if TallyPages.keeps(hour, from: horizon.hour) {
                    byteCount += hours.add(&scratch.hour, at: hour, sharing: whole.hours, &scratch.hours)
                }
                scratch.hour.clear()
            }
            scratch.total.merge(scratch.day)
            if TallyPages.keeps(day, from: horizon.day) {
                byteCount += days.add(&scratch.day, at: day, sharing: whole.days, &scratch.days)
            }
            scratch.day.clear()
        }
        byteCount += hours.finish(&scratch.hours, sharing: whole.hours)
        byteCount += days.finish(&scratch.days, sharing: whole.days)
        scratch.packed.bytes.removeAll(keepingCapacity: true)
        scratch.total.encode(into: &scratch.packed)
        setTotal(scratch.packed.bytes, sharing: whole)
        scratch.total.clear()
        byteCount += totalByteCount
        prune(horizon)
        return positions.count + Fold.tallyWork * talliesPacked
    }

    /// Drops the hours and days beyond the horizon.
    mutating func prune(_ horizon: Horizon) {
        byteCount -= hours.prune(before: horizon.hour)
        if ownTotal == nil, days.begins(before: horizon.day) { ownTotal = total }
        byteCount -= days.prune(before: horizon.day)
    }
}

extension TallyTimeline {
    /// Appends the stored form: the tally for ever, hours, days.
    func encode(into writer: inout ByteWriter) {
        var room = ByteWriter()
        withTotal { $0.encode(into: &writer, in: &room) }
        hours.encode(into: &writer, in: &room)
        days.encode(into: &writer, in: &room)
    }

    /// Reads what `encode` wrote, and checks it. What is the same as in `whole` is shared with it.
    init(
        from reader: inout ByteReader, sharing whole: TallyTimeline = TallyTimeline(), _ scratch: inout FoldScratch
    ) throws(ByteCodingError) {
        let total = StoredTally(try reader.readSpan())
        hours = try TallyPages(from: &reader, sharing: whole.hours, &scratch)
        days = try TallyPages(from: &reader, sharing: whole.days, &scratch)
        scratch.packed.bytes.removeAll(keepingCapacity: true)
        try total.pack(into: &scratch.packed, &scratch.hour)
        setTotal(scratch.packed.bytes, sharing: whole)
        byteCount = totalByteCount + hours.byteCount + days.byteCount
        if self == whole { self = whole }
    }
}

extension FixedWidthInteger {
    /// The quotient rounded down, also below zero. The divisor must be positive.
    func floorDivided(by divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
