// Who gives way when memory is scarce: connections that keep the server waiting, the longest-waiting first; whoever takes
// replies and finishes lines is not among them. When nearly nothing is left, those that hold more than an equal share come last.

extension EventLoop {
    /// What is given back shows a moment later: between two looks at the clock some are ended, not all.
    private static let sheddingMilliseconds: Int64 = 100
    /// Whoever keeps the server waiting for less is slow, not stalled.
    private static let stalledMilliseconds: Int64 = 1_000

    /// Ends an eighth of those that must give way, the longest-stalled first, when memory is scarce.
    mutating func shed() {
        let isDue = memory.level >= .high || memory.level == .scarce && memory.isOutputFull
        guard isDue, now >= shedAt + Self.sheddingMilliseconds else { return }
        shedAt = now
        let yielding = connections.values.compactMap { connection in
            yieldsSince(connection).map { (since: $0, connection: connection) }
        }.sorted { $0.since < $1.since }
        for (_, connection) in yielding.prefix((yielding.count + 7) / 8) {
            counters.connectionTimedOut()
            close(connection)
        }
    }

    /// Since when a connection has had to give way; nil if it need not.
    private func yieldsSince(_ connection: Connection) -> Int64? {
        if let since = connection.stalledSince, now - since >= Self.stalledMilliseconds { return since }
        return memory.level == .critical && connection.countedBytes > outputShare ? now : nil
    }
}
