// The requests about who may do what: AUTH, TOKEN, TOKENS, ORG.

package import Access

/// `AUTH`: who is asking.
package struct AuthRequest: Sendable {
    /// The token's text.
    package var token = ""

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("token") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while try fields.next(["token"]) != nil { token = try fields.name() }
        guard !token.isEmpty else { throw RequestFields.missing("token") }
    }
}

/// A principal that is to be made.
package struct NewPrincipal: Sendable {
    package var name: String
    package var roles: Roles
    package var organisations: Set<String> = []
    package var expires: Int64?
    package var submissionsPerSecond: UInt32?
    /// What it will prove itself with; nil has the server make a token.
    package var proof: Proof?

    /// A principal with these roles.
    package init(name: String, roles: Roles) {
        self.name = name
        self.roles = roles
    }
}

/// `TOKEN`: make a principal, or end one.
package enum TokenRequest: Sendable {
    case add(NewPrincipal)
    case revoke(name: String)

    private static let names: [StaticString] = [
        "add", "revoke", "roles", "organisations", "expires", "sha256", "certificate", "submissions_per_second",
    ]
    /// Organisations of one principal: more is an operator's business.
    private static let organisationsMax = 1_000

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("add") }
        var fields = try RequestFields(line, from: request.payloadStart)
        var made = NewPrincipal(name: "", roles: [])
        var revoked: String?
        var isDetailed = false
        while let index = try fields.next(Self.names) {
            if index > 1 { isDetailed = true }
            switch index {
            case 0: made.name = try fields.name()
            case 1: revoked = try fields.name()
            case 2: made.roles = Roles(try fields.choices(Role.allCases.map(\.name)).compactMap { Role(name: $0) })
            case 3: made.organisations = Set(try fields.names(most: Self.organisationsMax))
            case 4: made.expires = try fields.time()
            case 5: made.proof = try Self.proof(digest: try fields.name(), made.proof, fields)
            case 6: made.proof = try Self.proof(certificate: try fields.name(), made.proof, fields)
            default: made.submissionsPerSecond = UInt32(try fields.integer(in: 1...1_000_000))
            }
        }
        if let revoked {
            guard made.name.isEmpty, !isDetailed else {
                throw Refusal(.badValue, "revoke stands alone", field: "revoke")
            }
            self = .revoke(name: revoked)
        } else {
            self = .add(try Self.checked(made))
        }
    }

    private static func checked(_ made: NewPrincipal) throws(Refusal) -> NewPrincipal {
        guard !made.name.isEmpty else { throw RequestFields.missing("add") }
        guard !made.roles.each.isEmpty else { throw RequestFields.missing("roles") }
        let isOperator = made.roles.allow(.operate)
        guard isOperator || !made.organisations.isEmpty else { throw RequestFields.missing("organisations") }
        guard !isOperator || made.organisations.isEmpty else {
            throw Refusal(.badValue, "an operator has all organisations: name none", field: "organisations")
        }
        return made
    }

    private static func proof(
        digest text: String, _ before: Proof?, _ fields: borrowing RequestFields
    ) throws(Refusal) -> Proof {
        guard before == nil, let digest = TokenDigest(hexadecimal: text) else {
            throw fields.bad("must be the token's SHA-256 in 64 hexadecimal digits, without a certificate beside it")
        }
        return .token(digest)
    }

    private static func proof(
        certificate identity: String, _ before: Proof?, _ fields: borrowing RequestFields
    ) throws(Refusal) -> Proof {
        let kinds = ["dns:", "email:", "uri:", "cn:"]
        guard before == nil, kinds.contains(where: { identity.hasPrefix($0) && identity.utf8.count > $0.utf8.count })
        else {
            throw fields.bad("must be dns:NAME, email:ADDRESS, uri:URI or cn:NAME, without a digest beside it")
        }
        return .certificate(identity)
    }
}

/// `TOKENS`: a page of the principals, in the order of their names' bytes.
package struct TokensRequest: Sendable {
    /// The last name of the page before.
    package var after: String?
    package var limit = 100

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { return }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(["after", "limit"]) {
            if index == 0 { after = try fields.name() } else { limit = Int(try fields.integer(in: 1...1000)) }
        }
    }
}

/// `ORG`: make an organisation.
package struct OrgRequest: Sendable {
    package var name = ""

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("add") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while try fields.next(["add"]) != nil { name = try fields.name() }
        guard !name.isEmpty else { throw RequestFields.missing("add") }
    }
}
