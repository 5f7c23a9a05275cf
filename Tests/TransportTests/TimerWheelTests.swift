import Testing

@testable import Transport

@Suite("Timer wheel")
struct TimerWheelTests {
    @Test("against a naive model: nothing early, nothing late by more than a tick, nothing lost", arguments: 0..<20)
    func model(seed: UInt64) throws {
        var random = Sequence(state: seed)
        let tick = Int64(random.below(20) + 1)
        var now = Int64(random.below(1_000_000))
        var wheel = TimerWheel(now: now, tickMilliseconds: tick, slotCount: 64)
        var model: [UInt64: (timer: TimerWheel.Timer, deadline: Int64)] = [:]
        var nextToken: UInt64 = 0
        for _ in 0..<3000 {
            let far = random.below(10) == 0 ? 100_000 : 300
            let deadline = now + Int64(random.below(far)) - 5
            let someone = model.isEmpty ? nil : model.keys.sorted()[random.below(model.count)]
            switch random.below(6) {
            case 0, 1:
                model[nextToken] = (wheel.start(token: nextToken, deadline: deadline), max(now, deadline))
                nextToken += 1
            case 2, 3:
                guard let someone, let entry = model[someone] else { continue }
                wheel.move(entry.timer, to: deadline)
                // A deadline in the past is due now.
                model[someone]?.deadline = max(now, deadline)
            case 4:
                guard let someone, let entry = model.removeValue(forKey: someone) else { continue }
                wheel.cancel(entry.timer)
                #expect(!wheel.isRunning(entry.timer))
            default:
                let delay = wheel.delayMilliseconds(now: now)
                let earliest = model.values.map(\.deadline).min()
                #expect((delay == nil) == (earliest == nil))
                if let delay, let earliest { #expect(now + Int64(delay) <= max(now, earliest) + tick) }
                now += Int64(random.below(random.below(20) == 0 ? 20_000 : 60))
                var expired: [UInt64] = []
                let limit = random.below(4) == 0 ? 2 : Int.max
                repeat {
                    expired.removeAll()
                    wheel.expire(now: now, limit: limit, into: &expired)
                    #expect(expired.count <= limit)
                    for token in expired {
                        let removed = model.removeValue(forKey: token)
                        let entry = try #require(removed)
                        #expect(entry.deadline <= now)
                        #expect(!wheel.isRunning(entry.timer))
                    }
                } while !expired.isEmpty
                #expect(model.values.allSatisfy { $0.deadline > now - tick })
            }
            #expect(wheel.count == model.count)
        }
    }

    @Test("pushing an idle timer back keeps it quiet for as long as it is pushed")
    func pushedBack() {
        var wheel = TimerWheel(now: 0)
        let timer = wheel.start(token: 7, deadline: 1000)
        var expired: [UInt64] = []
        for now in stride(from: Int64(500), to: 100_000, by: 500) {
            wheel.move(timer, to: now + 1000)
            wheel.expire(now: now, into: &expired)
        }
        #expect(expired.isEmpty)
        wheel.expire(now: 101_000, into: &expired)
        #expect(expired == [7])
    }

    @Test("the handle of a timer that is over does nothing to the one that took its place")
    func staleHandle() {
        var wheel = TimerWheel(now: 0)
        let old = wheel.start(token: 1, deadline: 100)
        wheel.cancel(old)
        let new = wheel.start(token: 2, deadline: 100)
        wheel.move(old, to: 5000)
        wheel.cancel(old)
        #expect(wheel.isRunning(new))
        var expired: [UInt64] = []
        wheel.expire(now: 200, into: &expired)
        #expect(expired == [2])
        #expect(wheel.delayMilliseconds(now: 200) == nil)
    }

    /// A seeded sequence, so that a failure can be repeated.
    private struct Sequence {
        var state: UInt64

        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }
}
