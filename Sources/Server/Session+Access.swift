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
    func isKnown(_ view: AccessView) -> Bool { view.isOpen || standing.isKnown }

    /// Whether the client still has the right to what it watches. Whoever watches cannot become another on the same
    /// connection, so it is enough to look whether its rights have ended.
    mutating func mayStillWatch(_ context: inout LoopContext) -> Bool {
        context.access.refresh()
        standing.review(context.access, now: context.now)
        return isKnown(context.access)
    }

    /// Ends the conversation with who talks on and on without saying who it is.
    mutating func admitStranger(_ context: borrowing LoopContext) -> Bool {
        if isKnown(context.access) {
            strangerLineCount = 0
            return true
        }
        strangerLineCount += 1
        if strangerLineCount <= Limits.linesBeforeAuthMax { return true }
        refuse(Refusal(.unauthenticated, "too many lines without AUTH; the connection ends"), tag: [])
        end()
        return false
    }

    /// Answers `AUTH`. Whatever was proved before is forgotten first.
    mutating func authenticate(_ request: AuthRequest, tag: [UInt8], context: inout LoopContext) {
        guard !isWatching else {
            return refuse(Refusal(.forbidden, "this connection watches: AUTH on another one"), tag: tag)
        }
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

    /// Refuses what costs a score, before it costs even a look at its JSON, when there is more than can be done in time.
    mutating func admitWork(_ context: inout LoopContext) throws(Refusal) {
        guard context.load.mustRefuse(itemCount: context.batch.items.count) else { return }
        context.counters?.submissionShed()
        throw Refusal(.overloaded, "more comes than can be scored in time; nothing was stored")
    }

    /// Refuses a submission of a principal that sends more than it may, whatever is in it: to read what is refused would
    /// cost the others.
    mutating func limitRate(_ context: inout LoopContext) throws(Refusal) {
        do throws(Refusal) { try standing.admitSubmission(nanoseconds: context.tick * 1_000_000) } catch {
            context.counters?.submissionLimited()
            throw error
        }
    }

    /// Lets go on what was held back, once its time has come.
    mutating func release(now: Int64) {
        if let until = heldUntil, now >= until { heldUntil = nil }
    }
}
