// Time as a value that a test can set: a clock that only goes forward, the calendar's clock, and deadlines.

import Glibc

private func read(_ clock: clockid_t) -> timespec {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return time
}

/// A clock that only goes forward and whose zero means nothing: for durations, timeouts and deadlines.
package struct MonotonicClock: Sendable {
    private let source: @Sendable () -> Int64

    /// A clock that asks `nanoseconds`, which must never go back.
    package init(nanoseconds: @escaping @Sendable () -> Int64) { source = nanoseconds }

    /// The system's clock.
    package static let system = MonotonicClock {
        let time = read(CLOCK_MONOTONIC)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The processor time of the thread that asks: it stands still while the thread waits or another one has its core.
    package static let thread = MonotonicClock {
        let time = read(CLOCK_THREAD_CPUTIME_ID)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Now, in nanoseconds.
    package var nanoseconds: Int64 { source() }

    /// Now, in whole milliseconds.
    package var milliseconds: Int64 { source() / 1_000_000 }
}

/// The calendar's clock, which can be set and may jump: for what is stored and shown.
package struct WallClock: Sendable {
    private let source: @Sendable () -> Int64

    /// A clock that asks `milliseconds` since 1970-01-01T00:00:00Z.
    package init(milliseconds: @escaping @Sendable () -> Int64) { source = milliseconds }

    /// The system's clock.
    package static let system = WallClock {
        let time = read(CLOCK_REALTIME)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Now, in milliseconds since 1970-01-01T00:00:00Z; a clock that stands outside the years 1970 to 9999 is at their edge.
    package var milliseconds: Int64 { min(max(0, source()), 253_402_300_799_999) }
}

/// The moment until which a blocking call may take, on the system's monotonic clock.
package struct Deadline: Equatable, Sendable {
    /// Nanoseconds of `MonotonicClock.system`.
    package let nanoseconds: Int64

    private init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// No limit.
    package static let never = Deadline(nanoseconds: .max)

    /// So many milliseconds from now; a negative number is now.
    package static func after(milliseconds: Int) -> Deadline {
        let (span, isLong) = Int64(max(0, milliseconds)).multipliedReportingOverflow(by: 1_000_000)
        let (end, isFar) = MonotonicClock.system.nanoseconds.addingReportingOverflow(span)
        return isLong || isFar ? .never : Deadline(nanoseconds: end)
    }

    /// Whether the moment is over.
    package var hasPassed: Bool { self != .never && MonotonicClock.system.nanoseconds >= nanoseconds }

    /// The time that is left, in milliseconds rounded up; nil when there is no limit.
    package var remainingMilliseconds: Int? {
        guard self != .never else { return nil }
        let left = nanoseconds - MonotonicClock.system.nanoseconds
        return left <= 0 ? 0 : Int((left + 999_999) / 1_000_000)
    }

    /// The earlier of this and an equal share, of `parts`, of the time that is left.
    func share(of parts: Int) -> Deadline {
        guard let remainingMilliseconds, parts > 1 else { return self }
        return .after(milliseconds: remainingMilliseconds / parts)
    }
}
