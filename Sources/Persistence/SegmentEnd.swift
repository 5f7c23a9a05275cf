// Where a segment that was read ends: what recovery makes durable there, and what a mark put there has to say.

internal import ByteCoding

/// Where the records of a segment end, and what a mark after them would have to say.
struct SegmentEnd {
    /// The file; empty for none.
    var file = ""
    /// The first byte after the last record or mark.
    var offset = 0
    /// From here on nothing says that what is before it was durable.
    var unattestedOffset = 0
    /// The check of the last record or mark, or of the header.
    var chain: UInt32 = 0
    var salt: UInt32 = 0
    var nextSequence: UInt64 = 0
    /// How many of the records nothing says were durable.
    var unattestedCount: UInt32 = 0
    /// Whether the last thing in it is the mark of the end.
    var isEnded = false

    init() {}

    init(_ reader: borrowing SegmentReader) {
        file = reader.file.name
        offset = reader.offset
        unattestedOffset = reader.unattestedOffset
        chain = reader.chain
        salt = reader.header.salt
        nextSequence = reader.nextSequence
        unattestedCount = UInt32(clamping: reader.nextSequence &- 1 &- reader.attestedThrough)
        isEnded = reader.isEnded
    }

    /// The bytes of a mark at this end.
    func encoded(_ mark: Mark) -> [UInt8] {
        var batch = RecordBatch()
        batch.begin(after: chain, salt: salt)
        batch.append(
            kind: Mark.kind, sequence: nextSequence, unsyncedCount: unattestedCount, payload: mark.payload.span)
        return [UInt8](copying: batch.span)
    }
}
