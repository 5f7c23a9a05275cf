// The segments of one organisation: which values its submissions have on each axis, and the figures of each value.
// The number of a value is never given to another, so the numbers that a submission was counted under stay good for taking
// it back: what a withdrawn axis leaves behind in logs and remnants means nothing any more.

import ByteCoding

/// A value on an axis, with the figures of the submissions that have it.
struct SegmentValue: Equatable, Sendable {
    let axis: UInt8
    /// As it was sent; empty for what stands for all values beyond the axis's bound.
    let name: [UInt8]
    /// The keyed hash of axis and name (`HashSeed.hash`).
    let hash: UInt64
    /// Whether its axis is gone, and all it counted.
    let isWithdrawn: Bool
    var timeline = TallyTimeline()

    init(axis: Int, name: [UInt8], seed: HashSeed) {
        self.axis = UInt8(axis)
        self.name = name
        hash = seed.hash(axis, name.span)
        isWithdrawn = false
    }

    /// What stays of a value of an axis that is gone: it is no longer found.
    init(withdrawnFrom axis: UInt8) {
        self.axis = axis
        name = []
        hash = 0
        isWithdrawn = true
    }

    var isOther: Bool { name.isEmpty }

    /// Whether it is the value of that name, with that hash, on that axis.
    func isNamed(_ axis: Int, _ name: Span<UInt8>, hash: UInt64) -> Bool {
        self.hash == hash && Int(self.axis) == axis && !isWithdrawn && self.name.span.isEqual(to: name)
    }
}

/// The values of all axes, numbered from 1 in the order in which they came.
struct SegmentTable: Sendable {
    private(set) var values: [SegmentValue] = []
    /// The tag keys that the organisation wants its figures split by; empty where one was withdrawn and its axis is free.
    private(set) var keys: [[UInt8]] = []
    /// How many values each axis has beyond its bound; shorter than the number of axes as long as there are none.
    private(set) var others: [DistinctCount] = []
    /// The bytes that the tallies of all values take.
    private var tallyBytes = 0
    /// By their hashes, those that were withdrawn left out.
    private var index = HashIndex()
    /// So many are looked through, without an index.
    private static let fewMax = 8

    /// No segments.
    init() {}

    /// Takes over what a snapshot holds; nil when it contradicts itself.
    init?(keys: [[UInt8]], values: [SegmentValue], others: [DistinctCount]) {
        let names = keys.filter { !$0.isEmpty }
        guard keys.count <= SegmentAxis.tagKeysMax, values.count <= Self.valuesMax, others.count <= SegmentAxis.count,
            Set(names).count == names.count
        else { return nil }
        self.keys = keys
        self.others = others
        for value in values {
            guard Int(value.axis) < SegmentAxis.firstTag + keys.count else { return nil }
            guard value.isWithdrawn || find(Int(value.axis), value.name.span, hash: value.hash) == nil
            else { return nil }
            append(value)
            tallyBytes += value.timeline.byteCount
        }
    }

    /// Something of each value, if there are few.
    var glance: Int {
        let values = values.span
        var seen = 0
        for place in 0..<min(values.count, Self.fewMax) {
            seen &+= Int(truncatingIfNeeded: values[place].hash) &+ Int(values[place].name.last ?? 0)
        }
        return seen
    }

    /// Whether every number in a log is one of a value on its axis.
    func covers(_ log: FactLog) -> Bool {
        var isCovered = true
        log.forEachChange { segments in
            for axis in 0..<SegmentAxis.count where segments[axis] != 0 {
                let place = Int(segments[axis]) - 1
                if place >= values.count || Int(values[place].axis) != axis { isCovered = false }
            }
        }
        return isCovered
    }

    /// Whether that can be how far a fold has come.
    func covers(_ fold: Fold) -> Bool {
        guard case .underway(let facts, let through) = fold else { return true }
        return (0..<values.count).contains(through) && covers(facts)
    }

    /// The numbers of a submission's values on each axis; new values are taken in as far as the bound allows.
    mutating func admit(
        _ entry: borrowing EncodedEntry, limits: LedgerLimits, seed: HashSeed
    ) -> SIMD16<UInt16> {
        var numbers = SIMD16<UInt16>()
        for axis in 0..<SegmentAxis.firstTag {
            let field = SegmentAxis.field(axis)
            if !entry.has(field) { continue }
            numbers[axis] = admit(axis, Self.spoken(entry[field]), limits: limits, seed: seed)
        }
        if keys.isEmpty { return numbers }
        Self.forEachTag(entry, keys: keys) { axis, name in
            numbers[axis] = admit(axis, name, limits: limits, seed: seed)
        }
        return numbers
    }

    /// Adds a tag key as an axis. One that is there already, and one for which there is no room, is passed over.
    mutating func declare(_ key: [UInt8]) {
        if key.isEmpty || keys.contains(key) { return }
        if let free = keys.firstIndex(of: []) {
            keys[free] = key
        } else if keys.count < SegmentAxis.tagKeysMax {
            keys.append(key)
        }
    }

    /// Takes a tag key away, and all that was counted by it. One that is not there is passed over.
    mutating func withdraw(_ key: [UInt8]) {
        guard !key.isEmpty, let lane = keys.firstIndex(of: key) else { return }
        keys[lane] = []
        let axis = SegmentAxis.firstTag + lane
        if axis < others.count { others[axis] = DistinctCount() }
        for place in values.indices where Int(values[place].axis) == axis && !values[place].isWithdrawn {
            tallyBytes -= values[place].timeline.byteCount
            index.remove(values[place].hash, place: place)
            values[place] = SegmentValue(withdrawnFrom: values[place].axis)
        }
    }

    /// The number of the axis with that name; nil when there is none.
    func axis(named name: String) -> Int? {
        if let builtIn = SegmentAxis.builtIn.firstIndex(of: name) { return builtIn }
        guard name.hasPrefix(SegmentAxis.tagPrefix) else { return nil }
        let key = Array(name.utf8.dropFirst(SegmentAxis.tagPrefix.utf8.count))
        return keys.firstIndex(of: key).map { SegmentAxis.firstTag + $0 }
    }

    /// All axes with their names.
    var axes: [(number: Int, name: String)] {
        var axes = SegmentAxis.builtIn.enumerated().map { (number: $0.offset, name: $0.element) }
        for (lane, key) in keys.enumerated() where !key.isEmpty {
            axes.append((SegmentAxis.firstTag + lane, SegmentAxis.tagPrefix + String(decoding: key, as: UTF8.self)))
        }
        return axes
    }

    /// How many values an axis has that are counted together: exact up to `DistinctCount.exactMax`.
    func otherValues(_ axis: Int) -> Int { axis < others.count ? others[axis].count : 0 }

    /// The number of a value; nil when no submission had it.
    func number(_ axis: Int, _ value: String, seed: HashSeed) -> UInt16? {
        let name = value == SegmentAxis.otherName ? [] : Array(value.utf8)
        return find(axis, name.span, seed).map { UInt16($0 + 1) }
    }

    /// Folds facts, which must be in ascending order of their hours, into the tallies of the values after the number `through`
    /// that they have, as long as there is work left. The number of the last value that has them all; nil once every value
    /// does. `whole` are the tallies of the whole organisation, with them and, when it is known, without. Tallies of a value that
    /// are the same as those are shared; a value that all submissions have is not summed anew.
    mutating func fold(
        _ facts: [Fact], after through: Int, horizon: Horizon, whole: (before: TallyTimeline?, after: TallyTimeline),
        work: inout Int
    ) -> Int? {
        var scratch = FoldScratch()
        let having = FactsByValue(facts, after: through, valueCount: values.count)
        for place in through..<values.count {
            let positions = having[place + 1]
            if positions.isEmpty || values[place].isWithdrawn { continue }
            if work <= 0 { return place }
            tallyBytes -= values[place].timeline.byteCount
            if positions.count == facts.count, values[place].timeline == whole.before {
                values[place].timeline = whole.after
            } else {
                work -= values[place].timeline.fold(
                    facts, at: positions, horizon: horizon, sharing: whole.after, scratch: &scratch)
            }
            tallyBytes += values[place].timeline.byteCount
        }
        return nil
    }

    /// Drops the buckets beyond the horizon.
    mutating func prune(_ horizon: Horizon) {
        for place in values.indices {
            tallyBytes -= values[place].timeline.byteCount
            values[place].timeline.prune(horizon)
            tallyBytes += values[place].timeline.byteCount
        }
    }

    /// What it takes in memory: an estimate.
    var byteCount: Int {
        let names = values.reduce(0) { $0 + $1.name.count + 32 } + keys.reduce(0) { $0 + $1.count + 40 }
        return names + values.capacity * (MemoryLayout<SegmentValue>.stride) + index.byteCount + tallyBytes
            + others.reduce(0) { $0 + $1.byteCount + 32 }
    }

    private mutating func admit(
        _ axis: Int, _ name: Span<UInt8>, limits: LedgerLimits, seed: HashSeed
    ) -> UInt16 {
        if let place = find(axis, name, seed) { return UInt16(place + 1) }
        var taken = [UInt8](copying: name)
        if isFull(axis, limits) {
            if others.isEmpty { others = [DistinctCount](repeating: DistinctCount(), count: SegmentAxis.count) }
            if !name.isEmpty { others[axis].insert(Self.valueHash(axis, name, seed)) }
            taken = []
            if let place = find(axis, taken.span, seed) { return UInt16(place + 1) }
        }
        if values.count >= Self.valuesMax { return 0 }
        append(SegmentValue(axis: axis, name: taken, seed: seed))
        return UInt16(values.count)
    }

    /// Whether an axis takes in no new value: looked for only when a value is new or beyond the bound.
    private func isFull(_ axis: Int, _ limits: LedgerLimits) -> Bool {
        if tallyBytes >= limits.segmentBytesMax { return true }
        // The last numbers are for the values that stand for the rest.
        if values.count >= Self.valuesMax - SegmentAxis.count { return true }
        let valuesMax = limits.segmentValuesMax
        if values.count < valuesMax { return false }
        return values.count { Int($0.axis) == axis && !$0.isWithdrawn } >= valuesMax
    }

    /// Numbers of values, withdrawn ones too, fit into two bytes.
    private static let valuesMax = Int(UInt16.max) - 1

    /// What values beyond an axis's bound are counted by. Stored: never change it.
    private static func valueHash(_ axis: Int, _ name: Span<UInt8>, _ seed: HashSeed) -> UInt64 {
        SipHash.hash(Hash128(low: UInt64(axis), high: 0), name, seed: seed).low
    }

    private mutating func append(_ value: SegmentValue) {
        values.append(value)
        if values.count <= Self.fewMax { return }
        let first = index.count == 0 && values.count == Self.fewMax + 1 ? 0 : values.count - 1
        for place in first..<values.count where !values[place].isWithdrawn {
            index.insert(values[place].hash, place: place)
        }
    }

    private func find(_ axis: Int, _ name: Span<UInt8>, _ seed: HashSeed) -> Int? {
        values.isEmpty ? nil : find(axis, name, hash: seed.hash(axis, name))
    }

    private func find(_ axis: Int, _ name: Span<UInt8>, hash: UInt64) -> Int? {
        // Through a span: a copy of a value would count the references to all that it holds.
        let values = values.span
        if values.count > Self.fewMax { return index.find(hash) { values[$0].isNamed(axis, name, hash: hash) } }
        for place in values.indices where values[place].isNamed(axis, name, hash: hash) { return place }
        return nil
    }

    /// Calls with each axis of a tag key on which a submission has a value, and the value; of tags with one key, with the
    /// first.
    private static func forEachTag(
        _ entry: borrowing EncodedEntry, keys: [[UInt8]], _ body: (Int, Span<UInt8>) -> Void
    ) {
        var seen: UInt16 = 0
        entry.forEachTag { key, value in
            guard !value.isEmpty, let place = keys.firstIndex(where: { $0.span.isEqual(to: key) }),
                seen & 1 << UInt16(place) == 0
            else { return }
            seen |= 1 << UInt16(place)
            body(SegmentAxis.firstTag + place, spoken(value))
        }
    }

    /// A value that is named like the rest beyond an axis's bound belongs to it.
    @_lifetime(copy name)
    private static func spoken(_ name: Span<UInt8>) -> Span<UInt8> {
        if name[0] != SegmentAxis.otherFirst { return name }
        let other = SegmentAxis.otherName
        return name.isEqual(to: other.utf8Span.span) ? name.extracting(0..<0) : name
    }
}
