import Glibc
import Synchronization
import Testing

@testable import Transport

@Suite("Process, threads and clocks")
struct ProcessTests {
    @Test("the use of resources is told and grows with use")
    func usage() throws {
        let before = ProcessUsage.current()
        #expect(before.residentBytes > 1 << 20)
        #expect(before.descriptorLimit > 3)
        #expect(before.descriptorCount >= 3)
        var sum: UInt64 = 0
        let deadline = Deadline.after(milliseconds: 10_000)
        while ProcessUsage.current().cpuMicroseconds == before.cpuMicroseconds, !deadline.hasPassed { sum &+= 1 }
        #expect(ProcessUsage.current().cpuMicroseconds > before.cpuMicroseconds)
    }

    @Test("the limit of descriptors is raised as far as the hard limit, and never lowered")
    func descriptorLimit() async {
        await #expect(processExitsWith: .success) {
            var limits = rlimit(rlim_cur: 100, rlim_max: 200)
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
            guard ProcessUsage.raiseDescriptorLimit(to: 50) == 100 else { exit(2) }
            guard ProcessUsage.raiseDescriptorLimit(to: 150) == 150 else { exit(3) }
            guard ProcessUsage.raiseDescriptorLimit() == 200 else { exit(4) }
            guard ProcessUsage.current().descriptorLimit == 200 else { exit(5) }
            exit(0)
        }
    }

    @Test("a thread has its name, ends, and is joined; a core that is none does not keep it from running")
    func threads() throws {
        let name = Mutex("")
        let thread = try Thread.start(name: "a name that is too long", core: 100_000) {
            var text: [UInt8] = []
            let file = try? Descriptor.open(reading: "/proc/thread-self/comm")
            guard (try? file?.read(into: &text, limit: 32)) != nil else { return }
            let line = String(decoding: text, as: UTF8.self)
            name.withLock { $0 = line }
        }
        thread.join()
        #expect(name.withLock { $0 } == "a name that is \n")
        #expect(Thread.coreCount >= 1)
    }

    @Test("clocks can be set, and deadlines count down")
    func clocks() {
        #expect(MonotonicClock { 2_500_000 }.milliseconds == 2)
        #expect(WallClock { 42 }.milliseconds == 42)
        #expect(WallClock.system.milliseconds > 1_700_000_000_000)
        let earlier = MonotonicClock.system.nanoseconds
        #expect(MonotonicClock.system.nanoseconds >= earlier)
        #expect(Deadline.after(milliseconds: 0).hasPassed)
        #expect(Deadline.after(milliseconds: -5).remainingMilliseconds == 0)
        #expect(Deadline.after(milliseconds: .max) == .never)
        #expect(!Deadline.never.hasPassed)
        #expect(Deadline.never.remainingMilliseconds == nil)
        let minute = Deadline.after(milliseconds: 60_000)
        #expect((1...60_000).contains(minute.remainingMilliseconds ?? 0))
        #expect((1...30_000).contains(minute.share(of: 2).remainingMilliseconds ?? 0))
    }
}
