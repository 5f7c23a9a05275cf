// How long a client goes on trying.

/// When requests are sent again, and when it is given up.
public struct RetryPolicy: Equatable, Sendable {
    /// How long a lost connection is tried to be made again; 0 gives up at once.
    public var reconnectMilliseconds: Int
    /// How often one submission may be refused for the moment before that is its result.
    public var refusalsMax: Int
    /// The longest pause between two tries.
    public var pauseMillisecondsMax: Int

    /// A policy that bridges a restart of the server.
    public init(reconnectMilliseconds: Int = 60_000, refusalsMax: Int = 8, pauseMillisecondsMax: Int = 10_000) {
        self.reconnectMilliseconds = reconnectMilliseconds
        self.refusalsMax = refusalsMax
        self.pauseMillisecondsMax = pauseMillisecondsMax
    }

    /// The pause before try number `attempt` (from 0): doubling, up to the longest.
    func pause(attempt: Int, firstMilliseconds: Int) -> Int {
        let (pause, isLong) = firstMilliseconds.multipliedReportingOverflow(by: 1 << min(max(0, attempt), 30))
        return isLong ? pauseMillisecondsMax : min(pause, pauseMillisecondsMax)
    }
}
