import Glibc
import Synchronization
import Testing

@testable import Transport

@Suite("Poller")
struct PollerTests {
    @Test("readiness is reported until it is dealt with, and not without interest")
    func levelTriggered() throws {
        let pair = try SocketPair.local()
        var client = ByteStream(plain: pair.client)
        var server = ByteStream(plain: pair.server)
        var poller = try Poller()
        var ready: [Readiness] = []
        try poller.add(server, token: .max, interest: .readable)
        poller.wait(timeoutMilliseconds: 0, into: &ready)
        #expect(ready.isEmpty)
        #expect(client.write([1, 2].span) == .wrote(2))
        var bytes: [UInt8] = []
        for _ in 0..<2 {
            poller.wait(timeoutMilliseconds: 1000, into: &ready)
            #expect(ready.map(\.token) == [.max])
            #expect(ready.allSatisfy { $0.isReadable && !$0.isWritable && !$0.isHungUp })
            #expect(server.read(into: &bytes, limit: 1) == .bytes(1))
        }
        poller.wait(timeoutMilliseconds: 0, into: &ready)
        #expect(ready.isEmpty)
        try poller.modify(server, token: 5, interest: .writable)
        poller.wait(timeoutMilliseconds: 0, into: &ready)
        #expect(ready.map(\.token) == [5])
        #expect(ready.allSatisfy { $0.isWritable && !$0.isReadable })
        try poller.modify(server, token: 6, interest: [])
        poller.wait(timeoutMilliseconds: 0, into: &ready)
        #expect(ready.isEmpty)
        _ = consume client
        poller.wait(timeoutMilliseconds: 1000, into: &ready)
        #expect(ready.map(\.token) == [6])
        #expect(ready.allSatisfy { $0.isHungUp && $0.isReadable && $0.isWritable })
        try poller.remove(server)
        poller.wait(timeoutMilliseconds: 0, into: &ready)
        #expect(ready.isEmpty)
        #expect(throws: SystemError.self) { try poller.remove(server) }
    }

    @Test("rings of a wakeup count as one until it is answered")
    func wakeup() throws {
        let wakeup = try Wakeup()
        var poller = try Poller()
        try poller.add(wakeup, token: 1, interest: .readable)
        var ready: [Readiness] = []
        for _ in 0..<3 {
            let thread = try Thread.start(name: "ringer") { for _ in 0..<1000 { wakeup.ring() } }
            thread.join()
            poller.wait(timeoutMilliseconds: 1000, into: &ready)
            #expect(ready.map(\.token) == [1])
            wakeup.answer()
            poller.wait(timeoutMilliseconds: 0, into: &ready)
            #expect(ready.isEmpty)
        }
        wakeup.answer()
        wakeup.ring()
        poller.wait(timeoutMilliseconds: 0, into: &ready)
        #expect(ready.count == 1)
    }

    @Test("an interrupted wait comes back with nothing, an interrupted read goes on")
    func interrupted() async {
        await #expect(processExitsWith: .success) { exit(try PollerTests.beInterrupted()) }
    }

    /// Run in a process of its own, because the handler of a signal is everybody's.
    private static func beInterrupted() throws -> Int32 {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in }
        // Without SA_RESTART, so that the calls really fail with EINTR.
        action.sa_flags = 0
        unsafe sigaction(SIGALRM, &action, nil)
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGALRM)
        unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
        // An alarm of the process would go to whichever thread the system likes.
        let sleeper = pthread_self()
        let isOver = Atomic(false)
        let disturber = try Thread.start(name: "disturber") {
            while !isOver.load(ordering: .relaxed) {
                pthread_kill(sleeper, SIGALRM)
                usleep(5000)
            }
        }
        var poller = try Poller()
        var ready = [Readiness(token: 1, bits: 0)]
        // Without an interruption this waits for ever, and the test with it.
        poller.wait(timeoutMilliseconds: nil, into: &ready)
        guard ready.isEmpty else { return 2 }

        var numbers: [Int32] = [0, 0]
        unsafe pipe(&numbers)
        let reader = Descriptor(owning: numbers[0])
        let writer = numbers[1]
        let deadline = Deadline.after(milliseconds: 100)
        let thread = try Thread.start(name: "writer") {
            while !deadline.hasPassed { sched_yield() }
            var byte: UInt8 = 9
            unsafe write(writer, &byte, 1)
        }
        var bytes: [UInt8] = []
        guard try reader.read(into: &bytes, limit: 10) == 1, bytes == [9] else { return 3 }
        thread.join()
        isOver.store(true, ordering: .relaxed)
        disturber.join()
        return 0
    }

    @Test("signals are read from the poller instead of ending the process")
    func signals() async {
        await #expect(processExitsWith: .success) {
            let signals = try ProcessSignals()
            var poller = try Poller()
            try poller.add(signals, token: 3, interest: .readable)
            var ready: [Readiness] = []
            guard signals.next() == nil else { exit(2) }
            for (number, expected) in [(SIGTERM, ProcessSignal.terminate), (SIGINT, .interrupt), (SIGHUP, .reload)] {
                // To this thread alone: the others of a test process do not block it.
                raise(number)
                poller.wait(timeoutMilliseconds: 5000, into: &ready)
                guard ready.map(\.token) == [3], signals.next() == expected, signals.next() == nil else { exit(3) }
            }
            raise(SIGPIPE)
            exit(0)
        }
    }
}
