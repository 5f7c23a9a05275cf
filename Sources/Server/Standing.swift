// Whom a connection speaks for, and for how long still. It is looked at again at every line.

internal import Access
internal import LineProtocol
internal import Transport

/// What a connection has proved of its client.
struct Standing: Sendable {
    private struct Known: Sendable {
        var principal: Principal
        var usage: PrincipalUsage
    }

    private var known: Known?
    /// The table by which `known` was last found good.
    private var generation = 0
    /// What the client's certificate says, for when the table comes to know it; empty without one and after `AUTH`.
    private var certificateIdentities: [String] = []
    /// Whether there were rights that have ended.
    private var hasLostRights = false

    /// The principal; nil for a stranger.
    var principal: Principal? { known?.principal }

    /// Whether there is one.
    var isKnown: Bool { known != nil }

    /// Takes what the client's certificate says.
    mutating func present(_ identities: [String]) {
        certificateIdentities = identities
        generation = 0
    }

    /// Forgets everything that was proved.
    mutating func reset() {
        known?.usage.leave()
        known = nil
        certificateIdentities = []
        hasLostRights = false
    }

    /// Takes a principal that has proved itself; false when it has as many connections as it may.
    mutating func become(_ principal: Principal, _ view: AccessView) -> Bool {
        let usage = view.board.usage(of: principal)
        guard usage.join() else { return false }
        known = Known(principal: principal, usage: usage)
        generation = view.generation
        return true
    }

    /// Looks whether what was proved is still worth something at `now`, in milliseconds since 1970.
    mutating func review(_ view: AccessView, now: Int64) {
        if generation != view.generation {
            generation = view.generation
            if let number = principal?.number, view.table[number] == nil { lose() }
            if known == nil, let found = view.table.principal(certificate: certificateIdentities) {
                _ = become(found, view)
            }
        }
        if known?.principal.credential.isValid(at: now) == false { lose() }
    }

    private mutating func lose() {
        reset()
        hasLostRights = true
    }

    /// Refuses a verb that the client may not use.
    func admit(_ verb: Verb, _ view: AccessView) throws(Refusal) {
        if view.isOpen { return }
        let access = verb.access
        if access == .everyone { return }
        guard let roles = known?.principal.credential.roles else {
            throw Refusal(
                .unauthenticated,
                hasLostRights
                    ? "the token was revoked or has expired: AUTH with another"
                    : "AUTH comes first; before it there are HELP, PING and QUIT")
        }
        if case .role(let role) = access, !roles.allow(role) {
            throw Refusal(.forbidden, "\(verb.rawValue) needs the role \(role.name)")
        }
    }

    /// Refuses a request that changes what the client may not, or is about organisations which are not the client's. One that does not exist is refused in
    /// the same words and the same time.
    func admit(_ request: Request, _ view: AccessView) throws(Refusal) {
        guard !view.isOpen, let credential = principal?.credential else { return }
        if let role = request.roleBesides, !credential.roles.allow(role) {
            throw Refusal(.forbidden, "such a change needs the role \(role.name)")
        }
        let scope = credential.scope
        guard request.namesOnly({ view.table.mayUse($0, scope) }) else { throw Self.notYours }
    }

    /// The refusal of an organisation that is another's, or nobody's.
    static var notYours: Refusal {
        Refusal(.forbidden, "there is no such organisation, or it is not yours", field: "org")
    }

    /// Takes the right to one submission.
    func admitSubmission(nanoseconds: Int64) throws(Refusal) {
        guard let wait = known?.usage.takeSubmission(nanoseconds: nanoseconds) else { return }
        var refusal = Refusal(.rateLimited, "more submissions a second than this principal may store")
        refusal.retryAfterMilliseconds = wait
        throw refusal
    }

    /// The organisations that answers may tell of.
    func scope(_ view: AccessView) -> OrganisationScope {
        if view.isOpen { return .all }
        return principal?.credential.scope ?? .only([])
    }
}
