// The segments of one organisation: which values its submissions have on each axis, and the figures of each value. It
// remembers since when it knows a value: so a submission that is taken back long after it came is taken out of the very
// segments into which it was counted, also when it was one of those beyond the bound. The number of a value is never
// given to another: what a withdrawn axis leaves behind in logs and remnants means nothing any more.

import ByteCoding

/// A value on an axis, with the figures of the submissions that have it.
struct SegmentValue: Equatable, Sendable {
    let axis: UInt8
    /// As it was sent; empty for what stands for all values beyond the axis's bound.
    let name: [UInt8]
    /// The sequence number of the first submission that was counted for it.
    let since: UInt64
    /// Whether its axis is gone, and all it counted.
    var isWithdrawn = false
    var timeline = TallyTimeline()

    var isOther: Bool { name.isEmpty }
}

/// A tag key that the organisation wants its figures split by.
struct DeclaredKey: Equatable, Sendable {
    /// Empty where the key was withdrawn and its axis is free.
    let name: [UInt8]
    /// The sequence number of the declaration: submissions before it have no value on the axis.
    let since: UInt64
}

/// The values of all axes, numbered from 1 in the order in which they came.
struct SegmentTable: Sendable {
    private(set) var values: [SegmentValue] = []
    private(set) var keys: [DeclaredKey] = []
    /// How many values each axis has beyond its bound; shorter than the number of axes as long as there are none.
    private(set) var others: [DistinctCount] = []
    /// The bytes that the tallies of all values take.
    private var tallyBytes = 0
    /// Of axis and name: 128 bits under a secret seed stand for them (see IDTable).
    private var hashes: [Hash128] = []
    private var index = HashIndex()

    /// No segments.
    init() {}

    /// Takes over what a snapshot holds; nil when it contradicts itself.
    init?(keys: [DeclaredKey], values: [SegmentValue], others: [DistinctCount], seed: HashSeed) {
        let names = keys.map(\.name).filter { !$0.isEmpty }
        guard keys.count <= SegmentAxis.tagKeysMax, values.count <= Self.valuesMax, others.count <= SegmentAxis.count,
            Set(names).count == names.count
        else { return nil }
        self.keys = keys
        self.others = others
        for value in values {
            guard Int(value.axis) < SegmentAxis.firstTag + keys.count else { return nil }
            guard value.isWithdrawn || find(Int(value.axis), value.name.span, seed) == nil else { return nil }
            append(value, seed)
            tallyBytes += value.timeline.byteCount
        }
    }

    /// Whether every number in a log is one of a value on its axis.
    func covers(_ log: FactLog) -> Bool {
        var isCovered = true
        log.forEach { fact in
            for axis in 0..<SegmentAxis.count where fact.segments[axis] != 0 {
                let place = Int(fact.segments[axis]) - 1
                if place >= values.count || Int(values[place].axis) != axis { isCovered = false }
            }
        }
        return isCovered
    }

    /// The numbers of a submission's values on each axis; new values are taken in as far as the bound allows.
    mutating func admit(
        _ entry: borrowing EncodedEntry, sequence: UInt64, limits: LedgerLimits, seed: HashSeed
    ) -> SIMD16<UInt16> {
        var numbers = SIMD16<UInt16>()
        Self.forEachText(entry, keys: keys, before: .max) { axis, name in
            numbers[axis] = admit(axis, name, sequence: sequence, limits: limits, seed: seed)
        }
        return numbers
    }

    /// The numbers under which a submission was counted when it came.
    func numbers(_ entry: borrowing EncodedEntry, sequence: UInt64, seed: HashSeed) -> SIMD16<UInt16> {
        var numbers = SIMD16<UInt16>()
        let rest: [UInt8] = []
        Self.forEachText(entry, keys: keys, before: sequence) { axis, name in
            if let place = find(axis, name, seed), values[place].since <= sequence {
                numbers[axis] = UInt16(place + 1)
            } else if let other = find(axis, rest.span, seed) {
                numbers[axis] = UInt16(other + 1)
            }
        }
        return numbers
    }

    /// Adds a tag key as an axis. One that is there already, and one for which there is no room, is passed over.
    mutating func declare(_ key: [UInt8], sequence: UInt64) {
        if keys.contains(where: { $0.name == key }) { return }
        let declared = DeclaredKey(name: key, since: sequence)
        if let free = keys.firstIndex(where: \.name.isEmpty) {
            keys[free] = declared
        } else if keys.count < SegmentAxis.tagKeysMax {
            keys.append(declared)
        }
    }

    /// Takes a tag key away, and all that was counted by it. One that is not there is passed over.
    mutating func withdraw(_ key: [UInt8]) {
        guard !key.isEmpty, let lane = keys.firstIndex(where: { $0.name == key }) else { return }
        keys[lane] = DeclaredKey(name: [], since: keys[lane].since)
        let axis = SegmentAxis.firstTag + lane
        if axis < others.count { others[axis] = DistinctCount() }
        for place in values.indices where Int(values[place].axis) == axis && !values[place].isWithdrawn {
            tallyBytes -= values[place].timeline.byteCount
            values[place] = SegmentValue(
                axis: values[place].axis, name: [], since: values[place].since, isWithdrawn: true)
            hashes[place] = Self.noHash
        }
    }

    /// The number of the axis with that name; nil when there is none.
    func axis(named name: String) -> Int? {
        if let builtIn = SegmentAxis.builtIn.firstIndex(of: name) { return builtIn }
        guard name.hasPrefix(SegmentAxis.tagPrefix) else { return nil }
        let key = Array(name.utf8.dropFirst(SegmentAxis.tagPrefix.utf8.count))
        return keys.firstIndex { $0.name == key }.map { SegmentAxis.firstTag + $0 }
    }

    /// All axes with their names.
    var axes: [(number: Int, name: String)] {
        var axes = SegmentAxis.builtIn.enumerated().map { (number: $0.offset, name: $0.element) }
        for (lane, key) in keys.enumerated() where !key.name.isEmpty {
            axes.append(
                (SegmentAxis.firstTag + lane, SegmentAxis.tagPrefix + String(decoding: key.name, as: UTF8.self)))
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

    /// Folds the facts that have a value into that value's tallies. The facts must be in ascending order of their hours.
    mutating func fold(_ facts: [Fact], horizon: Horizon, scratch: inout FoldScratch) {
        var positions: [[Int]] = Array(repeating: [], count: values.count)
        for position in facts.indices {
            let numbers = facts[position].segments
            if numbers == SIMD16() { continue }
            for axis in 0..<SegmentAxis.count where numbers[axis] != 0 {
                positions[Int(numbers[axis]) - 1].append(position)
            }
        }
        for place in values.indices where !positions[place].isEmpty && !values[place].isWithdrawn {
            tallyBytes -= values[place].timeline.byteCount
            values[place].timeline.fold(facts, at: positions[place], horizon: horizon, scratch: &scratch)
            tallyBytes += values[place].timeline.byteCount
        }
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
        let names = values.reduce(0) { $0 + $1.name.count + 32 } + keys.reduce(0) { $0 + $1.name.count + 48 }
        return names + values.capacity * (MemoryLayout<SegmentValue>.stride + 16) + index.byteCount + tallyBytes
            + others.reduce(0) { $0 + $1.byteCount + 32 }
    }

    private mutating func admit(
        _ axis: Int, _ name: Span<UInt8>, sequence: UInt64, limits: LedgerLimits, seed: HashSeed
    ) -> UInt16 {
        if let place = find(axis, name, seed) { return UInt16(place + 1) }
        var taken = [UInt8](copying: name)
        if isFull(axis, limits) {
            if others.isEmpty { others = [DistinctCount](repeating: DistinctCount(), count: SegmentAxis.count) }
            if !name.isEmpty { others[axis].insert(Self.hash(axis, name, seed).low) }
            taken = []
            if let place = find(axis, taken.span, seed) { return UInt16(place + 1) }
        }
        if values.count >= Self.valuesMax { return 0 }
        append(SegmentValue(axis: UInt8(axis), name: taken, since: sequence), seed)
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
    /// What no value is found by: one hash of 2^128.
    private static let noHash = Hash128(low: 0, high: 0)

    private mutating func append(_ value: SegmentValue, _ seed: HashSeed) {
        let hash = value.isWithdrawn ? Self.noHash : Self.hash(Int(value.axis), value.name.span, seed)
        index.insert(hash.high, place: values.count)
        hashes.append(hash)
        values.append(value)
    }

    private func find(_ axis: Int, _ name: Span<UInt8>, _ seed: HashSeed) -> Int? {
        if values.isEmpty { return nil }
        let hash = Self.hash(axis, name, seed)
        return index.find(hash.high) { hashes[$0] == hash }
    }

    private static func hash(_ axis: Int, _ name: Span<UInt8>, _ seed: HashSeed) -> Hash128 {
        SipHash.hash(Hash128(low: UInt64(axis), high: 0), name, seed: seed)
    }

    /// Calls with each axis on which a submission has a value, and the value, of the keys declared before it; of tags with
    /// one key, with the first. A value that is named like the rest beyond the bound belongs to it.
    private static func forEachText(
        _ entry: borrowing EncodedEntry, keys: [DeclaredKey], before sequence: UInt64,
        _ body: (Int, Span<UInt8>) -> Void
    ) {
        for (axis, field) in SegmentAxis.fields.enumerated() where !entry[field].isEmpty {
            body(axis, spoken(entry[field]))
        }
        if keys.isEmpty { return }
        var seen: UInt16 = 0
        entry.forEachTag { key, value in
            guard !value.isEmpty, let place = keys.firstIndex(where: { $0.name.span.isEqual(to: key) }),
                keys[place].since < sequence, seen & 1 << UInt16(place) == 0
            else { return }
            seen |= 1 << UInt16(place)
            body(SegmentAxis.firstTag + place, spoken(value))
        }
    }

    @_lifetime(copy name)
    private static func spoken(_ name: Span<UInt8>) -> Span<UInt8> {
        let other = SegmentAxis.otherName
        let isOther = name.isEqual(to: other.utf8Span.span)
        return isOther ? name.extracting(0..<0) : name
    }
}
