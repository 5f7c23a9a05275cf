// The one owner of the journal and the ledger. It takes the batches of all loops at once: journals their submissions
// with one write and one sync, only then applies them and answers (invariants 1 and 3). It does no waiting and knows
// no threads: WriterDesk.swift says which of them calls it; tests do as well.

internal import Access
internal import Aggregation
internal import ByteCoding
internal import LineProtocol
internal import Persistence
package import Surveys
package import Transport

/// The writer's state.
package struct Writer: ~Copyable {
    var ledger: Ledger
    var journal: Journal
    private(set) var access: AccessTable
    private let opening: OpeningReport
    let settings: WriterSettings
    private let lock: FolderLock
    let disk: any Disk

    /// What was journaled or must be answered in the order of the batches, since the last commit.
    var staged: [Staged] = []
    /// Who is told what.
    var hub = WatchHub()
    /// Surveys that have changed since the loops were told.
    package var changedSurveys: [SurveyListing] = []
    /// The payloads of records that the writer makes itself, until they are applied.
    var ownPayloads = ByteWriter()
    /// Where the last snapshot stands, and what asked for the one that is being made.
    var lastSnapshot: UInt64?
    package var snapshotWaiters: [SnapshotWaiter] = []
    /// Questions that are to be answered elsewhere, since the last batches.
    package var figureQuestions: [FigureQuestion] = []
    var isStopping = false
    /// Before which sequence number nothing is on the disk but a snapshot.
    var erasedThrough: UInt64
    /// When something was first forgotten that is still on the disk, by the monotonic clock.
    var erasureAskedAt: Int64?

    /// One item between its admission and its answer. What is rare and large is boxed: there is one for each submission.
    struct Staged {
        enum Work {
            /// A payload of the item's batch, as it is filed there.
            case entry(Range<Int>, sequence: UInt64)
            /// A payload of the writer's own, noting a duplicate.
            case note(Range<Int>, sequence: UInt64)
            indirect case question(Question)
            /// A payload of the writer's own, changing who may do what.
            indirect case change(AccessChange, WriterAnswer)
        }
        var batch: Int
        var item: Int
        var work: Work
    }

    /// A writer over an open folder.
    package init(_ store: consuming Store, settings: WriterSettings) {
        ledger = store.ledger
        access = store.access
        opening = store.report
        lastSnapshot = store.report.snapshotSequence
        erasedThrough = store.erasedThrough
        disk = store.disk
        self.settings = settings
        journal = store.journal
        lock = store.lock
        settings.access.publish(access)
    }

    /// Answers every item of `batches`. On return each has as many results as items, and what was stored is as durable
    /// as the policy says.
    package mutating func process(_ batches: inout [WriterBatch]) {
        for index in batches.indices {
            batches[index].results.reserveCapacity(batches[index].items.count)
            batches[index].file(under: ledger.seed)
            ledger.readAhead(batches[index].filed)
            for item in batches[index].items.indices {
                batches[index].results.append(.later)
                stage(item, of: index, in: &batches)
            }
        }
        settle(&batches)
    }

    /// What is due by the clock. Call it at least four times a second.
    package mutating func tick() {
        // A failure is in the journal's state, which `condition` tells and every submission meets.
        try? journal.tick(nowMilliseconds: settings.monotonicClock.milliseconds)
        if !hub.isIdle { hub.tick(now: settings.monotonicClock.milliseconds) }
    }

    /// The events for watchers that have come up since the last time.
    package mutating func takeEvents() -> [WatchEvent] { hub.events.isEmpty ? [] : hub.takeEvents() }

    /// A connection is gone, and its watches with it.
    package mutating func watcherGone(loop: Int, connection: UInt64) { hub.remove(loop: loop, connection: connection) }

    /// Ends the journal so that a restart finds nothing to repair.
    package mutating func close() -> StopOutcome {
        do throws(JournalError) {
            try journal.close()
            return .clean
        } catch {
            if case .full = error { return .diskFull }
            return .failed
        }
    }

    /// Journal records since the last snapshot.
    var recordsSinceSnapshot: UInt64 { journal.committedThrough - (lastSnapshot ?? 0) }

    /// The sync that the policy asks for now, to be run on another thread and given to `finish`.
    mutating func beginSync() -> DueSync? { journal.beginSync(nowMilliseconds: settings.monotonicClock.milliseconds) }

    /// Takes note of how a sync ended. A failure is in the journal's state from then on.
    mutating func finish(_ sync: DueSync, _ error: DiskError?) { try? journal.finish(sync, error) }

    /// Takes a snapshot before it returns; the sequence number it stands at.
    package mutating func takeSnapshot() -> Result<UInt64, SnapshotFailure> {
        do {
            let source = try snapshotSource()
            let result = source.write { sync, error in finish(sync, error) }
            if case .success(let sequence) = result { noteSnapshot(sequence, erased: source.erases) }
            return result
        } catch {
            return .failure(SnapshotFailure(description: "\(error)"))
        }
    }

    private mutating func stage(_ item: Int, of batch: Int, in batches: inout [WriterBatch]) {
        switch batches[batch].items[item].work {
        case .change(let change):
            settle(&batches)
            batches[batch].results[item] = carryOut(change)
        case .question(.segments(let request)) where request.isChange:
            settle(&batches)
            if let refusal = declare(request) {
                batches[batch].results[item] = .refused(refusal)
            } else {
                staged.append(Staged(batch: batch, item: item, work: .question(.segments(request))))
            }
        case .question(.access(let request)):
            // By itself: it is checked against the table that the ones before it have made.
            settle(&batches)
            batches[batch].results[item] = change(request, item: item, batch: batch)
            settle(&batches)
        case .question(let question):
            staged.append(Staged(batch: batch, item: item, work: .question(question)))
        case .submission(let range, _, let place):
            do {
                batches[batch].results[item] = try submit(
                    range, orRefuse: place, item: item, batch: batch, in: batches)
            } catch JournalError.batchTooLong {
                settle(&batches)
                batches[batch].results[item] = retry(range, orRefuse: place, item: item, batch: batch, in: batches)
            } catch {
                batches[batch].results[item] = .refused(refusal(for: error))
            }
        }
    }

    /// Journals a change of who may do what; the answer comes when it is applied, unless it comes now.
    private mutating func change(_ request: AccessRequest, item: Int, batch: Int) -> WriterResult {
        do throws(Refusal) {
            let prepared = try prepare(request)
            guard let change = prepared.change else { return .answer(prepared.answer) }
            do {
                let start = ownPayloads.bytes.count
                change.encode(into: &ownPayloads)
                let payloads = ownPayloads.bytes
                let payload = payloads.span.extracting(start..<payloads.count)
                _ = try journal.append(kind: RecordKind.access, payload: payload)
                staged.append(Staged(batch: batch, item: item, work: .change(change, prepared.answer)))
                return .later
            } catch {
                return prepared.isDispensable ? .answer(prepared.answer) : .refused(refusal(for: error))
            }
        } catch {
            return .refused(error)
        }
    }

    /// Commits what was staged, then applies and answers it in order; on failure nothing of it was stored.
    mutating func settle(_ batches: inout [WriterBatch]) {
        do {
            try journal.commit(nowMilliseconds: settings.monotonicClock.milliseconds)
            for step in staged { apply(step, in: &batches) }
        } catch {
            let refusal = refusal(for: error)
            for step in staged {
                switch step.work {
                case .question: apply(step, in: &batches)
                case .change(.credentialUsed, let answer): batches[step.batch].results[step.item] = .answer(answer)
                default: batches[step.batch].results[step.item] = .refused(refusal)
                }
            }
        }
        ledger.endBatch()
        staged.removeAll(keepingCapacity: true)
        ownPayloads.bytes.removeAll(keepingCapacity: true)
    }

    private mutating func apply(_ step: Staged, in batches: inout [WriterBatch]) {
        switch step.work {
        case .entry(let range, let sequence):
            apply(batches[step.batch].payloads.bytes, range, sequence, batches[step.batch].filed[step.item])
        case .note(let range, let sequence):
            apply(ownPayloads.bytes, range, sequence)
        case .question(let question):
            let item = batches[step.batch].items[step.item]
            let waiter = SnapshotWaiter(loop: batches[step.batch].loop, address: item.address)
            batches[step.batch].results[step.item] = answer(question, scope: item.scope, waiter: waiter)
        case .change(let change, let answer):
            access.apply(change)
            settings.access.publish(access)
            batches[step.batch].results[step.item] = .answer(answer)
        }
    }

    mutating func apply(_ payloads: [UInt8], _ range: Range<Int>, _ sequence: UInt64, _ filed: FiledEntry? = nil) {
        do {
            let payload = payloads.span.extracting(range)
            let entry = if let filed { EncodedEntry(payload, filed) } else { try EncodedEntry(payload) }
            try ledger.apply(entry, keys: filed?.keys, sequence: sequence)
            if !hub.isIdle {
                hub.note(entry, sequence: sequence, ledger: ledger, now: settings.monotonicClock.milliseconds)
            }
        } catch {
            preconditionFailure("what was admitted and journaled cannot be read: \(error)")
        }
    }

    func refusal(for error: any Error) -> Refusal {
        switch error {
        case JournalError.full(let error) where !error.isOutOfSpace:
            Refusal(.unavailable, "the disk does not keep up; nothing was stored")
        case JournalError.full: Refusal(.diskFull, "the disk is full; nothing was stored")
        case JournalError.payloadTooLong, is ByteCodingError:
            Refusal(.badValue, "the submission is too large to be stored")
        // Of the batch that met the failure something may be on the disk all the same.
        default: Refusal(.unavailable, "the journal cannot be written; send it again when the server was started anew")
        }
    }

    /// Whether submissions are taken, and if not why not.
    var condition: WriterStatus.Condition {
        switch journal.state {
        case .open: isStopping ? .stopping : settings.memory.level < .high ? .ready : .memoryFull
        case .full: .diskFull
        case .failed: .failed
        case .closed: .stopping
        }
    }

    /// The wall clock, in milliseconds since 1970.
    var now: Int64 { settings.wallClock.milliseconds }

    /// Asks the program to stop in order.
    func drain() { settings.drainRequest?.ring() }

    /// How the server stands.
    func status(_ scope: OrganisationScope) -> WriterStatus {
        WriterStatus(
            condition: condition, server: settings.serverName, lexicon: settings.lexicon,
            durability: settings.durability, startedAt: settings.startedAt, now: settings.wallClock.milliseconds,
            figures: ledger.figures, sequence: journal.committedThrough, syncedThrough: journal.syncedThrough,
            syncCount: journal.syncCount, segmentCount: journal.segmentCount, opening: opening,
            lastSnapshot: lastSnapshot, isErasurePending: isErasurePending, counters: settings.counters, scope: scope,
            principals: access.credentials.count)
    }
}

/// What the writer is told at the start.
package struct WriterSettings: Sendable {
    package var serverName: String
    package var lexicon: String
    package var durability: String
    package var monotonicClock = MonotonicClock.system
    package var wallClock = WallClock.system
    package var startedAt: Int64
    package var counters: ServerCounters
    /// Where changes of who may do what are posted.
    package var access = AccessBoard()
    /// Rung when a client asks the server to stop.
    package var drainRequest: Wakeup?
    /// How near the process is to its memory budget.
    package var memory = MemoryGauge(budget: 0)

    package init(serverName: String, lexicon: String, durability: String, counters: ServerCounters, startedAt: Int64) {
        self.serverName = serverName
        self.lexicon = lexicon
        self.durability = durability
        self.counters = counters
        self.startedAt = startedAt
    }
}
