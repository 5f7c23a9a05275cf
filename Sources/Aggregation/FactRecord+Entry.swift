// From the bytes of a scored entry to the record of its fact in one pass: every number is checked and written on, and no value
// is made of them in between.

import ByteCoding
import Scoring

extension FactRecord {
    /// The most bytes that signals take in their shortest form.
    private static let signalBytesMax = 39

    /// Reads the figures of a score, and takes note of where they stand; the reader stands before the label.
    init(from reader: inout ByteReader, _ amounts: inout EncodedAmounts) throws(ByteCodingError) {
        let start = reader.offset
        guard let label = SentimentLabel(rawValue: try reader.read()) else { throw .malformed(offset: start) }
        let compoundStart = reader.offset
        let compound = try reader.readOptionalScore()
        amounts.compound = compoundStart..<reader.offset
        // The confidence is not summed.
        _ = try reader.readSigned(as: Int32.self)
        self.init(label, compound.map(Fact.narrow))
        let dimensionsStart = reader.offset
        // They are read between the scores, and stand behind the signals here.
        var mentions = InlineArray<12, (positive: UInt8, negative: UInt8)>(repeating: (0, 0))
        var count = 0
        var rest = try reader.readVarint(as: UInt16.self)
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest &- 1
            let score = try reader.readDimensionScore()
            let ofLane = try reader.readMentions()
            if lane >= mentions.count || score == Self.absent && ofLane == (0, 0) { continue }
            append(score: score, of: lane)
            mentions[count] = ofLane
            count += 1
        }
        let signalsStart = reader.offset
        amounts.dimensions = dimensionsStart..<signalsStart
        try appendSignals(from: &reader)
        amounts.signals = signalsStart..<reader.offset
        for place in 0..<count { append(mentions: mentions[place].positive, mentions[place].negative) }
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
