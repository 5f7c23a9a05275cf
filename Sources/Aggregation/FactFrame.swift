// What a fact has beside its amounts, and how it is stored before them: what is known of a submission that is being counted
// without making a value of all that its text says.

import ByteCoding
import Scoring

/// When a fact counts, and where.
struct FactFrame {
    /// The hour it counts for, in hours since 1970.
    var hour: Int32
    /// The label of its text; nil without a text.
    var label: SentimentLabel?
    /// As in a fact.
    var segments = SIMD16<UInt16>()
    var ratings = Ratings()
    var isRetraction = false
    var isDuplicate = false

    /// A submission of that hour.
    @inline(__always)
    init(hour: Int32) { self.hour = hour }

    /// The bytes of `encode` at most: the flags, the hour, a mask, three bytes for each axis, the ratings.
    static let encodedBytesMax = 1 + 5 + 3 + 3 * SegmentAxis.count + 3

    /// Writes it in its stored form (`Fact.encode`); there must be room.
    @inline(__always)
    func encode(
        after last: FactBefore, hasDimensions: Bool, hasSignals: Bool, into output: inout OutputSpan<UInt8>
    ) {
        typealias Flag = Fact.Flag
        let mask = mask(after: last.segments)
        var flags = label?.rawValue ?? Flag.label
        if isRetraction { flags |= Flag.retraction }
        if mask != 0 { flags |= Flag.segments }
        if hasDimensions { flags |= Flag.dimensions }
        if hasSignals { flags |= Flag.signals }
        if isDuplicate { flags |= Flag.duplicate }
        output.append(flags)
        output.writeSigned(Int64(hour) - Int64(last.hour))
        if mask != 0 { encodeNumbers(mask, into: &output) }
    }

    /// Bits of the mask of a fact's numbers: the axes of segments, then the ratings.
    static let ratingBit = SegmentAxis.count

    /// Which numbers have to be written after a fact with other segments.
    private func mask(after last: SIMD16<UInt16>) -> UInt16 {
        var mask = Fact.axes(of: segments, after: last)
        if ratings == Ratings() { return mask }
        if ratings.nps != nil { mask |= 1 << UInt16(Self.ratingBit) }
        if ratings.csat != nil { mask |= 2 << UInt16(Self.ratingBit) }
        if ratings.ces != nil { mask |= 4 << UInt16(Self.ratingBit) }
        return mask
    }

    /// Writes a mask and the numbers in it.
    private func encodeNumbers(_ mask: UInt16, into output: inout OutputSpan<UInt8>) {
        output.writeVarint(UInt64(mask))
        var axes = mask & (1 << UInt16(Self.ratingBit) - 1)
        while axes != 0 {
            output.writeVarint(UInt64(segments[axes.trailingZeroBitCount]))
            axes &= axes &- 1
        }
        if mask >> UInt16(Self.ratingBit) == 0 { return }
        if let nps = ratings.nps { output.append(UInt8(nps)) }
        if let csat = ratings.csat { output.append(UInt8(csat)) }
        if let ces = ratings.ces { output.append(UInt8(ces)) }
    }
}

extension Fact {
    /// The same of a fact.
    var frame: FactFrame {
        var frame = FactFrame(hour: hour)
        frame.label = label
        frame.segments = segments
        frame.ratings = ratings
        frame.isRetraction = isRetraction
        frame.isDuplicate = isDuplicate
        return frame
    }
}
