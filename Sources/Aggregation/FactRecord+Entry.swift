// From the bytes of a scored entry, or of a stored fact, to the record in one pass: every number is checked and written on,
// and no value is made of them in between.

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
        // The confidence, which is not summed.
        guard try reader.readShortVarint() <= UInt32.max else { throw .malformed(offset: amounts.compound.upperBound) }
        self.init(label, compound.map(Fact.narrow))
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
        // They are read between the scores, and stand behind the signals here.
        var mentions = InlineArray<12, (positive: UInt8, negative: UInt8)>(repeating: (0, 0))
        var count = 0
        var rest = hasDimensions ? try input.readVarint(as: UInt16.self) : 0
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest &- 1
            let score = try input.readDimensionScore()
            let ofLane = try input.readMentions()
            if lane >= mentions.count || score == Self.absent && ofLane == (0, 0) { continue }
            append(score: score, of: lane)
            mentions[count] = ofLane
            count += 1
        }
        let signalsStart = input.offset
        if hasSignals { try appendSignals(from: &input) }
        for place in 0..<count { append(mentions: mentions[place].positive, mentions[place].negative) }
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
