// A connection of either kind, TLS or plain, with one shape. A server's connection and a client's are both made of it.

import CLinux
import Glibc

/// A non-blocking stream of bytes on a socket that it owns. Used by one thread at a time, which the compiler sees to:
/// every call is mutating.
package struct ByteStream: ~Copyable, Sendable, Pollable {
    private var tls: TLSStream?
    private var plain: PlainStream
    private let descriptor: Descriptor

    package var descriptorNumber: Int32 { descriptor.descriptorNumber }

    /// A stream without TLS. It needs no handshake.
    package init(plain descriptor: consuming Descriptor) {
        plain = PlainStream(socket: descriptor.descriptorNumber)
        self.descriptor = descriptor
    }

    /// A TLS stream, at the end that `context` is for. A client gives the name or address that the certificate of the
    /// server must be for. Fails only for want of memory, or for a name that is none.
    package init(
        tls descriptor: consuming Descriptor, context: TLSContext, serverName: String? = nil
    ) throws(StreamFailure) {
        plain = PlainStream(socket: descriptor.descriptorNumber)
        tls = try TLSStream.make(socket: descriptor.descriptorNumber, context: context, serverName: serverName)
        self.descriptor = descriptor
    }

    /// Goes on with the handshake. To be called until it is `complete`, before any other call.
    package mutating func handshake() -> HandshakeOutcome {
        guard let outcome = tls?.handshake() else { return .complete }
        if case .failed = outcome { plain.discardInput() }
        return outcome
    }

    /// Appends at most `limit` bytes to `buffer`. `.bytes(limit)` may mean that there is more: the poller will say so,
    /// unless `hasPending` is true.
    package mutating func read(into buffer: inout [UInt8], limit: Int) -> ReadOutcome {
        var outcome = ReadOutcome.wantsRead
        buffer.append(addingCapacity: limit) { output in outcome = read(into: &output, limit: limit) }
        return outcome
    }

    /// The same, into the free capacity of `output`.
    package mutating func read(into output: inout OutputSpan<UInt8>, limit: Int = .max) -> ReadOutcome {
        tls?.read(into: &output, limit: limit) ?? plain.read(into: &output, limit: limit)
    }

    /// Whether OpenSSL holds bytes that the poller will not tell of: read again before sleeping.
    package var hasPending: Bool {
        switch tls {
        case .some(let tls): tls.hasPending
        case .none: false
        }
    }

    /// Sends as much of `bytes` as the socket takes, however little. What was not taken must be offered again, first
    /// and unchanged, though it may have moved and more may follow it: part of it can be sealed in a record already.
    package mutating func write(_ bytes: Span<UInt8>) -> WriteOutcome {
        tls?.write(bytes) ?? plain.write(bytes)
    }

    /// Says that nothing more will be sent: close_notify and the end of this direction. To be called when all has been
    /// written. Reading goes on.
    package mutating func shutdown() -> ShutdownOutcome {
        let outcome = tls?.shutdown() ?? .complete
        if outcome != .wantsWrite { plain.endOutput() }
        return outcome
    }

    /// Answers a client that does not speak TLS with one short plain text, as far as the socket takes it at once, and
    /// ends this direction. To be called after `HandshakeOutcome.notTLS`; then let the stream go.
    package mutating func refuse(with answer: Span<UInt8>) {
        _ = plain.write(answer)
        plain.endOutput()
        plain.discardInput()
    }

    /// Throws away what has arrived, up to 64 KiB: a socket that is closed with unread input is reset, and the peer may
    /// lose the last that was sent to it.
    package mutating func discardInput() { plain.discardInput() }

    /// Whether this is a TLS stream.
    package var isTLS: Bool { tls != nil }

    /// What the peer's certificate says of it, if it had one and its chain was verified: see `TLSStream`.
    package var peerIdentities: [String] {
        switch tls {
        case .some(let tls): tls.peerIdentities
        case .none: []
        }
    }

    /// What the TLS handshake has agreed on; nil on a plain stream and before the end of the handshake.
    package var session: TLSSessionFacts? {
        switch tls {
        case .some(let tls): tls.session
        case .none: nil
        }
    }
}

/// Bytes straight on a non-blocking socket.
struct PlainStream: Sendable {
    let socket: Int32

    mutating func read(into output: inout OutputSpan<UInt8>, limit: Int) -> ReadOutcome {
        let limit = min(limit, output.freeCapacity)
        if limit <= 0 { return .bytes(0) }
        var count = 0
        unsafe output.withUnsafeMutableBufferPointer { bytes, initializedCount in
            let room = unsafe bytes.baseAddress.map { unsafe $0 + initializedCount }
            count = retryingInterrupted { unsafe recv(socket, room, limit, Int32(MSG_DONTWAIT)) }
            initializedCount += max(0, count)
        }
        if count > 0 { return .bytes(count) }
        if count == 0 { return .closed(.announced) }
        return errno == EAGAIN ? .wantsRead : .failed(StreamFailure(code: errno))
    }

    mutating func write(_ bytes: Span<UInt8>) -> WriteOutcome {
        if bytes.isEmpty { return .wrote(0) }
        let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
        let count = retryingInterrupted {
            unsafe bytes.withUnsafeBufferPointer { unsafe send(socket, $0.baseAddress, $0.count, flags) }
        }
        if count >= 0 { return .wrote(count) }
        return errno == EAGAIN ? .wantsWrite : .failed(StreamFailure(code: errno))
    }

    func endOutput() { _ = Glibc.shutdown(socket, Int32(SHUT_WR)) }

    func discardInput() {
        var waste = [UInt8](repeating: 0, count: 16384)
        for _ in 0..<4 where unsafe recv(socket, &waste, waste.count, Int32(MSG_DONTWAIT)) <= 0 { return }
    }
}
