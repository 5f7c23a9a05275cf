// When what was written becomes durable. A sync runs at once, or, under `interval`, on whatever thread the caller likes.

/// A sync that is due: `run` it on any thread, then hand the outcome to `Journal.finish`.
package struct DueSync: Sendable {
    /// What is durable once it has succeeded.
    package let through: UInt64
    let file: any DiskFile

    /// Syncs; nil if it succeeded.
    package func run() -> DiskError? {
        do {
            try file.sync()
            return nil
        } catch {
            return error
        }
    }
}

extension Journal {
    /// The sync that `interval` asks for now, if any. It begins at three quarters of the interval, so that it can end
    /// within it. Ask again only after `finish`.
    package func dueSync(nowMilliseconds: Int64) -> DueSync? {
        guard state == .open, case .interval(let milliseconds) = configuration.policy, let unsyncedSinceMilliseconds,
            nowMilliseconds - unsyncedSinceMilliseconds >= milliseconds * 3 / 4
        else { return nil }
        return pendingSync()
    }

    /// Takes note of how a sync ended; a failure ends the journal.
    ///
    /// What was committed while it ran counts as written when it ended, at the latest at the next `tick`.
    package mutating func finish(_ sync: DueSync, _ error: DiskError?) throws(JournalError) {
        if let error { try stopOrWait(after: error) }
        syncCount += 1
        syncedThrough = max(syncedThrough, sync.through)
        unsyncedSinceMilliseconds = syncedThrough < committedThrough ? lastCommitMilliseconds : nil
    }

    /// Makes everything committed durable, and says where that is: what a snapshot of the state now is a snapshot of.
    package mutating func syncedPosition() throws(JournalError) -> JournalPosition {
        try requireOpen()
        try sync()
        return JournalPosition(sequence: committedThrough, checksum: committedChecksum)
    }

    mutating func sync() throws(JournalError) {
        guard syncedThrough < committedThrough, let due = pendingSync() else { return }
        try finish(due, due.run())
    }

    private func pendingSync() -> DueSync? {
        guard let segment else { return nil }
        return DueSync(through: committedThrough, file: segment.file)
    }
}
