import LineProtocol
import Testing
import Transport

@testable import Server

@Suite("Ready line")
struct ReadyLineTests {
    @Test("how long the last in line waits is told by a marker that stood in it, and is nothing when all were told of")
    func waiting() throws {
        ProcessUsage.raiseDescriptorLimit()
        var poller = try Poller()
        var line = try ReadyLine()
        let bells = try (0..<Poller.reportMax + 100).map { _ in try Wakeup() }
        for (index, bell) in bells.enumerated() {
            try poller.add(bell, token: UInt64(index), interest: .readable)
            bell.ring()
        }
        var waits: [Int64] = []
        func turn(at now: Int64) {
            var ready: [Readiness] = []
            poller.wait(timeoutMilliseconds: 0, into: &ready)
            waits.append(line.wait(of: poller, after: ready, now: now))
        }
        // The marker joins behind all 612: it is told of in the second turn after that, each time.
        for now: Int64 in [1_000, 1_100, 1_300, 1_301, 1_302, 1_303] { turn(at: now) }
        #expect(waits == [0, 100, 300, 300, 2, 2])
        for bell in bells { bell.answer() }
        turn(at: 1_400)
        #expect(waits.last == 0)
        bells[0].ring()
        turn(at: 1_500)
        #expect(waits.last == 0)
    }

    @Test("of what cannot be served in time a part is refused, by chance, and of the rest nothing")
    func part() {
        var load = LoopLoad()
        func refusedCount() -> Int { (0..<20_000).count { _ in load.mustRefuse(itemCount: 0) } }
        load.admit(waiting: 200, atMost: 200)
        #expect(refusedCount() == 0)
        load.admit(waiting: 800, atMost: 200)
        // Of 20,000 by chance at 0.75: the standard deviation is 61.
        #expect((14_500...15_500).contains(refusedCount()))
        load.admit(waiting: 0, atMost: 200)
        #expect(refusedCount() == 0)
    }
}
