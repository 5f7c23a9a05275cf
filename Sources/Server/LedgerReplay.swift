// Applies the journal to the ledger at the start, on as many cores as there are: one thread, the caller's, reads and
// checks the records and makes batches of them; each of the others has a part of the ledger and applies what concerns
// it. The ledger is the same, to the last bit, as if one thread had applied all (Ledger+Division.swift says why).

package import Aggregation
internal import ByteCoding
internal import Transport

/// The journal's entries on their way into the ledger.
package struct LedgerReplay: ~Copyable {
    /// Large enough that handing a batch over costs little, small enough to stay in the second-level cache.
    private static let batchBytesMax = 128 << 10
    /// Batches that may wait for a thread: memory is bounded however far one falls behind.
    private static let waitingMax = 4

    /// What a thread tells.
    private enum Report: Sendable {
        /// A batch was applied.
        case applied
        /// The thread has ended, and gives its part back.
        case ended(Ledger)
    }

    private let seed: HashSeed
    private let partCount: Int
    /// Nil while the threads have it.
    private var whole: Ledger?
    private var inboxes: [Mailbox<EntryBatch>] = []
    private let reports: Mailbox<Report>
    /// Batches that were handed to a thread and not reported yet.
    private var underWay = 0
    private var ended: [Ledger] = []
    private var batch = EntryBatch()

    /// A replay into a ledger by `threads` threads beside the caller's; with fewer than two the caller applies all.
    package init(into ledger: consuming Ledger, threads: Int = Thread.coreCount) {
        seed = ledger.seed
        partCount = threads < 2 ? 1 : threads < 4 ? 2 : 4
        reports = Mailbox(capacity: partCount * (Self.waitingMax + 2))
        whole = ledger
    }

    /// Ends the threads of a replay that was given up.
    deinit {
        for inbox in inboxes { inbox.close() }
    }

    /// Takes the next entry.
    ///
    /// - Throws: when it is malformed, or a thread cannot be started.
    package mutating func add(_ payload: Span<UInt8>, sequence: UInt64) throws {
        try batch.append(payload, sequence: sequence, seed: seed)
        if batch.byteCount >= Self.batchBytesMax { try handOver() }
    }

    /// The ledger with all entries applied.
    package mutating func finish() -> Ledger {
        gather()
        guard var ledger = whole.take() else { preconditionFailure("the threads have given their parts back") }
        ledger.apply(batch)
        return ledger
    }

    private mutating func handOver() throws(SystemError) {
        let ready = batch
        batch = EntryBatch(byteCount: Self.batchBytesMax)
        if ready.forgets || partCount == 1 {
            gather()
            whole?.apply(ready)
            return
        }
        try divide()
        while underWay >= partCount * Self.waitingMax { takeReports() }
        for inbox in inboxes { _ = inbox.send(ready) }
        underWay += partCount
    }

    /// Gives the threads their parts, unless they have them.
    private mutating func divide() throws(SystemError) {
        guard let ledger = whole.take() else { return }
        var parts = ledger.divided(into: partCount)
        while let part = parts.popLast() {
            // Handed over in a box: a closure would keep a second reference, and every shard would be copied.
            let parcel = Guarded<Ledger?>(part)
            // Room for all that may be under way, should the other threads be ahead.
            let inbox = Mailbox<EntryBatch>(capacity: partCount * Self.waitingMax)
            _ = try Thread.start(name: "replay") { [reports] in
                guard let part = parcel.withLock({ $0.take() }) else { return }
                Self.work(on: part, inbox, reports)
            }
            inboxes.append(inbox)
        }
    }

    /// Waits for the threads to end, if any are at work, and puts their parts together.
    private mutating func gather() {
        if whole != nil { return }
        for inbox in inboxes { inbox.close() }
        while ended.count < partCount { takeReports() }
        inboxes = []
        let parts = ended
        ended = []
        whole = Ledger(joining: parts)
    }

    private mutating func takeReports() {
        var taken: [Report] = []
        reports.waitAndTakeAll(into: &taken)
        for report in taken {
            switch report {
            case .applied: underWay -= 1
            case .ended(let part): ended.append(part)
            }
        }
    }

    private static func work(
        on part: consuming Ledger, _ inbox: Mailbox<EntryBatch>, _ reports: Mailbox<Report>
    ) {
        var ledger = part
        var batches: [EntryBatch] = []
        var isLast = false
        while !isLast {
            inbox.wait()
            // Asked before taking: nothing comes after the closing.
            isLast = inbox.isClosed
            inbox.takeAll(into: &batches)
            for batch in batches {
                ledger.apply(batch)
                _ = reports.send(.applied)
            }
        }
        _ = reports.send(.ended(ledger))
    }
}
