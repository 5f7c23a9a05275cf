// What an operator asks about who may do what.

internal import LineProtocol

/// A principal that is to be made.
package struct PrincipalInquiry: Equatable, Sendable {
    package var name: String
    package var roles: [String]
    package var organisations: [String]
    /// From when on it is worth nothing, in RFC 3339; nil for never.
    package var expires: String?
    /// The identity of a certificate that stands in for a token, such as `dns:kiosk-7.example`.
    package var certificate: String?
    /// The SHA-256 of a token that was made elsewhere, in hexadecimal.
    package var sha256: String?
    package var submissionsPerSecond: Int?

    /// A principal with a name, roles and organisations.
    package init(name: String, roles: [String], organisations: [String]) {
        self.name = name
        self.roles = roles
        self.organisations = organisations
    }

    var line: [UInt8] {
        var writer = RequestWriter(.token)
        writer.field("add", name)
        writer.field("roles", .array(roles.map { .string($0) }))
        if !organisations.isEmpty { writer.field("organisations", .array(organisations.map { .string($0) })) }
        writer.field("expires", expires)
        writer.field("certificate", certificate)
        writer.field("sha256", sha256)
        writer.field("submissions_per_second", submissionsPerSecond)
        return writer.line
    }
}

extension Connection {
    /// Says who is asking. ``open(_:)`` does so by itself when its options have a token and the server wants one.
    ///
    /// Whatever was proved on this connection before is forgotten, also if this fails.
    public mutating func authenticate(token: String) throws(ClientError) {
        var writer = RequestWriter(.auth)
        writer.field("token", token)
        _ = try request(writer.line).checked()
    }
}
