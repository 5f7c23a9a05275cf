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
/// Then for each dimension two bytes of score, signed, or `absent`; a byte for each rating; and as the flags say the signals
/// (Signals+Coding.swift); for each dimension its mentions (DimensionScores+Coding.swift); how often it was repeated (LEB128);
/// the segments that differ from those of the fact before, a mask and their numbers (LEB128).
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

    /// The bytes.
    var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get { storage.span.extracting(0..<count) }
    }

    /// The record of a fact so many hours after the fact before, which has those segments.
    init(_ fact: Fact, hours: Int16, after segments: SIMD16<UInt16>) {
        var head = UInt64(fact.label?.rawValue ?? 7) << Shift.label
        head |= UInt64(UInt16(bitPattern: hours)) << Shift.hours
        head |= UInt64(UInt16(bitPattern: fact.compound ?? Self.absent)) << Shift.compound
        if fact.isRetraction { head |= Flag.retraction }
        if fact.isDuplicate {
            head |= Flag.repetition
            writeVarint(UInt64(fact.repeatCount))
        } else {
            head |= append(fact.dimensions, fact.ratings)
            if !fact.signals.isNone {
                head |= Flag.signals
                fact.signals.encode(into: &self)
            }
            appendMentions(fact.dimensions, head >> Shift.dimensions)
        }
        let axes = Fact.axes(of: fact.segments, after: segments)
        if axes != 0 {
            head |= Flag.segments
            append(fact.segments, axes)
        }
        finish(head)
    }

    /// The record of an hour that is too far from the one before.
    init(hour: Int32) { finish(Flag.hour | UInt64(UInt32(bitPattern: hour)) << Shift.compound) }

    private mutating func finish(_ head: UInt64) {
        for place in 0..<Self.headBytes {
            storage[place] = UInt8(truncatingIfNeeded: (head | UInt64(count)) >> UInt64(8 * place))
        }
    }

    /// Appends scores and ratings; which there are, as the word has it.
    private mutating func append(_ dimensions: DimensionScores, _ ratings: Ratings) -> UInt64 {
        let mask = dimensions.present
        var rest = mask
        while rest != 0 {
            append(bytesOf: UInt16(bitPattern: dimensions.scores[rest.trailingZeroBitCount]))
            rest &= rest &- 1
        }
        return UInt64(mask) << Shift.dimensions | append(ratings) << Shift.ratings
    }

    private mutating func append(_ ratings: Ratings) -> UInt64 {
        append(ratings.npsRaw, 1) | append(ratings.csatRaw, 2) | append(ratings.cesRaw, 4)
    }

    /// Appends a rating if there is one; its bit, or none.
    private mutating func append(_ rating: UInt8, _ bit: UInt64) -> UInt64 {
        if rating == Ratings.absent { return 0 }
        append(rating)
        return bit
    }

    private mutating func appendMentions(_ dimensions: DimensionScores, _ mask: UInt64) {
        var rest = mask & 0xFFF
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest &- 1
            let (positive, negative) = (dimensions.positiveMentions[lane], dimensions.negativeMentions[lane])
            if positive < 15, negative < 15 {
                append(positive << 4 | negative)
            } else {
                append(255)
                append(positive)
                append(negative)
            }
        }
    }

    private mutating func append(_ segments: SIMD16<UInt16>, _ axes: UInt16) {
        writeVarint(UInt64(axes))
        var rest = axes
        while rest != 0 {
            writeVarint(UInt64(segments[rest.trailingZeroBitCount]))
            rest &= rest &- 1
        }
    }

    mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func append(bytesOf word: UInt16) {
        append(UInt8(truncatingIfNeeded: word))
        append(UInt8(truncatingIfNeeded: word >> 8))
    }

    private mutating func append(_ byte: UInt8) {
        storage[count] = byte
        count += 1
    }
}
