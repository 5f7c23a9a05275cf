// What a loop can take at the moment, and what it has to refuse so that what it takes is answered in time.

internal import Transport

/// The load of one loop in its present turn.
package struct LoopLoad {
    /// Items of a batch that has not left; beyond them no submission is taken.
    static let itemsMax = 4_096
    /// Items beyond those, for questions: health and figures stay answerable when submissions are refused.
    static let questionsMax = 1_024
    /// Submissions between two looks at the clock.
    private static let lookEvery = 8

    /// How near the process is to its memory budget.
    var memory = MemoryGauge.Level.normal
    /// Whether the writer has been so slow for so long that submissions are refused instead of kept waiting.
    var isBlocked = false
    /// When the turn has scored for long enough, in milliseconds of the loop's clock.
    var turnEnd = Int64.max
    /// Replies that one connection may have waiting, in bytes.
    var outputBytesMax = Int.max

    private var countdown = lookEvery
    private var isTurnOver = false

    package init() {}

    /// Begins a turn.
    mutating func begin(now: Int64, turnMilliseconds: Int) {
        turnEnd = now + Int64(turnMilliseconds)
        isTurnOver = false
        countdown = Self.lookEvery
    }

    /// Whether a submission has to be refused, with `itemCount` items in the batch.
    mutating func mustRefuse(itemCount: Int) -> Bool {
        if memory != .normal || isTurnOver { return true }
        if itemCount >= Self.itemsMax { return isBlocked }
        countdown -= 1
        if countdown > 0 { return false }
        countdown = Self.lookEvery
        isTurnOver = MonotonicClock.system.milliseconds >= turnEnd
        return isTurnOver
    }

    /// Whether requests can be read, with `itemCount` items in the batch.
    func canTake(itemCount: Int) -> Bool {
        itemCount < Self.itemsMax || isBlocked && itemCount < Self.itemsMax + Self.questionsMax
    }
}
