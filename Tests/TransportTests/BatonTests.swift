// A value that is passed among threads.

import Synchronization
import Testing

@testable import Transport

struct BatonTests {
    @Test("who finds it taken goes on without it")
    func taken() {
        let baton = Baton(1)
        let inner = baton.tryUse { _ in baton.tryUse { $0 } }
        #expect(inner == .some(nil))
        #expect(baton.tryUse { $0 } == 1)
    }

    @Test("four threads never have it at the same time")
    func exclusive() throws {
        let baton = Baton(0)
        let threads = Counter()
        var running: [ThreadHandle] = []
        for index in 0..<4 {
            running.append(
                ThreadHandle(
                    try Thread.start(name: "baton-\(index)") {
                        var done = 0
                        while done < 10_000 {
                            // A sum that a second thread in between would spoil.
                            let got: Void? = baton.tryUse { value in
                                let before = value
                                value = before + 1
                            }
                            if got != nil { done += 1 } else { Thread.yield() }
                        }
                        threads.add()
                    }))
        }
        for handle in running { handle.join() }
        #expect(threads.value == 4)
        #expect(baton.tryUse { $0 } == 40_000)
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .acquiring) }
    func add() { count.add(1, ordering: .releasing) }
}

private final class ThreadHandle {
    private var thread: Thread?
    init(_ thread: consuming Thread) { self.thread = consume thread }
    func join() { if let thread = thread.take() { thread.join() } }
}
