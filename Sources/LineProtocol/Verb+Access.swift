// Who may use which verb, and whose figures a request is about. Both switches are exhaustive on purpose: a new verb
// does not compile until it is said who may use it.

package import Access

/// Whom a verb is for.
package enum VerbAccess: Equatable, Sendable {
    /// Anyone who has come through the handshake.
    case everyone
    /// Any principal, whatever its roles.
    case principals
    /// Principals with that role, for the organisations that are theirs.
    case role(Role)
}

extension Verb {
    /// Whom the verb is for.
    package var access: VerbAccess {
        switch self {
        case .help, .ping, .quit, .auth: .everyone
        case .status, .score: .principals
        case .submit: .role(.submit)
        case .explain, .report, .orgs, .verbatims: .role(.read)
        case .surveys, .results, .watch: .role(.read)
        case .survey, .forget: .role(.manage)
        case .trend, .compare, .drivers, .rank, .segments: .role(.read)
        case .snapshot, .token, .tokens, .org, .drain: .role(.operate)
        }
    }
}

extension Request {
    /// The role that the request needs besides what its verb does: who asks by which tag keys figures are split need not be
    /// allowed to change them.
    package var roleBesides: Role? {
        if case .segments(let request) = self, request.isChange { return .manage }
        return nil
    }

    /// Whether every organisation that the request names satisfies `isOwn`. A request that names none satisfies it:
    /// what it is answered with is then cut down to the principal's own by who answers it.
    package func namesOnly(_ isOwn: (String) -> Bool) -> Bool {
        switch self {
        case .help, .ping, .status, .score, .orgs, .snapshot, .quit, .auth, .token, .tokens, .org, .drain: true
        case .submit(let request): isOwn(request.org)
        case .explain(let request): request.org.map(isOwn) ?? true
        case .figures(let request): request.organisations.allSatisfy(isOwn)
        case .segments(let request): isOwn(request.org)
        case .verbatims(let request): isOwn(request.org)
        case .survey(let request): isOwn(request.org)
        case .forget(let request): isOwn(request.org)
        case .watch(let request): isOwn(request.org)
        case .surveys(let request): request.org.map(isOwn) ?? true
        case .results(let request): isOwn(request.org)
        }
    }
}
