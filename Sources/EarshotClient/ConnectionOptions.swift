// What a connection needs to know before it is made.

/// How a connection is kept from others' eyes.
public enum ConnectionSecurity: Equatable, Sendable {
    /// TLS, as every server speaks it.
    ///
    /// - Parameters:
    ///   - authorityFile: A PEM file with the certificates to trust; nil for those of the system.
    ///   - serverName: The name or address that the certificate must be for; nil for the host itself.
    case tls(authorityFile: String? = nil, serverName: String? = nil)
    /// None, which a server offers on its own machine alone.
    case plaintext
}

/// How to reach a server.
public struct ConnectionOptions: Equatable, Sendable {
    /// Where it is.
    public var endpoint: Endpoint
    /// TLS or, on the same machine, none.
    public var security: ConnectionSecurity
    /// How long connecting may take, from the look-up of the name to the greeting.
    public var connectTimeoutMilliseconds: Int
    /// How long one reply may take.
    public var replyTimeoutMilliseconds: Int
    /// The token that says who is asking; nil for a server that wants none, or a certificate that says it.
    public var token: String?
    /// The PEM file of the client's own certificate chain, where the server knows it.
    public var certificateFile: String?
    /// The PEM file of the key of `certificateFile`.
    public var keyFile: String?

    /// Options with a timeout of 10 s for connecting and of 30 s for a reply.
    public init(
        to endpoint: Endpoint, security: ConnectionSecurity = .tls(), connectTimeoutMilliseconds: Int = 10_000,
        replyTimeoutMilliseconds: Int = 30_000
    ) {
        self.endpoint = endpoint
        self.security = security
        self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
        self.replyTimeoutMilliseconds = replyTimeoutMilliseconds
    }
}
