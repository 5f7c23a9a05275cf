// The client's side: a connection whose calls wait, with a deadline. It is the same ByteStream as the server's, with
// poll(2) between the attempts.

import Glibc

/// Why a client's call came to nothing.
package enum ConnectionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The host has no address.
    case lookup(LookupError)
    /// No address of the host took the connection.
    case unreachable(SystemError)
    /// The deadline passed.
    case timedOut
    /// TLS, or the connection, failed.
    case stream(StreamFailure)
    /// The server has ended the connection.
    case closed

    package var description: String {
        switch self {
        case .lookup(let error): error.description
        case .unreachable(let error): error.description
        case .timedOut: "the server did not answer in time"
        case .stream(let failure): failure.description
        case .closed: "the server has ended the connection"
        }
    }
}

/// A connection of a client. Used by one thread at a time, which the compiler sees to.
package struct BlockingConnection: ~Copyable, Sendable, Pollable {
    private var stream: ByteStream

    package var descriptorNumber: Int32 { stream.descriptorNumber }

    /// Connects to the first address of `server` that answers, and goes through the TLS handshake if there is a
    /// context. The certificate must be for `serverName`, which is the host if it is not given. SIGPIPE is ignored from
    /// now on, if the program does not handle it itself.
    package static func connect(
        to server: HostPort, tls context: TLSContext?, serverName: String? = nil, deadline: Deadline
    ) throws(ConnectionError) -> BlockingConnection {
        ProcessSignals.ignoreBrokenPipes()
        let addresses: [SocketAddress]
        do throws(LookupError) { addresses = try lookUp(server, toListen: false) } catch { throw .lookup(error) }
        let socket = try connectSocket(addresses, server, deadline)
        let name = serverName ?? (server.host.isEmpty ? "localhost" : server.host)
        var connection = try BlockingConnection(stream: makeStream(socket, context, name))
        try connection.shakeHands(deadline)
        return connection
    }

    private init(stream: consuming ByteStream) { self.stream = stream }

    private static func makeStream(
        _ socket: consuming Descriptor, _ context: TLSContext?, _ serverName: String
    ) throws(ConnectionError) -> ByteStream {
        guard let context else { return ByteStream(plain: socket) }
        do throws(StreamFailure) {
            return try ByteStream(tls: socket, context: context, serverName: serverName)
        } catch { throw .stream(error) }
    }

    /// What the TLS handshake has agreed on; nil on a plain connection.
    package var session: TLSSessionFacts? { stream.session }

    /// Waits for bytes and appends at most `limit` of them to `buffer`; gives how many, 0 when the server will send no
    /// more.
    package mutating func readSome(
        into buffer: inout [UInt8], limit: Int = 65536, deadline: Deadline
    ) throws(ConnectionError) -> Int {
        while true {
            switch stream.read(into: &buffer, limit: limit) {
            case .bytes(let count): return count
            case .closed: return 0
            case .failed(let failure): throw .stream(failure)
            case .wantsRead: try wait(for: POLLIN, deadline)
            case .wantsWrite: try wait(for: POLLOUT, deadline)
            }
        }
    }

    /// Sends all of `bytes`. Whatever the server sends meanwhile is appended to `received`, so that neither end waits
    /// for the other for ever when much is pipelined.
    package mutating func writeAll(
        _ bytes: Span<UInt8>, receiving received: inout [UInt8], deadline: Deadline
    ) throws(ConnectionError) {
        var sent = 0
        while sent < bytes.count {
            switch stream.write(bytes.extracting(droppingFirst: sent)) {
            case .wrote(let count): sent += count
            case .failed(let failure): throw .stream(failure)
            case .wantsRead, .wantsWrite:
                try receive(into: &received)
                try wait(for: POLLIN | POLLOUT, deadline)
            }
        }
    }

    /// Whether a read would give something at once, or does within `timeoutMilliseconds`.
    package mutating func isReadable(timeoutMilliseconds: Int = 0) -> Bool {
        stream.hasPending || waitForReadable([descriptorNumber], deadline: .after(milliseconds: timeoutMilliseconds))[0]
    }

    /// Says that nothing more will be sent; replies can still be read.
    package mutating func finishWriting(deadline: Deadline) throws(ConnectionError) {
        while true {
            switch stream.shutdown() {
            case .complete: return
            case .wantsWrite: try wait(for: POLLOUT, deadline)
            case .failed(let failure): throw .stream(failure)
            }
        }
    }

    private mutating func receive(into received: inout [UInt8]) throws(ConnectionError) {
        if case .failed(let failure) = stream.read(into: &received, limit: 65536) { throw .stream(failure) }
    }

    private mutating func shakeHands(_ deadline: Deadline) throws(ConnectionError) {
        while true {
            switch stream.handshake() {
            case .complete: return
            case .wantsRead: try wait(for: POLLIN, deadline)
            case .wantsWrite: try wait(for: POLLOUT, deadline)
            case .closed, .notTLS: throw .closed
            case .failed(let failure): throw .stream(failure)
            }
        }
    }

    private func wait(for events: Int32, _ deadline: Deadline) throws(ConnectionError) {
        guard awaitSocket(stream.descriptorNumber, events, deadline) else { throw .timedOut }
    }

    private static func connectSocket(
        _ addresses: [SocketAddress], _ server: HostPort, _ deadline: Deadline
    ) throws(ConnectionError) -> Descriptor {
        var failure = ConnectionError.timedOut
        for (index, address) in addresses.enumerated() {
            do throws(ConnectionError) {
                // An address that swallows everything must not use up the time of those after it.
                return try connectSocket(address, server, deadline.share(of: addresses.count - index))
            } catch { failure = error }
        }
        throw failure
    }

    private static func connectSocket(
        _ address: SocketAddress, _ server: HostPort, _ deadline: Deadline
    ) throws(ConnectionError) -> Descriptor {
        let socket: Descriptor
        do throws(SystemError) { socket = try address.makeSocket() } catch { throw .unreachable(error) }
        setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1, on: socket.descriptorNumber)
        if unsafe address.apply({ unsafe Glibc.connect($0, $1, $2) }, to: socket) == 0 { return socket }
        // An interrupted connect goes on by itself, like one that is in progress.
        guard errno == EINPROGRESS || errno == EINTR else { throw .unreachable(SystemError("connect to \(server)")) }
        guard awaitSocket(socket.descriptorNumber, POLLOUT, deadline) else { throw .timedOut }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        _ = unsafe getsockopt(socket.descriptorNumber, SOL_SOCKET, SO_ERROR, &code, &size)
        guard code == 0 else { throw .unreachable(SystemError("connect to \(server)", code: code)) }
        return socket
    }
}

/// Waits for one of `events` on a socket, or an error of it; false when the deadline passes first.
private func awaitSocket(_ number: Int32, _ events: Int32, _ deadline: Deadline) -> Bool {
    var watched = [pollfd(fd: number, events: Int16(events), revents: 0)]
    return awaitAny(&watched, deadline)
}

private func awaitAny(_ watched: inout [pollfd], _ deadline: Deadline) -> Bool {
    while true {
        let timeout = deadline.remainingMilliseconds.map { Int32(clamping: $0) } ?? -1
        let count = unsafe poll(&watched, nfds_t(watched.count), timeout)
        if count > 0 { return true }
        if count == 0, deadline.hasPassed { return false }
        precondition(count == 0 || errno == EINTR || errno == ENOMEM, "poll on descriptors that are none")
    }
}

/// Waits until at least one of the descriptors is readable, has ended or has failed, and says which; all false when the
/// deadline passes first. For a client that listens to its user and to the server at once.
package func waitForReadable(_ descriptorNumbers: [Int32], deadline: Deadline) -> [Bool] {
    var watched = descriptorNumbers.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = awaitAny(&watched, deadline)
    return watched.map { $0.revents != 0 }
}
