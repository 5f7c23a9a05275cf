// The newest facts of an organisation, in the order in which they were applied, some twenty bytes each. A small
// organisation is nothing but its log; a large one folds it into tallies whenever it is full. So applying an entry is
// appending to one small buffer, and a question adds the log to the tallies.

import ByteCoding

/// Facts in their stored form (Fact+Coding.swift), each with its length before it (LEB128), so that who asks for little of
/// each can pass over the rest. Snapshots have them without.
struct FactLog: Equatable, Sendable {
    private var writer = ByteWriter()
    private var factCount: Int32 = 0
    /// How many of them are of another hour than the fact before.
    private var hourChanges: Int32 = 0
    private var last = FactBefore()

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
        while !reader.isAtEnd {
            let start = reader.offset
            let fact = try Fact(from: &reader, after: last)
            let bytes = stored.extracting(start..<reader.offset)
            reserve(bytes.count)
            writer.writeBytes(bytes)
            note(fact)
        }
    }

    /// Appends the facts as snapshots have them, with their length in bytes before them all.
    func encode(into output: inout ByteWriter) {
        var facts = ByteWriter(capacity: byteCount)
        forEachStored { facts.writeRaw($0) }
        output.writeBytes(facts.bytes)
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

    static func == (left: FactLog, right: FactLog) -> Bool { left.writer.bytes == right.writer.bytes }

    /// Appends a fact.
    mutating func append(_ fact: Fact) {
        var bytes = ByteWriter(capacity: 64)
        fact.encode(after: last, into: &bytes)
        reserve(bytes.bytes.count)
        writer.writeBytes(bytes.bytes)
        note(fact)
    }

    /// Appends a submission's fact, whose amounts are there encoded.
    mutating func append(_ fact: Fact, _ amounts: borrowing AmountBytes) {
        let head = FactHead(fact, after: last, amounts.places)
        let count = head.byteCount(fact) + amounts.places.byteCount
        reserve(count)
        writer.append(atMost: count + Self.lengthWidthMax) { output in
            output.writeVarint(UInt64(count))
            head.encode(fact, into: &output)
            amounts.write(to: &output)
        }
        note(fact)
    }

    private mutating func note(_ fact: Fact) {
        factCount += 1
        if fact.hour != last.hour { hourChanges += 1 }
        last.hour = fact.hour
        last.segments = fact.segments
    }

    /// All of them in order.
    var facts: [Fact] {
        var facts: [Fact] = []
        facts.reserveCapacity(count)
        forEach { facts.append($0) }
        return facts
    }

    /// Calls with each fact in order.
    func forEach(_ body: (Fact) -> Void) {
        var last = FactBefore()
        forEachStored { bytes in
            var reader = ByteReader(bytes)
            // These bytes were written here or checked when they were taken over.
            guard let fact = try? Fact(from: &reader, after: last) else { return }
            last.hour = fact.hour
            last.segments = fact.segments
            body(fact)
        }
    }

    /// Adds the facts of a range, or of all time, to a tally; at least to the counters below `bound`.
    func add(_ hours: HourRange?, to sum: inout Tally, below bound: Int) {
        forEach { fact in
            if let hours, !hours.contains(fact.hour) { return }
            fact.add(to: &sum, below: bound)
        }
    }

    /// Adds the facts of a range to the sums of a metric.
    func add(_ hours: HourRange, _ metric: Metric, to sums: inout MetricSums) {
        var heads = FactHeads(writer.bytes.span)
        heads.add(hours, metric, to: &sums)
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

    private func forEachStored(_ body: (Span<UInt8>) -> Void) {
        var reader = ByteReader(writer.bytes.span)
        while let bytes = try? reader.readSpan(), !bytes.isEmpty { body(bytes) }
    }

    /// A length of up to 16,383.
    private static let lengthWidthMax = 2

    /// Makes room for a fact of so many bytes, and another: grows by an eighth, not by doubling, as most of an
    /// organisation's memory may be this log.
    private mutating func reserve(_ factBytes: Int) {
        let more = factBytes + Self.lengthWidthMax
        let count = writer.bytes.count
        if writer.bytes.capacity - count >= more { return }
        writer.bytes.reserveCapacity(count + max(2 * more, count / 8))
    }
}
