// Whose turn it is. A connection that has cost little of late is read as soon as it has something; one that has cost much
// or sends much at once waits in a queue with the others of its kind, and so does every handshake. Of each turn of the loop
// one of the queues gets a quarter of a millisecond: whoever floods the server waits for those who flood it too, and hardly
// anybody else does.

internal import DequeModule
internal import Transport

/// The time that a connection has had of its loop, and pays back by waiting.
struct ServiceDebt {
    /// A connection may use so much of a loop's time, one part in so many, and never wait for it.
    private static let share: Int64 = 10
    /// What it may use at once beyond that: some hundred requests.
    private static let allowance: Int64 = 1_000_000
    /// What a newcomer may use of that: many who come at once must not hold up those who are there.
    private static let welcome: Int64 = 100_000
    /// More than that is not remembered.
    private static let nanosecondsMax: Int64 = 50_000_000

    private var nanoseconds = allowance - welcome
    private var asOf: Int64

    /// What a newcomer has, who came at a moment in nanoseconds.
    init(since moment: Int64) { asOf = moment }

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
    /// What a queue gets of a turn, in nanoseconds. While there is a queue the turns follow at once: in between the poller
    /// tells of those who need not wait.
    private static let queueNanoseconds: Int64 = 250_000
    /// What one connection gets of a turn at most, and what it gets however many wait, in nanoseconds.
    private static let shareNanosecondsMax: Int64 = 500_000
    private static let shareNanosecondsMin: Int64 = 125_000
    /// How long a round through the backlog should take.
    private static let roundNanoseconds: Int64 = 25_000_000
    /// What those who are new get at most of a long turn.
    private static let newNanosecondsMax: Int64 = 6_000_000

    /// Reads from a connection that has something: now, or when those before it have had their turn.
    mutating func readInTurn(_ connection: Connection) {
        if connection.isQueued { return }
        let start = clock.nanoseconds
        connection.debt.age(to: start)
        if connection.debt.isHigh { return queue(connection) }
        read(connection, .few)
        if !connection.isQueued { owesAnswer = true }
        // What took longer was not the connection's doing: the system gave the processor to others.
        connection.debt.add(min(clock.nanoseconds - start, Self.shareNanosecondsMax))
    }

    /// What one connection gets of a turn now: the more wait, the less.
    var shareNanoseconds: Int64 {
        let part = Self.roundNanoseconds / Int64(backlog.count + 1)
        return min(max(part, Self.shareNanosecondsMin), Self.shareNanosecondsMax)
    }

    /// Puts a connection at the end of the queue it belongs to.
    mutating func queue(_ connection: Connection) {
        guard !connection.isQueued else { return }
        connection.isQueued = true
        newlyQueued.append(connection)
        if connection.phase == .handshake { handshakes.append(connection) } else { backlog.append(connection) }
    }

    /// Whether there is somebody to go on with.
    var hasQueue: Bool { !arrivals.isEmpty || !handshakes.isEmpty || !backlog.isEmpty && canTakeRequests }

    /// Goes on with those that wait, the oldest first: in one turn those who are new, in the next those of the backlog.
    mutating func goOn() {
        let start = clock.nanoseconds
        let hasNew = !arrivals.isEmpty || !handshakes.isEmpty
        isForNew = hasNew && (backlog.isEmpty || !isForNew)
        if isForNew {
            // In a long turn more: else a flood of work would keep everybody new out.
            let share = min(max(start - turnBegan, Self.queueNanoseconds), Self.newNanosecondsMax)
            takeOver(until: start + share / 2)
            shakeHands(until: start + share)
        } else {
            serveBacklog(from: start)
        }
        // The poller need not tell again and again of those that are left.
        for connection in newlyQueued where connection.isQueued { watch(connection) }
        newlyQueued.removeAll(keepingCapacity: true)
    }

    private mutating func takeOver(until end: Int64) {
        while let arrival = arrivals.popFirst() {
            open(arrival)
            if clock.nanoseconds >= end { return }
        }
    }

    private mutating func shakeHands(until end: Int64) {
        for _ in 0..<handshakes.count {
            guard let connection = handshakes.popFirst() else { return }
            connection.isQueued = false
            guard !connection.isGone else { continue }
            handshake(connection)
            if clock.nanoseconds >= end { return }
        }
    }

    private mutating func serveBacklog(from start: Int64) {
        var time = start
        for _ in 0..<backlog.count {
            guard canTakeRequests, time < start + Self.queueNanoseconds, let connection = backlog.popFirst()
            else { return }
            connection.isQueued = false
            guard !connection.isGone else { continue }
            connection.debt.age(to: time)
            read(connection)
            let end = clock.nanoseconds
            connection.debt.add(end - time)
            time = end
        }
    }
}
