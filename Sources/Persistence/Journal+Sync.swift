// When what was written becomes durable. A sync runs at once, or, under `interval`, on whatever thread the caller likes.

internal import Glibc
internal import Synchronization

/// The syncs of one file, one at a time and none after one that failed: a second would report success for what the system
/// has dropped.
final class SegmentSync: Sendable {
    private let file: any DiskFile
    private let failure = Mutex<DiskError?>(nil)

    init(_ file: any DiskFile) { self.file = file }

    /// Makes what was written before the call durable, or throws what the first sync that failed threw.
    func run() throws(DiskError) {
        try failure.withLock { (failure) throws(DiskError) in
            if let failure { throw failure }
            do throws(DiskError) {
                try file.sync()
            } catch {
                failure = error
                throw error
            }
        }
    }
}

/// A sync that is due: `run` it on any thread, then hand the outcome to `Journal.finish`.
package struct DueSync: Sendable {
    /// What is durable once it has succeeded.
    package let through: UInt64
    /// Whether `beginSync` gave it out.
    package let isOfInterval: Bool
    let sync: SegmentSync

    /// Syncs; nil if it succeeded.
    package func run() -> DiskError? {
        do {
            try sync.run()
            return nil
        } catch {
            return error
        }
    }
}

extension Journal {
    /// The sync that `interval` asks for now, if any; no other is given out before `finish`. It begins at a quarter of the
    /// interval: a disk that has died is noticed by then, and one that is slow has the rest of it.
    package mutating func beginSync(nowMilliseconds: Int64) -> DueSync? {
        guard state == .open, !isSyncing, case .interval(let milliseconds) = configuration.policy,
            let unsyncedSinceMilliseconds, nowMilliseconds - unsyncedSinceMilliseconds >= milliseconds / 4, let segment
        else { return nil }
        isSyncing = true
        return DueSync(through: committedThrough, isOfInterval: true, sync: segment.sync)
    }

    /// Takes note of how a sync ended; a failure ends the journal.
    package mutating func finish(_ sync: DueSync, _ error: DiskError?) throws(JournalError) {
        if sync.isOfInterval { isSyncing = false }
        if let error { try stopOrWait(after: error) }
        syncCount += 1
        noteSynced(through: sync.through)
    }

    /// Takes note that records up to `sequence` are durable, and since when the rest of them is not.
    mutating func noteSynced(through sequence: UInt64) {
        syncedThrough = max(syncedThrough, sequence)
        if syncedThrough == committedThrough {
            unsyncedSinceMilliseconds = nil
        } else if let later = committedSinceSyncMilliseconds, !isSyncing {
            unsyncedSinceMilliseconds = later
        }
        if !isSyncing { committedSinceSyncMilliseconds = nil }
    }

    /// Everything committed is at this position; it is durable there once the sync, if there is one, has succeeded. To be run
    /// elsewhere and given to `finish`.
    package func position() throws(JournalError) -> (JournalPosition, DueSync?) {
        try requireOpen()
        return (JournalPosition(sequence: committedThrough, checksum: committedChecksum), pendingSync())
    }

    /// Makes everything committed durable, and says where that is: what a snapshot of the state now is a snapshot of.
    package mutating func syncedPosition() throws(JournalError) -> JournalPosition {
        try requireOpen()
        try sync()
        return JournalPosition(sequence: committedThrough, checksum: committedChecksum)
    }

    mutating func sync() throws(JournalError) {
        guard let due = pendingSync() else { return }
        try finish(due, due.run())
    }

    /// Under `interval`, no record may wait longer than the interval to become durable: with a disk that is slower, new
    /// ones are refused.
    func requireTimelySync(nowMilliseconds: Int64) throws(JournalError) {
        guard case .interval(let milliseconds) = configuration.policy, isSyncing, let unsyncedSinceMilliseconds,
            nowMilliseconds - unsyncedSinceMilliseconds >= milliseconds, let segment
        else { return }
        throw .full(DiskError(.sync, segment.file.name, code: ETIMEDOUT))
    }

    private func pendingSync() -> DueSync? {
        guard syncedThrough < committedThrough, let segment else { return nil }
        return DueSync(through: committedThrough, isOfInterval: false, sync: segment.sync)
    }
}
