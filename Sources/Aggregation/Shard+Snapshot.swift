// The sections of a snapshot, read and written. Their form is described in Ledger+Snapshot.swift.

import ByteCoding
import Surveys

extension Shard {
    func encode(into writer: inout ByteWriter) {
        writer.writeCount(pruneNext)
        writer.writeCount(evictNext)
        writer.writeCount(organisations.count)
        for organisation in organisations { organisation.encode(into: &writer) }
        for table in [ids, forgotten] { Self.encode(table, into: &writer) }
    }

    private static func encode(_ table: IDTable, into writer: inout ByteWriter) {
        writer.writeCount(table.count)
        table.forEach { record in
            writer.writeFixed(record.key.low)
            writer.writeFixed(record.key.high)
            writer.writeFixed(record.contentHash)
            writer.writeFixed(record.receivedSeconds)
            writer.writeVarint(record.sequence)
        }
    }

    /// Reads the shard with that number; an organisation that belongs elsewhere is an error.
    init(
        from reader: inout ByteReader, version: UInt8, number: Int, seed: HashSeed
    ) throws(ByteCodingError) {
        let pruneNext = try reader.readVarint(as: Int.self)
        let evictNext = try reader.readVarint(as: Int.self)
        let start = reader.offset
        let organisationCount = try reader.readCount(bytesEach: 8)
        var organisations: [Organisation] = []
        organisations.reserveCapacity(organisationCount)
        var scratch = FoldScratch()
        for _ in 0..<organisationCount {
            let organisation = try Organisation(from: &reader, version: version, seed: seed, &scratch)
            guard Shard.number(of: organisation.hash) == number else { throw .malformed(offset: start) }
            organisations.append(organisation)
        }
        let last = max(0, organisationCount - 1)
        guard pruneNext <= last, evictNext <= last else { throw .malformed(offset: start) }
        guard let ids = IDTable(try Self.readIDs(&reader)), let forgotten = IDTable(try Self.readIDs(&reader)),
            var shard = Shard(organisations: organisations, ids: ids, pruneNext: pruneNext, evictNext: evictNext)
        else { throw .malformed(offset: start) }
        shard.forgotten = forgotten
        self = shard
    }

    private static func readIDs(_ reader: inout ByteReader) throws(ByteCodingError) -> [IDRecord] {
        let count = try reader.readCount(bytesEach: 29)
        var records: [IDRecord] = []
        records.reserveCapacity(count)
        for _ in 0..<count {
            let low: UInt64 = try reader.readFixed()
            let high: UInt64 = try reader.readFixed()
            let contentHash: UInt64 = try reader.readFixed()
            let receivedSeconds: UInt32 = try reader.readFixed()
            let sequence = try reader.readVarint()
            records.append(
                IDRecord(
                    key: Hash128(low: low, high: high), sequence: sequence, contentHash: contentHash,
                    receivedSeconds: receivedSeconds))
        }
        return records
    }
}

extension Organisation {
    fileprivate func encode(into writer: inout ByteWriter) {
        writer.writeBytes(name)
        writer.writeSigned(Int64(received))
        writer.writeSigned(lastReceived)
        log.encode(into: &writer)
        fold.encode(into: &writer)
        timeline.encode(into: &writer)
        segments.encode(into: &writer)
        writer.writeCount(verbatims.droppedCount)
        writer.writeCount(verbatims.count)
        var before: UInt64 = 0
        for position in 0..<verbatims.count {
            let verbatim = verbatims[position]
            writer.writeVarint(verbatim.sequence - before)
            before = verbatim.sequence
            writer.writeBytes(verbatim.payload)
            writer.writeBytes(verbatim.encodedRemnant)
        }
        surveys.encode(into: &writer)
        remnants.encode(into: &writer)
    }

    fileprivate init(
        from reader: inout ByteReader, version: UInt8, seed: HashSeed, _ scratch: inout FoldScratch
    ) throws(ByteCodingError) {
        let name = try reader.readBytes()
        self.init(name: name, hash: SipHash.hash(name.span, seed: seed))
        received = try reader.readSigned(as: Int.self)
        lastReceived = try reader.readSigned()
        log = try FactLog(decoding: try reader.readSpan())
        if version > 1 { fold = try Fold(from: &reader) }
        timeline = try TallyTimeline(from: &reader, &scratch)
        segments = try SegmentTable(from: &reader, seed: seed, sharing: timeline, &scratch)
        guard segments.covers(log), segments.covers(fold) else { throw .malformed(offset: reader.offset) }
        verbatims = VerbatimStore(droppedCount: try reader.readVarint(as: Int.self))
        let start = reader.offset
        let count = try reader.readCount(bytesEach: 3)
        var sequence: UInt64 = 0
        for position in 0..<count {
            let distance = try reader.readVarint()
            let (sum, isTooLarge) = sequence.addingReportingOverflow(distance)
            if isTooLarge || position > 0 && distance == 0 { throw .malformed(offset: start) }
            sequence = sum
            let payload = try reader.readSpan()
            let remnant = try reader.readSpan()
            _ = try Remnant(sequence: sequence, checking: remnant)
            verbatims.append(payload, remnant: remnant, sequence: sequence)
        }
        surveys = try SurveyBook(from: &reader)
        remnants = try RemnantStore(from: &reader)
    }
}

extension Fold {
    fileprivate func encode(into writer: inout ByteWriter) {
        guard case .underway(let facts, let through) = self else { return writer.writeCount(0) }
        facts.encode(into: &writer)
        writer.writeCount(through)
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteCodingError) {
        let start = reader.offset
        let facts = try FactLog(decoding: try reader.readSpan())
        if facts.isEmpty {
            self = .none
            return
        }
        self = .underway(facts, through: try reader.readVarint(as: Int.self))
        let hours = facts.facts.map(\.hour)
        guard zip(hours, hours.dropFirst()).allSatisfy({ $0 <= $1 }) else { throw .malformed(offset: start) }
    }
}

extension SegmentTable {
    fileprivate func encode(into writer: inout ByteWriter) {
        writer.writeCount(keys.count)
        for key in keys {
            writer.writeBytes(key)
        }
        writer.writeCount(values.count)
        for value in values {
            writer.write(value.isWithdrawn ? value.axis | Self.withdrawn : value.axis)
            if value.isWithdrawn { continue }
            writer.writeBytes(value.name)
            value.timeline.encode(into: &writer)
        }
        writer.writeCount(others.count)
        for other in others { other.encode(into: &writer) }
    }

    /// The bit of the axis that marks a value whose axis is gone.
    private static let withdrawn: UInt8 = 0x80

    fileprivate init(
        from reader: inout ByteReader, seed: HashSeed, sharing whole: TallyTimeline, _ scratch: inout FoldScratch
    ) throws(ByteCodingError) {
        let start = reader.offset
        var keys: [[UInt8]] = []
        for _ in 0..<(try reader.readCount()) { keys.append(try reader.readBytes()) }
        var values: [SegmentValue] = []
        for _ in 0..<(try reader.readCount()) {
            let axis = try reader.read()
            if axis & Self.withdrawn != 0 {
                values.append(SegmentValue(withdrawnFrom: axis & ~Self.withdrawn))
                continue
            }
            var value = SegmentValue(axis: Int(axis), name: try reader.readBytes(), seed: seed)
            value.timeline = try TallyTimeline(from: &reader, sharing: whole, &scratch)
            values.append(value)
        }
        var others: [DistinctCount] = []
        for _ in 0..<(try reader.readCount()) { others.append(try DistinctCount(from: &reader)) }
        guard let table = SegmentTable(keys: keys, values: values, others: others) else {
            throw .malformed(offset: start)
        }
        self = table
    }
}
