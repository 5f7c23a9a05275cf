// How the journal begins a segment, seals one, and comes back from a disk that was full.

extension Journal {
    /// Ends the open segment, durable whatever the policy (a hole between two segments could not be told from
    /// damage), and begins the next.
    mutating func beginSegment() throws(DiskError) {
        try endSegment()
        segment = try SegmentMaker(disk: disk, configuration: configuration)
            .make(after: JournalPosition(sequence: committedThrough, checksum: committedChecksum))
        segmentCount += 1
    }

    /// Goes on in a new segment, so that those before it hold nothing but what is committed now. Nothing may be in the
    /// batch. An empty segment stays.
    package mutating func rotate() throws(JournalError) {
        try requireOpen()
        if let segment, segment.endOffset == SegmentHeader.byteCount { return }
        do {
            try beginSegment()
        } catch {
            try stopOrWait(after: error)
            try requireOpen()
        }
    }

    /// Marks the end of the open segment, makes all of it durable, and gives back the room after it, in this order.
    mutating func endSegment() throws(DiskError) {
        guard let open = segment, !open.isTrimmed else { return }
        if !open.isEnded {
            batch.begin(after: open.chain, salt: open.salt)
            appendMark(.end)
            do {
                try write(batch.span, to: open)
            } catch {
                segment?.leftoverEnd = open.endOffset + batch.byteCount
                throw error
            }
            segment?.endOffset += batch.byteCount
            segment?.chain = batch.chain
            segment?.isEnded = true
            batch.removeAll()
        }
        try open.sync.run()
        noteSynced(through: committedThrough)
        try open.file.truncate(byteCount: segment?.endOffset ?? open.endOffset)
        segment?.isTrimmed = true
    }

    /// Tries to take records again after the disk was full.
    mutating func resume() throws(JournalError) {
        do {
            try clearLeftover()
            if segment?.isFull ?? true {
                try beginSegment()
            } else if let full = segment {
                segment?.reservedBytes = try SegmentMaker(disk: disk, configuration: configuration)
                    .reserve(full.file, from: full.endOffset)
            }
            state = .open
        } catch {
            try stopOrWait(after: error)
        }
    }

    /// Takes back what a write that failed may have left; durably before anything is written over it, so that a crash
    /// cannot mix the two.
    mutating func clearLeftover() throws(DiskError) {
        guard let open = segment, let leftoverEnd = open.leftoverEnd else { return }
        try open.clear(upTo: leftoverEnd)
        segment?.leftoverEnd = nil
    }

    /// After a pause, seals what was written last (see `Mark`). Not synced: to lose the seal loses nothing.
    mutating func sealIfIdle(nowMilliseconds: Int64) throws(JournalError) {
        guard let lastCommitMilliseconds, batch.recordCount == 0, let open = segment, !open.isFull, !open.isSealed,
            nowMilliseconds >= lastCommitMilliseconds + configuration.sealAfterMilliseconds
        else { return }
        batch.begin(after: open.chain, salt: open.salt)
        appendMark(.seal)
        try writeBatch()
        batch.removeAll()
        segment?.isSealed = true
        self.lastCommitMilliseconds = nil
    }

    private mutating func appendMark(_ mark: Mark) {
        batch.append(
            kind: Mark.kind, sequence: committedThrough + 1,
            unsyncedCount: UInt32(clamping: committedThrough - syncedThrough), payload: mark.payload.span)
    }
}
