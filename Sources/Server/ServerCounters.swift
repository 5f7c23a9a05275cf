// Figures of the running process that several threads add to and STATUS reads. They are counted from the start and
// are not kept: what is kept is in the ledger.

internal import Logging
internal import Synchronization

/// Counters that any thread may add to.
package final class ServerCounters: Sendable {
    private let open = Atomic(0)
    private let accepted = Atomic(0)
    private let turnedAway = Atomic(0)
    private let failedHandshakes = Atomic(0)
    private let timedOut = Atomic(0)
    private let shed = Atomic(0)
    private let limited = Atomic(0)
    private let reported = Atomic(0)
    private let expiry = Atomic(Int64.max)

    package init() {}

    /// Connections that are open now.
    package var openConnections: Int { open.load(ordering: .relaxed) }
    /// Connections that were accepted since the start.
    package var acceptedConnections: Int { accepted.load(ordering: .relaxed) }
    /// Connections that were ended at once for want of room.
    package var turnedAwayConnections: Int { turnedAway.load(ordering: .relaxed) }
    /// Connections that did not come to speak the protocol.
    package var failedHandshakeCount: Int { failedHandshakes.load(ordering: .relaxed) }
    /// Connections that were ended by a deadline.
    package var timedOutConnections: Int { timedOut.load(ordering: .relaxed) }

    /// When the certificate of new connections expires, in milliseconds since 1970.
    package var certificateExpiry: Int64 { expiry.load(ordering: .relaxed) }

    func note(certificateExpiry: Int64) { expiry.store(certificateExpiry, ordering: .relaxed) }

    /// Submissions that were refused because more came than could be taken.
    package var shedSubmissions: Int { shed.load(ordering: .relaxed) }
    /// Submissions that were refused because their principal sent more than it may.
    package var limitedSubmissions: Int { limited.load(ordering: .relaxed) }

    func submissionShed() { shed.add(1, ordering: .relaxed) }
    func submissionLimited() { limited.add(1, ordering: .relaxed) }

    /// Says in the log what was turned away since the last time: one line however many it were.
    func report(to logger: Logger) {
        let count = turnedAwayConnections + failedHandshakeCount + timedOutConnections + shedSubmissions
        guard reported.exchange(count, ordering: .relaxed) != count else { return }
        logger.notice(
            "turned away since the start",
            metadata: [
                "connections": "\(turnedAwayConnections)", "handshakes": "\(failedHandshakeCount)",
                "timed_out": "\(timedOutConnections)", "overloaded": "\(shedSubmissions)",
                "rate_limited": "\(limitedSubmissions)",
            ])
    }

    func connectionOpened() {
        open.add(1, ordering: .relaxed)
        accepted.add(1, ordering: .relaxed)
    }
    func connectionClosed() { open.subtract(1, ordering: .relaxed) }
    func connectionTurnedAway() { turnedAway.add(1, ordering: .relaxed) }
    func handshakeFailed() { failedHandshakes.add(1, ordering: .relaxed) }
    func connectionTimedOut() { timedOut.add(1, ordering: .relaxed) }
}
