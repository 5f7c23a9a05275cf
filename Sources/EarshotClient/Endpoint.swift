// Where a server is, as a person writes it.

internal import Transport

/// A server's host and port.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// The port that Earshot listens on unless told otherwise: "EARS" on a telephone's keys.
    public static let defaultPort: UInt16 = 3277

    /// A name or an address; an IPv6 address stands without brackets.
    public var host: String
    /// The TCP port.
    public var port: UInt16

    /// An endpoint from its parts.
    public init(host: String, port: UInt16 = Endpoint.defaultPort) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, `HOST`, `[IPV6]:PORT` or `:PORT`; nil if the text is none of them.
    ///
    /// A missing host is `localhost`, a missing port is ``defaultPort``; port 0 is refused.
    public init?(_ text: String) {
        guard let address = HostPort(text, defaultPort: Self.defaultPort), address.port != 0,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return nil }
        self.init(host: address.host.isEmpty ? "localhost" : address.host, port: address.port)
    }

    /// Whether the host is this machine's loopback, by its name or number.
    public var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.utf8.allSatisfy { $0 < 0x3A }
    }

    /// `HOST:PORT`, with brackets where an IPv6 address needs them.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    var hostPort: HostPort { HostPort(host: host, port: port) }
}
