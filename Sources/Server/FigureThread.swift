// The thread that works out questions about figures and words, one after the other, and sends each answer to the loop that waits
// for it; what the writer is to go on with, to the writer.

internal import LineProtocol
internal import Logging
internal import Transport

/// The thread and its mailbox.
final class FigureThread {
    /// Questions that may wait: each holds copies of figures.
    private static let waitingMax = 4_096

    private let mailbox = Mailbox<FigureQuestion>(capacity: waitingMax)
    private let loops: [Mailbox<LoopMessage>]
    private var thread: Thread?

    init(loops: [Mailbox<LoopMessage>], writer: Mailbox<WriterMessage>) throws {
        self.loops = loops
        let mailbox = mailbox
        thread = try Thread.start(name: "figures") {
            var questions: [FigureQuestion] = []
            repeat {
                mailbox.waitAndTakeAll(into: &questions)
                for question in questions {
                    switch question.outcome() {
                    case .answer(let answer): _ = loops[question.loop].send(.late(question.address, answer))
                    case .beginning(let beginning): _ = writer.send(.watchReady(beginning))
                    }
                }
            } while !mailbox.isClosed || mailbox.count > 0
        }
    }

    /// Takes questions; those for which there is no room are refused.
    func ask(_ questions: [FigureQuestion]) {
        for question in questions where mailbox.send(question) != .sent {
            let refusal = Refusal(.overloaded, "more questions wait than the server keeps")
            _ = loops[question.loop].send(.late(question.address, .refused(refusal)))
        }
    }

    /// Answers what waits and ends.
    func stop() {
        mailbox.close()
        if let thread = thread.take() { thread.join() }
    }
}
