// Where the writer is at work. One thread at a time sits at the desk and nobody waits for the seat: under a policy
// without a sync a loop that finds it free does the writer's work itself, without a switch to another thread and back;
// else its batch waits in the mailbox for whoever sits. Under `always` only the writer's own thread sits, because a
// sync may take long and the next batch shall gather meanwhile.

internal import Synchronization
internal import Transport

/// The writer, and what waits for it.
final class WriterDesk: Sendable {
    /// How long the writer's thread sleeps at most: the journal wants to be looked at four times a second.
    private static let tickMilliseconds = 200

    /// Messages that may wait before notes are no longer taken.
    private static let notesMax = 8

    /// Whether a loop's batch is mostly answered before `take` returns.
    let answersAtOnce: Bool

    private let work: Baton<WriterWork>
    private let mailbox: Mailbox<WriterMessage>
    /// Whether the writer's own thread wants to sit: then no loop does.
    private let isWanted = Atomic(false)

    init(_ work: sending WriterWork, mailbox: Mailbox<WriterMessage>, answersAtOnce: Bool) {
        self.work = Baton(work)
        self.mailbox = mailbox
        self.answersAtOnce = answersAtOnce
    }

    /// Takes a batch of a loop. What was answered at once, of this and earlier ones of that loop, is appended to
    /// `answered`; the rest comes to the loop's mailbox.
    func take(_ batch: consuming WriterBatch, answered: inout [WriterBatch]) {
        let loop = batch.loop
        // The mailbox has room for every batch that all loops may have out, so this is never refused.
        guard answersAtOnce else { return _ = mailbox.send(.batch(batch)) }
        _ = mailbox.leave(.batch(batch))
        // Who sits looks into the mailbox once more after getting up: what is left here while the seat is taken is
        // seen to. The second time it is the thread's turn, lest a loop serve the others for ever.
        for _ in 0..<2 {
            guard !isWanted.load(ordering: .sequentiallyConsistent) else { return }
            guard let isForThread = work.tryUse({ $0.turn(of: loop, answered: &answered) }) else { return }
            if isForThread { return mailbox.wakeReceiver() }
            if mailbox.count == 0 { return }
        }
        mailbox.wakeReceiver()
    }

    /// Takes note that a connection watches no more. If much waits already that is learnt with the next event: the room
    /// in the mailbox is for batches.
    func watcherIsGone(_ connection: UInt64, of loop: Int) {
        guard mailbox.count < Self.notesMax else { return }
        _ = mailbox.send(.watcherGone(loop: loop, connection: connection))
    }

    /// The writer's thread, from the start to the end.
    func run() -> StopOutcome {
        repeat {
            mailbox.wait(timeoutMilliseconds: Self.tickMilliseconds)
        } while sit { $0.turnOfThread() }
        return sit { $0.end() }
    }

    /// Sits down as soon as the seat is free; nobody keeps it for longer than a batch takes.
    private func sit<Outcome>(_ body: (inout WriterWork) -> Outcome) -> Outcome {
        isWanted.store(true, ordering: .sequentiallyConsistent)
        while true {
            let outcome = work.tryUse { work in
                isWanted.store(false, ordering: .sequentiallyConsistent)
                return body(&work)
            }
            if let outcome { return outcome }
            Thread.yield()
        }
    }
}
