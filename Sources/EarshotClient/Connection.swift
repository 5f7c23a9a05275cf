// One conversation with a server: lines out, replies in, in the order of the requests. Reconnecting and sending again
// is the business of SubmissionQueue; this connection ends with its first failure.

internal import LineProtocol
internal import Transport

/// A connection to an Earshot server. Every call waits for its end, at most as long as the options say.
///
/// Requests can be pipelined: ``send(_:)`` as many as you like, ``receive()`` the replies in the same order.
public struct Connection: ~Copyable, Sendable {
    /// Bytes of one reply line, at most: a page of 200 verbatims of the server's longest line, escaped.
    static let replyBytesMax = 64 << 20

    /// What the server said on connecting.
    public let greeting: Greeting
    /// How many requests wait for their reply.
    public private(set) var unansweredCount = 0

    private var stream: BlockingConnection
    private var framer: LineFramer
    /// Bytes that have arrived; those before `start` have been taken.
    private var input: [UInt8]
    private var start: Int
    private let replyTimeoutMilliseconds: Int

    /// Connects, goes through the TLS handshake and reads the greeting.
    public init(_ options: ConnectionOptions) throws(ClientError) {
        let deadline = Deadline.after(milliseconds: options.connectTimeoutMilliseconds)
        var stream = try Self.open(options, deadline)
        var framer = LineFramer(lineBytesMax: Self.replyBytesMax)
        var input: [UInt8] = []
        var start = 0
        do throws(ClientError) {
            let line = try Self.nextLine(&stream, &framer, &input, &start, deadline)
            greeting = try Greeting(line: input.span.extracting(line))
        } catch {
            // Whatever stands in the way of a greeting, there is no connection to speak of.
            if error.isConnectionFailure {
                throw ClientError.cannotConnect(options.endpoint, reason: "no greeting came: \(error)")
            }
            throw error
        }
        self.stream = stream
        self.framer = framer
        self.input = input
        self.start = start
        replyTimeoutMilliseconds = options.replyTimeoutMilliseconds
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
        let line = try Self.nextLine(&stream, &framer, &input, &start, deadline)
        return try take(line)
    }

    /// Takes the next reply if it has arrived already.
    mutating func receiveArrived() throws(ClientError) -> Reply? {
        guard unansweredCount > 0, let frame = framer.next(in: input.span, from: &start) else { return nil }
        return try take(try Self.range(of: frame))
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
            throw ClientError.unsendable(reason: "it has \(line.count) bytes; the server takes \(greeting.lineBytesMax)")
        }
        try send(lines: line + [UInt8(ascii: "\n")], count: 1)
    }

    /// Sends `count` requests, each with its line feed.
    mutating func send(lines: [UInt8], count: Int) throws(ClientError) {
        if start == input.count {
            input.removeAll(keepingCapacity: true)
            start = 0
        }
        unansweredCount += count
        let deadline = Deadline.after(milliseconds: replyTimeoutMilliseconds)
        do throws(ConnectionError) {
            try stream.writeAll(lines.span, receiving: &input, deadline: deadline)
        } catch { throw ClientError(error) }
    }

    private mutating func receiveLast() throws(ClientError) -> Reply {
        while unansweredCount > 1 { _ = try receive() }
        return try receive()
    }

    private mutating func take(_ line: Range<Int>) throws(ClientError) -> Reply {
        unansweredCount -= 1
        return try Reply(line: input.span.extracting(line))
    }

    private static func open(
        _ options: ConnectionOptions, _ deadline: Deadline
    ) throws(ClientError) -> BlockingConnection {
        var context: TLSContext?
        var name: String?
        if case .tls(let authorityFile, let serverName) = options.security {
            do throws(TLSContextError) { context = try TLSContext.client(authorityFile: authorityFile) } catch {
                throw ClientError.badAuthority(reason: error.description)
            }
            name = serverName
        } else if !options.endpoint.isLoopback {
            throw ClientError.cannotConnect(options.endpoint, reason: "without TLS only this machine can be reached")
        }
        do throws(ConnectionError) {
            return try BlockingConnection(
                to: options.endpoint.hostPort, tls: context, serverName: name, deadline: deadline)
        } catch { throw ClientError(connecting: error, to: options.endpoint) }
    }

    /// Where in `input` the next line is, reading until there is one.
    private static func nextLine(
        _ stream: inout BlockingConnection, _ framer: inout LineFramer, _ input: inout [UInt8], _ start: inout Int,
        _ deadline: Deadline
    ) throws(ClientError) -> Range<Int> {
        while true {
            if let frame = framer.next(in: input.span, from: &start) { return try range(of: frame) }
            // What was taken is let go before more is read, so that the buffer stays as long as one line.
            if start > 0 {
                input.removeSubrange(0..<start)
                start = 0
            }
            do throws(ConnectionError) {
                if try stream.readSome(into: &input, deadline: deadline) == 0 { throw ConnectionError.closed }
            } catch { throw ClientError(error) }
        }
    }

    private static func range(of frame: FramedLine) throws(ClientError) -> Range<Int> {
        switch frame {
        case .line(let range): return range
        case .tooLong: throw ClientError.malformedReply(reason: "a line has more than \(replyBytesMax) bytes")
        }
    }
}
