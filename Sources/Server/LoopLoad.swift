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
    /// Lines between two looks at the clock within a connection's share.
    private static let linesEvery = 4

    /// How near the process is to its memory budget.
    var memory = MemoryGauge.Level.normal
    /// Whether the writer has been so slow for so long that submissions are refused instead of kept waiting.
    var isBlocked = false
    /// When the turn has scored for long enough, in milliseconds of the loop's clock.
    var turnEnd = Int64.max
    /// What connections hold in all.
    var gauge: MemoryGauge?
    /// The part of the submissions that is taken: less than 1 while those who have something wait longer than they should.
    private var admittedPart = 1.0
    private var chance: UInt64 = 1
    private var linesLeft = Int.max
    private var bytesLeft = Int.max
    private var shareEnd = Int64.max
    private var isShareTimeOver = false
    private var countdown = lookEvery
    private var isTurnOver = false

    package init() {}

    /// Begins a turn.
    mutating func begin(now: Int64, turnMilliseconds: Int) {
        turnEnd = now + Int64(turnMilliseconds)
        isTurnOver = false
        countdown = Self.lookEvery
    }

    /// Takes as large a part of the submissions as can be served in time where every connection waits so many
    /// milliseconds for its turn: never none. Chance decides which, the same for every connection.
    mutating func admit(waiting milliseconds: Int64, atMost millisecondsMax: Int) {
        admittedPart = milliseconds <= Int64(millisecondsMax) ? 1 : Double(millisecondsMax) / Double(milliseconds)
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

    /// Begins the share of one connection, which is over at `end` at the latest, in nanoseconds of the loop's clock.
    mutating func begin(_ share: Share, until end: Int64 = .max) {
        linesLeft = share.linesMax
        bytesLeft = share.bytesMax
        shareEnd = end
        isShareTimeOver = false
    }

    /// Whether the connection has had its share: at least one line, however long.
    var isShareOver: Bool { linesLeft <= 0 || bytesLeft <= 0 || isShareTimeOver }

    /// Counts a line that is taken.
    mutating func take(line byteCount: Int) {
        linesLeft -= 1
        bytesLeft -= byteCount
        guard shareEnd < .max, linesLeft % Self.linesEvery == 0 else { return }
        isShareTimeOver = MonotonicClock.system.nanoseconds >= shareEnd
    }

    /// Whether a submission has to be refused, with `itemCount` items in the batch.
    mutating func mustRefuse(itemCount: Int) -> Bool {
        if memory >= .high || isTurnOver { return true }
        if admittedPart < 1, nextChance() >= admittedPart { return true }
        if itemCount >= Self.itemsMax { return isBlocked }
        countdown -= 1
        if countdown > 0 { return false }
        countdown = Self.lookEvery
        isTurnOver = MonotonicClock.system.milliseconds >= turnEnd
        return isTurnOver
    }

    /// A number from 0 up to 1, exclusive: Knuth's linear congruential generator (The Art of Computer Programming 2, 3.3.4).
    /// The system's would cost a call of it each.
    private mutating func nextChance() -> Double {
        chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(chance >> 11) * 0x1p-53
    }

    /// Whether requests can be read, with `itemCount` items in the batch.
    func canTake(itemCount: Int) -> Bool {
        itemCount < Self.itemsMax || isBlocked && itemCount < Self.itemsMax + Self.questionsMax
    }
}
