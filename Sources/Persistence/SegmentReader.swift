// Reads a journal segment record by record, in big blocks, and stops at the first byte that is not the next record. What
// such a byte means (the end, a crash, damage) depends on what follows it: TailInspection and Recovery decide.

/// A checked cursor over the records of one segment.
struct SegmentReader: ~Copyable {
    /// What stands at the cursor.
    enum Step: Equatable {
        /// The next record; its bytes are in `payload`.
        case record(RecordHeader)
        case mark(Mark)
        /// Nothing but the end of the file, or a head of zeros: the end if only zeros follow.
        case end
        /// Something that cannot follow here.
        case invalid(Damage.Reason)
    }

    let file: any DiskFile
    let fileByteCount: Int
    let header: SegmentHeader
    /// Where the next record begins, in bytes from the start of the file.
    private(set) var offset = SegmentHeader.byteCount
    /// The sequence number that the next record must have.
    private(set) var nextSequence: UInt64
    /// The check of the last data record: what the next segment's header must name.
    private(set) var lastChecksum: UInt32
    /// Up to here, the end of a data record, a later record says that all was durable. Of the marks between the two it says
    /// nothing.
    private(set) var unattestedOffset = SegmentHeader.byteCount
    /// Where the last data record ends.
    private var dataEnd = SegmentHeader.byteCount
    /// Whether the mark of the segment's end stands right before the cursor.
    private(set) var isEnded = false
    /// The check of the last record, mark or header: what the next record must name.
    private(set) var chain: UInt32
    private var block: [UInt8]
    private var blockOffset = 0
    private var blockCount = 0
    private var payloadRange = 0..<0

    /// Large enough that a call costs little, small enough to stay in the second-level cache.
    private static let blockBytes = 256 << 10

    /// Opens the segment that begins with `firstSequence`, and checks its header.
    init(_ disk: any Disk, firstSequence: UInt64) throws(ReadError) {
        let name = StoredFile.segmentName(firstSequence: firstSequence)
        let opened = try OpenedFile(disk, name, frontBytes: Self.blockBytes)
        let read = try opened.header { bytes throws(Damage) in try SegmentHeader.read(bytes, file: name) }
        guard read.header.firstSequence == firstSequence else { throw .damaged(Damage(name, offset: 16, .misnamed)) }
        file = opened.file
        fileByteCount = opened.byteCount
        (header, chain) = read
        block = opened.front
        blockCount = opened.front.count
        nextSequence = firstSequence
        lastChecksum = header.previous
    }

    /// The payload of the record that `next` returned last.
    var payload: Span<UInt8> {
        @_lifetime(borrow self) get { block.span.extracting(payloadRange) }
    }

    /// The whole record or mark that `next` returned last.
    var record: Span<UInt8> {
        @_lifetime(borrow self)
        get { block.span.extracting((payloadRange.lowerBound - RecordHeader.byteCount)..<payloadRange.upperBound) }
    }

    /// Reads what stands at the cursor, and moves behind it if it is the next record or a mark.
    mutating func next() throws(DiskError) -> Step {
        guard try fill(RecordHeader.byteCount) else {
            return offset == fileByteCount ? .end : .invalid(.cutShort)
        }
        let head = RecordHeader(block.span, at: offset - blockOffset)
        guard head.isIntact(in: block.span, at: offset - blockOffset, salt: header.salt) else {
            return isHeadZero ? .end : .invalid(.headChecksum)
        }
        guard head.previous == chain else { return .invalid(.brokenChain) }
        guard head.sequence == nextSequence else {
            return .invalid(.sequenceGap(expected: nextSequence, found: head.sequence))
        }
        guard try fill(head.recordByteCount) else { return .invalid(.cutShort) }
        let start = offset - blockOffset + RecordHeader.byteCount
        payloadRange = start..<(start + head.payloadByteCount)
        guard CRC32C.checksum(block.span.extracting(payloadRange)) == head.payloadChecksum else {
            return .invalid(.payloadChecksum)
        }
        return accept(head)
    }

    private mutating func accept(_ head: RecordHeader) -> Step {
        if head.unsyncedCount == 0 { unattestedOffset = dataEnd }
        isEnded = false
        offset += head.recordByteCount
        chain = head.check
        guard head.kind == Mark.kind else {
            nextSequence = head.sequence &+ 1
            lastChecksum = head.check
            dataEnd = offset
            return .record(head)
        }
        guard let mark = Mark(payload: payload) else { return .invalid(.brokenChain) }
        switch mark {
        case .seal: break
        case .end: isEnded = true
        case .resume(let sequence, let previous):
            nextSequence = sequence
            chain = previous
            lastChecksum = previous
        }
        return .mark(mark)
    }

    private var isHeadZero: Bool {
        let start = offset - blockOffset
        return (start..<(start + RecordHeader.byteCount)).allSatisfy { block[$0] == 0 }
    }

    /// Has `count` bytes from the cursor on in the block; false if the file ends before.
    private mutating func fill(_ count: Int) throws(DiskError) -> Bool {
        if offset + count <= blockOffset + blockCount { return true }
        guard count <= fileByteCount - offset else { return false }
        if count > block.count {
            block.append(contentsOf: [UInt8](repeating: 0, count: count + Self.blockBytes - block.count))
        }
        let file = file
        let start = offset
        var span = block.mutableSpan
        let filled = try file.read(at: start, into: &span)
        blockCount = filled
        blockOffset = start
        return blockCount >= count
    }
}
