// Which submissions are unanswered, which must be sent again, and what became of the others: a value without a socket.
// SubmissionQueue does what it says.

/// What became of one submission.
public enum SubmissionOutcome: Equatable, Sendable {
    /// It is in the store; `Receipt.isDuplicate` says whether it was before.
    case stored(Receipt)
    /// It is not, and sending it again would not help; or the server was busy once too often.
    case refused(ServerError)
    /// The connection broke before the reply came, and without an id it could not be sent again.
    case unknown
}

/// A submission's outcome.
public struct SubmissionResult: Equatable, Sendable {
    /// Which submission: 0 for the first that was added.
    public var number: Int
    /// What became of it.
    public var outcome: SubmissionOutcome
    /// Whether it was sent more than once; then a "duplicate" may be its own first time.
    public var wasSentAgain: Bool
}

/// The submissions that have no outcome yet.
struct SubmissionWindow: Sendable {
    fileprivate struct Entry {
        var number: Int
        var line: [UInt8]
        var isRepeatable: Bool
        var refusalCount = 0
        var wasSentAgain = false
    }

    private let policy: RetryPolicy
    /// Sent, oldest first.
    private var unanswered: [Entry] = []
    private var unansweredHead = 0
    /// Refused for the moment; to be sent again.
    private var postponed: [Entry] = []
    private var addedCount = 0
    /// How long the server asked to wait, at most, and with which try.
    private var pause = 0

    init(policy: RetryPolicy) { self.policy = policy }

    /// How many have been sent and wait for a reply.
    var unansweredCount: Int { unanswered.count - unansweredHead }

    /// How many wait to be sent again.
    var postponedCount: Int { postponed.count }

    /// Takes note of a submission that is sent now.
    mutating func add(line: [UInt8], isRepeatable: Bool) {
        unanswered.append(Entry(number: addedCount, line: line, isRepeatable: isRepeatable))
        addedCount += 1
    }

    /// Takes the reply to the oldest that is unanswered; its result, or nil if it must be sent again.
    mutating func settle(_ reply: Reply) throws(ClientError) -> SubmissionResult? {
        guard unansweredHead < unanswered.count else {
            throw ClientError.malformedReply(reason: "a reply that nobody asked for")
        }
        var entry = unanswered[unansweredHead]
        unansweredHead += 1
        if unansweredHead > 1024, unansweredHead * 2 > unanswered.count {
            unanswered.removeSubrange(0..<unansweredHead)
            unansweredHead = 0
        }
        guard let error = reply.error else {
            return entry.result(.stored(try Receipt(json: reply.object)))
        }
        guard let wait = error.retryAfterMilliseconds, entry.refusalCount < policy.refusalsMax else {
            return entry.result(.refused(error))
        }
        pause = max(pause, policy.pause(attempt: entry.refusalCount, firstMilliseconds: wait))
        entry.refusalCount += 1
        entry.wasSentAgain = true
        postponed.append(entry)
        return nil
    }

    /// Takes note that the connection is gone, and with it every reply that was on its way. What can be sent again is
    /// postponed; the results of what cannot.
    mutating func loseConnection() -> [SubmissionResult] {
        var results: [SubmissionResult] = []
        var again: [Entry] = []
        for var entry in unanswered[unansweredHead...] {
            if entry.isRepeatable {
                entry.wasSentAgain = true
                again.append(entry)
            } else {
                results.append(entry.result(.unknown))
            }
        }
        unanswered = []
        unansweredHead = 0
        postponed = (postponed + again).sorted { $0.number < $1.number }
        return results
    }

    /// How long to wait before sending the postponed ones again, in milliseconds.
    mutating func takePause() -> Int {
        defer { pause = 0 }
        return pause
    }

    /// The lines to send again now, each with its line feed, and how many; they are unanswered from now on.
    mutating func takePostponed() -> (lines: [UInt8], count: Int) {
        defer { postponed = [] }
        unanswered += postponed
        var lines: [UInt8] = []
        for entry in postponed { lines += entry.line + [UInt8(ascii: "\n")] }
        return (lines, postponed.count)
    }
}

extension SubmissionWindow.Entry {
    fileprivate func result(_ outcome: SubmissionOutcome) -> SubmissionResult {
        SubmissionResult(number: number, outcome: outcome, wasSentAgain: wasSentAgain)
    }
}
