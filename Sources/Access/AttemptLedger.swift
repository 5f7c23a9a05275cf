// Slows down who guesses: each failed attempt of an address is answered later than the one before, and after too many
// the address is refused for a while without being looked at.

/// What becomes of an attempt.
package enum AttemptVerdict: Equatable, Sendable {
    /// It may be made.
    case allowed
    /// It is refused unseen, for so many milliseconds still.
    case refused(milliseconds: Int64)
}

/// The failed attempts by address, in bounded memory. Times are milliseconds of a clock that only goes forward.
package struct AttemptLedger<Address: Hashable & Sendable>: Sendable {
    private struct Failures: Sendable {
        var count = 0
        var last: Int64 = 0
    }

    /// Failures that are answered late before the address is refused: a person with a wrong file tries a few times.
    package static var failuresMax: Int { 8 }
    /// The answer to the first failure waits for so long, that to each further one twice as long …
    package static var firstDelayMilliseconds: Int64 { 250 }
    /// … up to this.
    package static var delayMillisecondsMax: Int64 { 4_000 }
    /// For so long an address is refused, and after so long without a failure all are forgotten.
    package static var refusalMilliseconds: Int64 { 60_000 }
    /// Addresses remembered: 4 MB. When there are more, the oldest failures are forgotten first.
    package static var addressesMax: Int { 65_536 }

    private var failures: [Address: Failures] = [:]

    /// A ledger without failures.
    package init() {}

    /// Whether an address may try now.
    package mutating func verdict(on address: Address, now: Int64) -> AttemptVerdict {
        guard let known = failures[address] else { return .allowed }
        let end = known.last + Self.refusalMilliseconds
        if now >= end {
            failures[address] = nil
            return .allowed
        }
        return known.count >= Self.failuresMax ? .refused(milliseconds: end - now) : .allowed
    }

    /// Notes a failure; for how many milliseconds its answer waits.
    package mutating func failed(_ address: Address, now: Int64) -> Int64 {
        if failures[address] == nil, failures.count >= Self.addressesMax { forgetOldest(now) }
        failures[address, default: Failures()].count += 1
        failures[address]?.last = now
        let count = failures[address]?.count ?? 1
        return min(Self.delayMillisecondsMax, Self.firstDelayMilliseconds << Int64(min(count - 1, 10)))
    }

    /// An attempt succeeded: what went before is forgotten.
    package mutating func succeeded(_ address: Address) { failures[address] = nil }

    /// Forgets what is over, and if nothing is, the older half.
    private mutating func forgetOldest(_ now: Int64) {
        failures = failures.filter { now - $0.value.last < Self.refusalMilliseconds }
        guard failures.count >= Self.addressesMax else { return }
        let times = failures.values.map(\.last).sorted()
        let middle = times[times.count / 2]
        failures = failures.filter { $0.value.last > middle }
    }
}
