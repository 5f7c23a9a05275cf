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
        writer.append(atMost: FactFrame.encodedBytesMax) {
            frame.encode(after: last, hasDimensions: hasDimensions, hasSignals: hasSignals, into: &$0)
        }
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
