// The writer's part in who may do what: each change is checked, journaled and synced like a submission, then applied
// and posted, and only then answered.

internal import Access
package import LineProtocol
internal import Transport

/// What is asked about who may do what.
package enum AccessRequest: Sendable {
    case add(NewPrincipal)
    case revoke(name: String)
    case addOrganisation(String)
    /// The principal with that number has proved itself.
    case used(UInt32)
}

extension Question {
    /// The principal with that number has proved itself: note it, and tell what it may do.
    static func authenticated(_ number: UInt32) -> Question { .access(.used(number)) }
}

/// A change of who may do what, and its answer once it is made.
struct PreparedChange {
    /// Nil where there is nothing to journal.
    var change: AccessChange?
    var answer: WriterAnswer

    /// Whether the answer holds even if the change cannot be journaled.
    var isDispensable: Bool {
        if case .credentialUsed? = change { true } else { change == nil }
    }
}

extension Writer {
    /// What a request comes to.
    func prepare(_ request: AccessRequest) throws(Refusal) -> PreparedChange {
        do throws(AccessConflict) {
            switch request {
            case .used(let number):
                guard let credential = access[number]?.credential else { throw AccessConflict.unknownPrincipal }
                return prepareUse(of: number, credential)
            case .add(let made): return try prepare(made)
            case .revoke(let name):
                guard let found = access.principal(named: name) else { throw AccessConflict.unknownPrincipal }
                return try checked(.credentialRevoked(number: found.number, at: now), .revoked(name: name))
            case .addOrganisation(let name):
                return try checked(.organisationAdded(name: name, at: now), .organisation(name: name))
            }
        } catch {
            throw Refusal(error)
        }
    }

    private func prepareUse(of number: UInt32, _ credential: Credential) -> PreparedChange {
        let change = AccessChange.credentialUsed(number: number, at: now)
        return PreparedChange(
            change: access.mustNoteUse(of: number, at: now) ? change : nil, answer: .principal(credential, token: nil))
    }

    private func prepare(_ made: NewPrincipal) throws(AccessConflict) -> PreparedChange {
        var token: String?
        let proof: Proof
        if let given = made.proof {
            proof = given
        } else {
            let text = TokenText.make(secret: Secrets.random(count: TokenText.secretByteCount))
            let digest = Secrets.sha256(Array(text.utf8))
            guard let digest = TokenDigest(digest.span) else { preconditionFailure("SHA-256 has 32 bytes") }
            token = text
            proof = .token(digest)
        }
        let credential = Credential(
            name: made.name, proof: proof, roles: made.roles, organisations: made.organisations, created: now,
            expires: made.expires, submissionsPerSecond: made.submissionsPerSecond)
        return try checked(.credentialAdded(credential), .principal(credential, token: token))
    }

    private func checked(_ change: AccessChange, _ answer: WriterAnswer) throws(AccessConflict) -> PreparedChange {
        try access.check(change)
        return PreparedChange(change: change, answer: answer)
    }

    /// A page of the principals.
    func principals(_ request: TokensRequest) -> WriterAnswer {
        let after = request.after ?? ""
        let names = access.credentials.filter { $0.value.name > after }.sorted { $0.value.name < $1.value.name }
        let page = names.prefix(request.limit).map {
            ListedPrincipal($0.value, lastUsed: access.lastUsed[$0.key])
        }
        return .tokens(page, isLast: names.count <= request.limit)
    }
}

extension Refusal {
    /// The refusal of a change of who may do what.
    init(_ conflict: AccessConflict) {
        switch conflict {
        case .taken: self.init(.conflict, "the name, the token or the certificate is taken already")
        case .unknownPrincipal: self.init(.notFound, "there is no such principal, or it was just revoked")
        case .unknownOrganisation(let name):
            self.init(
                .notFound, "there is no organisation \(name): add it first with ORG", field: "organisations")
        case .firstMustOperate:
            self.init(
                .badValue, "the first principal must be an operator, or nobody could make another",
                field: "roles")
        case .lastOperator:
            self.init(.conflict, "it is the last operator: make another first", field: "revoke")
        case .limit: self.init(.conflict, "there are as many principals as there may be")
        }
    }
}
