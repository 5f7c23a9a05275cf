// One segment from its header to its end, with what must hold between it and what came before. Recovery walks the segments
// after a snapshot and stops at damage; verification walks all of them and takes note.

/// Where a walk over the journal is.
struct SegmentWalk {
    let disk: any Disk
    /// What the next segment must begin after. Nil if anything will do.
    var position: JournalPosition?
    /// Records up to this sequence number are checked, and not handed out: a snapshot holds them.
    let coveredThrough: UInt64
    /// The check of record `coveredThrough` according to the snapshot.
    let coveredChecksum: UInt32
    /// Sequence numbers that a repair gave up, according to its marks.
    private(set) var repairedLossCount: UInt64 = 0
    /// Lexicon revision of the last segment read.
    private(set) var lexiconRevision: String?
    /// Where the last segment read ends.
    private(set) var end = SegmentEnd()
    /// The name of the last segment read to its end.
    private(set) var lastFile: String?
    /// How many records the last segment read has, covered ones included.
    private(set) var segmentRecordCount = 0

    /// A walk over the segments from the one that holds the record after `base`.
    init(disk: any Disk, after base: JournalPosition) {
        self.disk = disk
        coveredThrough = base.sequence
        coveredChecksum = base.checksum
    }

    /// Reads a segment; returns what a crash left behind its records. `visit` gets each record that is not covered, with
    /// its offset in the segment.
    mutating func read(
        _ firstSequence: UInt64, isLast: Bool,
        visit: (_ head: RecordHeader, _ payload: Span<UInt8>, _ offset: Int) throws -> Void
    ) throws(RecoveryError) -> TornTail? {
        do {
            var reader = try SegmentReader(disk, firstSequence: firstSequence)
            lexiconRevision = reader.header.lexiconRevision
            try checkStart(reader.header, file: reader.file.name)
            let reason = try walk(&reader, visit)
            end = SegmentEnd(reader)
            lastFile = reader.file.name
            position = JournalPosition(sequence: reader.nextSequence &- 1, checksum: reader.lastChecksum)
            return try ending(reader, reason, isLast: isLast)
        } catch let error as RecoveryError {
            throw error
        } catch let error as ReadError {
            throw RecoveryError(error)
        } catch let error as DiskError {
            throw .disk(error)
        } catch {
            let file = StoredFile.segmentName(firstSequence: firstSequence)
            throw .refused(file: file, offset: 0, sequence: firstSequence, error: error)
        }
    }

    /// Goes on after a segment that was not read to its end but will be repaired.
    mutating func goOn(after position: JournalPosition, in file: String, chain: UInt32) {
        self.position = position
        lastFile = file
        end.chain = chain
    }

    private func checkStart(_ header: SegmentHeader, file: String) throws(RecoveryError) {
        if let position {
            guard header.firstSequence == position.sequence &+ 1 else {
                throw .damaged(Damage(file, offset: 16, .missingSegment(expected: position.sequence &+ 1)))
            }
            guard header.previous == position.checksum else { throw .damaged(Damage(file, offset: 24, .brokenChain)) }
        } else if header.firstSequence == coveredThrough &+ 1, header.previous != coveredChecksum {
            throw .damaged(Damage(file, offset: 24, .foreignHistory))
        }
    }

    /// Visits records until something else stands there; returns what is wrong with it, nil for an end.
    private mutating func walk(
        _ reader: inout SegmentReader,
        _ visit: (_ head: RecordHeader, _ payload: Span<UInt8>, _ offset: Int) throws -> Void
    ) throws -> Damage.Reason? {
        segmentRecordCount = 0
        while true {
            let offset = reader.offset
            let expected = reader.nextSequence
            switch try reader.next() {
            case .record(let head) where head.sequence > coveredThrough:
                segmentRecordCount += 1
                do {
                    try visit(head, reader.payload, offset)
                } catch {
                    throw RecoveryError.refused(
                        file: reader.file.name, offset: offset, sequence: head.sequence, error: error)
                }
            case .record(let head):
                segmentRecordCount += 1
                if head.sequence == coveredThrough, head.check != coveredChecksum {
                    throw RecoveryError.damaged(Damage(reader.file.name, offset: offset, .foreignHistory))
                }
            case .mark(.seal), .mark(.end): continue
            case .mark(.resume(let sequence, _)):
                repairedLossCount &+= sequence &- max(expected, coveredThrough &+ 1)
            case .end: return nil
            case .invalid(let reason): return reason
            }
        }
    }

    private func ending(
        _ reader: borrowing SegmentReader, _ reason: Damage.Reason?, isLast: Bool
    ) throws(RecoveryError) -> TornTail? {
        let verdict: TailVerdict
        do {
            verdict = try TailInspection(reader).verdict(isLast: isLast)
        } catch {
            throw .disk(error)
        }
        switch verdict {
        case .clean: return nil
        case .torn(let tail) where isLast: return tail
        case .torn, .damaged:
            throw .damaged(Damage(reader.file.name, offset: reader.offset, reason ?? .headChecksum))
        case .cut: throw .damaged(Damage(reader.file.name, offset: reader.offset, .endMissing))
        }
    }
}
