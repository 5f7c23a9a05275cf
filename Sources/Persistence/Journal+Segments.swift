// How the journal begins a segment, seals one, and comes back from a disk that was full.

extension Journal {
    /// Ends the open segment, durable whatever the policy (a hole between two segments could not be told from
    /// damage), and begins the next.
    mutating func beginSegment() throws(DiskError) {
        if let ended = segment {
            if syncedThrough < committedThrough {
                try ended.file.sync()
                syncedThrough = committedThrough
                unsyncedSinceMilliseconds = nil
            }
            if !ended.isTrimmed {
                try ended.file.truncate(byteCount: ended.endOffset)
                segment?.isTrimmed = true
            }
        }
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

    /// Tries to take records again after the disk was full.
    mutating func resume() throws(JournalError) {
        do {
            if let full = segment, full.hasLeftover {
                // Durable before anything is written over it, so that a crash cannot mix the two.
                try full.file.truncate(byteCount: full.endOffset)
                try full.file.sync()
                segment?.hasLeftover = false
                let reserved = try SegmentMaker(disk: disk, configuration: configuration)
                    .reserve(full.file, from: full.endOffset)
                segment?.reservedBytes = reserved
            } else if segment?.isFull ?? true {
                try beginSegment()
            }
            state = .open
        } catch {
            try stopOrWait(after: error)
        }
    }

    /// After a pause, seals what was written last (see `Mark`).
    mutating func sealIfIdle(nowMilliseconds: Int64) throws(JournalError) {
        guard let lastCommitMilliseconds, batch.recordCount == 0, segment?.isFull == false,
            nowMilliseconds >= lastCommitMilliseconds + configuration.sealAfterMilliseconds
        else { return }
        try writeSeal()
        self.lastCommitMilliseconds = nil
    }

    /// Gives back the reserved room after the last record.
    mutating func trimSegment() throws(JournalError) {
        guard let ended = segment, !ended.isTrimmed else { return }
        do {
            try ended.file.truncate(byteCount: ended.endOffset)
            try ended.file.sync()
        } catch {
            try stopOrWait(after: error)
        }
        segment?.isTrimmed = true
    }

    /// Writes a seal, not synced: to lose it loses nothing.
    mutating func writeSeal() throws(JournalError) {
        guard let open = segment, !open.isSealed, open.endOffset > SegmentHeader.byteCount else { return }
        batch.begin(after: open.chain, salt: open.salt)
        batch.append(
            kind: Mark.kind, sequence: committedThrough + 1,
            unsyncedCount: UInt32(clamping: committedThrough - syncedThrough), payload: [UInt8]().span)
        try writeBatch()
        batch.removeAll()
        segment?.isSealed = true
    }
}
