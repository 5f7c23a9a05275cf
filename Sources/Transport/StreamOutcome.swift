// What becomes of a call on a stream: always a value, whatever the peer or the network does.

import Glibc

/// Why a stream is of no use any more.
package struct StreamFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Cause: Equatable, Sendable {
        /// The peer or the network broke the connection.
        case reset
        /// The certificate of the peer is not to be trusted, is expired, or is for another name.
        case certificate
        /// The two have no application protocol in common.
        case applicationProtocol
        /// The peer ended the session with an alert.
        case alert
        /// The peer does not keep to TLS, or the two have no version, group or cipher in common.
        case tls
        /// Another failure of the system.
        case system
    }

    package let cause: Cause

    /// A short text of OpenSSL or of the system. It never holds what the peer has sent.
    package let description: String

    /// A failure with a text that is safe to log.
    package init(_ cause: Cause, _ description: String) {
        self.cause = cause
        self.description = description
    }

    init(code: Int32) {
        let isReset = [ECONNRESET, EPIPE, ETIMEDOUT, ENETUNREACH, EHOSTUNREACH, ECONNABORTED].contains(code)
        self.init(isReset ? .reset : .system, systemErrorText(code))
    }
}

/// How the peer ended its direction.
package enum StreamEnd: Equatable, Sendable {
    /// It said so: a close_notify, or on a plain stream the end of the connection.
    case announced
    /// A TLS connection ended without close_notify: what came last may have been cut off.
    case unannounced
}

/// The outcome of `ByteStream.handshake`.
package enum HandshakeOutcome: Equatable, Sendable {
    /// Bytes can go to and fro.
    case complete
    /// Come again when the socket is readable.
    case wantsRead
    /// Come again when the socket is writable.
    case wantsWrite
    /// The peer does not speak TLS. `ByteStream.refuse` can still give it a plain answer.
    case notTLS(looksLikeHTTP: Bool)
    /// The peer has gone.
    case closed
    /// There will be no connection; an alert has been sent if there was one to send.
    case failed(StreamFailure)
}

/// The outcome of `ByteStream.read`.
package enum ReadOutcome: Equatable, Sendable {
    /// So many bytes, at least one, were appended.
    case bytes(Int)
    /// Come again when the socket is readable.
    case wantsRead
    /// Come again when the socket is writable.
    case wantsWrite
    /// The peer will send nothing more; it may still read.
    case closed(StreamEnd)
    /// The stream is of no use any more.
    case failed(StreamFailure)
}

/// The outcome of `ByteStream.write`.
package enum WriteOutcome: Equatable, Sendable {
    /// So many bytes, from the first, are on their way. Fewer than were given: come again with the rest when the socket
    /// is writable.
    case wrote(Int)
    /// Come again with the same bytes when the socket is readable.
    case wantsRead
    /// Come again with the same bytes when the socket is writable.
    case wantsWrite
    /// The stream is of no use any more.
    case failed(StreamFailure)
}

/// The outcome of `ByteStream.shutdown`.
package enum ShutdownOutcome: Equatable, Sendable {
    /// The peer will learn that nothing more comes.
    case complete
    /// Come again when the socket is writable.
    case wantsWrite
    /// The stream is of no use any more.
    case failed(StreamFailure)
}
