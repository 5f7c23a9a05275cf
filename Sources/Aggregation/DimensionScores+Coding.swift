// The stored form of what a text said of each dimension: shared by entries, parties and facts.

import ByteCoding
import Scoring

extension DimensionScores {
    /// Writes them to the end of what was written, with no more room than they take: the log of facts is kept.
    func encode(into writer: inout ByteWriter) {
        let bytes = [UInt8](capacity: Self.encodedBytesMax) { output in encode(into: &output) }
        writer.writeRaw(bytes.span)
    }

    /// The mask, and for each dimension a score of at most three bytes and two counts in at most three.
    static let encodedBytesMax = 3 + Dimension.allCases.count * (3 + 3)

    /// Writes the dimensions that were spoken of: a bit mask, then for each its score (zigzag + 1, or 0 without) and
    /// its mentions, two counts below 15 in one byte, else the byte 255 and the two counts.
    @inline(__always)
    func encode(into output: inout OutputSpan<UInt8>) {
        let mask = present
        let scored = scored
        output.writeVarint(UInt64(mask))
        var rest = mask
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest &- 1
            output.writeOptional(scored & 1 << lane == 0 ? nil : Int64(scores[lane]))
            let positive = positiveMentions[lane]
            let negative = negativeMentions[lane]
            if positive < 15, negative < 15 {
                output.append(positive << 4 | negative)
            } else {
                output.append(255)
                output.append(positive)
                output.append(negative)
            }
        }
    }

    /// The score behind a number: its zigzag form plus one, or 0 for none, which so is `absent`.
    @inline(__always)
    static func score(_ raw: UInt64) -> Int16 {
        let zigzag = UInt16(truncatingIfNeeded: raw &- 1)
        return Int16(bitPattern: zigzag >> 1 ^ (0 &- (zigzag & 1)))
    }

    /// Reads what `encode` wrote.
    init(from reader: inout ByteReader) throws(ByteCodingError) {
        self.init()
        var rest = try reader.readVarint(as: UInt16.self)
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest &- 1
            scores[lane] = try reader.readDimensionScore()
            (positiveMentions[lane], negativeMentions[lane]) = try reader.readMentions()
        }
    }
}

extension ByteWriter {
    /// Appends a signed number that may be absent, as `OutputSpan` does.
    mutating func writeOptional(_ value: Int64?) {
        guard let value else { return write(0) }
        writeVarint((UInt64(bitPattern: value << 1) ^ UInt64(bitPattern: value >> 63)) &+ 1)
    }
}

extension OutputSpan<UInt8> {
    /// Appends a signed number that may be absent: 0 for nil, else its zigzag form plus one. The number must not be
    /// `Int64.min`, whose form would not fit.
    @inline(__always)
    mutating func writeOptional(_ value: Int64?) {
        guard let value else { return append(0) }
        writeVarint((UInt64(bitPattern: value << 1) ^ UInt64(bitPattern: value >> 63)) &+ 1)
    }
}

/// What a text said of a dimension: its score, and its mentions as they stand encoded.
struct EncodedDimension {
    /// `absent` without one.
    let score: Int16
    /// The low bytes of a word, and how many of them: one or three.
    let mentions: UInt64
    let mentionsByteCount: Int

    /// Whether that is nothing at all.
    @inline(__always)
    var isNone: Bool {
        score == FactRecord.absent && (mentionsByteCount == 1 ? mentions & 0xFF == 0 : mentions & 0xFFFF00 == 0)
    }
}

extension ByteReader {
    /// Reads the mask of the dimensions that were spoken of.
    @inline(__always)
    mutating func readMask() throws(ByteCodingError) -> UInt64 {
        let start = offset
        let mask = try readShortVarint()
        guard mask < 1 << 16 else { throw .malformed(offset: start) }
        return mask
    }

    /// Reads what a text said of a dimension.
    @inline(__always)
    mutating func readDimension() throws(ByteCodingError) -> EncodedDimension {
        // The score takes three bytes at most, unless it was written in more than it needs, and the mentions three.
        let word = upcomingWord
        let ends = ~word & 0x80_8080
        if ends == 0 {
            var copy = self
            let dimension = try copy.readLongDimension()
            self = copy
            return dimension
        }
        let end = ends & (0 &- ends)
        let number = word & (end &- 1)
        let raw = number & 0x7F | number >> 1 & 0x3F80 | number >> 2 & 0x1F_C000
        guard raw < 1 << 16 else { throw .malformed(offset: offset) }
        let scoreBits = end.trailingZeroBitCount &+ 1
        let mentions = word &>> UInt64(truncatingIfNeeded: scoreBits)
        let mentionsByteCount = mentions & 0xFF == 0xFF ? 3 : 1
        try skip(count: scoreBits >> 3 &+ mentionsByteCount)
        return EncodedDimension(
            score: DimensionScores.score(raw), mentions: mentions, mentionsByteCount: mentionsByteCount)
    }

    @inline(never)
    private mutating func readLongDimension() throws(ByteCodingError) -> EncodedDimension {
        let score = try readDimensionScore()
        let mentions = upcomingWord
        let mentionsByteCount = mentions & 0xFF == 0xFF ? 3 : 1
        try skip(count: mentionsByteCount)
        return EncodedDimension(score: score, mentions: mentions, mentionsByteCount: mentionsByteCount)
    }

    /// Reads the score of a dimension, `absent` without one: as `readOptional` does, but with room for the scores alone, which
    /// are those of sixteen bits but the lowest.
    @inline(__always)
    mutating func readDimensionScore() throws(ByteCodingError) -> Int16 {
        let start = offset
        let raw = try readShortVarint()
        guard raw < 1 << 16 else { throw .malformed(offset: start) }
        return DimensionScores.score(raw)
    }

    /// Reads how often a dimension is spoken well and ill of.
    @inline(__always)
    mutating func readMentions() throws(ByteCodingError) -> (positive: UInt8, negative: UInt8) {
        let mentions = try read()
        if mentions != 255 { return (mentions >> 4, mentions & 15) }
        let positive = try read()
        return (positive, try read())
    }

    /// Reads what `writeOptional` wrote.
    mutating func readOptional() throws(ByteCodingError) -> Int64? {
        let raw = try readVarint()
        guard raw != 0 else { return nil }
        let zigzag = raw - 1
        return Int64(bitPattern: (zigzag >> 1) ^ (0 &- (zigzag & 1)))
    }
}
