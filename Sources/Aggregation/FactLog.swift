// The newest facts of an organisation, in the order in which they were applied, some fifteen bytes each. A small
// organisation is nothing but its log; a large one folds it into tallies whenever it is full. So applying an entry is
// appending to one small buffer, and a question adds the log to the tallies.

import ByteCoding
import Scoring

/// Facts one after the other: a byte of flags; the hour, less the hour of the fact before (zigzag); for other than a
/// duplicate the compound (optional), then as the flags say the segments (a mask of the axes, then their numbers), the
/// dimensions, the signals.
struct FactLog: Equatable, Sendable {
    private var writer = ByteWriter()
    private var lastHour: Int32 = 0

    private enum Flag {
        /// The low three bits: the label's raw value, or 7 without a text.
        static let label: UInt8 = 7
        static let retraction: UInt8 = 8
        static let segments: UInt8 = 16
        static let dimensions: UInt8 = 32
        static let signals: UInt8 = 64
        static let duplicate: UInt8 = 128
    }

    /// An empty log.
    init() {}

    /// Takes over bytes from a snapshot, which are checked.
    init(checking bytes: [UInt8]) throws(ByteCodingError) {
        writer.bytes = bytes
        lastHour = try Self.read(bytes.span) { _ in }
    }

    /// What is in it, for a snapshot.
    var bytes: [UInt8] { writer.bytes }
    var isEmpty: Bool { writer.bytes.isEmpty }
    /// The bytes it holds in memory.
    var capacity: Int { writer.bytes.capacity }

    static func == (left: FactLog, right: FactLog) -> Bool { left.bytes == right.bytes }

    /// Appends a fact.
    mutating func append(_ fact: Fact) {
        reserve()
        let hasSegments = fact.segments != SIMD16()
        let hasDimensions = fact.dimensions != DimensionScores()
        let hasSignals = fact.signals != Signals()
        var flags = fact.label?.rawValue ?? Flag.label
        if fact.isRetraction { flags |= Flag.retraction }
        if hasSegments { flags |= Flag.segments }
        if hasDimensions { flags |= Flag.dimensions }
        if hasSignals { flags |= Flag.signals }
        if fact.isDuplicate { flags |= Flag.duplicate }
        writer.write(flags)
        writer.writeSigned(Int64(fact.hour) - Int64(lastHour))
        lastHour = fact.hour
        if hasSegments { Self.encode(fact.segments, into: &writer) }
        if fact.isDuplicate { return }
        writer.writeOptional(fact.compound.map(Int64.init))
        if hasDimensions { fact.dimensions.encode(into: &writer) }
        if hasSignals { fact.signals.encode(into: &writer) }
    }

    /// Calls with each fact in order.
    func forEach(_ body: (Fact) -> Void) {
        // These bytes were written here or checked when they were taken over.
        _ = try? Self.read(bytes.span, body)
    }

    /// Grows by a quarter, not by doubling: most of an organisation's memory may be this log.
    private mutating func reserve() {
        let count = writer.bytes.count
        if writer.bytes.capacity - count >= 64 { return }
        writer.bytes.reserveCapacity(count + count / 4 + 64)
    }

    private static func encode(_ segments: SIMD16<UInt16>, into writer: inout ByteWriter) {
        var mask: UInt64 = 0
        for axis in 0..<16 where segments[axis] != 0 { mask |= 1 << UInt64(axis) }
        writer.writeVarint(mask)
        for axis in 0..<16 where segments[axis] != 0 { writer.writeVarint(UInt64(segments[axis])) }
    }

    private static func read(_ bytes: Span<UInt8>, _ body: (Fact) -> Void) throws(ByteCodingError) -> Int32 {
        var reader = ByteReader(bytes)
        var hour: Int32 = 0
        while !reader.isAtEnd {
            let fact = try readFact(&reader, after: hour)
            hour = fact.hour
            body(fact)
        }
        return hour
    }

    private static func readFact(_ reader: inout ByteReader, after lastHour: Int32) throws(ByteCodingError) -> Fact {
        let start = reader.offset
        let flags = try reader.read()
        let (sum, isTooLarge) = try reader.readSigned().addingReportingOverflow(Int64(lastHour))
        guard !isTooLarge, let hour = Int32(exactly: sum) else { throw .malformed(offset: start) }
        var fact = Fact(hour: hour)
        fact.isRetraction = flags & Flag.retraction != 0
        fact.isDuplicate = flags & Flag.duplicate != 0
        if flags & Flag.segments != 0 {
            let mask = try reader.readVarint(as: UInt16.self)
            for axis in 0..<16 where mask & 1 << UInt16(axis) != 0 {
                fact.segments[axis] = try reader.readVarint(as: UInt16.self)
            }
        }
        if fact.isDuplicate { return fact }
        if flags & Flag.label != Flag.label {
            guard let label = SentimentLabel(rawValue: flags & Flag.label) else { throw .malformed(offset: start) }
            fact.label = label
        }
        if let compound = try reader.readOptional() {
            guard let narrow = Int32(exactly: compound) else { throw .malformed(offset: start) }
            fact.compound = narrow
        }
        if flags & Flag.dimensions != 0 { fact.dimensions = try DimensionScores(from: &reader) }
        if flags & Flag.signals != 0 { fact.signals = try Signals(from: &reader) }
        return fact
    }
}
