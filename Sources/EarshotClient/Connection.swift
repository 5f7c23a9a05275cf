// One conversation with a server: lines out, replies in, in the order of the requests. Reconnecting and sending again
// is the business of SubmissionQueue; this connection ends with its first failure.

internal import Transport

/// A connection to an Earshot server. Every call waits for its end, at most as long as the options say.
///
/// Requests can be pipelined: ``send(_:)`` as many as you like, ``receive()`` the replies in the same order.
public struct Connection: ~Copyable, Sendable {
    /// What the server said on connecting.
    public let greeting: Greeting
    /// How many requests wait for their reply.
    public private(set) var unansweredCount = 0

    private var stream: BlockingConnection
    private var input: ReplyInput
    /// Events that came while a reply was waited for.
    private var events: [WatchedEvent] = []
    /// More than these are not kept: who watches takes them.
    private static let eventsMax = 10_000
    private let replyTimeoutMilliseconds: Int

    /// Connects, goes through the TLS handshake, reads the greeting, and says who is asking.
    public static func open(_ options: ConnectionOptions) throws(ClientError) -> Connection {
        let deadline = Deadline.after(milliseconds: options.connectTimeoutMilliseconds)
        var stream = try connect(options, deadline)
        var input = ReplyInput()
        let greeting = try greeting(of: options.endpoint, from: &stream, &input, deadline)
        var connection = Connection(
            greeting: greeting, stream: stream, input: input, replyTimeoutMilliseconds: options.replyTimeoutMilliseconds
        )
        if let token = options.token, greeting.authentication.contains("token") {
            try connection.authenticate(token: token)
        }
        return connection
    }

    private init(
        greeting: Greeting, stream: consuming BlockingConnection, input: ReplyInput, replyTimeoutMilliseconds: Int
    ) {
        self.greeting = greeting
        self.stream = stream
        self.input = input
        self.replyTimeoutMilliseconds = replyTimeoutMilliseconds
    }

    /// Sends one request line and waits for its reply, `OK` or `ERR`.
    ///
    /// - Parameter line: A verb and, where it takes any, one JSON object; no line feed.
    public mutating func request(_ line: String) throws(ClientError) -> Reply {
        try send(line)
        return try receiveLast()
    }

    /// Sends one request line; its reply must be taken by ``receive()``.
    public mutating func send(_ line: String) throws(ClientError) { try send(Array(line.utf8)) }

    /// Takes the reply of the oldest request that is unanswered.
    public mutating func receive() throws(ClientError) -> Reply {
        guard unansweredCount > 0 else { throw ClientError.unsendable(reason: "no request waits for a reply") }
        let deadline = Deadline.after(milliseconds: replyTimeoutMilliseconds)
        while true {
            let line = try input.next(from: &stream, deadline: deadline)
            if try !keepEvent(line) { return try take(line) }
        }
    }

    /// The next event for a connection that watches, in the order in which they came; nil when none comes in time.
    public mutating func nextEvent(timeoutMilliseconds: Int) throws(ClientError) -> WatchedEvent? {
        if !events.isEmpty { return events.removeFirst() }
        guard unansweredCount == 0 else { throw ClientError.unsendable(reason: "a request waits for its reply") }
        let deadline = Deadline.after(milliseconds: timeoutMilliseconds)
        do throws(ClientError) {
            while events.isEmpty {
                let line = try input.next(from: &stream, deadline: deadline)
                guard try keepEvent(line) else {
                    throw ClientError.malformedReply(reason: "a reply came that nothing was asked for")
                }
            }
        } catch {
            if case .timedOut = error { return nil }
            throw error
        }
        return events.removeFirst()
    }

    /// Whether a line is an event, which is then kept.
    private mutating func keepEvent(_ line: [UInt8]) throws(ClientError) -> Bool {
        guard let event = try WatchedEvent(line: line.span) else { return false }
        if events.count >= Self.eventsMax { events.removeFirst() }
        events.append(event)
        return true
    }

    /// Takes the next reply if it has arrived already.
    mutating func receiveArrived() throws(ClientError) -> Reply? {
        guard unansweredCount > 0 else { return nil }
        while let line = try input.arrived() {
            if try !keepEvent(line) { return try take(line) }
        }
        return nil
    }

    /// Sends a request line and takes the replies up to its own.
    mutating func request(_ line: [UInt8]) throws(ClientError) -> Reply {
        try send(line)
        return try receiveLast()
    }

    mutating func send(_ line: [UInt8]) throws(ClientError) {
        guard !line.isEmpty, !line.contains(UInt8(ascii: "\n")) else {
            throw ClientError.unsendable(reason: "a request is one line")
        }
        guard line.count <= greeting.lineBytesMax else {
            throw ClientError.unsendable(
                reason: "it has \(line.count) bytes; the server takes \(greeting.lineBytesMax)")
        }
        try send(lines: line + [UInt8(ascii: "\n")], count: 1)
    }

    /// Sends `count` requests, each with its line feed.
    mutating func send(lines: [UInt8], count: Int) throws(ClientError) {
        input.forgetTaken()
        unansweredCount += count
        let deadline = Deadline.after(milliseconds: replyTimeoutMilliseconds)
        do throws(ConnectionError) {
            try stream.writeAll(lines.span, receiving: &input.bytes, deadline: deadline)
        } catch { throw ClientError(error) }
    }

    private mutating func receiveLast() throws(ClientError) -> Reply {
        while unansweredCount > 1 { _ = try receive() }
        return try receive()
    }

    private mutating func take(_ line: [UInt8]) throws(ClientError) -> Reply {
        unansweredCount -= 1
        return try Reply(line: line.span)
    }

    private static func connect(
        _ options: ConnectionOptions, _ deadline: Deadline
    ) throws(ClientError) -> BlockingConnection {
        var context: TLSContext?
        var name: String?
        if case .tls(let authorityFile, let serverName) = options.security {
            do throws(TLSContextError) {
                if let certificateFile = options.certificateFile {
                    context = try TLSContext.client(
                        authorityFile: authorityFile, certificateFile: certificateFile,
                        keyFile: options.keyFile ?? certificateFile)
                } else {
                    context = try TLSContext.client(authorityFile: authorityFile)
                }
            } catch {
                throw ClientError.badAuthority(reason: error.description)
            }
            name = serverName
        } else if !options.endpoint.isLoopback {
            throw ClientError.cannotConnect(options.endpoint, reason: "without TLS only this machine can be reached")
        }
        do throws(ConnectionError) {
            return try BlockingConnection.connect(
                to: options.endpoint.hostPort, tls: context, serverName: name, deadline: deadline)
        } catch { throw ClientError(connecting: error, to: options.endpoint) }
    }

    private static func greeting(
        of endpoint: Endpoint, from stream: inout BlockingConnection, _ input: inout ReplyInput, _ deadline: Deadline
    ) throws(ClientError) -> Greeting {
        let line: [UInt8]
        do throws(ClientError) { line = try input.next(from: &stream, deadline: deadline) } catch {
            // Whatever stands in the way of a greeting, there is no connection to speak of.
            if error.isConnectionFailure {
                throw ClientError.cannotConnect(endpoint, reason: "no greeting came: \(error)")
            }
            throw error
        }
        return try Greeting(line: line.span)
    }
}
