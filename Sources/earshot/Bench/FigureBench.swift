// Measures questions about figures on a ledger of many submissions, in this process: what the writer has to spare for a
// question (copying what it is asked of), what the question takes elsewhere, and how long an entry waits meanwhile.

import Aggregation
import ByteCoding
import Scoring
import Surveys
import Transport

/// What an entry took, in nanoseconds: from beginning to end, and of the processor time of its thread. The difference is the
/// machine's, which had something else to do.
struct EntryTime {
    var elapsed: Int64
    var processor: Int64
}

/// A ledger with made-up submissions.
struct FigureBench {
    private(set) var ledger = Ledger(seed: HashSeed(1, 2))
    private var random: UInt64 = 1
    private var writer = ByteWriter(capacity: 1_024)
    private let clock = MonotonicClock.system
    /// The time of the newest submission.
    private(set) var now: Int64 = 1_764_000_000_000

    private static let dimensions = Dimension.allCases

    /// A number below `bound` (SplitMix64, Steele, Lea and Flood 2014).
    private mutating func number(_ bound: UInt64) -> UInt64 {
        random &+= 0x9E37_79B9_7F4A_7C15
        var word = random
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return (word ^ (word >> 31)) % bound
    }

    /// A score as ordinary feedback has it: two or three dimensions, courtesy in most, now and then a signal.
    private mutating func score() -> Score {
        var score = Score()
        let isGood = number(100) < 55
        score.label = isGood ? .positive : .negative
        score.compound = (isGood ? 1 : -1) * Int32(500 + number(9_000))
        for place in 0...number(3) {
            let dimension = place == 0 && number(8) > 0 ? .courtesy : Self.dimensions[Int(number(12))]
            let side: Int32 = number(100) < (isGood ? 85 : 20) ? 1 : -1
            score.dimensions[dimension] = side * Int32(500 + number(8_000))
            let lane = Int(dimension.rawValue)
            if side > 0 {
                score.dimensions.positiveMentions[lane] = 1
            } else {
                score.dimensions.negativeMentions[lane] = 1
            }
        }
        if number(10) == 0 { score.signals.waitingMinutes = UInt32(number(600)) }
        if number(20) == 0 { score.signals.outcomes = .maySwitch }
        if number(20) == 0 { score.signals.urgency = .safety }
        return score
    }

    /// Applies one submission that came `step` milliseconds after the one before; what applying it took.
    @discardableResult
    mutating func submit(org: String, staff: Int, step: Int64) throws -> EntryTime {
        now += step
        var submission = Submission(org: org, received: now)
        submission.channel = ["web", "phone", "store", "app"][Int(number(4))]
        submission.staff = "staff-\(staff)"
        submission.text = "Nobody called me back."
        if number(8) > 0 {
            submission.survey = "nps"
            submission.surveyVersion = 1
            submission.answers = [Answer(question: "nps", value: .number(thousandths: Int64(number(11)) * 1_000))]
        }
        writer.bytes.removeAll(keepingCapacity: true)
        Entry.submission(submission, score(), lexicon: "bench").encode(into: &writer)
        let payload = writer.bytes
        let entry = try EncodedEntry(payload.span)
        let sequence = ledger.sequence + 1
        let processor = MonotonicClock.thread.nanoseconds
        let start = clock.nanoseconds
        try ledger.apply(entry, sequence: sequence)
        let elapsed = clock.nanoseconds - start
        return EntryTime(elapsed: elapsed, processor: MonotonicClock.thread.nanoseconds - processor)
    }

    /// A big organisation: so many submissions over a year, of 50 members of staff.
    mutating func fillBig(_ count: Int) throws {
        let step = Int64(365 * 86_400_000 / max(1, count))
        for _ in 0..<count { try submit(org: "big", staff: Int(number(50)), step: step) }
    }

    /// No submissions yet.
    init() {}

    /// Many organisations with so many submissions each over 90 days, three quarters of them in the last 30.
    init(organisations: Int, each: Int) throws {
        let early = each / 4
        for number in 0..<each {
            let (days, count) = number < early ? (60, early) : (30, each - early)
            let step = Int64(days * 86_400_000) / Int64(max(1, organisations * count))
            for place in 0..<organisations { try submit(org: "org-\(place)", staff: 0, step: step) }
        }
    }

    /// The median of several runs and the fastest, in microseconds: on a busy machine the fastest says more.
    func median(_ runs: Int = 15, _ body: () -> Void) -> (median: Double, fastest: Double) {
        var times: [Int64] = []
        for _ in 0..<runs {
            let start = clock.nanoseconds
            body()
            times.append(clock.nanoseconds - start)
        }
        times.sort()
        return (Double(times[runs / 2]) / 1_000, Double(times[0]) / 1_000)
    }
}
