// How long those wait of whom the poller has not told yet. It tells of so many at a time, in the order in which they came
// (epoll keeps it); a marker that stands in line with them is told of when all before it have been.

internal import Transport

/// The connections that have something and wait to be told of.
struct ReadyLine: ~Copyable {
    /// No connection has this number.
    private static let token = UInt64.max

    /// Always has something to say; it is in the line while the poller watches it.
    private let marker: Wakeup
    /// When the marker joined the line, in milliseconds on the loop's clock; nil while it is not in it.
    private var joinedAt: Int64?
    /// What the marker last waited; 0 once nobody was left waiting.
    private var lastWait: Int64 = 0

    init() throws {
        marker = try Wakeup()
        marker.ring()
    }

    /// Takes note of what a poller has told at `now`. The milliseconds that who joins its line now has to wait, as far as
    /// that is known: 0 when all that was ready was told of.
    mutating func wait(of poller: borrowing Poller, after ready: [Readiness], now: Int64) -> Int64 {
        if let since = joinedAt, ready.contains(where: { $0.token == Self.token }) {
            try? poller.remove(marker)
            lastWait = now - since
            joinedAt = nil
        }
        if ready.count < Poller.reportMax {
            lastWait = 0
        } else if joinedAt == nil, (try? poller.add(marker, token: Self.token, interest: .readable)) != nil {
            joinedAt = now
        }
        return max(lastWait, joinedAt.map { now - $0 } ?? 0)
    }
}
