// The write-ahead journal: batches of opaque records, one write and one sync each. This file holds its state and the
// path of a batch; +Segments how a segment is begun and a full disk survived, +Sync when what was written becomes durable.
// What a record means, and when it may be acknowledged, is the caller's.

internal import Glibc

/// The writing end of the journal. One owner appends and commits; nothing in it is shared with who reads or prunes.
///
/// ```
///                    write, sync, rename … fails
///            ┌─────────────────────────────────────────► failed (for ever)
///          open ──── no room, or something passing ────► full
///            ▲ └──── close ────► closed                   │
///            └──── tick: half-written bytes cut off and synced, room reserved ◄─┘
/// ```
///
/// A batch is all or nothing for the caller: after `commit` threw, none of its records may be acknowledged, and (when
/// full) their sequence numbers are given again to the records after them.
package struct Journal: ~Copyable, Sendable {
    /// Whether the journal takes records, and if not why.
    package enum State: Equatable, Sendable {
        case open
        case full(DiskError)
        case failed(JournalFailure)
        case closed
    }

    /// Whether the journal takes records.
    package internal(set) var state: State = .open
    /// The last sequence number that was committed.
    package internal(set) var committedThrough: UInt64
    /// The last sequence number that is durable for certain.
    package internal(set) var syncedThrough: UInt64
    /// How many syncs were made, those of new segments apart.
    package internal(set) var syncCount = 0
    /// How many segments were begun.
    package internal(set) var segmentCount = 0

    let disk: any Disk
    let configuration: JournalConfiguration
    /// Encoded records of the batch that is being gathered.
    var batch: RecordBatch
    /// Nil while no segment could be made yet.
    var segment: OpenSegment?
    /// The check of the last committed data record: what the next segment's header names as its predecessor.
    var committedChecksum: UInt32
    /// When the oldest committed record that is not durable was written, by the caller's clock.
    var unsyncedSinceMilliseconds: Int64?
    /// When the first record after those of the sync under way was written.
    var committedSinceSyncMilliseconds: Int64?
    /// Whether a sync of `interval` is under way.
    var isSyncing = false
    var lastCommitMilliseconds: Int64?
    var retryAtMilliseconds: Int64?

    /// A journal that goes on after `position`, where recovery ended, in a new segment.
    ///
    /// If there is no room for the segment the journal begins as `full`.
    package init(
        disk: any Disk, configuration: JournalConfiguration, after position: JournalPosition
    ) throws(JournalError) {
        self.disk = disk
        self.configuration = configuration
        committedThrough = position.sequence
        syncedThrough = position.sequence
        committedChecksum = position.checksum
        batch = RecordBatch()
        do {
            try beginSegment()
        } catch {
            try stopOrWait(after: error)
        }
    }

    /// The sequence number of the next record.
    package var nextSequence: UInt64 { committedThrough + 1 + UInt64(batch.recordCount) }

    /// How many records, and how many bytes, wait for `commit`.
    package var pendingCount: Int { batch.recordCount }
    /// How many bytes wait for `commit`.
    package var pendingBytes: Int { batch.byteCount }

    /// Adds a record to the batch; returns its sequence number, which holds if `commit` succeeds.
    ///
    /// `kind` is 1 to 255. The first record after a segment has become full begins the next one, which may take two
    /// syncs. Nothing of this record is in the batch after an error.
    package mutating func append(kind: UInt8, payload: Span<UInt8>) throws(JournalError) -> UInt64 {
        precondition(kind != Mark.kind, "kind 0 is the journal's own")
        try requireOpen()
        guard payload.count <= JournalConfiguration.payloadBytesMax else {
            throw .payloadTooLong(byteCount: payload.count)
        }
        if batch.recordCount == 0 { try prepareBatch() }
        guard batch.byteCount + RecordHeader.byteCount + payload.count <= configuration.batchBytesMax else {
            throw .batchTooLong
        }
        let sequence = nextSequence
        batch.append(kind: kind, sequence: sequence, unsyncedCount: unsyncedCount(before: sequence), payload: payload)
        return sequence
    }

    /// Writes the batch, and under `always` syncs it. When it returns, the records are as durable as the policy says.
    ///
    /// `nowMilliseconds` is a clock that never goes back; the journal has none of its own.
    package mutating func commit(nowMilliseconds: Int64) throws(JournalError) {
        guard batch.recordCount > 0 else { return }
        try requireOpen()
        do {
            try requireTimelySync(nowMilliseconds: nowMilliseconds)
        } catch {
            batch.removeAll()
            throw error
        }
        try writeBatch()
        committedThrough += UInt64(batch.recordCount)
        committedChecksum = batch.lastRecordChecksum
        batch.removeAll()
        lastCommitMilliseconds = nowMilliseconds
        if unsyncedSinceMilliseconds == nil { unsyncedSinceMilliseconds = nowMilliseconds }
        if isSyncing, committedSinceSyncMilliseconds == nil { committedSinceSyncMilliseconds = nowMilliseconds }
        if configuration.policy == .always { try sync() }
    }

    /// What is due by the clock: the sync of `interval`, room for a full journal, the seal after a pause. Call it
    /// at least four times a second; it costs nothing when nothing is due.
    package mutating func tick(nowMilliseconds: Int64) throws(JournalError) {
        switch state {
        case .open:
            if let due = beginSync(nowMilliseconds: nowMilliseconds) { try finish(due, due.run()) }
            try sealIfIdle(nowMilliseconds: nowMilliseconds)
        case .full:
            if let retryAtMilliseconds, nowMilliseconds < retryAtMilliseconds { return }
            retryAtMilliseconds = nowMilliseconds + configuration.retryMilliseconds
            try resume()
        case .failed, .closed: return
        }
    }

    /// Ends the last segment, durably, and cuts it to what it holds; on a full disk too, which is mostly possible. An
    /// uncommitted batch is dropped. After an error nothing that was committed is less durable than before.
    package mutating func close() throws(JournalError) {
        if case .full = state {} else { try requireOpen() }
        batch.removeAll()
        do {
            try clearLeftover()
            try endSegment()
            try segment?.sync.run()
        } catch {
            try stopOrWait(after: error)
            // Its end cannot be marked; what is in it is made durable all the same.
            try sync()
            try requireOpen()
        }
        state = .closed
    }

    func requireOpen() throws(JournalError) {
        switch state {
        case .open: return
        case .full(let error): throw .full(error)
        case .failed(let failure): throw .failed(failure)
        case .closed: throw .closed
        }
    }

    /// Begins a batch in the segment it will go to, since its records are chained to what is before them there.
    private mutating func prepareBatch() throws(JournalError) {
        if segment?.isFull ?? true {
            do {
                try beginSegment()
            } catch {
                try stopOrWait(after: error)
                try requireOpen()
            }
        }
        guard let segment else { return }
        batch.begin(after: segment.chain, salt: segment.salt)
    }

    mutating func writeBatch() throws(JournalError) {
        guard let open = segment else { return }
        do {
            try write(batch.span, to: open)
        } catch {
            segment?.leftoverEnd = open.endOffset + batch.byteCount
            batch.removeAll()
            try stopOrWait(after: error)
            try requireOpen()
        }
        segment?.endOffset += batch.byteCount
        segment?.chain = batch.chain
        segment?.isSealed = false
    }

    /// Writes a batch with one call. What a short write left is taken back, durably, before the whole is written again: a
    /// crash that then lost the second half of a sector, and nothing after it, could not be told from damage.
    func write(_ bytes: Span<UInt8>, to open: OpenSegment) throws(DiskError) {
        if try open.file.writeSome(bytes, at: open.endOffset) == bytes.count { return }
        try open.clear(upTo: open.endOffset + bytes.count)
        guard try open.file.writeSome(bytes, at: open.endOffset) == bytes.count else {
            // The system writes all or an error unless room, a quota or a limit ends within the bytes.
            throw DiskError(.write, open.file.name, code: ENOSPC)
        }
    }

    private func unsyncedCount(before sequence: UInt64) -> UInt32 {
        UInt32(clamping: sequence - 1 - syncedThrough)
    }

    /// Goes to `full` for what passes, and to `failed`, thrown, for the rest.
    mutating func stopOrWait(after error: DiskError) throws(JournalError) {
        batch.removeAll()
        if error.isPassing {
            state = .full(error)
            return
        }
        let failure = JournalFailure(cause: error, syncedThrough: syncedThrough)
        state = .failed(failure)
        throw .failed(failure)
    }
}
