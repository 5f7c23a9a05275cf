// The stored form of a score: figures first, which the ledger reads on every entry, then the parties and the evidence,
// which only an explanation reads.
//
//     lexicon revision (length, UTF-8) · label (byte) · compound (optional) · confidence (zigzag) · dimensions · signals
//     number of parties, each: kind (byte) · start · end - start · compound (optional) · dimensions
//     number of pieces of evidence, each: start - start of the one before (zigzag) · end - start · contribution
//         (zigzag) · rules · dimensions · side (zigzag) · amount (zigzag) · party (zigzag)
//
// To change it: raise `EntryFormat.version`, write the new form, and keep reading the old one by the entry's version.

import ByteCoding
import Scoring

/// The part of a score that is summed.
struct ScoreFigures {
    var label: SentimentLabel
    var compound: Int32?
    var confidence: Int32
    var dimensions: DimensionScores
    var signals: Signals

    /// Reads the figures; the reader stands before the label.
    @inline(__always)
    init(from reader: inout ByteReader) throws(ByteCodingError) {
        let start = reader.offset
        guard let label = SentimentLabel(rawValue: try reader.read()) else { throw .malformed(offset: start) }
        self.label = label
        compound = try reader.readOptionalScore()
        confidence = try reader.readSigned(as: Int32.self)
        dimensions = try DimensionScores(from: &reader)
        signals = try Signals(from: &reader)
    }
}

extension Score {
    /// Bytes that it takes in `encode` at most.
    var encodedBytesMax: Int {
        Self.figuresBytesMax + parties.count * Party.encodedBytesMax + evidence.count * Evidence.encodedBytesMax
    }

    /// The label, two scores, dimensions, signals and two counts.
    private static let figuresBytesMax =
        1 + 2 * 10 + DimensionScores.encodedBytesMax + Signals.encodedBytesMax + 2 * 10

    /// Writes everything but the lexicon's revision.
    func encode(into caller: inout OutputSpan<UInt8>) {
        // Out of the caller's hands for the time being: so the place in it is kept in a register.
        var output = consume caller
        output.append(label.rawValue)
        output.writeOptional(compound.map(Int64.init))
        output.writeSigned(Int64(confidence))
        dimensions.encode(into: &output)
        signals.encode(into: &output)
        output.writeVarint(UInt64(parties.count))
        for party in parties { party.encode(into: &output) }
        output.writeVarint(UInt64(evidence.count))
        var startBefore: UInt32 = 0
        let evidence = evidence.span
        for index in evidence.indices {
            evidence[index].encode(after: startBefore, into: &output)
            startBefore = evidence[index].start
        }
        caller = output
    }

    /// Reads what `encode` wrote.
    init(from reader: inout ByteReader) throws(ByteCodingError) {
        self.init()
        let figures = try ScoreFigures(from: &reader)
        label = figures.label
        compound = figures.compound
        confidence = figures.confidence
        dimensions = figures.dimensions
        signals = figures.signals
        let partyCount = try reader.readCount(bytesEach: 5)
        parties.reserveCapacity(partyCount)
        for _ in 0..<partyCount { parties.append(try Party(from: &reader)) }
        let evidenceCount = try reader.readCount(bytesEach: 8)
        evidence.reserveCapacity(evidenceCount)
        var startBefore: UInt32 = 0
        for _ in 0..<evidenceCount {
            let piece = try Evidence(after: startBefore, from: &reader)
            evidence.append(piece)
            startBefore = piece.start
        }
    }
}

extension Party {
    /// A byte, three numbers of 32 bits, and the dimensions.
    fileprivate static let encodedBytesMax = 1 + 3 * 5 + DimensionScores.encodedBytesMax

    @inline(__always)
    fileprivate func encode(into output: inout OutputSpan<UInt8>) {
        output.append(kind.rawValue)
        output.writeVarint(UInt64(start))
        output.writeVarint(UInt64(end &- start))
        output.writeOptional(compound.map(Int64.init))
        dimensions.encode(into: &output)
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteCodingError) {
        let offset = reader.offset
        guard let kind = Kind(rawValue: try reader.read()) else { throw .malformed(offset: offset) }
        let start = try reader.readVarint(as: UInt32.self)
        let count = try reader.readVarint(as: UInt32.self)
        let compound = try reader.readOptionalScore()
        let dimensions = try DimensionScores(from: &reader)
        self.init(kind: kind, start: start, end: start &+ count, compound: compound, dimensions: dimensions)
    }
}

extension Evidence {
    /// 5 + 5 + 5 + 5 + 3 + 2 + 5 + 2 bytes.
    fileprivate static let encodedBytesMax = 32

    @inline(__always)
    fileprivate func encode(after startBefore: UInt32, into output: inout OutputSpan<UInt8>) {
        output.writeSigned(Int64(start) - Int64(startBefore))
        output.writeVarint(UInt64(end &- start))
        output.writeSigned(Int64(contribution))
        output.writeVarint(UInt64(rules.rawValue))
        output.writeVarint(UInt64(dimensions.rawValue))
        output.writeSigned(Int64(side))
        output.writeSigned(Int64(amount))
        output.writeSigned(Int64(party))
    }

    fileprivate init(after startBefore: UInt32, from reader: inout ByteReader) throws(ByteCodingError) {
        let offset = reader.offset
        let (sum, isTooLarge) = try reader.readSigned().addingReportingOverflow(Int64(startBefore))
        guard !isTooLarge, let start = UInt32(exactly: sum) else { throw .malformed(offset: offset) }
        let count = try reader.readVarint(as: UInt32.self)
        let contribution = try reader.readSigned(as: Int32.self)
        let rules = RuleSet(rawValue: try reader.readVarint(as: UInt32.self))
        let dimensions = DimensionSet(rawValue: try reader.readVarint(as: UInt16.self))
        let side = try reader.readSigned(as: Int8.self)
        let amount = try reader.readSigned(as: Int32.self)
        let party = try reader.readSigned(as: Int8.self)
        self.init(
            start: start, end: start &+ count, contribution: contribution, rules: rules, dimensions: dimensions,
            side: side, amount: amount, party: party)
    }
}

extension ByteReader {
    /// Reads a score in ten-thousandths; nil without one.
    @inline(__always)
    mutating func readOptionalScore() throws(ByteCodingError) -> Int32? {
        let start = offset
        let raw = try readShortVarint()
        if raw == 0 { return nil }
        let zigzag = raw - 1
        guard zigzag <= UInt32.max else { throw .malformed(offset: start) }
        return Int32(truncatingIfNeeded: Int64(zigzag >> 1) ^ (0 &- Int64(zigzag & 1)))
    }
}
