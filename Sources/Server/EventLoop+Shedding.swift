// Who gives way when memory is scarce: connections that keep the server waiting, the longest-waiting first. Whoever takes
// replies and finishes lines is never among them.

extension EventLoop {
    /// What is given back shows a moment later: between two looks at the clock some are ended, not all.
    private static let sheddingMilliseconds: Int64 = 100
    /// Whoever keeps the server waiting for less is slow, not stalled.
    private static let stalledMilliseconds: Int64 = 1_000

    /// Ends an eighth of the stalled connections, the longest-stalled first, when memory is scarce.
    func shed() {
        let isDue = memory.level >= .high || memory.level == .scarce && memory.isOutputFull
        guard isDue, now >= shedAt + Self.sheddingMilliseconds else { return }
        shedAt = now
        let stalled = connections.values.compactMap { connection in
            connection.stalledSince.map { (since: $0, connection: connection) }
        }.filter { now - $0.since >= Self.stalledMilliseconds }.sorted { $0.since < $1.since }
        for (_, connection) in stalled.prefix((stalled.count + 7) / 8) {
            counters.connectionTimedOut()
            close(connection)
        }
    }
}
