// Tells by its first bytes what a client speaks that ought to speak TLS.

/// What the first bytes of a connection are the beginning of.
enum FirstBytes: Equatable {
    /// A handshake record of TLS, or nothing that contradicts it.
    case tls
    /// An HTTP request, or as much of its method as there is.
    case http
    /// Something else: plain text, SSLv2, another protocol.
    case other

    /// As many bytes as it is useful to look at.
    static let lookahead = 8

    private static let methods = [
        "GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE ", "PRI * ",
    ].map { Array($0.utf8) }

    /// Judges one byte or more. The verdict falls at once: waiting for more bytes that are only peeked at would keep
    /// the poller busy.
    init(_ bytes: some Collection<UInt8>) {
        // A TLS record begins with its type, 22 for a handshake, and the major version, 3 (RFC 8446, section 5.1).
        if bytes.first == 0x16, bytes.dropFirst().first ?? 3 == 3 {
            self = .tls
        } else if !bytes.isEmpty, Self.methods.contains(where: { $0.starts(with: bytes.prefix($0.count)) }) {
            self = .http
        } else {
            self = .other
        }
    }
}
