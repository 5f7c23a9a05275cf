// From the bytes of a scored entry, or of a stored fact, to the record in one pass: every number is checked and written on,
// and no value is made of them in between.

import ByteCoding
import Scoring

extension FactRecord {
    /// The most bytes that signals take in their shortest form.
    private static let signalBytesMax = 39

    /// Reads the figures of a score into a record that has nothing yet, and takes note of where they stand; the reader stands
    /// before the label.
    mutating func read(from reader: inout ByteReader, _ amounts: inout EncodedAmounts) throws(ByteCodingError) {
        let start = reader.offset
        let label = try reader.read()
        guard SentimentLabel(rawValue: label) != nil else { throw .malformed(offset: start) }
        let compoundStart = reader.offset
        let compound = try reader.readOptionalScore()
        amounts.compound = compoundStart..<reader.offset
        // The confidence, which is not summed.
        guard try reader.readShortVarint() <= UInt32.max else { throw .malformed(offset: amounts.compound.upperBound) }
        begin(label: label, compound.map(Fact.narrow))
        let dimensionsStart = reader.offset
        let signalsStart = try appendAmounts(from: &reader)
        amounts.dimensions = dimensionsStart..<signalsStart
        amounts.signals = signalsStart..<reader.offset
    }

    /// Reads dimensions and signals, those that there are; where the signals begin.
    @discardableResult
    @inline(__always)
    mutating func appendAmounts(
        from reader: inout ByteReader, hasDimensions: Bool = true, hasSignals: Bool = true
    ) throws(ByteCodingError) -> Int {
        // Where it stands is in registers in a copy.
        var input = reader
        // They are read between the scores, and stand behind the signals here: three bytes each at most.
        var mentions = InlineBytes<48>()
        var mask: UInt64 = 0
        var rest = hasDimensions ? try input.readMask() : 0
        while rest != 0 {
            let bit = rest & (0 &- rest)
            rest ^= bit
            let dimension = try input.readDimension()
            if bit > DimensionScores.lanesMask || dimension.isNone { continue }
            mask |= bit
            append(score: dimension.score)
            mentions.append(dimension.mentions, count: dimension.mentionsByteCount)
        }
        mark(dimensions: mask)
        let signalsStart = input.offset
        if hasSignals { try appendSignals(from: &input) }
        append(mentions: mentions.span)
        reader = input
        return signalsStart
    }

    @inline(__always)
    private mutating func appendSignals(from reader: inout ByteReader) throws(ByteCodingError) {
        var encoded = reader
        if try !Signals.skip(&reader) { return }
        let count = reader.offset - encoded.offset
        // A number may be written in more bytes than it needs.
        if count > Self.signalBytesMax { return append(try Signals(from: &encoded)) }
        append(signals: try encoded.readSpan(count: count))
    }
}
