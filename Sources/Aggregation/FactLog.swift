// The newest facts of an organisation, in the order in which they were applied, some fifteen bytes each. A small
// organisation is nothing but its log; a large one folds it into tallies whenever it is full. So applying an entry is
// appending to one small buffer, and a question adds the log to the tallies.

import ByteCoding
import Scoring

/// Facts one after the other: a byte of flags; the hour, less the hour of the fact before (zigzag); as the flags say, what of
/// the segments differs from the fact before and the ratings (a mask, then the numbers of the axes in it and the ratings in
/// it); of a duplicate, how many times; of others the compound (optional) and, as the flags say, the dimensions, the signals.
struct FactLog: Equatable, Sendable {
    private var writer = ByteWriter()
    private var last = Last()

    /// What of a fact the next one is written against.
    private struct Last: Equatable {
        var hour: Int32 = 0
        var segments = SIMD16<UInt16>()
    }

    private enum Flag {
        /// The low three bits: the label's raw value, or 7 without a text.
        static let label: UInt8 = 7
        static let retraction: UInt8 = 8
        /// Segments that differ from those of the fact before, or ratings.
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
        last = try Self.read(bytes.span) { _ in }
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
        let mask = fact.mask(after: last.segments)
        let hasDimensions = fact.dimensions != DimensionScores()
        let hasSignals = fact.signals != Signals()
        var flags = fact.label?.rawValue ?? Flag.label
        if fact.isRetraction { flags |= Flag.retraction }
        if mask != 0 { flags |= Flag.segments }
        if hasDimensions { flags |= Flag.dimensions }
        if hasSignals { flags |= Flag.signals }
        if fact.isDuplicate { flags |= Flag.duplicate }
        writer.write(flags)
        writer.writeSigned(Int64(fact.hour) - Int64(last.hour))
        last.hour = fact.hour
        last.segments = fact.segments
        if mask != 0 { fact.encodeNumbers(mask, into: &writer) }
        if fact.isDuplicate { return writer.writeVarint(UInt64(fact.repeatCount)) }
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

    /// Calls with each fact; gives back the last hour and the last segments.
    private static func read(_ bytes: Span<UInt8>, _ body: (Fact) -> Void) throws(ByteCodingError) -> Last {
        var reader = ByteReader(bytes)
        var last = Last()
        while !reader.isAtEnd {
            let fact = try readFact(&reader, after: last)
            last.hour = fact.hour
            last.segments = fact.segments
            body(fact)
        }
        return last
    }

    private static func readFact(_ reader: inout ByteReader, after last: Last) throws(ByteCodingError) -> Fact {
        let start = reader.offset
        let flags = try reader.read()
        let (sum, isTooLarge) = try reader.readSigned().addingReportingOverflow(Int64(last.hour))
        guard !isTooLarge, let hour = Int32(exactly: sum) else { throw .malformed(offset: start) }
        var fact = Fact(hour: hour)
        fact.isRetraction = flags & Flag.retraction != 0
        fact.isDuplicate = flags & Flag.duplicate != 0
        fact.segments = last.segments
        if flags & Flag.segments != 0 { try fact.decodeNumbers(from: &reader) }
        if fact.isDuplicate {
            fact.repeatCount = try reader.readVarint(as: UInt32.self)
            return fact
        }
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
