// A fact as it lies in a log. What a league asks of a hundred thousand logs stands at places that are known from the first
// eight bytes, so that nothing has to be passed over number by number. Snapshots and remnants have another form, which may
// never change (Fact+Coding.swift); this one may.

import ByteCoding
import Scoring

/// The bytes of a fact. The first eight are one word, little-endian:
///
///     bits 0 to 7    how many bytes it takes
///     bits 8 to 15   flags: the label (7 without a text), and what else there is
///     bits 16 to 31  the hour, less that of the fact before; signed
///     bits 32 to 47  the compound, signed, or `absent`
///     bits 48 to 59  the dimensions of which there is anything
///     bits 60 to 62  the ratings that there are: recommendation, satisfaction, ease
///
/// Then for each dimension two bytes of score, signed, or `absent`; and as the flags say the signals (Signals+Coding.swift);
/// for each dimension its mentions (DimensionScores+Coding.swift); how often it was repeated (LEB128); the segments that differ
/// from those of the fact before, a mask and their numbers (LEB128); a byte for each rating. What is known only when it is
/// added to a log comes last: what a text adds is brought into this form once, while its entry is checked.
struct FactRecord: NumberOutput {
    enum Flag {
        static let label: UInt64 = 7 << 8
        static let retraction: UInt64 = 8 << 8
        /// A submission that was sent again: it counts as such alone.
        static let repetition: UInt64 = 16 << 8
        static let signals: UInt64 = 32 << 8
        static let segments: UInt64 = 64 << 8
        /// No fact, but the hour from which the next is counted: the upper half of the word.
        static let hour: UInt64 = 128 << 8
    }

    /// Where what stands in the word.
    enum Shift {
        static let label: UInt64 = 8
        static let hours: UInt64 = 16
        static let compound: UInt64 = 32
        static let dimensions: UInt64 = 48
        static let ratings: UInt64 = 60
    }

    /// What stands for no compound and no score.
    static let absent = Int16.min
    static let headBytes = 8
    /// Room for the most: the word, five bytes of each dimension, three ratings, 39 bytes of signals, and twelve numbers of three
    /// bytes with their mask make 148.
    private var storage = InlineArray<152, UInt8>(repeating: 0)
    private var count = headBytes
    /// The word, which is written when all of it is known.
    private var head: UInt64

    /// The bytes, once it was finished. They change nothing, but it would be copied for a getter that cannot.
    var bytes: Span<UInt8> {
        @_lifetime(&self)
        mutating get { storage.span.extracting(0..<count) }
    }

    /// The record of what has that label and compound, and nothing else yet.
    init(_ label: SentimentLabel?, _ compound: Int16?) {
        head = UInt64(label?.rawValue ?? 7) << Shift.label
        head |= UInt64(UInt16(bitPattern: compound ?? Self.absent)) << Shift.compound
    }

    /// Of its text; nil without a text.
    var label: SentimentLabel? {
        SentimentLabel(rawValue: UInt8(truncatingIfNeeded: (head & Flag.label) >> Shift.label))
    }

    /// The record of a fact, but for its hour, segments and ratings.
    init(_ fact: Fact) {
        self.init(fact.label, fact.compound)
        if fact.isRetraction { head |= Flag.retraction }
        if fact.isDuplicate {
            head |= Flag.repetition
            writeVarint(UInt64(fact.repeatCount))
            return
        }
        let dimensions = fact.dimensions
        forEachBit(dimensions.present) { record, lane in record.append(score: dimensions.scores[lane], of: lane) }
        if !fact.signals.isNone { append(fact.signals) }
        forEachBit(dimensions.present) { record, lane in
            record.append(mentions: dimensions.positiveMentions[lane], dimensions.negativeMentions[lane])
        }
    }

    /// The record of an hour that is too far from the one before.
    init(hour: Int32) {
        head = Flag.hour | UInt64(UInt32(bitPattern: hour)) << Shift.compound
        writeHead()
    }

    /// Adds what was missing; it comes so many hours after the fact before, which has those segments.
    mutating func finish(
        _ hours: Int16, _ segments: SIMD16<UInt16>, after last: SIMD16<UInt16>, _ ratings: Ratings
    ) {
        head |= UInt64(UInt16(bitPattern: hours)) << Shift.hours
        let axes = Fact.axes(of: segments, after: last)
        if axes != 0 {
            head |= Flag.segments
            writeVarint(UInt64(axes))
            forEachBit(axes) { record, axis in record.writeVarint(UInt64(segments[axis])) }
        }
        append(rating: ratings.npsRaw, 1)
        append(rating: ratings.csatRaw, 2)
        append(rating: ratings.cesRaw, 4)
        writeHead()
    }

    private mutating func writeHead() {
        for place in 0..<Self.headBytes {
            storage[place] = UInt8(truncatingIfNeeded: (head | UInt64(count)) >> UInt64(8 * place))
        }
    }

    // MARK: - What a text adds, in this order

    /// Appends the score of a dimension of which there is anything, each after those below it.
    @inline(__always)
    mutating func append(score: Int16, of lane: Int) {
        head |= 1 << (Shift.dimensions + UInt64(lane))
        append(UInt8(truncatingIfNeeded: score))
        append(UInt8(truncatingIfNeeded: score >> 8))
    }

    /// Appends signals of which there are any.
    mutating func append(_ signals: Signals) {
        head |= Flag.signals
        signals.encode(into: &self)
    }

    /// Appends signals of which there are any, encoded.
    mutating func append(signals: Span<UInt8>) {
        head |= Flag.signals
        for place in signals.indices { append(signals[place]) }
    }

    /// Appends the mentions of a dimension that has a score here.
    @inline(__always)
    mutating func append(mentions positive: UInt8, _ negative: UInt8) {
        if positive < 15, negative < 15 { return append(positive << 4 | negative) }
        append(255)
        append(positive)
        append(negative)
    }

    // MARK: - Bytes

    /// Appends a rating if there is one.
    private mutating func append(rating: UInt8, _ bit: UInt64) {
        if rating == Ratings.absent { return }
        head |= bit << Shift.ratings
        append(rating)
    }

    mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        storage[count] = byte
        count &+= 1
    }

    @inline(__always)
    private mutating func forEachBit(_ mask: UInt16, _ body: (inout FactRecord, Int) -> Void) {
        var rest = mask
        while rest != 0 {
            body(&self, rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
    }
}
