// AUTH, and the requests that change who may do what.

internal import Access
internal import LineProtocol
internal import Transport

extension Session {
    /// Failed attempts of one connection; then it ends.
    private static let failuresMax = 3

    /// Takes what the client's certificate says.
    mutating func present(_ identities: [String], context: inout LoopContext) {
        standing.present(identities)
        standing.review(context.access, now: context.now)
        guard let number = standing.principal?.number else { return }
        // Noted like an AUTH, though nobody waits for an answer: no connection has the number 0.
        let nobody = ReplyAddress(connection: 0, request: 0)
        context.batch.items.append(WriterItem(address: nobody, work: .question(.authenticated(number))))
    }

    /// Whether the client has proved who it is, or need not.
    func isKnown(_ view: AccessView) -> Bool { view.isOpen || standing.principal != nil }

    /// Answers `AUTH`. Whatever was proved before is forgotten first.
    mutating func authenticate(_ request: AuthRequest, tag: [UInt8], context: inout LoopContext) {
        standing.reset()
        do throws(Refusal) {
            let principal = try prove(request, context: context)
            guard standing.become(principal, context.access) else {
                throw Refusal(.tooManyConnections, "this principal has as many connections as it may")
            }
            ask(.authenticated(principal.number), tag: tag, context: &context)
        } catch {
            refuse(error, tag: tag)
        }
    }

    private mutating func prove(
        _ request: AuthRequest, context: borrowing LoopContext
    ) throws(Refusal) -> Principal {
        let view = context.access
        guard !view.isOpen else {
            throw Refusal(.unauthenticated, "there is no token yet: whoever is on this machine may do everything")
        }
        if case .refused(let milliseconds) = view.board.verdict(on: peer, now: context.tick) {
            var refusal = Refusal(.rateLimited, "too many failed attempts from this address")
            refusal.retryAfterMilliseconds = Int(milliseconds)
            throw refusal
        }
        let digest = Secrets.sha256(Array(request.token.utf8))
        let found = TokenDigest(digest.span).flatMap { view.table.principal(token: $0) }
        guard let found, found.credential.isValid(at: context.now) else {
            heldUntil = context.tick + view.board.failed(peer, now: context.tick)
            failureCount += 1
            if failureCount >= Self.failuresMax { end() }
            throw Refusal(.unauthenticated, "the token is unknown, was revoked, or has expired")
        }
        view.board.succeeded(peer)
        return found
    }

    /// Hands a change to the writer. What follows on this connection is taken after it: it may depend on it.
    mutating func change(_ question: Question, tag: [UInt8], context: inout LoopContext) {
        awaitsChange = true
        ask(question, tag: tag, context: &context)
    }

    /// Lets go on what was held back, once its time has come.
    mutating func release(now: Int64) {
        if let until = heldUntil, now >= until { heldUntil = nil }
    }
}
