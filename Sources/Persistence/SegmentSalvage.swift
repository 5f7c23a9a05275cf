// What can be saved of a damaged segment: all whole records stay where they are, byte for byte; what is between them goes,
// and a mark in its place says where the journal goes on.

/// Part of a segment that is written anew.
enum SegmentPiece: Equatable, Sendable {
    /// Bytes of the old file.
    case copy(Range<Int>)
    /// A mark that bears `sequence`, after the record or header with check `previous`.
    case mark(Mark, sequence: UInt64, previous: UInt32)
}

/// Sorts the bytes of one damaged segment into what stays and what goes.
struct SegmentSalvage {
    let file: String
    let bytes: [UInt8]
    let salt: UInt32
    private(set) var pieces: [SegmentPiece] = []
    private(set) var losses: [RepairPlan.Loss] = []
    /// The sequence number that should follow what was kept.
    private(set) var nextSequence: UInt64
    /// The check of the last data record kept.
    private(set) var lastChecksum: UInt32
    /// The check of the last record or mark kept, or of the header.
    private(set) var chain: UInt32

    /// A salvage of `bytes`, the whole file, whose header (perhaps made anew) has `check`.
    init(file: String, bytes: [UInt8], header: SegmentHeader, check: UInt32) {
        self.file = file
        self.bytes = bytes
        salt = header.salt
        nextSequence = header.firstSequence
        lastChecksum = header.previous
        chain = check
    }

    /// Does it. `damage` is what reading the segment met first, and stands for its first loss.
    mutating func run(_ damage: Damage) {
        var start = SegmentHeader.byteCount
        var offset = start
        var reason = damage.reason
        while let found = RecordScan(bytes: bytes, salt: salt, after: nextSequence).first(from: offset) {
            if found.offset != offset || found.head.sequence != nextSequence || found.head.previous != chain {
                if offset > start { pieces.append(.copy(start..<offset)) }
                lose(offset..<found.offset, upTo: found.head.sequence, reason)
                let mark = Mark.resume(sequence: found.head.sequence, previous: found.head.previous)
                pieces.append(.mark(mark, sequence: nextSequence, previous: chain))
                lastChecksum = found.head.previous
                start = found.offset
                reason = .headChecksum
            }
            offset = found.offset + found.head.recordByteCount
            keep(found.head, end: offset)
        }
        if offset > start { pieces.append(.copy(start..<offset)) }
        let end = (bytes.lastIndex { $0 != 0 } ?? -1) + 1
        if end > offset { lose(offset..<end, upTo: nextSequence, reason) }
    }

    private mutating func keep(_ head: RecordHeader, end: Int) {
        chain = head.check
        nextSequence = head.sequence
        guard head.kind == Mark.kind else {
            nextSequence = head.sequence &+ 1
            lastChecksum = head.check
            return
        }
        let mark = Mark(payload: bytes.span.extracting((end - head.payloadByteCount)..<end))
        if case .resume(let sequence, let previous)? = mark {
            nextSequence = sequence
            chain = previous
            lastChecksum = previous
        }
    }

    private mutating func lose(_ range: Range<Int>, upTo sequence: UInt64, _ reason: Damage.Reason) {
        losses.append(
            RepairPlan.Loss(
                damage: Damage(file, offset: range.lowerBound, reason), byteCount: range.count,
                firstSequence: nextSequence, recordCount: sequence &- nextSequence))
    }
}
