// The stored form of a fact, as snapshots and remnants have it.

import ByteCoding
import Scoring

/// What of a fact the next one is written against.
struct FactBefore: Equatable {
    var hour: Int32 = 0
    var segments = SIMD16<UInt16>()

    /// Before the first.
    init() {}

    init(_ fact: Fact) {
        hour = fact.hour
        segments = fact.segments
    }
}

/// What of a stored fact stands before its amounts.
struct FactHead {
    fileprivate let flags: UInt8
    /// Zigzag.
    private let hours: UInt64
    private let mask: UInt16

    fileprivate init(_ fact: Fact, after last: FactBefore, hasDimensions: Bool, hasSignals: Bool) {
        typealias Flag = Fact.Flag
        let hours = Int64(fact.hour) - Int64(last.hour)
        self.hours = UInt64(bitPattern: hours << 1 ^ hours >> 63)
        mask = fact.mask(after: last.segments)
        var flags = fact.label?.rawValue ?? Flag.label
        if fact.isRetraction { flags |= Flag.retraction }
        if mask != 0 { flags |= Flag.segments }
        if hasDimensions { flags |= Flag.dimensions }
        if hasSignals { flags |= Flag.signals }
        if fact.isDuplicate { flags |= Flag.duplicate }
        self.flags = flags
    }

    /// That of a submission's fact, whose amounts are there encoded.
    init(_ fact: Fact, after last: FactBefore, _ amounts: EncodedAmounts) {
        self.init(fact, after: last, hasDimensions: amounts.hasDimensions, hasSignals: amounts.hasSignals)
    }

    /// How many bytes it takes.
    func byteCount(_ fact: Fact) -> Int {
        1 + ByteWriter.varintWidth(hours) + (mask == 0 ? 0 : fact.numbersByteCount(mask))
    }

    /// Writes it; there must be room.
    func encode(_ fact: Fact, into output: inout OutputSpan<UInt8>) {
        output.append(flags)
        output.writeVarint(hours)
        if mask != 0 { fact.encodeNumbers(mask, into: &output) }
    }
}

extension Fact {
    enum Flag {
        /// The low three bits: the label's raw value, or 7 without a text.
        static let label: UInt8 = 7
        static let retraction: UInt8 = 8
        /// Segments that differ from those of the fact before, or ratings.
        static let segments: UInt8 = 16
        static let dimensions: UInt8 = 32
        static let signals: UInt8 = 64
        static let duplicate: UInt8 = 128
    }

    /// Writes the fact as what it differs in from the one before: a byte of flags; the hour, less the hour of the fact before
    /// (zigzag); as the flags say, what of the segments differs from the fact before and the ratings (a mask, then the numbers
    /// of the axes in it and the ratings in it); of a duplicate, how many times; of others the compound (optional) and, as the
    /// flags say, the dimensions, the signals.
    func encode(after last: FactBefore, into writer: inout ByteWriter) {
        let hasDimensions = dimensions != DimensionScores()
        let hasSignals = !signals.isNone
        let head = FactHead(self, after: last, hasDimensions: hasDimensions, hasSignals: hasSignals)
        writer.append(atMost: head.byteCount(self)) { head.encode(self, into: &$0) }
        if isDuplicate { return writer.writeVarint(UInt64(repeatCount)) }
        writer.writeOptional(compound.map(Int64.init))
        if hasDimensions { dimensions.encode(into: &writer) }
        if hasSignals { signals.encode(into: &writer) }
    }

    /// Reads what `encode` wrote.
    init(from reader: inout ByteReader, after last: FactBefore) throws(ByteCodingError) {
        let hasDimensions: Bool
        let hasSignals: Bool
        (self, hasDimensions, hasSignals) = try Self.readHead(from: &reader, after: last)
        if hasDimensions { dimensions = try DimensionScores(from: &reader) }
        if hasSignals { signals = try Signals(from: &reader) }
    }

    /// Reads what `encode` wrote up to the dimensions and the signals; the fact without them, and whether there are any.
    static func readHead(
        from reader: inout ByteReader, after last: FactBefore
    ) throws(ByteCodingError) -> (fact: Fact, hasDimensions: Bool, hasSignals: Bool) {
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
            return (fact, false, false)
        }
        if flags & Flag.label != Flag.label {
            guard let label = SentimentLabel(rawValue: flags & Flag.label) else { throw .malformed(offset: start) }
            fact.label = label
        }
        if let compound = try reader.readOptional() {
            guard let narrow = Int32(exactly: compound) else { throw .malformed(offset: start) }
            fact.compound = Self.narrow(narrow)
        }
        return (fact, flags & Flag.dimensions != 0, flags & Flag.signals != 0)
    }
}
