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
    /// What connections hold in all.
    var gauge: MemoryGauge?
    /// Lines and bytes of them that one connection has taken at a time, before the others have their turn.
    static let shareLinesMax = 128
    static let shareBytesMax = 32_768
    /// Whether the connection whose turn it is has waited for it so long that what costs a score is refused.
    var isLate = false

    private var linesLeft = Int.max
    private var bytesLeft = Int.max
    private var countdown = lookEvery
    private var isTurnOver = false

    package init() {}

    /// Begins a turn.
    mutating func begin(now: Int64, turnMilliseconds: Int) {
        turnEnd = now + Int64(turnMilliseconds)
        isTurnOver = false
        countdown = Self.lookEvery
    }

    /// Begins the share of one connection; without a bound where what has arrived shall be answered in any case.
    mutating func beginShare(isBounded: Bool = true, isLate: Bool = false) {
        linesLeft = isBounded ? Self.shareLinesMax : .max
        bytesLeft = isBounded ? Self.shareBytesMax : .max
        self.isLate = isLate
    }

    /// Whether the connection has had its share: at least one line, however long.
    var isShareOver: Bool { linesLeft <= 0 || bytesLeft <= 0 }

    /// Counts a line that was taken.
    mutating func take(line byteCount: Int) {
        linesLeft -= 1
        bytesLeft -= byteCount
    }

    /// Whether a submission has to be refused, with `itemCount` items in the batch.
    mutating func mustRefuse(itemCount: Int) -> Bool {
        if memory != .normal || isTurnOver || isLate { return true }
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
