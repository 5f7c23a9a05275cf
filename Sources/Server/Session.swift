// The conversation on one connection, without its socket: bytes of requests in, bytes of replies out, in the order of
// the requests. What only the writer can do goes into the batch of the loop's turn; its result comes back here.

internal import ByteCoding
package import LineProtocol
internal import Scoring
package import Transport

/// One connection's conversation.
package struct Session {
    /// Whether the conversation goes on.
    package enum Phase: Equatable, Sendable {
        case open
        /// No more is read; once the replies that are due have been written the connection ends.
        case ending
    }

    /// The connection's number on its loop.
    package let connection: UInt64
    package private(set) var phase = Phase.open
    /// Reply bytes that wait to be written.
    package var output: [UInt8] = []

    /// Whether it ever asked to be told of anything.
    package private(set) var isWatching = false
    /// Events that were dropped because the client takes its lines too slowly.
    private var droppedEvents = 0
    /// Where the client is.
    let peer: PeerAddress
    /// Whom it speaks for.
    var standing = Standing()
    /// Until when, on the loop's clock, the reply to a failed attempt is kept back and nothing is read.
    var heldUntil: Int64?
    /// Lines since its client has not proved who it is.
    var strangerLineCount = 0
    /// Attempts that failed on this connection.
    var failureCount = 0
    /// Whether a change of who may do what is with the writer.
    var awaitsChange = false

    /// Bytes of replies that may wait, where that is less than the limit, because many wait elsewhere.
    private var outputBytesMax = Int.max

    private var framer: LineFramer
    private var hadLine = false
    /// The requests whose replies are not in `output` yet, oldest first.
    private var pending = PendingReplies()

    /// A conversation that begins with the greeting.
    package init(
        connection: UInt64, peer: PeerAddress = PeerAddress(network: 0, interface: 1, port: 0),
        context: borrowing LoopContext
    ) {
        self.connection = connection
        self.peer = peer
        framer = LineFramer(lineBytesMax: context.limits.lineBytesMax)
        ReplyLine.greeting(
            server: context.serverName, limits: context.limits, lexicon: context.lexicon,
            auth: context.authentication, to: &output)
    }

    /// Lines taken since the beginning.
    private(set) var lineCount = 0

    /// What the connection's deadline depends on.
    struct Status {
        /// Whether a line has begun that has not ended.
        var isInLine: Bool
        var lineCount: Int
        /// Whether the client has proved who it is, or need not.
        var isKnown: Bool
        var heldUntil: Int64?
        var hasOutput: Bool
    }

    /// How it stands, given how many bytes are left over and whether nobody needs to prove who he is. Mutating, for out of a
    /// class it would be copied to be asked.
    mutating func status(leftOver: Int, isOpenToAll: Bool) -> Status {
        Status(
            isInLine: framer.isUnfinished(leftOver: leftOver), lineCount: lineCount,
            isKnown: isOpenToAll || standing.isKnown, heldUntil: heldUntil, hasOutput: !output.isEmpty)
    }

    /// How many requests wait for the writer.
    package var pendingCount: Int { pending.count }

    /// Whether more may be read: at a limit the client has to take its replies first.
    package func wantsInput(_ limits: Limits) -> Bool {
        phase == .open && pending.count < limits.requestsInFlightMax
            && heldBytes < min(limits.outputBytesMax, outputBytesMax)
            && !pending.hasChange && heldUntil == nil && !awaitsChange
    }

    /// The same with so many bytes of replies that may wait from now on.
    mutating func wantsInput(_ limits: Limits, outputBytesMax: Int) -> Bool {
        self.outputBytesMax = outputBytesMax
        return wantsInput(limits)
    }

    /// Bytes that are held or reserved for replies.
    var heldBytes: Int { output.count + pending.byteCount }

    /// The same with all the room of the buffer that the replies are in.
    var heldBytesWithRoom: Int { pending.byteCount + (output.isEmpty ? 0 : output.capacity) }

    /// Whether everything was answered and nothing more will be read.
    package var isFinished: Bool { phase == .ending && pending.isEmpty && output.isEmpty }

    /// Reads no more requests.
    package mutating func end() { phase = .ending }

    /// Takes the requests out of `input` from `start` on; `start` moves behind the last complete line. It stops early
    /// at a limit (`wantsInput`) and when the connection has had its share: then the rest must be given again later.
    package mutating func receive(_ input: Span<UInt8>, from start: inout Int, context: inout LoopContext) {
        while wantsInput(context.limits), !context.load.isShareOver {
            context.access.refresh()
            standing.review(context.access, now: context.now)
            let bytesMax = lineBytesMax(context)
            framer.lineBytesMax = bytesMax
            guard let frame = framer.next(in: input, from: &start) else { return }
            lineCount &+= 1
            guard admitStranger(context) else { return }
            switch frame {
            case .tooLong:
                context.load.take(line: bytesMax)
                refuse(Refusal(.tooLong, "a line has at most \(bytesMax) bytes"), tag: [])
            case .line(let range):
                context.load.take(line: range.count)
                take(input.extracting(range), context: &context)
            }
        }
    }

    /// Takes an event, or counts it as dropped while too much waits to be written; once there is room again the client is
    /// told how many.
    package mutating func push(_ event: [UInt8], lost: Int = 0, limits: Limits) {
        droppedEvents += lost
        guard phase == .open, output.count + event.count <= limits.eventBytesMax else {
            droppedEvents += 1
            return
        }
        tellLag()
        output += event
    }

    /// Tells of dropped events, when everything that waited is written.
    package mutating func tellLag() {
        if droppedEvents == 0 || phase != .open { return }
        output += EventLine.lag(dropped: droppedEvents)
        droppedEvents = 0
    }

    private func lineBytesMax(_ context: borrowing LoopContext) -> Int {
        let limits = context.limits
        return isKnown(context.access) ? limits.lineBytesMax : min(limits.lineBytesMax, limits.lineBytesBeforeAuth)
    }

    /// Takes the writer's results for items of a batch that it has answered, all of this connection.
    package mutating func complete(
        _ range: Range<Int>, of batch: borrowing WriterBatch, context: inout LoopContext
    ) {
        let durability = context.durability
        let replies = batch.replies.span
        for index in range {
            let request = batch.items[index].address.request
            guard case .submission(_, let reply, _) = batch.items[index].work else {
                complete(batch.items[index].address, with: batch.results[index], load: context.load)
                continue
            }
            let result = batch.results[index]
            pending.complete(request, rendering: &output) { _, output in
                reply.render(result, from: replies, durability: durability, into: &output)
            }
        }
        noteCompletion()
    }

    /// Takes the writer's result for a question or a change, which may come later than its batch.
    package mutating func complete(
        _ address: ReplyAddress, with result: WriterResult, load: borrowing LoopLoad = LoopLoad()
    ) {
        if case .later = result { return }
        let result = load.admitted(result)
        pending.complete(address.request, rendering: &output) { slot, output in
            let tag: [UInt8]
            switch slot {
            case .question(let its, _), .change(let its): tag = its
            case .submission, .ready: preconditionFailure("neither a question nor a change")
            }
            switch result {
            case .answer(let answer): ReplyLine.ok(tag: tag.span, to: &output) { answer.members(&$0) }
            case .refused(let refusal): ReplyLine.error(refusal, tag: tag.span, to: &output)
            case .stored, .duplicate, .later: preconditionFailure("a question is answered or refused")
            }
        }
        noteCompletion()
    }

    /// Behind a change the conversation goes on when everything before it is answered.
    private mutating func noteCompletion() {
        if awaitsChange, pending.isEmpty { awaitsChange = false }
    }

    private mutating func take(_ line: Span<UInt8>, context: inout LoopContext) {
        if !hadLine, RequestLine.looksLikeHTTP(line) {
            output += ReplyLine.http
            return end()
        }
        hadLine = true
        var tagRange = 0..<0
        do throws(Refusal) {
            let request = try RequestLine.parse(line, tag: &tagRange)
            let tag = Array(copying: line.extracting(tagRange))
            if context.isDraining { throw Refusal(.shuttingDown, "the server is stopping") }
            try standing.admit(request.verb, context.access)
            if request.verb == .submit || request.verb == .score { try admitWork(&context) }
            if request.verb == .submit { try limitRate(&context) }
            let asked = try Request(request, in: line)
            try standing.admit(asked, context.access)
            answer(asked, tag: tag, context: &context)
        } catch {
            // What is taken was read in full, and is UTF-8.
            if let offset = UTF8Validation.firstInvalid(in: line) {
                return refuse(Refusal(.badUTF8, "the line is not UTF-8", offset: offset), tag: [])
            }
            refuse(error, tag: Array(copying: line.extracting(tagRange)))
        }
    }

    private mutating func answer(_ request: consuming Request, tag: [UInt8], context: inout LoopContext) {
        switch consume request {
        case .ping: reply(tag) { _ in }
        case .help(let verb): reply(tag) { $0.help(verb) }
        case .score(let score):
            do throws(Refusal) { try context.load.admitAnswer(of: score.bytesHeldMax) } catch {
                return refuse(error, tag: tag)
            }
            let result = context.score(score.text.span)
            let lexicon = context.lexicon
            reply(tag) { writer in
                writer.members(
                    of: result, text: score.text.span, lexicon: lexicon, evidence: score.explain ? .full : .brief)
            }
        case .submit(let submission):
            do throws(Refusal) {
                submit(submission, try context.content(of: submission), tag: tag, context: &context)
            } catch {
                // Whatever has become of its survey: what was taken before is answered as before.
                if !submission.hasID { return refuse(error, tag: tag) }
                let content = context.contentOfResubmission(submission)
                submit(submission, content, orRefuse: error, tag: tag, context: &context)
            }
        case .survey(let request): change(.survey(request), tag: tag, context: &context)
        case .watch(let request):
            isWatching = isWatching || !request.stops
            // What is asked after it is told as an event.
            awaitsChange = awaitsChange || !request.stops
            ask(.watch(request), tag: tag, context: &context)
        case .forget(let request): change(.forget(request), tag: tag, context: &context)
        case .surveys(let question): ask(.surveys(question), tag: tag, context: &context)
        case .results(let question): ask(.results(question), tag: tag, context: &context)
        case .explain(let question): ask(.explain(question), tag: tag, context: &context)
        case .figures(let question): ask(.figures(question), tag: tag, context: &context)
        case .segments(let question): ask(.segments(question), tag: tag, context: &context)
        case .orgs(let question): ask(.orgs(question), tag: tag, context: &context)
        case .verbatims(let question): ask(.verbatims(question), tag: tag, context: &context)
        case .status: ask(.status, tag: tag, context: &context)
        case .snapshot: ask(.snapshot, tag: tag, context: &context)
        case .auth(let request): authenticate(request, tag: tag, context: &context)
        case .token(.add(let made)): change(.access(.add(made)), tag: tag, context: &context)
        case .token(.revoke(let name)): change(.access(.revoke(name: name)), tag: tag, context: &context)
        case .org(let request): change(.access(.addOrganisation(request.name)), tag: tag, context: &context)
        case .tokens(let question): ask(.tokens(question), tag: tag, context: &context)
        case .drain: ask(.drain, tag: tag, context: &context)
        case .quit:
            reply(tag) { _ in }
            end()
        }
    }

    /// Gives a submission to the writer; with `refusal` only to look whether it was taken before.
    private mutating func submit(
        _ request: borrowing SubmitRequest, _ content: borrowing SubmissionContent, orRefuse refusal: Refusal? = nil,
        tag: [UInt8], context: inout LoopContext
    ) {
        let range = context.encode(request, content)
        let reply = context.batch.prepareReply(to: request, content, tag: tag, lexicon: context.lexicon)
        let address = ReplyAddress(connection: connection, request: pending.append(.submission))
        var place: Int?
        if let refusal {
            place = context.batch.refusals.count
            context.batch.refusals.append(refusal)
        }
        context.batch.items.append(
            WriterItem(address: address, work: .submission(range, reply, orRefuse: place)))
    }

    mutating func ask(_ question: Question, tag: [UInt8], context: inout LoopContext) {
        let byteCount = question.bytesHeldMax(context.limits)
        do throws(Refusal) { try context.load.admitAnswer(of: byteCount) } catch { return refuse(error, tag: tag) }
        let number = pending.append(.question(tag: tag, reserved: byteCount))
        context.batch.items.append(
            WriterItem(
                address: ReplyAddress(connection: connection, request: number), work: .question(question),
                scope: standing.scope(context.access)))
    }

    /// Asks for a change that later requests of this connection may build on: they wait until it is made.
    private mutating func change(_ change: Change, tag: [UInt8], context: inout LoopContext) {
        let number = pending.append(.change(tag: tag))
        context.batch.items.append(
            WriterItem(
                address: ReplyAddress(connection: connection, request: number), work: .change(change),
                scope: standing.scope(context.access)))
    }

    private mutating func reply(_ tag: [UInt8], _ members: (inout JSONWriter) -> Void) {
        pending.render(into: &output) { ReplyLine.ok(tag: tag.span, to: &$0, members: members) }
    }

    mutating func refuse(_ refusal: Refusal, tag: [UInt8]) {
        pending.render(into: &output) { ReplyLine.error(refusal, tag: tag.span, to: &$0) }
    }
}
