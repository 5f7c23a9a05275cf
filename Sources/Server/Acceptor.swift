// Accepts the connections of one listener on a thread of its own and hands them to the loops in turn.

internal import Synchronization
internal import Transport

/// Takes connections and spreads them over the loops evenly.
final class Acceptor: Sendable {
    /// How long those who wait stay waiting when the process has no descriptor left.
    private static let pauseMilliseconds = 100

    private let listener: Mutex<Listener?>
    private let usesTLS: Bool
    private let loops: [Mailbox<LoopMessage>]
    private let counters: ServerCounters
    private let admission: ConnectionAdmission
    private let wakeup: Wakeup
    private let mustStop = Atomic(false)

    init(
        _ listener: consuming sending Listener, usesTLS: Bool, loops: [Mailbox<LoopMessage>],
        counters: ServerCounters, admission: ConnectionAdmission
    ) throws(SystemError) {
        self.listener = Mutex(listener)
        self.usesTLS = usesTLS
        self.loops = loops
        self.counters = counters
        self.admission = admission
        wakeup = try Wakeup()
    }

    /// Ends `run`, from any thread.
    func stop() {
        mustStop.store(true, ordering: .releasing)
        wakeup.ring()
    }

    /// Accepts until it is stopped; then the socket is closed.
    func run() throws(SystemError) {
        guard var listener = listener.withLock({ $0.take() }) else { return }
        var poller = try Poller()
        try poller.add(wakeup, token: 0, interest: .readable)
        try poller.add(listener, token: 1, interest: .readable)
        var ready: [Readiness] = []
        var next = 0
        while !mustStop.load(ordering: .acquiring) {
            poller.wait(timeoutMilliseconds: nil, into: &ready)
            guard ready.contains(where: { $0.token == 1 }) else { continue }
            if !acceptAll(&listener, next: &next) {
                try poller.modify(listener, token: 1, interest: [])
                poller.wait(timeoutMilliseconds: Self.pauseMilliseconds, into: &ready)
                try poller.modify(listener, token: 1, interest: .readable)
            }
        }
    }

    /// Takes all that wait. False when there is no descriptor left for them.
    private func acceptAll(_ listener: inout Listener, next: inout Int) -> Bool {
        while true {
            switch listener.accept() {
            case .accepted(let descriptor, let peer):
                hand(descriptor, of: peer, to: next)
                next = (next + 1) % loops.count
            case .wouldBlock: return true
            case .aborted: continue
            case .outOfDescriptors:
                counters.connectionTurnedAway()
                return false
            case .failed:
                return false
            }
        }
    }

    private func hand(_ descriptor: consuming Descriptor, of peer: PeerAddress, to loop: Int) {
        guard admission.enter(peer, now: MonotonicClock.system.nanoseconds) == nil else {
            return counters.connectionTurnedAway()
        }
        counters.connectionOpened()
        let parcel = Parcel(descriptor)
        guard loops[loop].send(.connection(parcel, peer, usesTLS: usesTLS)) != .sent else { return }
        counters.connectionClosed()
        counters.connectionTurnedAway()
        admission.left(peer)
    }
}
