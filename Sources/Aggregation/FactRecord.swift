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
    /// bytes with their mask make 148, and seven more.
    private var content = InlineBytes<160>(zeros: headBytes)
    /// The word, which is written when all of it is known.
    private var head: UInt64

    /// The bytes, once it was finished. They change nothing, but it would be copied for a getter that cannot.
    var bytes: Span<UInt8> {
        @_lifetime(&self)
        mutating get { content.span }
    }

    /// The record of what has that label and compound, and nothing else yet.
    @inline(__always)
    init(_ label: SentimentLabel? = nil, _ compound: Int16? = nil) {
        head = UInt64(label?.rawValue ?? 7) << Shift.label
        head |= UInt64(UInt16(bitPattern: compound ?? Self.absent)) << Shift.compound
    }

    /// Takes the raw label and the compound of a text into a record that has nothing yet.
    @inline(__always)
    mutating func begin(label: UInt8, _ compound: Int16?) {
        head = UInt64(label) << Shift.label
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
        mark(dimensions: UInt64(dimensions.present))
        forEachBit(dimensions.present) { record, lane in record.append(score: dimensions.scores[lane]) }
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

    private mutating func writeHead() { content.setWord(head | UInt64(content.count), at: 0) }

    // MARK: - What a text adds, in this order

    /// Appends the score of a dimension of which there is anything, each after those below it. Its bit in the mask is for the
    /// caller to `mark`.
    @inline(__always)
    mutating func append(score: Int16) {
        content.append(UInt64(UInt16(bitPattern: score)), count: 2)
    }

    /// Takes note of the dimensions whose scores are there, a bit for each.
    @inline(__always)
    mutating func mark(dimensions mask: UInt64) { head |= mask << Shift.dimensions }

    /// Appends signals of which there are any.
    mutating func append(_ signals: Signals) {
        head |= Flag.signals
        signals.encode(into: &self)
    }

    /// Appends signals of which there are any, encoded.
    mutating func append(signals: Span<UInt8>) {
        head |= Flag.signals
        content.append(signals)
    }

    /// Appends the mentions of a dimension that has a score here.
    @inline(__always)
    mutating func append(mentions positive: UInt8, _ negative: UInt8) {
        if positive < 15, negative < 15 { return append(positive << 4 | negative) }
        content.append(255 | UInt64(positive) << 8 | UInt64(negative) << 16, count: 3)
    }

    /// Appends the mentions of all dimensions that have a score here, encoded.
    @inline(__always)
    mutating func append(mentions: Span<UInt8>) { content.append(mentions) }

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
    private mutating func append(_ byte: UInt8) { content.append(UInt64(byte), count: 1) }

    @inline(__always)
    private mutating func forEachBit(_ mask: UInt16, _ body: (inout FactRecord, Int) -> Void) {
        var rest = mask
        while rest != 0 {
            body(&self, rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
    }
}
