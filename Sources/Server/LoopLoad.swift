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
    /// Whether so many connections have had something to say for so long that each waits longer than it should.
    var isFlooded = false

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

    /// How much of what one connection has sent is taken before the others have their turn.
    enum Share {
        /// A few short lines, at once: what a client sends that waits for each reply.
        case few
        /// What a connection gets when its turn in the queue has come.
        case full
        /// Whatever has arrived.
        case all

        var linesMax: Int {
            switch self {
            case .few: 16
            case .full: 128
            case .all: .max
            }
        }

        /// Bytes of lines after which the share is over.
        var bytesMax: Int {
            switch self {
            case .few: 2_048
            case .full: 32_768
            case .all: .max
            }
        }
    }

    /// Begins the share of one connection.
    mutating func begin(_ share: Share) {
        linesLeft = share.linesMax
        bytesLeft = share.bytesMax
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
        if memory >= .high || isTurnOver || isFlooded { return true }
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
