// What a loop and the writer tell each other: batches of requests and their answers, events for those who watch, and what
// the server has all loops do.

internal import DequeModule
internal import LineProtocol
internal import Surveys
internal import Transport

extension EventLoop {
    /// Batches that may be with the writer at a time: one being synced, one waiting.
    private static let batchesMax = 2

    /// Heeds what was told the loop.
    mutating func hear() {
        // Lent for the time being: what a message brings about may make the loop hear again.
        var heard: [LoopMessage] = []
        swap(&heard, &messages)
        mailbox.takeAll(into: &heard)
        if !heard.isEmpty { owesAnswer = true }
        heard.giveAway { (message: consuming LoopMessage) in heed(message) }
        swap(&heard, &messages)
    }

    private mutating func heed(_ message: consuming LoopMessage) {
        switch consume message {
        case .connection(let parcel, let peer, let usesTLS):
            arrivals.append(Arrival(parcel: parcel, peer: peer, usesTLS: usesTLS))
        case .answered(let batch): take(batch)
        case .late(let address, let result): complete(address, result)
        case .certificate(let context): tls = context
        case .survey(let listing): context.surveys.set(listing)
        case .events(let events, let lost): deliver(events, lost: lost)
        case .drain: drain()
        }
    }

    /// Tells the writer that a connection watches no more. If its mailbox is full it learns so with the next event.
    func watcherIsGone(_ number: UInt64) { desk.watcherIsGone(number, of: index) }

    /// Gives events to the connections that watch.
    private mutating func deliver(_ events: [WatchEvent], lost: Int) {
        var told: Set<UInt64> = []
        for event in events {
            guard let connection = connections[event.connection] else {
                watcherIsGone(event.connection)
                continue
            }
            guard mayStillWatch(connection) else { continue }
            // Whose events were lost on the way is not known: each watcher of the loop may have missed them.
            let isFirst = told.insert(event.connection).inserted
            connection.session.push(event.line, lost: isFirst ? lost : 0, limits: context.limits)
            markDirty(connection)
        }
    }

    private mutating func take(_ batch: consuming WriterBatch) {
        batchesOut -= 1
        group.awaitMore()
        var start = 0
        while start < batch.items.count {
            let range = batch.run(from: start)
            start = range.upperBound
            guard let connection = connections[batch.items[range.lowerBound].address.connection] else { continue }
            replyBuffers.lend(to: &connection.session.output)
            connection.session.complete(range, of: batch, context: &context)
            // Submissions have small replies: they are counted when they are written.
            if batch.items[range].contains(where: \.isQuestion) { countBytes(of: connection) }
            markDirty(connection)
        }
        batch.reset()
        spareBatches.append(batch)
    }

    private mutating func complete(_ address: ReplyAddress, _ result: WriterResult) {
        guard let connection = connections[address.connection] else { return }
        connection.session.complete(address, with: result, load: context.load)
        countBytes(of: connection)
        markDirty(connection)
    }

    /// Hands what has gathered to the writer, unless it has enough of ours.
    mutating func handOver() {
        let count = context.batch.items.count
        guard count > 0, batchesOut < Self.batchesMax else { return }
        guard desk.answersAtOnce || group.isComplete(count, isFirst: batchesOut == 0, now: now) else { return }
        var batch = spareBatches.popLast() ?? WriterBatch(loop: index)
        swap(&batch, &context.batch)
        batchesOut += 1
        var returned: [WriterBatch] = []
        swap(&returned, &answered)
        desk.take(consume batch, answered: &returned)
        let hasAnswers = !returned.isEmpty
        returned.giveAway { (batch: consuming WriterBatch) in take(batch) }
        swap(&returned, &answered)
        guard hasAnswers else { return }
        // A change that was just answered may be built on by the next line that is read.
        hear()
    }

    private mutating func drain() {
        guard !isDraining else { return }
        isDraining = true
        while let arrival = arrivals.popFirst() { dismiss(arrival.peer) }
        context.isDraining = true
        drainDeadline = now + Int64(configuration.drainSeconds) * 1000
        for connection in Array(connections.values) {
            if connection.phase == .handshake {
                close(connection)
            } else if connection.phase == .conversation {
                // What has arrived gets its reply, so that the client knows what became of it.
                read(connection, .all)
                connection.session.end()
                markDirty(connection)
            }
        }
    }
}
