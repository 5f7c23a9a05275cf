// The segments of one organisation: which values its submissions have on each axis, and the figures of each value. It
// only ever grows, and remembers since when it knows a value: so a submission that is taken back long after it came is
// taken out of the very segments into which it was counted, also when it was one of those beyond the bound.

import ByteCoding

/// A value on an axis, with the figures of the submissions that have it.
struct SegmentValue: Equatable, Sendable {
    let axis: UInt8
    /// As it was sent; empty for what stands for all values beyond the axis's bound.
    let name: [UInt8]
    /// The sequence number of the first submission that was counted for it.
    let since: UInt64
    var timeline = TallyTimeline()

    var isOther: Bool { name.isEmpty }
}

/// A tag key that the organisation wants its figures split by.
struct DeclaredKey: Equatable, Sendable {
    let name: [UInt8]
    /// The sequence number of the declaration: submissions before it have no value on the axis.
    let since: UInt64
}

/// The values of all axes, numbered from 1 in the order in which they came.
struct SegmentTable: Sendable {
    private(set) var values: [SegmentValue] = []
    private(set) var keys: [DeclaredKey] = []
    /// Of axis and name: 128 bits under a secret seed stand for them (see IDTable).
    private var hashes: [Hash128] = []
    private var index = HashIndex()

    /// No segments.
    init() {}

    /// Takes over what a snapshot holds; nil when it contradicts itself.
    init?(keys: [DeclaredKey], values: [SegmentValue], seed: HashSeed) {
        guard keys.count <= SegmentAxis.tagKeysMax, values.count < Int(UInt16.max),
            Set(keys.map(\.name)).count == keys.count
        else { return nil }
        self.keys = keys
        for value in values {
            guard Int(value.axis) < SegmentAxis.firstTag + keys.count else { return nil }
            guard find(Int(value.axis), value.name.span, seed) == nil else { return nil }
            append(value, seed)
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
        _ entry: borrowing EncodedEntry, sequence: UInt64, valuesMax: Int, seed: HashSeed
    ) -> SIMD16<UInt16> {
        var numbers = SIMD16<UInt16>()
        Self.forEachText(entry, keys: keys) { axis, name in
            numbers[axis] = admit(axis, name, sequence: sequence, valuesMax: valuesMax, seed: seed)
        }
        return numbers
    }

    /// The numbers under which a submission was counted when it came.
    func numbers(_ entry: borrowing EncodedEntry, sequence: UInt64, seed: HashSeed) -> SIMD16<UInt16> {
        var numbers = SIMD16<UInt16>()
        let rest: [UInt8] = []
        Self.forEachText(entry, keys: keys.filter { $0.since < sequence }) { axis, name in
            if let place = find(axis, name, seed), values[place].since <= sequence {
                numbers[axis] = UInt16(place + 1)
            } else if let other = find(axis, rest.span, seed) {
                numbers[axis] = UInt16(other + 1)
            }
        }
        return numbers
    }

    /// Adds a tag key as an axis; false when there is no room. One that is there already is passed over.
    mutating func declare(_ key: [UInt8], sequence: UInt64) -> Bool {
        if keys.contains(where: { $0.name == key }) { return true }
        guard keys.count < SegmentAxis.tagKeysMax else { return false }
        keys.append(DeclaredKey(name: key, since: sequence))
        return true
    }

    /// The number of the axis with that name; nil when there is none.
    func axis(named name: String) -> Int? {
        if let builtIn = SegmentAxis.builtIn.firstIndex(of: name) { return builtIn }
        guard name.hasPrefix(SegmentAxis.tagPrefix) else { return nil }
        let key = Array(name.utf8.dropFirst(SegmentAxis.tagPrefix.utf8.count))
        return keys.firstIndex { $0.name == key }.map { SegmentAxis.firstTag + $0 }
    }

    /// The names of all axes.
    var axisNames: [String] {
        SegmentAxis.builtIn + keys.map { SegmentAxis.tagPrefix + String(decoding: $0.name, as: UTF8.self) }
    }

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
        for place in values.indices where !positions[place].isEmpty {
            values[place].timeline.fold(facts, at: positions[place], horizon: horizon, scratch: &scratch)
        }
    }

    /// Drops the buckets beyond the horizon.
    mutating func prune(_ horizon: Horizon) {
        for place in values.indices { values[place].timeline.prune(horizon) }
    }

    /// What it takes in memory: an estimate.
    var byteCount: Int {
        let names = values.reduce(0) { $0 + $1.name.count + 32 } + keys.reduce(0) { $0 + $1.name.count + 48 }
        return names + values.capacity * (MemoryLayout<SegmentValue>.stride + 16) + index.byteCount
            + values.reduce(0) { $0 + $1.timeline.byteCount }
    }

    private mutating func admit(
        _ axis: Int, _ name: Span<UInt8>, sequence: UInt64, valuesMax: Int, seed: HashSeed
    ) -> UInt16 {
        if let place = find(axis, name, seed) { return UInt16(place + 1) }
        var name = [UInt8](copying: name)
        // The bound is looked for only when a value is new or beyond it.
        if values.count >= valuesMax, values.reduce(0, { $0 + (Int($1.axis) == axis ? 1 : 0) }) >= valuesMax {
            name = []
            if let place = find(axis, name.span, seed) { return UInt16(place + 1) }
        }
        append(SegmentValue(axis: UInt8(axis), name: name, since: sequence), seed)
        return UInt16(values.count)
    }

    private mutating func append(_ value: SegmentValue, _ seed: HashSeed) {
        let hash = Self.hash(Int(value.axis), value.name.span, seed)
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

    /// Calls with each axis on which a submission has a value, and the value; of tags with one key, with the first. A
    /// value that is named like the rest beyond the bound belongs to it.
    private static func forEachText(
        _ entry: borrowing EncodedEntry, keys: [DeclaredKey], _ body: (Int, Span<UInt8>) -> Void
    ) {
        for (axis, field) in SegmentAxis.fields.enumerated() where !entry[field].isEmpty {
            body(axis, spoken(entry[field]))
        }
        if keys.isEmpty { return }
        var seen: UInt16 = 0
        entry.forEachTag { key, value in
            guard !value.isEmpty, let place = keys.firstIndex(where: { $0.name.span.isEqual(to: key) }),
                seen & 1 << UInt16(place) == 0
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
