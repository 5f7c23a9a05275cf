// Whose turn it is. A connection that has cost little of late is read as soon as it has something; one that has cost much
// or sends much at once waits in a queue with the others of its kind, and so does every handshake. Of a turn of the loop
// the queues get a few milliseconds each: whoever floods the server waits for those who flood it too, and hardly anybody
// else does.

internal import DequeModule
internal import Transport

/// The time that a connection has had of its loop, and pays back by waiting.
struct ServiceDebt {
    /// A connection may use so much of a loop's time, one part in so many, and never wait for it.
    private static let share: Int64 = 10
    /// What it may use at once beyond that: some hundred requests.
    private static let allowance: Int64 = 1_000_000
    /// More than that is not remembered.
    private static let nanosecondsMax: Int64 = 50_000_000

    private var nanoseconds: Int64 = 0
    private var asOf: Int64 = 0

    /// Whether it has had more than its share.
    var isHigh: Bool { nanoseconds > Self.allowance }

    /// Lets time go by, up to a moment in nanoseconds.
    mutating func age(to now: Int64) {
        nanoseconds = max(0, nanoseconds - (now - asOf) / Self.share)
        asOf = now
    }

    /// Adds what has just been used.
    mutating func add(_ used: Int64) { nanoseconds = min(nanoseconds + used, Self.nanosecondsMax) }
}

/// A connection that was accepted.
struct Arrival {
    let parcel: Parcel<Descriptor>
    let peer: PeerAddress
    let usesTLS: Bool
}

extension EventLoop {
    /// What each of the queues gets of a turn, in nanoseconds.
    private static let queueNanoseconds: Int64 = 2_000_000

    /// Reads from a connection that has something: now, or when those before it have had their turn.
    func readInTurn(_ connection: Connection) {
        if connection.isQueued { return }
        let start = clock.nanoseconds
        connection.debt.age(to: start)
        if connection.debt.isHigh { return queue(connection) }
        read(connection, .few)
        connection.debt.add(clock.nanoseconds - start)
    }

    /// Puts a connection at the end of the queue it belongs to.
    func queue(_ connection: Connection) {
        guard !connection.isQueued else { return }
        connection.isQueued = true
        if connection.phase == .handshake { handshakes.append(connection) } else { backlog.append(connection) }
    }

    /// Whether there is somebody to go on with.
    var hasQueue: Bool { !arrivals.isEmpty || !handshakes.isEmpty || !backlog.isEmpty && canTakeRequests }

    /// Goes on with those that wait, the oldest first, for a few milliseconds.
    func goOn() {
        let start = clock.nanoseconds
        // In a long turn more: else a flood of work would keep everybody new out.
        let spent = start - now * 1_000_000
        let share = min(max(spent, Self.queueNanoseconds), 3 * Self.queueNanoseconds)
        takeOver(until: start + share / 2)
        shakeHands(until: start + share)
        let middle = backlog.isEmpty ? start : clock.nanoseconds
        serveBacklog(from: middle)
        // The poller need not tell again and again of those that are left.
        for connection in handshakes { watch(connection) }
        for connection in backlog { watch(connection) }
    }

    private func takeOver(until end: Int64) {
        while let arrival = arrivals.popFirst() {
            open(arrival)
            if clock.nanoseconds >= end { return }
        }
    }

    private func shakeHands(until end: Int64) {
        for _ in 0..<handshakes.count {
            guard let connection = handshakes.popFirst() else { return }
            connection.isQueued = false
            guard connections[connection.number] != nil else { continue }
            handshake(connection)
            if clock.nanoseconds >= end { return }
        }
    }

    private func serveBacklog(from start: Int64) {
        var time = start
        for _ in 0..<backlog.count {
            guard canTakeRequests, time < start + Self.queueNanoseconds, let connection = backlog.popFirst()
            else { return }
            connection.isQueued = false
            guard connections[connection.number] != nil else { continue }
            connection.debt.age(to: time)
            read(connection)
            let end = clock.nanoseconds
            connection.debt.add(end - time)
            time = end
        }
    }
}
