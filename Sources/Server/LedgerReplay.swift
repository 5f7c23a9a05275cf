// Applies the journal to the ledger at the start, on as many cores as there are: one thread, the caller's, reads and
// checks the records and deals them out to the shards that they concern; each of the others has a part of the ledger,
// looks through what was dealt out to its shards, and applies it. The ledger is the same, to the last bit, as if one
// thread had applied all in their order (Ledger+Division.swift says why).

package import Aggregation
internal import ByteCoding
internal import Transport

/// The journal's entries on their way into the ledger.
package struct LedgerReplay: ~Copyable {
    /// Batches that may wait for a thread, beside those it is at work on: memory is bounded however far one falls behind.
    private static let waitingMax = 16

    private let partCount: Int
    /// What is forgotten needs the whole ledger. Where there is more of it, dividing the ledger again for each few entries
    /// would cost more than the threads gain: the caller applies so many entries itself before it does.
    private let entriesAlone: UInt64
    /// Nil while the threads have it.
    private var whole: Ledger?
    private var dealer: EntryDealer
    /// Whether each entry is looked through when it comes.
    private let checksFirst: Bool
    /// The first entry that a thread could not read.
    private let failure = Guarded<MalformedEntry?>(nil)
    /// Up to here the caller applies the entries itself.
    private var aloneThrough: UInt64 = 0
    private var inboxes: [Mailbox<ShardBatch>] = []
    /// Gets something whenever a thread has taken what waited for it.
    private let taken = Mailbox<Void>(capacity: 1)
    /// Gets the parts of the threads that have ended.
    private let ended: Mailbox<Ledger>

    /// A replay into a ledger by `threads` threads beside the caller's; with fewer than two the caller applies all. What a
    /// batch holds and how long nothing must have been forgotten for the threads to take over are for tests to say.
    /// `checksFirst` has each entry looked through twice: only so `add` throws at the one that is malformed.
    package init(
        into ledger: consuming Ledger, checksFirst: Bool = false, threads: Int = Thread.coreCount,
        batchBytes: Int = 96 << 10, entriesAlone: UInt64 = 2_000
    ) {
        self.checksFirst = checksFirst
        self.entriesAlone = entriesAlone
        partCount = threads < 2 ? 1 : threads < 4 ? 2 : 4
        ended = Mailbox(capacity: partCount)
        dealer = EntryDealer(after: ledger, batchBytes: batchBytes)
        whole = ledger
    }

    /// Ends the threads of a replay that was given up.
    deinit {
        for inbox in inboxes { inbox.close() }
    }

    /// Takes the next entry.
    ///
    /// - Throws: when it, or one before it, is malformed, or a thread cannot be started.
    package mutating func add(_ payload: Span<UInt8>, sequence: UInt64) throws {
        if sequence <= dealer.now.sequence { return }
        if checksFirst { try EncodedEntry(payload).check() }
        let address = try EntryAddress(payload)
        if address.forgets { aloneThrough = sequence + entriesAlone }
        if sequence <= aloneThrough { return try applyAlone(EncodedEntry(payload), sequence: sequence) }
        let full = dealer.deal(payload, address, sequence: sequence)
        if let number = full.ofOrganisation { try handOver(number) }
        if let number = full.ofID { try handOver(number) }
    }

    /// The ledger with all entries applied.
    ///
    /// - Throws: when one of them is malformed.
    package mutating func finish() throws(MalformedEntry) -> Ledger {
        try gather()
        guard var ledger = whole.take() else { preconditionFailure("the threads have given their parts back") }
        ledger.finishHeadlines()
        return ledger
    }

    private mutating func applyAlone(_ entry: borrowing EncodedEntry, sequence: UInt64) throws {
        if whole?.now.sequence != dealer.now.sequence { try gather() }
        try whole?.apply(entry, sequence: sequence)
        if let now = whole?.now { dealer.now = now }
    }

    /// Has what was dealt out to a shard applied.
    private mutating func handOver(_ number: Int) throws {
        if partCount > 1 { try divide() }
        try apply(number)
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// Has what was dealt out to a shard applied by the thread that has the shard; by this one where none has.
    private mutating func apply(_ number: Int) throws(MalformedEntry) {
        guard let batch = dealer.take(number) else { return }
        if whole != nil {
            try whole?.apply(batch)
            return
        }
        while inboxes[number & (partCount - 1)].send(batch) == .full {
            var reports: [Void] = []
            taken.waitAndTakeAll(into: &reports)
        }
    }

    /// Gives the threads their parts, unless they have them.
    private mutating func divide() throws(SystemError) {
        guard let ledger = whole.take() else { return }
        var parts = ledger.divided(into: partCount)
        for _ in 0..<partCount {
            // Handed over in a box: a closure would keep a second reference, and every shard would be copied.
            let parcel = Guarded<Ledger?>(parts.removeFirst())
            let inbox = Mailbox<ShardBatch>(capacity: Self.waitingMax)
            _ = try Thread.start(name: "replay") { [taken, ended, failure] in
                guard let part = parcel.withLock({ $0.take() }) else { return }
                _ = ended.send(Self.work(on: part, inbox, taken, failure))
            }
            inboxes.append(inbox)
        }
    }

    /// Has what is left applied, waits for the threads to end, if any are at work, and puts their parts together.
    private mutating func gather() throws(MalformedEntry) {
        for number in 0..<dealer.shardCount { try apply(number) }
        if whole == nil {
            for inbox in inboxes { inbox.close() }
            inboxes = []
            var parts: [Ledger] = []
            var some: [Ledger] = []
            while parts.count < partCount {
                ended.waitAndTakeAll(into: &some)
                parts += some
            }
            whole = Ledger(joining: parts, at: dealer.now)
        }
        whole?.now = dealer.now
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// Has the allocator get what a batch will take from the system in two pieces, which it finds free from then on. In the heap
    /// of a thread it would get each page by itself, at the price of a tenth of all that the thread does.
    private static func makeRoom(for batch: ShardBatch) {
        let room = [ByteWriter(capacity: batch.byteCount), ByteWriter(capacity: batch.byteCount)]
        withExtendedLifetime(room) {}
    }

    /// Applies what comes until the inbox is closed, but nothing after a failure; the part with all of it.
    private static func work(
        on part: consuming Ledger, _ inbox: Mailbox<ShardBatch>, _ taken: Mailbox<Void>,
        _ failure: Guarded<MalformedEntry?>
    ) -> Ledger {
        var ledger = part
        var batches: [ShardBatch] = []
        var isLast = false
        while !isLast {
            inbox.wait()
            // Asked before taking: nothing comes after the closing.
            isLast = inbox.isClosed
            inbox.takeAll(into: &batches)
            _ = taken.send(())
            for batch in batches where failure.withLock({ $0 == nil }) {
                Self.makeRoom(for: batch)
                do throws(MalformedEntry) {
                    try ledger.apply(batch)
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                }
            }
        }
        return ledger
    }
}
