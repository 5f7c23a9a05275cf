// The newest facts of an organisation, in the order in which they were applied, some twenty bytes each. A small
// organisation is nothing but its log; a large one folds it into tallies whenever it is full. So applying an entry is
// appending to one small buffer, and a question adds the log to the tallies.

import ByteCoding

/// Facts, one record after the other (FactRecord). Snapshots have them in their stored form (Fact+Coding.swift).
struct FactLog: Equatable, Sendable {
    private var writer = ByteWriter()
    private var factCount: Int32 = 0
    /// How many of them are of another hour than the fact before, the first among them.
    private var hourChanges: Int32 = 0
    /// The hours of the first fact and of the last.
    private var firstHour: Int32 = 0
    private var lastHour: Int32 = 0
    /// The segments of the last.
    private var segments = SIMD16<UInt16>()
    /// Whether none is of an earlier hour than the one before.
    private(set) var isInOrder = true

    /// An empty log.
    init() {}

    /// A log of those facts.
    init(_ facts: ArraySlice<Fact>) {
        for fact in facts { append(fact) }
    }

    /// Takes over the facts of a snapshot, which are checked.
    init(decoding stored: Span<UInt8>) throws(ByteCodingError) {
        writer = ByteWriter(capacity: stored.count + stored.count / 16)
        var reader = ByteReader(stored)
        var last = FactBefore()
        while !reader.isAtEnd {
            // Its amounts go into the record as they stand.
            let (fact, hasDimensions, hasSignals) = try Fact.readHead(from: &reader, after: last)
            var record = FactRecord(fact)
            if hasDimensions || hasSignals {
                try record.appendAmounts(from: &reader, hasDimensions: hasDimensions, hasSignals: hasSignals)
            }
            append(&record, hour: fact.hour, fact.segments, fact.ratings)
            last = FactBefore(fact)
        }
    }

    /// Appends the facts as snapshots have them, with their length in bytes before them all.
    func encode(into output: inout ByteWriter) {
        var stored = ByteWriter(capacity: byteCount)
        var last = FactBefore()
        forEach { fact in
            fact.encode(after: last, into: &stored)
            last = FactBefore(fact)
        }
        output.writeBytes(stored.bytes)
    }

    /// How many facts there are.
    var count: Int { Int(factCount) }
    var byteCount: Int { writer.bytes.count }
    var isEmpty: Bool { writer.bytes.isEmpty }
    /// The bytes it holds in memory.
    var capacity: Int { writer.bytes.capacity }

    /// Something of where the next fact goes.
    var glance: Int { Int(writer.bytes.last ?? 0) }

    /// Whether it is time to fold it: it has reached the bound, or an eighth of that and is dense.
    func isFull(byteCountMax: Int, valueCount: Int) -> Bool {
        if byteCount <= byteCountMax / 8 { return false }
        return byteCount > byteCountMax || isDense(valueCount: valueCount)
    }

    /// Whether there are so many facts of one hour that tallies take less. Each of `valueCount` values of segments has tallies
    /// of its own.
    func isDense(valueCount: Int) -> Bool {
        count >= Int(hourChanges) * Self.denseHourMin * max(1, valueCount)
    }

    /// So many facts take about as much as the tally of their hour.
    private static let denseHourMin = 32

    static func == (left: FactLog, right: FactLog) -> Bool {
        left.firstHour == right.firstHour && left.writer.bytes == right.writer.bytes
    }

    /// Appends a fact; its record.
    @discardableResult
    mutating func append(_ fact: Fact) -> FactRecord {
        var record = FactRecord(fact)
        append(&record, hour: fact.hour, fact.segments, fact.ratings)
        return record
    }

    /// Appends the record of a fact with that hour and those segments and ratings, and finishes it.
    mutating func append(
        _ record: inout FactRecord, hour: Int32, _ segments: SIMD16<UInt16>, _ ratings: Ratings
    ) {
        if isEmpty { (firstHour, lastHour) = (hour, hour) }
        note(hour, isFirst: isEmpty)
        var hours = Int16(exactly: Int(hour) - Int(lastHour))
        if hours == nil {
            var record = FactRecord(hour: hour)
            append(&record)
            hours = 0
        }
        record.finish(hours ?? 0, segments, after: self.segments, ratings)
        append(&record)
        lastHour = hour
        self.segments = segments
    }

    /// Takes note of one more fact, of that hour.
    private mutating func note(_ hour: Int32, isFirst: Bool) {
        factCount += 1
        if isFirst || hour != lastHour { hourChanges += 1 }
        if hour < lastHour { isInOrder = false }
    }

    /// Takes the first facts out, so many. The others stay as they stand, but for the first of them: they are written against
    /// each other.
    mutating func removeFirst(_ count: Int) {
        var reader = reader
        var segments = SIMD16<UInt16>()
        for _ in 0..<count {
            guard reader.next(), let fact = try? reader.fact(after: segments) else { return }
            segments = fact.segments
        }
        var rest = FactLog()
        if reader.next(), let first = try? reader.fact(after: segments) {
            let others = reader.bytesAfter
            rest.writer = ByteWriter(capacity: others.count + others.count / 8)
            rest.append(first)
            rest.writer.writeRaw(others)
            while reader.next() {
                rest.note(reader.hour, isFirst: false)
                rest.lastHour = reader.hour
            }
            rest.segments = self.segments
        }
        self = rest
    }

    /// Appends a record, with room for another: grows by a quarter, not by doubling, as most of an organisation's memory may be
    /// this log.
    private mutating func append(_ record: inout FactRecord) {
        let bytes = record.bytes
        let count = writer.bytes.count
        if writer.bytes.capacity - count < bytes.count {
            writer.bytes.reserveCapacity(count + max(2 * bytes.count, count / 4))
        }
        writer.writeRaw(bytes)
    }

    /// All of them in order.
    var facts: [Fact] { first(count) }

    /// The first of them in order, so many if there are.
    func first(_ count: Int) -> [Fact] {
        var facts: [Fact] = []
        facts.reserveCapacity(count)
        var reader = reader
        var segments = SIMD16<UInt16>()
        while facts.count < count, reader.next() {
            guard let fact = try? reader.fact(after: segments) else { break }
            segments = fact.segments
            facts.append(fact)
        }
        return facts
    }

    /// Calls with each fact in order.
    func forEach(_ body: (Fact) -> Void) {
        var reader = reader
        var segments = SIMD16<UInt16>()
        while reader.next() {
            // These bytes were written here.
            guard let fact = try? reader.fact(after: segments) else { return }
            segments = fact.segments
            body(fact)
        }
    }

    /// Calls with the segments of each fact that has others than the fact before, the first among them if it has any.
    func forEachChange(_ body: (SIMD16<UInt16>) -> Void) {
        var reader = reader
        var segments = SIMD16<UInt16>()
        while reader.next() {
            if !reader.changesSegments { continue }
            guard let fact = try? reader.fact(after: segments) else { return }
            segments = fact.segments
            body(segments)
        }
    }

    /// Adds the facts of a range, or of all time, to a tally; at least to the counters below `bound`.
    func add(_ hours: HourRange?, to sum: inout Tally, below bound: Int) {
        forEach { fact in
            if let hours, !hours.contains(fact.hour) { return }
            fact.add(to: &sum, below: bound)
        }
    }

    /// A reader before the first.
    var reader: FactReader {
        @_lifetime(borrow self)
        get { FactReader(writer.bytes.span, firstHour: firstHour) }
    }

    /// Adds the facts of a range to the sums of a metric.
    func add(_ hours: HourRange, _ metric: Metric, to sums: inout MetricSums) {
        var reader = reader
        reader.add(hours, metric, to: &sums)
    }

    /// Reads a byte of each of the first lines of the cache that it takes, of which it returns the sum.
    @inline(__always)
    func touch() -> Int {
        let bytes = writer.bytes.span
        var sum = 0
        var offset = 0
        while offset < min(bytes.count, 512) {
            sum &+= Int(bytes[offset])
            offset &+= 64
        }
        return sum
    }
}
