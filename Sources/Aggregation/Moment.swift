// When an entry is applied: what of all the entries before it matters to one that comes after them. It can be told without
// applying them, so that entries of different shards need not wait for each other.

/// A place in the journal, and the time there.
package struct Moment: Sendable {
    /// The sequence number of the entry.
    package private(set) var sequence: UInt64
    /// The newest receipt up to it, in milliseconds since 1970.
    private(set) var newestReceived: Int64
    /// What is still told apart there.
    private(set) var horizon: Horizon

    init(sequence: UInt64, newestReceived: Int64, horizon: Horizon) {
        self.sequence = sequence
        self.newestReceived = newestReceived
        self.horizon = horizon
    }

    /// In seconds since 1970.
    var newestReceivedSeconds: Int64 { newestReceived / 1_000 }

    /// Goes on to the next entry, which was received then.
    mutating func advance(to sequence: UInt64, received: Int64, limits: LedgerLimits) {
        self.sequence = sequence
        newestReceived = max(newestReceived, received)
        let hour = max(HourRange.hour(of: newestReceived), 0)
        horizon.hour = max(horizon.hour, hour - limits.hourlyDays * 24)
        horizon.day = max(horizon.day, hour / 24 - limits.dailyDays)
    }
}
