// The writer's work as a whole: answers the batches that wait, all at once, and gives them back to their loops; keeps
// the journal's time; takes snapshots on a thread of their own from a copied ledger. WriterDesk.swift says which thread
// does it when.

internal import Aggregation
internal import ByteCoding
internal import LineProtocol
internal import Logging
internal import Persistence
internal import Transport

/// The writer and what is around it. One thread at a time uses it.
final class WriterWork {
    private var writer: Writer
    private let figures: FigureThread
    private let mailbox: Mailbox<WriterMessage>
    private let loops: [Mailbox<LoopMessage>]
    private let configuration: ServerConfiguration
    private let logger: Logger
    private let clock = MonotonicClock.system
    private var messages: [WriterMessage] = []
    private var batches: [WriterBatch] = []
    private var mustStop = false
    private var isSnapshotRunning = false
    private var runningErases = false
    /// Events that a loop's full mailbox did not take.
    private var lostEvents: [Int]
    /// Whether a sync of `interval` runs on a thread of its own.
    private var isSyncRunning = false
    private var lastSnapshotAt: Int64
    /// After a failure no snapshot is taken of the server's own accord before then.
    private var snapshotNotBefore: Int64 = .min
    private var waitersOfRunning: [SnapshotWaiter] = []
    private var reportedCondition = WriterStatus.Condition.ready

    /// After a failed snapshot: a full disk is neither to be filled again at once nor to fill the log.
    private static let snapshotRetryMilliseconds: Int64 = 10_000

    init(
        _ writer: consuming Writer, mailbox: Mailbox<WriterMessage>, loops: [Mailbox<LoopMessage>],
        configuration: ServerConfiguration, logger: Logger
    ) throws {
        self.writer = writer
        figures = try FigureThread(loops: loops, writer: mailbox)
        self.mailbox = mailbox
        self.loops = loops
        lostEvents = [Int](repeating: 0, count: loops.count)
        self.configuration = configuration
        self.logger = logger
        lastSnapshotAt = clock.milliseconds
    }

    /// A loop's turn: answers all that waits; its own batches are appended to `answered`. Whether there is something
    /// that only the writer's thread does.
    func turn(of loop: Int, answered: inout [WriterBatch]) -> Bool {
        mailbox.takeAllForReceiver(into: &messages)
        let isForThread = hear()
        answer { batch in
            if batch.loop == loop { answered.append(batch) } else { send(batch) }
        }
        tellWatchers()
        return isForThread || !writer.snapshotWaiters.isEmpty
    }

    /// A turn of the writer's own thread. False when it was the last.
    func turnOfThread() -> Bool {
        mailbox.takeAll(into: &messages)
        _ = hear()
        answer(send)
        syncIfDue()
        writer.tick()
        tellWatchers()
        noteCondition()
        if !mustStop { snapshotIfDue() }
        return !mustStop || isSnapshotRunning || isSyncRunning
    }

    /// Sorts the messages. Whether one was for the writer's thread.
    private func hear() -> Bool {
        var isForThread = false
        for message in messages {
            switch message {
            case .batch(let batch): batches.append(batch)
            case .snapshotEnded(let result): snapshotEnded(result)
            case .watcherGone(let loop, let connection): writer.watcherGone(loop: loop, connection: connection)
            case .watchReady(let beginning):
                guard let answer = writer.begin(beginning) else { continue }
                _ = loops[beginning.loop].send(.late(beginning.address, answer))
            case .syncEnded(let sync, let error):
                if sync.isOfInterval { isSyncRunning = false }
                writer.finish(sync, error)
            case .stop:
                mustStop = true
                writer.isStopping = true
                isForThread = true
            }
        }
        messages.removeAll(keepingCapacity: true)
        return isForThread
    }

    private func answer(_ giveBack: (consuming WriterBatch) -> Void) {
        guard !batches.isEmpty else { return }
        writer.process(&batches)
        tellSurveys()
        batches.giveAway(to: giveBack)
        if writer.figureQuestions.isEmpty { return }
        figures.ask(writer.figureQuestions)
        writer.figureQuestions = []
    }

    /// A slow disk holds nothing up: what `interval` syncs is synced elsewhere.
    private func syncIfDue() {
        guard let due = writer.beginSync() else { return }
        let mailbox = mailbox
        do {
            _ = try Thread.start(name: "sync") { _ = mailbox.send(.syncEnded(due, due.run())) }
            isSyncRunning = true
        } catch {
            writer.finish(due, due.run())
        }
    }

    private func send(_ batch: consuming WriterBatch) { _ = loops[batch.loop].send(.answered(batch)) }

    /// After the answers: who watches hears of a submission once it is as durable as its sender was told. A loop that does
    /// not take its messages gets the number of events that it missed.
    private func tellWatchers() {
        let events = writer.takeEvents()
        if events.isEmpty { return }
        for (index, loop) in loops.enumerated() {
            let own = events.filter { $0.loop == index }
            if own.isEmpty { continue }
            if loop.send(.events(own, lost: lostEvents[index])) == .sent {
                lostEvents[index] = 0
            } else {
                lostEvents[index] += own.count
            }
        }
    }

    /// Before the answer goes out: who has it may count on the survey, on whatever loop its connection is.
    private func tellSurveys() {
        for listing in writer.changedSurveys {
            for loop in loops { _ = loop.send(.survey(listing)) }
        }
        writer.changedSurveys = []
    }

    private func snapshotIfDue() {
        guard !isSnapshotRunning else { return }
        let records = writer.recordsSinceSnapshot
        let minutes = (clock.milliseconds - lastSnapshotAt) / 60_000
        let isDue =
            writer.isErasureDue(nowMilliseconds: clock.milliseconds) || records >= configuration.snapshotRecords
            || records > 0 && minutes >= Int64(configuration.snapshotMinutes)
        let mayTry = clock.milliseconds >= snapshotNotBefore
        if !writer.snapshotWaiters.isEmpty || isDue && mayTry { beginSnapshot() }
    }

    private func beginSnapshot() {
        waitersOfRunning = writer.snapshotWaiters
        writer.snapshotWaiters = []
        lastSnapshotAt = clock.milliseconds
        do {
            let source = try writer.snapshotSource()
            runningErases = source.erases
            writer.erasureAskedAt = nil
            let mailbox = mailbox
            _ = try Thread.start(name: "snapshot") {
                let result = source.write { sync, error in _ = mailbox.send(.syncEnded(sync, error)) }
                _ = mailbox.send(.snapshotEnded(result))
            }
            isSnapshotRunning = true
        } catch {
            snapshotEnded(.failure(SnapshotFailure(description: "\(error)")))
        }
    }

    private func snapshotEnded(_ result: Result<UInt64, SnapshotFailure>) {
        isSnapshotRunning = false
        let answer: WriterResult
        switch result {
        case .success(let sequence):
            writer.noteSnapshot(sequence, erased: runningErases)
            logger.info("snapshot written", metadata: ["seq": "\(sequence)"])
            answer = .answer(.snapshot(sequence: sequence))
        case .failure(let failure):
            snapshotNotBefore = clock.milliseconds + Self.snapshotRetryMilliseconds
            logger.error("snapshot failed", metadata: ["reason": "\(failure.description)"])
            answer = .refused(Refusal(.unavailable, "the snapshot could not be written"))
        }
        for waiter in waitersOfRunning { _ = loops[waiter.loop].send(.late(waiter.address, answer)) }
        waitersOfRunning = []
    }

    /// A last snapshot, so that the next start reads little, and the end of the journal.
    func end() -> StopOutcome {
        figures.stop()
        if writer.recordsSinceSnapshot > 0 || writer.isErasurePending,
            case .failure(let failure) = writer.takeSnapshot()
        {
            logger.error(
                "no last snapshot: the next start reads the journal", metadata: ["reason": "\(failure.description)"])
        }
        return writer.close()
    }

    private func noteCondition() {
        let condition = writer.condition
        guard condition != reportedCondition else { return }
        reportedCondition = condition
        logger.log(
            level: condition == .ready || condition == .stopping ? .notice : .error,
            "storage is now \(condition.rawValue)")
    }
}
