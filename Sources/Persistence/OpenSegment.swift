// The segment that is being written: where its end is, and what the next record is chained to.

/// The journal's last segment, open for writing.
struct OpenSegment: Sendable {
    let file: any DiskFile
    let sync: SegmentSync
    let salt: UInt32
    /// Room that was reserved, in bytes; at this length the segment is full.
    var reservedBytes: Int
    /// Where the next record goes.
    var endOffset: Int
    /// The check of the last record or mark, or of the header.
    var chain: UInt32
    /// Up to where a failed write may have left bytes after the end; nil if none did.
    var leftoverEnd: Int?
    /// Whether a seal is the last thing written.
    var isSealed = false
    /// Whether the mark of the end is the last thing written.
    var isEnded = false
    /// Whether the reserved room after the end was given back.
    var isTrimmed = false

    /// A new segment is due. The last batch of a segment may go over its room.
    var isFull: Bool { endOffset >= reservedBytes }

    /// Puts zeros, durably, over what a write that failed may have left between the end and `offset`.
    ///
    /// It does not cut the file: a file that is shorter than it was made is taken for damaged.
    func clear(upTo offset: Int) throws(DiskError) {
        let end = min(offset, try file.size())
        if end > endOffset { try file.clear(endOffset..<end) }
        try sync.run()
    }
}
