// How near the process is to its memory budget. What connections hold is bounded by limits of their own; this is the
// last one, for all of it together with what the ledger keeps.

internal import Synchronization
internal import Transport

/// The memory of the process against its budget, sampled by whoever comes by.
package final class MemoryGauge: Sendable {
    /// How near it is.
    package enum Level: Int, Comparable, Sendable {
        case normal = 0
        /// Over seven tenths: connections that hold too much and stall are ended, the longest-stalled first.
        case scarce = 1
        /// Over four fifths: all that stall are ended in that order, and no submissions are taken; questions are answered.
        case high = 2
        /// Over nine tenths: no new connections. What is between is kept for them.
        case critical = 3

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// Reading the figure costs a few microseconds.
    private static let sampleMilliseconds: Int64 = 50
    /// Giving free memory back holds up whoever allocates.
    private static let releaseMilliseconds: Int64 = 1_000
    /// The least tenths of the budget of each level above normal.
    private static let levels: [(tenths: Int, level: Level)] = [(9, .critical), (8, .high), (7, .scarce)]

    private let budget: Int
    private let sampledAt = Atomic<Int64>(.min)
    private let releasedAt = Atomic<Int64>(.min)
    private let current = Atomic(0)
    private let output = Atomic(0)

    /// A gauge for so many bytes; 0 for no budget.
    package init(budget: Int) { self.budget = budget }

    /// How near the process was to its budget when last looked.
    package var level: Level { Level(rawValue: current.load(ordering: .relaxed)) ?? .normal }

    /// Bytes that connections hold: replies that are not taken or reserved, lines that are not finished.
    var outputBytes: Int { output.load(ordering: .relaxed) }

    /// Whether more waits than may.
    var isOutputFull: Bool { outputBytes > outputBytesMax }

    /// Counts bytes of replies that came to wait, or (less than 0) went.
    func addOutput(_ bytes: Int) { output.add(bytes, ordering: .relaxed) }

    /// Bytes that all connections together may hold: an eighth of the budget, else 256 MiB; near the budget a quarter of
    /// that.
    var outputBytesMax: Int {
        let share = budget > 0 ? budget / 8 : 256 << 20
        return level == .normal ? share : share / 4
    }

    /// Looks again, if the last look is old enough. `now` is in milliseconds of the clock that only goes forward.
    func sample(now: Int64) {
        guard budget > 0, Self.isDue(sampledAt, now, after: Self.sampleMilliseconds) else { return }
        var used = ProcessUsage.residentBytesNow()
        // What an attack has left behind is free, but still the process's: it must not count for ever.
        if verdict(on: used) != .normal, Self.isDue(releasedAt, now, after: Self.releaseMilliseconds) {
            ProcessUsage.releaseFreedMemory()
            used = ProcessUsage.residentBytesNow()
        }
        // Out of descriptors it cannot be told: then the last look counts.
        if used > 0 { current.store(verdict(on: used).rawValue, ordering: .relaxed) }
    }

    /// How near so many bytes are.
    func verdict(on used: Int) -> Level {
        Self.levels.first { used > budget / 10 * $0.tenths }?.level ?? .normal
    }

    /// Whether so much time has gone by since the moment kept there, which is then now; for one caller only.
    private static func isDue(_ moment: borrowing Atomic<Int64>, _ now: Int64, after milliseconds: Int64) -> Bool {
        let last = moment.load(ordering: .relaxed)
        guard last == .min || now - last >= milliseconds else { return false }
        return moment.compareExchange(expected: last, desired: now, ordering: .relaxed).exchanged
    }
}
