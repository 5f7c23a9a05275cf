// The only owner of an `SSL *`, straight on a non-blocking socket. It keeps OpenSSL's rules: one thread at a time
// (every call is mutating), an empty error queue before each call, no call after a fatal error.

import COpenSSL
import CLinux
import Glibc

/// One end of a TLS session. The socket belongs to `ByteStream`, which outlives it.
@safe struct TLSStream: ~Copyable, @unchecked Sendable {
    let ssl: OpaquePointer
    private let socket: Int32
    private let context: TLSContext

    /// Whether the first bytes of the peer have been seen to be TLS; a client does not ask.
    private var mayHandshake: Bool

    /// How the session ended; what every further read gives.
    private var ending: ReadOutcome?

    /// Whether OpenSSL may hold bytes that the socket will not announce again.
    private(set) var hasPending = false

    /// A session on `socket`. `serverName` is what a client demands the certificate of the server to be for.
    static func make(
        socket: Int32, context: TLSContext, serverName: String?
    ) throws(StreamFailure) -> TLSStream {
        guard let ssl = unsafe SSL_new(context.pointer) else {
            throw StreamFailure(.system, OpenSSLErrors.take().text)
        }
        let stream = unsafe TLSStream(ssl, socket: socket, context: context)
        guard unsafe SSL_set_fd(ssl, socket) == 1 else { throw StreamFailure(.system, OpenSSLErrors.take().text) }
        if context.isServer {
            unsafe SSL_set_accept_state(ssl)
        } else {
            unsafe SSL_set_connect_state(ssl)
            if let serverName { try unsafe expect(serverName, of: ssl) }
        }
        return stream
    }

    private init(_ ssl: OpaquePointer, socket: Int32, context: TLSContext) {
        unsafe self.ssl = ssl
        self.socket = socket
        self.context = context
        mayHandshake = !context.isServer
    }

    deinit { unsafe SSL_free(ssl) }

    /// Makes the verification of the certificate ask for a name or address; names are sent along (RFC 6066), addresses
    /// are not.
    private static func expect(_ name: String, of ssl: OpaquePointer) throws(StreamFailure) {
        let parameters = unsafe SSL_get0_param(ssl)
        if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return }
        ERR_clear_error()
        unsafe SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        guard unsafe SSL_set1_host(ssl, name) == 1, unsafe earshot_set_server_name(ssl, name) == 1 else {
            throw StreamFailure(.certificate, OpenSSLErrors.take().text)
        }
    }

    mutating func handshake() -> HandshakeOutcome {
        if let ending { return HandshakeOutcome(ending) }
        if !mayHandshake {
            if let outcome = lookAtFirstBytes() { return outcome }
            mayHandshake = true
        }
        errno = 0
        let result = unsafe SSL_do_handshake(ssl)
        guard result == 1 else { return HandshakeOutcome(outcome(of: result)) }
        // What the client sent behind its Finished may have been read with it: the socket will not tell of it again.
        hasPending = unsafe SSL_has_pending(ssl) == 1
        return .complete
    }

    /// Peeks at what a client has sent; nil lets the handshake begin.
    private mutating func lookAtFirstBytes() -> HandshakeOutcome? {
        var bytes = [UInt8](repeating: 0, count: FirstBytes.lookahead)
        let count = retryingInterrupted { unsafe recv(socket, &bytes, bytes.count, Int32(MSG_PEEK)) }
        if count == 0 { return .closed }
        if count < 0 {
            if errno == EAGAIN { return .wantsRead }
            return .failed(StreamFailure(code: errno))
        }
        switch FirstBytes(bytes.prefix(count)) {
        case .tls: return nil
        case .http: return .notTLS(looksLikeHTTP: true)
        case .other: return .notTLS(looksLikeHTTP: false)
        }
    }

    mutating func read(into output: inout OutputSpan<UInt8>, limit: Int) -> ReadOutcome {
        if let ending { return ending }
        let limit = min(limit, output.freeCapacity)
        var total = 0
        hasPending = false
        while total < limit {
            errno = 0
            var count = 0
            let result = unsafe output.withUnsafeMutableBufferPointer { bytes, initializedCount in
                let room = unsafe bytes.baseAddress.map { unsafe $0 + initializedCount }
                let result = unsafe SSL_read_ex(ssl, room, limit - total, &count)
                initializedCount += count
                return result
            }
            if result != 1 {
                let outcome = outcome(of: result)
                return total > 0 ? .bytes(total) : outcome
            }
            total += count
            // Asking once more would cost a system call only to hear that there is nothing; the poller tells when there
            // is.
            if unsafe SSL_has_pending(ssl) == 0 { return .bytes(total) }
        }
        hasPending = unsafe SSL_has_pending(ssl) == 1
        return .bytes(total)
    }

    mutating func write(_ bytes: Span<UInt8>) -> WriteOutcome {
        if case .failed(let failure)? = ending { return .failed(failure) }
        var total = 0
        while total < bytes.count {
            errno = 0
            var count = 0
            let result = unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe SSL_write_ex(ssl, buffer.baseAddress.map { unsafe $0 + total }, buffer.count - total, &count)
            }
            if result != 1 {
                let outcome = outcome(of: result)
                return total > 0 ? .wrote(total) : WriteOutcome(outcome)
            }
            total += count
        }
        return .wrote(total)
    }

    /// Sends close_notify.
    mutating func shutdown() -> ShutdownOutcome {
        if case .failed(let failure)? = ending { return .failed(failure) }
        // Before there are keys there is nobody to notify, and OpenSSL holds the attempt to be an error.
        if unsafe SSL_is_init_finished(ssl) == 0 { return .complete }
        errno = 0
        let result = unsafe SSL_shutdown(ssl)
        if result >= 0 { return .complete }
        switch outcome(of: result) {
        case .failed(let failure): return .failed(failure)
        case .wantsWrite: return .wantsWrite
        default: return .complete
        }
    }

    /// What a call that returned `result` came to. To be asked at once after the call, while `errno` is its own.
    private mutating func outcome(of result: Int32) -> ReadOutcome {
        let code = errno
        let outcome: ReadOutcome
        switch unsafe SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_ZERO_RETURN: outcome = .closed(.announced)
        case SSL_ERROR_SYSCALL where code == 0: outcome = .closed(.unannounced)
        case SSL_ERROR_SYSCALL: outcome = .failed(StreamFailure(code: code))
        default:
            let errors = OpenSSLErrors.take()
            outcome =
                errors.isTLS(SSL_R_UNEXPECTED_EOF_WHILE_READING)
                ? .closed(.unannounced)
                : .failed(StreamFailure(errors, verification: unsafe SSL_get_verify_result(ssl)))
        }
        ERR_clear_error()
        ending = outcome
        return outcome
    }

    /// What the two ends have agreed on; nil before the handshake is complete.
    var session: TLSSessionFacts? {
        guard unsafe SSL_is_init_finished(ssl) == 1 else { return nil }
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl, &name, &count)
        let bytes = unsafe UnsafeBufferPointer(start: name, count: Int(count))
        return TLSSessionFacts(
            version: unsafe String(cString: SSL_get_version(ssl)),
            cipher: unsafe SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { unsafe String(cString: $0) } ?? "",
            applicationProtocol: count == 0 ? nil : unsafe String(decoding: bytes, as: UTF8.self),
            isResumed: unsafe SSL_session_reused(ssl) == 1)
    }
}

/// What the two ends of a TLS connection have agreed on.
package struct TLSSessionFacts: Equatable, Sendable {
    /// `TLSv1.3` or `TLSv1.2`.
    package let version: String
    /// OpenSSL's name of the cipher suite.
    package let cipher: String
    /// The protocol chosen by ALPN; nil when the client offered none.
    package let applicationProtocol: String?
    /// Whether the session continues an earlier one by a ticket.
    package let isResumed: Bool
}

extension HandshakeOutcome {
    fileprivate init(_ outcome: ReadOutcome) {
        switch outcome {
        case .bytes: self = .complete
        case .wantsRead: self = .wantsRead
        case .wantsWrite: self = .wantsWrite
        case .closed: self = .closed
        case .failed(let failure): self = .failed(failure)
        }
    }
}

extension WriteOutcome {
    fileprivate init(_ outcome: ReadOutcome) {
        switch outcome {
        case .bytes(let count): self = .wrote(count)
        case .wantsRead: self = .wantsRead
        case .wantsWrite: self = .wantsWrite
        case .closed: self = .failed(StreamFailure(.reset, "the connection has ended"))
        case .failed(let failure): self = .failed(failure)
        }
    }
}
