// A principal and what it proves itself with.

internal import ByteCoding

/// What a principal shows to be believed.
package enum Proof: Equatable, Sendable {
    /// A token with that digest.
    case token(TokenDigest)
    /// A client certificate that the configured authority signed, with that identity: `dns:NAME`, `email:ADDRESS`,
    /// `uri:URI` or `cn:NAME`.
    case certificate(String)
}

/// One principal: a name, what it proves itself with, and what it may do.
package struct Credential: Equatable, Sendable {
    /// The principal's name; no two have the same at a time.
    package var name: String
    package var proof: Proof
    package var roles: Roles
    /// The organisations it may use its roles for; an operator's are all, whatever stands here.
    package var organisations: Set<String>
    /// When it was made, in milliseconds since 1970.
    package var created: Int64
    /// From when on it is worth nothing, in milliseconds since 1970; nil for never.
    package var expires: Int64?
    /// Submissions a second that it may store; nil for the server's default.
    package var submissionsPerSecond: UInt32?

    /// A credential with all its parts.
    package init(
        name: String, proof: Proof, roles: Roles, organisations: Set<String>, created: Int64, expires: Int64?,
        submissionsPerSecond: UInt32? = nil
    ) {
        self.name = name
        self.proof = proof
        self.roles = roles
        self.organisations = organisations
        self.created = created
        self.expires = expires
        self.submissionsPerSecond = submissionsPerSecond
    }

    /// Whether it is worth anything at `now`, in milliseconds since 1970.
    package func isValid(at now: Int64) -> Bool { expires.map { now < $0 } ?? true }

    /// Which organisations its holder may learn of.
    package var scope: OrganisationScope { roles.allow(.operate) ? .all : .only(organisations) }
}

/// The organisations that somebody may learn of.
package enum OrganisationScope: Equatable, Sendable {
    case all
    case only(Set<String>)

    /// Whether the organisation is among them.
    package func contains(_ name: String) -> Bool {
        switch self {
        case .all: true
        case .only(let names): names.contains(name)
        }
    }
}

extension Credential {
    // name · proof (0 and 32 bytes, or 1 and a string) · roles (byte) · organisations in order · created ·
    // expires + 1, or 0 · submissions a second + 1, or 0

    func encode(into writer: inout ByteWriter) {
        writer.writeString(name)
        switch proof {
        case .token(let digest):
            writer.write(0)
            digest.encode(into: &writer)
        case .certificate(let identity):
            writer.write(1)
            writer.writeString(identity)
        }
        writer.write(roles.rawValue)
        writer.writeCount(organisations.count)
        for name in organisations.sorted() { writer.writeString(name) }
        writer.writeSigned(created)
        writer.writeVarint(expires.map { UInt64(max(0, $0)) + 1 } ?? 0)
        writer.writeVarint(submissionsPerSecond.map { UInt64($0) + 1 } ?? 0)
    }

    init(from reader: inout ByteReader) throws(ByteCodingError) {
        name = try reader.readString()
        switch try reader.read() {
        case 0: proof = .token(try TokenDigest(from: &reader))
        case 1: proof = .certificate(try reader.readString())
        default: throw .malformed(offset: reader.offset - 1)
        }
        roles = Roles(rawValue: try reader.read())
        organisations = []
        for _ in 0..<(try reader.readCount()) { organisations.insert(try reader.readString()) }
        created = try reader.readSigned()
        expires = Self.optional(try reader.readVarint(as: Int64.self))
        let rate = Self.optional(try reader.readVarint(as: Int64.self))
        submissionsPerSecond = rate.map { UInt32(clamping: $0) }
    }

    private static func optional(_ stored: Int64) -> Int64? {
        stored == 0 ? nil : stored - 1
    }
}
