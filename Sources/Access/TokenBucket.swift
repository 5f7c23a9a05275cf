// A rate limit with a burst. The generic cell rate algorithm (ITU-T I.371, 1993): one number, the time at which the
// bucket will be full again, so that it can be kept in one atomic word.

/// The rule of one limit.
package struct TokenBucket: Equatable, Sendable {
    /// Nanoseconds that one unit takes; 0 is no limit.
    package let nanosecondsEach: Int64
    /// How far ahead of the clock the bucket's time may be.
    package let toleranceNanoseconds: Int64

    /// At most `perSecond` units a second in the long run, and `burst` at once; 0 a second is no limit.
    package init(perSecond: Int, burst: Int) {
        nanosecondsEach = perSecond <= 0 ? 0 : max(1, 1_000_000_000 / Int64(perSecond))
        toleranceNanoseconds = nanosecondsEach * Int64(max(1, burst))
    }

    /// What taking one unit at `now` comes to, for a bucket whose time is `full`.
    package enum Outcome: Equatable, Sendable {
        /// Taken; the bucket's time is this from now on.
        case taken(full: Int64)
        /// Not taken; there will be one after so many nanoseconds.
        case empty(nanoseconds: Int64)
    }

    /// Takes one unit. `now` is in nanoseconds of a clock that only goes forward.
    package func take(now: Int64, full: Int64) -> Outcome {
        if nanosecondsEach == 0 { return .taken(full: full) }
        let next = max(full, now) + nanosecondsEach
        let wait = next - now - toleranceNanoseconds
        return wait > 0 ? .empty(nanoseconds: wait) : .taken(full: next)
    }
}
