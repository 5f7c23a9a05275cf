import Access
import Testing

@Suite("Failed attempts")
struct AttemptLedgerTests {
    @Test("each failure is answered later than the one before, up to a limit")
    func delays() {
        var ledger = AttemptLedger<Int>()
        let delays = (0..<7).map { ledger.failed(1, now: Int64($0)) }
        #expect(delays == [250, 500, 1000, 2000, 4000, 4000, 4000])
        #expect(ledger.verdict(on: 1, now: 10) == .allowed)
    }

    @Test("after eight failures the address is refused for a minute, others are not")
    func refusal() {
        var ledger = AttemptLedger<Int>()
        for _ in 0..<8 { _ = ledger.failed(1, now: 1_000) }
        #expect(ledger.verdict(on: 1, now: 2_000) == .refused(milliseconds: 59_000))
        #expect(ledger.verdict(on: 2, now: 2_000) == .allowed)
        #expect(ledger.verdict(on: 1, now: 61_000) == .allowed)
        #expect(ledger.failed(1, now: 61_001) == 250)
    }

    @Test("a success forgets the failures before it")
    func success() {
        var ledger = AttemptLedger<Int>()
        for _ in 0..<5 { _ = ledger.failed(1, now: 0) }
        ledger.succeeded(1)
        #expect(ledger.failed(1, now: 1) == 250)
    }

    @Test("memory stays bounded however many addresses fail, and who failed last is remembered")
    func bounded() {
        var ledger = AttemptLedger<Int>()
        let count = AttemptLedger<Int>.addressesMax * 2
        for address in 0..<count { _ = ledger.failed(address, now: Int64(address / 8)) }
        #expect(ledger.failed(count - 1, now: Int64(count / 8)) == 500)
        #expect(ledger.failed(0, now: Int64(count / 8)) == 250)
    }
}

@Suite("Token buckets")
struct TokenBucketTests {
    @Test("a burst passes at once, then the rate holds to the unit")
    func rate() {
        let bucket = TokenBucket(perSecond: 10, burst: 5)
        var full: Int64 = 0
        var taken = 0
        for now in stride(from: Int64(1_000_000_000), to: 3_000_000_000, by: 10_000_000) {
            if case .taken(let next) = bucket.take(now: now, full: full) {
                full = next
                taken += 1
            }
        }
        #expect(taken == 5 + 19)
    }

    @Test("a refusal says when there will be a unit, and then there is one")
    func wait() {
        let bucket = TokenBucket(perSecond: 2, burst: 1)
        guard case .taken(let full) = bucket.take(now: 0, full: 0) else { return #expect(Bool(false)) }
        #expect(bucket.take(now: 0, full: full) == .empty(nanoseconds: 500_000_000))
        #expect(bucket.take(now: 500_000_000, full: full) == .taken(full: 1_000_000_000))
    }

    @Test("0 a second is no limit")
    func unlimited() {
        #expect(TokenBucket(perSecond: 0, burst: 1).take(now: 5, full: 9) == .taken(full: 9))
    }
}
