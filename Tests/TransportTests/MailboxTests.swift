import Synchronization
import Testing

@testable import Transport

@Suite("Mailbox")
struct MailboxTests {
    @Test("at its capacity it refuses, and takes no more of a batch than fits")
    func bounded() {
        let mailbox = Mailbox<Int>(capacity: 3)
        #expect(mailbox.send(1) == .sent)
        var batch = [2, 3, 4, 5]
        #expect(mailbox.send(contentsOf: &batch) == .full)
        #expect(batch == [4, 5])
        #expect(mailbox.send(9) == .full)
        #expect(mailbox.count == 3)
        var taken = [100]
        mailbox.takeAll(into: &taken)
        #expect(taken == [1, 2, 3])
        #expect(mailbox.send(contentsOf: &batch) == .sent)
        #expect(batch.isEmpty)
        #expect(mailbox.send(contentsOf: &batch) == .sent)
        mailbox.takeAll(into: &taken)
        #expect(taken == [4, 5])
        mailbox.takeAll(into: &taken)
        #expect(taken.isEmpty)
    }

    @Test("closed, it refuses, but gives what it has")
    func closed() {
        let mailbox = Mailbox<Int>(capacity: 3)
        #expect(mailbox.send(1) == .sent)
        mailbox.close()
        var batch = [2]
        #expect(mailbox.send(contentsOf: &batch) == .closed)
        #expect(batch == [2])
        #expect(mailbox.send(3) == .closed)
        #expect(mailbox.isClosed)
        var taken: [Int] = []
        mailbox.waitAndTakeAll(into: &taken)
        #expect(taken == [1])
        // Must not sleep for what can never come.
        mailbox.waitAndTakeAll(into: &taken)
        #expect(taken.isEmpty)
        #expect(!mailbox.prepareToSleep())
    }

    @Test("nothing is lost, doubled or reordered between two senders and a receiver that sleeps")
    func threads() throws {
        let mailbox = Mailbox<Int>(capacity: 64)
        let perSender = 50_000
        let one = try Thread.start(name: "one by one") {
            for value in 0..<perSender { while mailbox.send(value * 2) == .full {} }
        }
        let many = try Thread.start(name: "in batches") {
            var next = 0
            var batch: [Int] = []
            while next < perSender || !batch.isEmpty {
                while batch.count < 7, next < perSender {
                    batch.append(next * 2 + 1)
                    next += 1
                }
                _ = mailbox.send(contentsOf: &batch)
            }
        }
        var received: [[Int]] = [[], []]
        var batch: [Int] = []
        while received[0].count + received[1].count < 2 * perSender {
            mailbox.waitAndTakeAll(into: &batch)
            for value in batch { received[value & 1].append(value / 2) }
        }
        one.join()
        many.join()
        #expect(received[0] == Array(0..<perSender))
        #expect(received[1] == Array(0..<perSender))
    }

    @Test("a receiver in a poller is woken once for each sleep, and never while it is awake")
    func wakeups() throws {
        let wakeup = try Wakeup()
        let mailbox = Mailbox<Int>(capacity: 10, wakeup: wakeup)
        func isRung() -> Bool { waitForReadable([wakeup.descriptorNumber], deadline: .after(milliseconds: 0))[0] }
        #expect(mailbox.send(1) == .sent)
        #expect(!isRung())
        #expect(!mailbox.prepareToSleep())
        var batch: [Int] = []
        mailbox.takeAll(into: &batch)
        #expect(mailbox.prepareToSleep())
        #expect(mailbox.send(2) == .sent)
        #expect(isRung())
        wakeup.answer()
        #expect(mailbox.send(3) == .sent)
        #expect(!isRung())
        mailbox.takeAll(into: &batch)
        #expect(batch == [2, 3])
        #expect(mailbox.prepareToSleep())
        mailbox.close()
        #expect(isRung())
    }

    @Test("no wake-up is lost between threads that play ball over pollers")
    func ball() throws {
        let rounds = 5000
        let wakeups = [try Wakeup(), try Wakeup()]
        let mailboxes = wakeups.map { Mailbox<Int>(capacity: 1, wakeup: $0) }
        let last = Atomic(0)
        @Sendable func play(_ side: Int) throws(SystemError) {
            var poller = try Poller()
            try poller.add(wakeups[side], token: 0, interest: .readable)
            var ready: [Readiness] = []
            var batch: [Int] = []
            var seen = 0
            while seen < rounds - 1 {
                poller.wait(timeoutMilliseconds: mailboxes[side].prepareToSleep() ? 10_000 : 0, into: &ready)
                if !ready.isEmpty { wakeups[side].answer() }
                mailboxes[side].takeAll(into: &batch)
                for value in batch {
                    seen = value
                    if value < rounds { _ = mailboxes[1 - side].send(value + 1) }
                }
                if ready.isEmpty, batch.isEmpty { return }
            }
            _ = last.max(seen, ordering: .relaxed)
        }
        let thread = try Thread.start(name: "other side") { try? play(1) }
        #expect(mailboxes[0].send(0) == .sent)
        try play(0)
        thread.join()
        #expect(last.load(ordering: .relaxed) >= rounds - 1)
    }
}
