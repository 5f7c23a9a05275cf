// Many submissions through one connection: pipelined, with a bound on how many are unanswered, and over a restart of
// the server. Which are sent again is decided by SubmissionWindow.

internal import Transport

/// Submits many, and survives what passes.
///
/// Submissions go out without waiting for each reply, at most ``window`` unanswered at a time. When the server is busy
/// or the connection breaks, those with an id are sent again, and since the server counts an id once, none is lost and
/// none is counted twice.
///
/// ```swift
/// var queue = try SubmissionQueue.open(ConnectionOptions(to: Endpoint(host: "localhost")))
/// for (number, text) in texts.enumerated() {
///     var submission = Submission(org: "acme", text: text)
///     submission.id = "call-\(number)"
///     for result in try queue.add(submission) { print(result.number, result.outcome) }
/// }
/// for result in try queue.finish() { print(result.number, result.outcome) }
/// ```
public struct SubmissionQueue: ~Copyable, Sendable {
    /// How many submissions may be unanswered.
    public let window: Int
    /// How often a broken connection was made again.
    public private(set) var reconnectCount = 0
    /// Bytes of a request line that the server takes.
    package private(set) var lineBytesMax: Int

    /// Requests are gathered up to so many bytes before they are sent, so that a system call carries many.
    private static let gatherBytes = 16_384

    private let options: ConnectionOptions
    private let policy: RetryPolicy
    private var connection: Connection
    private var pending: SubmissionWindow
    private var output: [UInt8] = []
    private var outputCount = 0
    private var results: [SubmissionResult] = []

    /// Connects.
    ///
    /// - Parameter window: At least 1; a server that allows fewer lowers it.
    public static func open(
        _ options: ConnectionOptions, window: Int = 64, policy: RetryPolicy = RetryPolicy()
    ) throws(ClientError) -> SubmissionQueue {
        SubmissionQueue(try Connection.open(options), options, window: window, policy: policy)
    }

    private init(
        _ connection: consuming Connection, _ options: ConnectionOptions, window: Int, policy: RetryPolicy
    ) {
        self.window = max(1, min(window, connection.greeting.requestsInFlightMax))
        lineBytesMax = connection.greeting.lineBytesMax
        self.connection = connection
        self.options = options
        self.policy = policy
        pending = SubmissionWindow(policy: policy)
    }

    /// Adds a submission, waiting while too many are unanswered; the results that came meanwhile, of this or earlier
    /// ones.
    ///
    /// - Parameter wantsScore: Whether its receipt is to have the score; without it the reply is a tenth as long.
    /// - Throws: When the connection is lost and could not be made again in time, or the submission does not fit in a
    ///   line.
    public mutating func add(
        _ submission: Submission, wantsScore: Bool = true
    ) throws(ClientError) -> [SubmissionResult] {
        try add(line: submission.line(wantsScore: wantsScore), isRepeatable: submission.id != nil)
    }

    /// Waits for the outcome of everything; the results that were not returned before.
    public mutating func finish() throws(ClientError) -> [SubmissionResult] {
        while pending.unansweredCount + pending.postponedCount > 0 { try step() }
        return takeResults()
    }

    /// Adds a `SUBMIT` line, without its line feed.
    package mutating func add(line: [UInt8], isRepeatable: Bool) throws(ClientError) -> [SubmissionResult] {
        guard line.count <= lineBytesMax else {
            throw ClientError.unsendable(reason: "it has \(line.count) bytes; the server takes \(lineBytesMax)")
        }
        pending.add(line: line, isRepeatable: isRepeatable)
        output += line
        output.append(UInt8(ascii: "\n"))
        outputCount += 1
        if output.count >= Self.gatherBytes { try recovering { queue throws(ClientError) in try queue.flush() } }
        while pending.unansweredCount >= window || pending.postponedCount > 0 { try step() }
        return takeResults()
    }

    private mutating func takeResults() -> [SubmissionResult] {
        defer { results = [] }
        return results
    }

    /// Gets at least one outcome further.
    private mutating func step() throws(ClientError) {
        try recovering { queue throws(ClientError) in
            if queue.pending.unansweredCount == 0 { try queue.sendPostponed() }
            try queue.flush()
            try queue.settle(try queue.connection.receive())
            while let reply = try queue.connection.receiveArrived() { try queue.settle(reply) }
        }
    }

    private mutating func settle(_ reply: Reply) throws(ClientError) {
        if let result = try pending.settle(reply) { results.append(result) }
    }

    private mutating func flush() throws(ClientError) {
        guard outputCount > 0 else { return }
        defer {
            output.removeAll(keepingCapacity: true)
            outputCount = 0
        }
        try connection.send(lines: output, count: outputCount)
    }

    private mutating func sendPostponed() throws(ClientError) {
        pause(milliseconds: pending.takePause())
        let (lines, count) = pending.takePostponed()
        if count > 0 { try connection.send(lines: lines, count: count) }
    }

    /// Does `work`; if the connection breaks in it, makes another and leaves the rest to be sent again.
    private mutating func recovering(
        _ work: (inout SubmissionQueue) throws(ClientError) -> Void
    ) throws(ClientError) {
        do throws(ClientError) { try work(&self) } catch {
            guard error.isConnectionFailure else { throw error }
            output.removeAll(keepingCapacity: true)
            outputCount = 0
            results += pending.loseConnection()
            try reconnect(after: error)
        }
    }

    private mutating func reconnect(after failure: ClientError) throws(ClientError) {
        let deadline = Deadline.after(milliseconds: policy.reconnectMilliseconds)
        var failure = failure
        var attempt = 0
        while !deadline.hasPassed {
            pause(milliseconds: min(policy.pause(attempt: attempt, firstMilliseconds: 50), 1_000))
            attempt += 1
            do throws(ClientError) {
                connection = try Connection.open(options)
                lineBytesMax = connection.greeting.lineBytesMax
                reconnectCount += 1
                return
            } catch {
                guard error.isConnectionFailure else { throw error }
                failure = error
            }
        }
        throw failure
    }
}

/// Sleeps.
private func pause(milliseconds: Int) {
    if milliseconds > 0 { _ = waitForReadable([], deadline: .after(milliseconds: milliseconds)) }
}
