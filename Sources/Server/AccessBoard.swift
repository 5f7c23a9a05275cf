// Where the writer posts who may do what, and every loop reads it: a loop looks at one number before each line, and
// fetches the table when that has changed, so that what was revoked ends at the next line wherever it comes in.

package import Access
internal import Synchronization
internal import Transport

/// What all connections of a server share about who may do what.
package final class AccessBoard: Sendable {
    private struct State: Sendable {
        var table = AccessTable()
        var usages: [UInt32: PrincipalUsage] = [:]
        var attempts = AttemptLedger<PeerAddress>()
    }

    private let counter = Atomic(1)
    private let state = Guarded(State())
    /// What one principal may have and do, unless its credential says otherwise.
    let limits: PrincipalLimits

    /// A board without any principal.
    package init(limits: PrincipalLimits = PrincipalLimits()) { self.limits = limits }

    /// Goes up with every change.
    var generation: Int { counter.load(ordering: .acquiring) }

    /// The table as it is.
    package var table: AccessTable { state.withLock { $0.table } }

    /// Posts a table; from here on no line is taken by an older one.
    func publish(_ table: AccessTable) {
        state.withLock { state in
            state.table = table
            state.usages = state.usages.filter { table[$0.key] != nil }
        }
        counter.add(1, ordering: .releasing)
    }

    /// What a principal has and does now, the same for all loops.
    func usage(of principal: Principal) -> PrincipalUsage {
        state.withLock { state in
            if let usage = state.usages[principal.number] { return usage }
            let usage = PrincipalUsage(limits, principal.credential)
            state.usages[principal.number] = usage
            return usage
        }
    }

    /// Whether an address may try to prove who it is; times are milliseconds of the loops' clock.
    func verdict(on address: PeerAddress, now: Int64) -> AttemptVerdict {
        state.withLock { $0.attempts.verdict(on: address.clientKey, now: now) }
    }

    /// Notes that an address failed; for how many milliseconds its answer waits.
    func failed(_ address: PeerAddress, now: Int64) -> Int64 {
        state.withLock { $0.attempts.failed(address.clientKey, now: now) }
    }

    /// Notes that an address proved who it is.
    func succeeded(_ address: PeerAddress) { state.withLock { $0.attempts.succeeded(address.clientKey) } }
}

/// What one principal may have and do.
package struct PrincipalLimits: Equatable, Sendable {
    /// Connections: a fifth of all, so that one customer's fleet leaves room for the others'.
    package var connectionsMax = 4_000
    /// Submissions a second, 0 for no limit: a fifth of what two cores score.
    package var submissionsPerSecond = 10_000

    /// The defaults.
    package init() {}
}

/// What one principal has and does, counted by all loops.
final class PrincipalUsage: Sendable {
    private let connections = Atomic(0)
    private let full = Atomic<Int64>(0)
    private let bucket: TokenBucket
    private let connectionsMax: Int

    init(_ limits: PrincipalLimits, _ credential: Credential) {
        let rate = credential.submissionsPerSecond.map { Int($0) } ?? limits.submissionsPerSecond
        bucket = TokenBucket(perSecond: rate, burst: rate)
        connectionsMax = limits.connectionsMax
    }

    /// Counts a connection; false when there are as many as there may be.
    func join() -> Bool {
        if connections.add(1, ordering: .relaxed).newValue <= connectionsMax { return true }
        leave()
        return false
    }

    func leave() { connections.subtract(1, ordering: .relaxed) }

    /// Takes the right to one submission; or the milliseconds after which there is one.
    func takeSubmission(nanoseconds now: Int64) -> Int? {
        var known = full.load(ordering: .relaxed)
        while true {
            guard case .taken(let next) = bucket.take(now: now, full: known) else {
                guard case .empty(let wait) = bucket.take(now: now, full: known) else { return nil }
                return Int(wait / 1_000_000) + 1
            }
            let outcome = full.compareExchange(expected: known, desired: next, ordering: .relaxed)
            if outcome.exchanged { return nil }
            known = outcome.original
        }
    }
}

/// A loop's copy of the table.
package struct AccessView: Sendable {
    let board: AccessBoard
    private(set) var generation: Int
    private(set) var table: AccessTable
    /// Whether no principal was ever made.
    private(set) var isOpen: Bool

    /// A view of what the board has now.
    package init(_ board: AccessBoard) {
        self.board = board
        generation = board.generation
        table = board.table
        isOpen = table.isOpen
    }

    /// Fetches the table if it has changed.
    mutating func refresh() {
        let newest = board.generation
        guard newest != generation else { return }
        generation = newest
        table = board.table
        isOpen = table.isOpen
    }
}
