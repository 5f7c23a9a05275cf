// The life of a connection on its loop: handshake, reading, writing, deadlines, the end.

internal import ByteCoding
internal import LineProtocol
internal import Logging
internal import Transport

extension EventLoop {
    /// Bytes read from one connection before the others have their turn.
    private static let turnBytesMax = 262_144
    /// Bytes asked of the stream at once: a few TLS records.
    private static let readBytes = 65_536

    /// Takes over a connection that was accepted.
    mutating func open(_ arrival: Arrival) {
        let (peer, usesTLS) = (arrival.peer, arrival.usesTLS)
        guard let descriptor = arrival.parcel.take() else { return dismiss(peer) }
        let number = nextNumber
        nextNumber += 1
        guard !isDraining, let stream = try? makeStream(descriptor, usesTLS: usesTLS) else {
            return dismiss(peer)
        }
        context.access.refresh()
        let session = Session(connection: number, peer: peer, context: context)
        let connection = Connection(number: number, stream: stream, session: session, since: clock.nanoseconds)
        connection.timer = timers.start(token: number, deadline: now + Int64(configuration.handshakeSeconds) * 1000)
        connections[number] = connection
        do {
            try poller.add(connection.stream, token: number, interest: connection.interest)
        } catch {
            return close(connection)
        }
        if !usesTLS { begin(connection) }
    }

    private var takesCertificates: Bool { configuration.identity.clientAuthorityFile != nil }

    private func makeStream(
        _ descriptor: consuming Descriptor, usesTLS: Bool
    ) throws(StreamFailure) -> ByteStream {
        if usesTLS { return try ByteStream(tls: descriptor, context: tls) }
        return ByteStream(plain: descriptor)
    }

    /// Deals with what the poller said of a connection.
    mutating func handle(_ connection: Connection, _ readiness: Readiness) {
        switch connection.phase {
        case .handshake: queue(connection)
        case .closing: finish(connection)
        case .conversation:
            if readiness.isWritable {
                connection.streamNeedsWritable = false
                markDirty(connection)
            }
            if readiness.isHungUp, !connection.interest.contains(.readable) { return close(connection) }
            if readiness.isReadable { readInTurn(connection) }
        }
    }

    mutating func handshake(_ connection: Connection) {
        switch connection.stream.handshake() {
        case .complete: begin(connection)
        case .wantsRead:
            connection.streamNeedsWritable = false
            watch(connection)
        case .wantsWrite:
            connection.streamNeedsWritable = true
            watch(connection)
        case .notTLS(let looksLikeHTTP):
            counters.handshakeFailed()
            let answer =
                looksLikeHTTP
                ? ReplyLine.http : Array("ERR {\"code\":\"bad_request\",\"message\":\"this port speaks TLS\"}\n".utf8)
            connection.stream.refuse(with: answer.span)
            close(connection)
        case .closed: close(connection)
        case .failed(let failure):
            counters.handshakeFailed()
            logger.debug("handshake failed", metadata: ["reason": "\(failure)"])
            close(connection)
        }
    }

    /// The stream is ready: the greeting goes out, and what came with the handshake is read.
    private mutating func begin(_ connection: Connection) {
        connection.phase = .conversation
        connection.strangeSince = now
        if takesCertificates {
            connection.session.present(connection.stream.peerIdentities, context: &context)
        }
        touch(connection)
        markDirty(connection)
        if connection.stream.hasPending { read(connection) }
    }

    /// Reads what has arrived and takes the requests in it, as far as the limits and the connection's share go. The rest
    /// waits, and when the socket is full its client does: to read it only to refuse it would cost those whose turn it is.
    mutating func read(_ connection: Connection, _ share: LoopLoad.Share = .full) {
        guard connection.session.phase == .open else { return discard(connection) }
        var buffer: [UInt8] = []
        swap(&buffer, &scratch)
        if !connection.input.isEmpty {
            buffer.append(contentsOf: connection.input)
            connection.input = []
        }
        var start = 0
        let outcome = pull(connection, share, &buffer, &start)
        let isTooMuch = share == .few && buffer.count - start > share.bytesMax
        // A slice of the whole would be the buffer itself, with all its room.
        if start < buffer.count { connection.input = Array(copying: buffer.span.extracting(droppingFirst: start)) }
        buffer.removeAll(keepingCapacity: true)
        swap(&buffer, &scratch)
        settle(connection, after: outcome, isTooMuch: isTooMuch)
    }

    /// Takes a share of what waits in `buffer` behind `start`, and of what the stream has.
    private mutating func pull(
        _ connection: Connection, _ share: LoopLoad.Share, _ buffer: inout [UInt8], _ start: inout Int
    ) -> ReadOutcome {
        context.load.begin(share, until: share == .full ? clock.nanoseconds + shareNanoseconds : .max)
        var readCount = 0
        var outcome = ReadOutcome.bytes(0)
        if share != .few { take(connection, buffer, from: &start) }
        while mayRead(connection), readCount < Self.turnBytesMax {
            outcome = connection.stream.read(into: &buffer, limit: Self.readBytes)
            guard case .bytes(let count) = outcome else { break }
            readCount += count
            // Much at once waits for its turn without being looked at.
            if share == .few, buffer.count - start > share.bytesMax { break }
            take(connection, buffer, from: &start)
            if !connection.stream.hasPending, count < Self.readBytes { break }
        }
        return outcome
    }

    /// A connection that was let in is none any more.
    func dismiss(_ peer: PeerAddress) {
        counters.connectionClosed()
        admission.left(peer)
    }

    private mutating func mayRead(_ connection: Connection) -> Bool {
        // Asked of each as a whole: the program sees to it, at a price, that nobody else has what is asked at the time.
        connection.session.wantsInput(configuration.limits, outputBytesMax: outputBytesMax) && context.canGoOn()
    }

    private mutating func take(_ connection: Connection, _ buffer: [UInt8], from start: inout Int) {
        guard start < buffer.count, canTakeRequests else { return }
        connection.session.receive(buffer.span, from: &start, context: &context)
    }

    /// Draws the consequences of a turn's reading.
    private mutating func settle(_ connection: Connection, after outcome: ReadOutcome, isTooMuch: Bool) {
        switch outcome {
        case .failed: return close(connection)
        case .closed: connection.session.end()
        case .wantsWrite: connection.streamNeedsWritable = true
        case .bytes, .wantsRead: break
        }
        // Without anything left of what was read, the poller tells when to go on.
        let isCut =
            !mayRead(connection)
            && (!connection.input.isEmpty || !connection.session.wantsInput(configuration.limits))
        connection.hasStoppedEarly =
            connection.session.phase == .open && (isCut || isTooMuch || connection.stream.hasPending)
        context.load.begin(.full)
        touch(connection)
        markDirty(connection)
        queueIfStopped(connection)
        watch(connection)
    }

    /// Puts a connection that stopped early on the list of those to go on with, if its own limits let it.
    private mutating func queueIfStopped(_ connection: Connection) {
        guard connection.hasStoppedEarly, connection.session.wantsInput(configuration.limits) else { return }
        queue(connection)
    }

    /// Throws away what a client sends after its end was decided, until it closes.
    private mutating func discard(_ connection: Connection) {
        connection.stream.discardInput()
        markDirty(connection)
    }

    /// Writes what waits, as far as the socket takes it; lets the connection go when all is said.
    mutating func write(_ connection: Connection) {
        guard connection.phase == .conversation, !connection.isGone else { return }
        guard connection.session.heldUntil == nil else { return watch(connection) }
        defer { countBytes(of: connection) }
        guard writeOutput(connection) else { return }
        if connection.session.isWatching {
            connection.session.tellLag()
            guard writeOutput(connection) else { return }
        }
        if connection.session.isFinished {
            connection.phase = .closing
            return finish(connection)
        }
        queueIfStopped(connection)
        watch(connection)
    }

    /// Whether everything that waited is written; from then on the connection is idle.
    private mutating func writeOutput(_ connection: Connection) -> Bool {
        if connection.session.output.isEmpty { return true }
        guard send(connection) else { return false }
        connection.writtenCount = 0
        replyBuffers.takeBack(&connection.session.output)
        touch(connection)
        return true
    }

    /// Whether the socket took all of the output.
    private mutating func send(_ connection: Connection) -> Bool {
        let output = connection.session.output
        while connection.writtenCount < output.count {
            let rest = output.span.extracting(droppingFirst: connection.writtenCount)
            switch connection.stream.write(rest) {
            case .wrote(let count):
                connection.writtenCount += count
                connection.blockedSince = nil
            case .wantsRead, .wantsWrite:
                if connection.blockedSince == nil {
                    connection.blockedSince = now
                    touch(connection)
                }
                connection.streamNeedsWritable = true
                watch(connection)
                return false
            case .failed:
                close(connection)
                return false
            }
        }
        return true
    }

    /// Sends close_notify and lets the connection go.
    private mutating func finish(_ connection: Connection) {
        switch connection.stream.shutdown() {
        case .complete, .failed:
            connection.stream.discardInput()
            close(connection)
        case .wantsWrite:
            touch(connection)
            watch(connection)
        }
    }

    /// Tells the poller what the connection waits for now.
    mutating func watch(_ connection: Connection) {
        guard !connection.isGone else { return }
        let wanted = connection.wantedInterest(canRead: mayRead(connection))
        if wanted == connection.interest { return }
        connection.interest = wanted
        if (try? poller.modify(connection.stream, token: connection.number, interest: wanted)) == nil {
            close(connection)
        }
    }

    /// Puts the connection's deadline where its state asks for it.
    private mutating func touch(_ connection: Connection) {
        guard let timer = connection.timer else { return }
        countBytes(of: connection)
        let status = connection.session.status(leftOver: connection.input.count, isOpenToAll: context.access.isOpen)
        let isInLine = status.isInLine && !connection.hasStoppedEarly
        if !isInLine || status.lineCount != connection.linesBefore { connection.lineBegan = nil }
        connection.linesBefore = status.lineCount
        if status.isKnown {
            connection.strangeSince = nil
        } else {
            connection.strangeSince = connection.strangeSince ?? now
        }
        let deadline: Int64
        if let until = status.heldUntil {
            deadline = until
        } else if let since = connection.strangeSince {
            // Absolute: whatever a stranger says, it has until then to say who it is.
            deadline = since + Int64(configuration.authenticationSeconds) * 1000
        } else if status.hasOutput || connection.phase == .closing {
            deadline = now + Int64(configuration.outputSeconds) * 1000
        } else if !isInLine {
            deadline = now + Int64(configuration.idleSeconds) * 1000
        } else {
            // Absolute, from the line's first byte: dripping does not prolong it.
            let began = connection.lineBegan ?? now
            connection.lineBegan = began
            let paid = Int64(connection.input.count * 1000 / max(1, configuration.lineBytesPerSecond))
            let grace = Int64(configuration.lineGraceSeconds) * 1000
            deadline = began + min(grace + paid, Int64(configuration.lineSeconds) * 1000)
        }
        timers.move(timer, to: deadline)
    }

    /// Counts what the connection holds, as it does now, among what all hold.
    func countBytes(of connection: Connection) {
        guard !connection.isGone else { return }
        let count = connection.heldBytes
        guard count != connection.countedBytes else { return }
        memory.addOutput(count - connection.countedBytes)
        connection.countedBytes = count
    }

    /// A watcher that has nothing to say is not idle: it is told that the connection lives, and must take that. Whether
    /// the connection stays.
    mutating func keepAlive(_ connection: Connection) -> Bool {
        guard connection.session.isWatching, connection.phase == .conversation, connection.input.isEmpty,
            connection.session.output.isEmpty
        else { return false }
        guard mayStillWatch(connection) else { return true }
        connection.timer = timers.start(token: connection.number, deadline: now)
        connection.session.push(EventLine.alive, limits: context.limits)
        touch(connection)
        markDirty(connection)
        return true
    }

    /// Whether a connection that watches still has the right to what it hears; if not it is ended.
    mutating func mayStillWatch(_ connection: Connection) -> Bool {
        if connection.session.mayStillWatch(&context) { return true }
        close(connection)
        return false
    }

    /// Draws the consequences of a deadline.
    mutating func expire(_ connection: Connection) {
        guard let until = connection.session.heldUntil else {
            if keepAlive(connection) { return }
            counters.connectionTimedOut()
            return close(connection)
        }
        connection.session.release(now: max(now, until))
        connection.timer = timers.start(token: connection.number, deadline: now)
        touch(connection)
        write(connection)
        if !connection.isGone { read(connection) }
    }

    /// Lets a connection go at once.
    mutating func close(_ connection: Connection) {
        guard connections.removeValue(forKey: connection.number) != nil else { return }
        connection.isGone = true
        if connection.session.isWatching { watcherIsGone(connection.number) }
        if let timer = connection.timer { timers.cancel(timer) }
        connection.session.standing.reset()
        memory.addOutput(-connection.countedBytes)
        dismiss(connection.session.peer)
    }
}
