// The stored form of a ledger: a section for the whole and one for each of the 256 shards, so that a snapshot can be
// written and read without ever holding all of it as bytes. Checksums are the snapshot file's matter.
//
//     section 0:  version (byte) · seed (2 × 8 bytes) · sequence · organisations · submissions · duplicates · retracted ·
//                 newest receipt (zigzag) · first hour and day told apart (zigzag) · ids · ids dropped early · versions of surveys · last entry that forgot something
//     section n:  version (byte) · next to prune · next to evict · number of organisations, each:
//                     name · received (zigzag) · last receipt (zigzag) · log of facts · log of the facts that are being folded ·
//                     unless that is empty the number of the last segment value that has them · tally for ever ·
//                     hours, days: number of buckets, each: index - index of the one before (zigzag) · tally
//                     number of axes of tag keys, each: key, empty where it was withdrawn
//                     number of segment values, each: axis (byte, 0x80 added where it was withdrawn); of others
//                         name · tally for ever · hours, days
//                     number of axes with values beyond their bound or 0, each: number of least hashes, each 8 bytes
//                     submissions dropped · number of kept ones, each: sequence - the one before · entry · remnant
//                     surveys (SurveyBook) · what is left of submissions that went (RemnantStore)
//                 number of ids, each: key (2 × 8 bytes) · content hash (8 bytes) · seconds (4 bytes) ·
//                     sequence
//                 the same of forgotten ids
//
// Names, logs, tallies, entries and remnants of kept ones have their length before them; integers without another word are LEB128.
// To change it: raise `snapshotVersion`, write the new form only, go on reading the old versions where they differ, and
// put a frozen snapshot of the old version among the tests. The counters of a tally may grow into their gaps without
// that (Counter.swift); entries have a version of their own (EntryFormat.swift). Version 1 has no facts that are being folded.

package import ByteCoding

extension Ledger {
    /// The sections of a snapshot, numbered from 0.
    package static let sectionCount = 1 + Shard.count
    static let snapshotVersion: UInt8 = 2

    /// Appends a section. The index must be below `sectionCount`.
    package func encodeSection(_ index: Int, into writer: inout ByteWriter) {
        writer.write(Self.snapshotVersion)
        if index > 0 { return shards[index - 1].encode(into: &writer) }
        writer.writeFixed(seed.low)
        writer.writeFixed(seed.high)
        writer.writeVarint(sequence)
        counts.encode(into: &writer)
    }
}

/// Makes a ledger from the sections of a snapshot, given in order from 0.
package struct LedgerDecoder: ~Copyable {
    private let limits: LedgerLimits
    private var ledger: Ledger?
    private var sectionsRead = 0

    /// A decoder for a ledger that is to keep within these limits.
    package init(limits: LedgerLimits) { self.limits = limits }

    /// Takes the next section, which must be whole.
    package mutating func decode(_ section: Span<UInt8>) throws(ByteCodingError) {
        var reader = ByteReader(section)
        let version = try reader.readVersion(to: Ledger.snapshotVersion)
        if sectionsRead == 0 {
            let low: UInt64 = try reader.readFixed()
            let high: UInt64 = try reader.readFixed()
            var ledger = Ledger(limits: limits, seed: HashSeed(low, high))
            ledger.sequence = try reader.readVarint()
            ledger.counts = try LedgerCounts(from: &reader)
            self.ledger = ledger
        } else {
            guard let seed = ledger?.seed, sectionsRead <= Shard.count else { throw .malformed(offset: 0) }
            ledger?.shards[sectionsRead - 1] = try Shard(
                from: &reader, version: version, number: sectionsRead - 1, seed: seed)
        }
        guard reader.isAtEnd else { throw .malformed(offset: reader.offset) }
        sectionsRead += 1
    }

    /// The ledger, once every section was taken; an error when one is missing or they do not belong together.
    package consuming func finish() throws(ByteCodingError) -> Ledger {
        guard sectionsRead == Ledger.sectionCount, let ledger else { throw .truncated(offset: 0) }
        let organisations = ledger.shards.reduce(0) { $0 + $1.organisations.count }
        let ids = ledger.shards.reduce(0) { $0 + $1.ids.count }
        guard organisations == ledger.counts.organisations, ids == ledger.counts.ids else {
            throw .malformed(offset: 0)
        }
        return ledger
    }
}

extension LedgerCounts {
    fileprivate func encode(into writer: inout ByteWriter) {
        writer.writeCount(organisations)
        writer.writeCount(submissions)
        writer.writeCount(duplicates)
        writer.writeCount(retracted)
        writer.writeSigned(newestReceived)
        writer.writeSigned(Int64(horizon.hour))
        writer.writeSigned(Int64(horizon.day))
        writer.writeCount(ids)
        writer.writeCount(idsDroppedEarly)
        writer.writeCount(surveyVersions)
        writer.writeVarint(lastForgotten)
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteCodingError) {
        organisations = try reader.readVarint(as: Int.self)
        submissions = try reader.readVarint(as: Int.self)
        duplicates = try reader.readVarint(as: Int.self)
        retracted = try reader.readVarint(as: Int.self)
        newestReceived = try reader.readSigned()
        horizon.hour = try reader.readSigned(as: Int32.self)
        horizon.day = try reader.readSigned(as: Int32.self)
        ids = try reader.readVarint(as: Int.self)
        idsDroppedEarly = try reader.readVarint(as: Int.self)
        surveyVersions = try reader.readVarint(as: Int.self)
        lastForgotten = try reader.readVarint()
    }
}
