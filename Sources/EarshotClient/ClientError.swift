// What can go wrong between a client and its server, as values that say what to do next.

internal import LineProtocol
internal import Transport

/// What the server answered instead of `OK`.
public struct ServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One of the protocol's closed list of codes, such as `bad_value`.
    public var code: String
    /// One sentence for a person. It comes from the network: show it escaped.
    public var message: String
    /// The field at fault, where there is one.
    public var field: String?
    /// Bytes from the start of the request line to what is wrong, where there is such a place.
    public var offset: Int?
    /// After how many milliseconds the same request may succeed; nil when it never will.
    public var retryAfterMilliseconds: Int?

    /// An error from its parts.
    public init(
        code: String, message: String, field: String? = nil, offset: Int? = nil, retryAfterMilliseconds: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.field = field
        self.offset = offset
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }

    /// Whether the same request may succeed later.
    public var isTransient: Bool { retryAfterMilliseconds != nil }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    init?(json: JSONValue) {
        guard let code = json["code"]?.string, let message = json["message"]?.string else { return nil }
        self.init(
            code: code, message: message, field: json["field"]?.string,
            offset: json["offset"]?.integer.map { Int(clamping: $0) },
            retryAfterMilliseconds: json["retry_after_ms"]?.integer.map { Int(clamping: max(0, $0)) })
    }
}

/// Why a call of the client came to nothing.
public enum ClientError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No connection could be made: the name, the network, the port.
    case cannotConnect(Endpoint, reason: String)
    /// The server's certificate is not trusted, or what it speaks is not TLS.
    case notTrusted(Endpoint, reason: String)
    /// The file of trusted certificates cannot be used.
    case badAuthority(reason: String)
    /// The connection broke, or the server ended it, while something was unanswered.
    case connectionLost(reason: String)
    /// The server did not answer in time.
    case timedOut
    /// What came is no reply of Earshot's protocol.
    case malformedReply(reason: String)
    /// The request is not one line of at most the server's length.
    case unsendable(reason: String)
    /// The server refused the request.
    case refused(ServerError)

    /// Whether a new connection may bring what this one did not.
    public var isConnectionFailure: Bool {
        switch self {
        case .cannotConnect, .connectionLost, .timedOut: true
        case .notTrusted, .badAuthority, .malformedReply, .unsendable, .refused: false
        }
    }

    /// One line that says what happened.
    public var description: String {
        switch self {
        case .cannotConnect(let endpoint, let reason): "cannot connect to \(endpoint): \(reason)"
        case .notTrusted(let endpoint, let reason): "no trusted connection to \(endpoint): \(reason)"
        case .badAuthority(let reason): "cannot use the certificates to trust: \(reason)"
        case .connectionLost(let reason): "the connection was lost: \(reason)"
        case .timedOut: "the server did not answer in time"
        case .malformedReply(let reason): "this is not Earshot's protocol: \(reason)"
        case .unsendable(let reason): "the request cannot be sent: \(reason)"
        case .refused(let error): error.description
        }
    }
}

extension ClientError {
    /// What a failure means before there is a connection.
    init(connecting error: ConnectionError, to endpoint: Endpoint) {
        switch error {
        case .stream(let failure) where failure.cause != .reset && failure.cause != .system:
            self = .notTrusted(endpoint, reason: failure.description)
        default: self = .cannotConnect(endpoint, reason: error.description)
        }
    }

    /// What a failure means on a connection that stood.
    init(_ error: ConnectionError) {
        switch error {
        case .timedOut: self = .timedOut
        default: self = .connectionLost(reason: error.description)
        }
    }
}
