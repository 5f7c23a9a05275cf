// How near the process is to its memory budget. What connections hold is bounded by limits of their own; this is the
// last one, for all of it together with what the ledger keeps.

internal import Synchronization
internal import Transport

/// The memory of the process against its budget, sampled by whoever comes by.
package final class MemoryGauge: Sendable {
    /// How near it is.
    package enum Level: Int, Comparable, Sendable {
        case normal = 0
        /// Over four fifths: no new connections, no new submissions; questions are answered.
        case high = 1
        /// Over nine tenths: connections that do not take their replies are ended as well.
        case critical = 2

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// Reading the figure costs a few microseconds.
    private static let sampleMilliseconds: Int64 = 50

    private let budget: Int
    private let sampledAt = Atomic<Int64>(.min)
    private let current = Atomic(0)
    private let output = Atomic(0)

    /// A gauge for so many bytes; 0 for no budget.
    package init(budget: Int) { self.budget = budget }

    /// How near the process was to its budget when last looked.
    package var level: Level { Level(rawValue: current.load(ordering: .relaxed)) ?? .normal }

    /// Bytes of replies that clients have not taken, on all connections.
    var outputBytes: Int { output.load(ordering: .relaxed) }

    /// Counts bytes of replies that came to wait, or (less than 0) went.
    func addOutput(_ bytes: Int) { output.add(bytes, ordering: .relaxed) }

    /// Bytes of replies that may wait on all connections together: a quarter of the budget, else 256 MiB.
    var outputBytesMax: Int { budget > 0 ? budget / 4 : 256 << 20 }

    /// Looks again, if the last look is old enough. `now` is in milliseconds of the clock that only goes forward.
    func sample(now: Int64) {
        guard budget > 0 else { return }
        let last = sampledAt.load(ordering: .relaxed)
        guard last == .min || now - last >= Self.sampleMilliseconds,
            sampledAt.compareExchange(expected: last, desired: now, ordering: .relaxed).exchanged
        else { return }
        let used = ProcessUsage.residentBytesNow()
        let level: Level = used > budget / 10 * 9 ? .critical : used > budget / 5 * 4 ? .high : .normal
        current.store(level.rawValue, ordering: .relaxed)
    }
}
