// One event loop: a thread that reads, takes requests apart, scores, and writes replies. A turn gathers all that is
// ready, hands the writer one batch, and writes what the writer has answered. +Connections has the life of a connection,
// +Writer what the loop and the writer tell each other.

internal import DequeModule
internal import LineProtocol
internal import Logging
internal import Scoring
internal import Surveys
internal import Transport

/// What a loop is made of.
struct EventLoopParts: Sendable {
    var index: Int
    var configuration: ServerConfiguration
    var lexicon: Lexicon
    var mailbox: Mailbox<LoopMessage>
    var wakeup: Wakeup
    var desk: WriterDesk
    var counters: ServerCounters
    var tls: TLSContext
    var access: AccessBoard
    var admission: ConnectionAdmission
    var memory: MemoryGauge
    var logger: Logger
    var surveys: SurveyDirectory
}

/// An event loop. Everything in it is used by its own thread alone; as a value, so that the compiler sees that nobody changes
/// a part of it while another uses it. In a class the program would have to look, dozens of times for each request.
struct EventLoop: ~Copyable {
    /// Requests after which a turn answers what it has so far, where the writer answers at once: what was read is then
    /// still in the processor's cache when it is journaled and answered, and nobody waits for the rest of the turn.
    private static let portion = 128
    /// Connections that wait for the end of a turn while there is a queue.
    private static let dirtyMax = 8
    /// Deadlines that are dealt with in a turn: to let so many connections go takes a quarter of a millisecond.
    private static let expiredMax = 16
    /// The writer may keep a full batch waiting for so long before submissions are refused: a slow sync, not a dead disk.
    private static let blockedMilliseconds: Int64 = 500

    let configuration: ServerConfiguration
    let counters: ServerCounters
    let logger: Logger
    let admission: ConnectionAdmission
    let memory: MemoryGauge
    let wallClock = WallClock.system
    let clock = MonotonicClock.system
    let index: Int
    let mailbox: Mailbox<LoopMessage>
    private let wakeup: Wakeup
    let desk: WriterDesk

    var poller: Poller
    var tls: TLSContext
    var timers: TimerWheel
    var context: LoopContext
    var connections: [UInt64: Connection] = [:]
    var nextNumber: UInt64 = 1
    /// Connections with output to write at the end of the turn.
    var dirty: [Connection] = []
    /// Connections that were accepted and not taken over yet.
    var arrivals: Deque<Arrival> = []
    /// Connections that can go on reading without the poller's word, and those whose handshake has something to read.
    var backlog: Deque<Connection> = []
    var handshakes: Deque<Connection> = []
    /// Those of them that the poller may still be watching.
    var newlyQueued: [Connection] = []
    /// Whether the last turn went to those who are new, and not to the backlog.
    var isForNew = false
    /// Where bytes are read to; lent to the connection whose turn it is.
    var scratch: [UInt8] = []
    var replyBuffers = ReplyBuffers()
    /// The loop's time in milliseconds, read once a turn.
    var now: Int64
    /// Whether somebody is to be answered at the end of the turn, whoever else waits.
    var owesAnswer = false
    /// When the turn began, in nanoseconds of the same clock.
    private(set) var turnBegan: Int64
    var isDraining = false

    /// Batches that are with the writer, what is known of the next, and those that came back.
    var batchesOut = 0
    var group = BatchGroup()
    var spareBatches: [WriterBatch] = []
    var answered: [WriterBatch] = []
    var messages: [LoopMessage] = []
    private var ready: [Readiness] = []
    private var expired: [UInt64] = []
    var drainDeadline = Int64.max
    /// What one connection may hold while all hold too much.
    private(set) var outputShare = Int.max
    /// When connections were last ended for want of memory.
    var shedAt = Int64.min / 2
    /// Who has something and was not told of yet.
    private var readyLine: ReadyLine
    /// Since when the batch has been full, on the loop's clock; nil when it is not.
    private var blockedSince: Int64?

    private static let wakeupToken: UInt64 = 0

    init(_ parts: EventLoopParts) throws {
        // What can fail comes first.
        let poller = try Poller()
        try poller.add(parts.wakeup, token: Self.wakeupToken, interest: .readable)
        readyLine = try ReadyLine()
        self.poller = poller
        index = parts.index
        configuration = parts.configuration
        counters = parts.counters
        logger = parts.logger
        admission = parts.admission
        memory = parts.memory
        mailbox = parts.mailbox
        wakeup = parts.wakeup
        desk = parts.desk
        tls = parts.tls
        turnBegan = clock.nanoseconds
        now = turnBegan / 1_000_000
        timers = TimerWheel(now: now)
        context = LoopContext(
            loop: parts.index, lexicon: parts.lexicon, limits: parts.configuration.limits,
            serverName: parts.configuration.serverName, durability: parts.configuration.syncPolicy.name,
            access: parts.access, takesCertificates: parts.configuration.identity.clientAuthorityFile != nil)
        context.counters = parts.counters
        context.surveys = parts.surveys
        context.load.gauge = parts.memory
        context.keepsPersonalData = parts.configuration.keepsPersonalData
    }

    /// Whether the loop may take requests now.
    var canTakeRequests: Bool { context.load.canTake(itemCount: context.batch.items.count) }

    /// Turns until it was told to drain and no connection is left.
    mutating func run() {
        while !(isDraining && connections.isEmpty) { turn() }
    }

    private mutating func turn() {
        poller.wait(timeoutMilliseconds: waitMilliseconds(), into: &ready)
        turnBegan = clock.nanoseconds
        now = turnBegan / 1_000_000
        context.now = wallClock.milliseconds
        context.tick = now
        weigh()
        takeMessages()
        for readiness in ready where readiness.token != Self.wakeupToken {
            if let connection = connections[readiness.token] { handle(connection, readiness) }
            if desk.answersAtOnce, context.batch.items.count >= Self.portion { answer() }
        }
        goOn()
        if isAnswerDue { answer() }
        expire()
    }

    /// Whoever waits for one reply at a time gets it in the same turn. Those of the queues are answered several at once.
    private var isAnswerDue: Bool {
        owesAnswer || !hasQueue || dirty.count >= Self.dirtyMax || context.batch.items.count >= Self.portion
    }

    /// Looks how much can be taken in this turn.
    private mutating func weigh() {
        memory.sample(now: now)
        context.load.memory = memory.level
        context.load.begin(now: now, turnMilliseconds: configuration.turnMilliseconds)
        let wait = readyLine.wait(of: poller, after: ready, now: now)
        context.load.admit(waiting: wait, atMost: configuration.turnMilliseconds)
        let isFull = context.batch.items.count >= LoopLoad.itemsMax
        blockedSince = isFull ? blockedSince ?? now : nil
        context.load.isBlocked = blockedSince.map { now - $0 >= Self.blockedMilliseconds } ?? false
        outputShare = max(4_096, memory.outputBytesMax / max(1, counters.openConnections))
        shed()
    }

    /// Bytes that one connection may hold now: while all together hold too much, an equal share.
    var outputBytesMax: Int { memory.isOutputFull ? outputShare : .max }

    /// How long nothing can happen that the poller does not tell of.
    private mutating func waitMilliseconds() -> Int? {
        // A batch that still grows is handed over when a look at the poller has brought nothing more.
        let isGathering = batchesOut == 0 && !context.batch.items.isEmpty
        guard !hasQueue, !isGathering, mailbox.prepareToSleep() else { return 0 }
        var untilTimer = timers.delayMilliseconds(now: now)
        // A writer that keeps a full batch waiting says nothing; the clock has to.
        if context.batch.items.count >= LoopLoad.itemsMax { untilTimer = min(untilTimer ?? .max, 100) }
        guard isDraining else { return untilTimer }
        return min(untilTimer ?? .max, Int(clamping: max(0, drainDeadline - now)))
    }

    private mutating func takeMessages() {
        if ready.contains(where: { $0.token == Self.wakeupToken }) { wakeup.answer() }
        hear()
    }

    /// Has the writer answer, if it does so at once, and writes what was answered.
    private mutating func answer() {
        owesAnswer = false
        handOver()
        flush()
    }

    private mutating func flush() {
        guard !dirty.isEmpty else { return }
        let flushed = dirty
        dirty.removeAll(keepingCapacity: true)
        for connection in flushed {
            connection.isDirty = false
            write(connection)
        }
    }

    private mutating func expire() {
        expired.removeAll(keepingCapacity: true)
        timers.expire(now: now, limit: Self.expiredMax, into: &expired)
        for number in expired {
            if let connection = connections[number] { expire(connection) }
        }
        // Who was released, or told that it lives, has something to say, and nothing else wakes the loop for it.
        if !expired.isEmpty { answer() }
        guard isDraining, now >= drainDeadline else { return }
        for connection in Array(connections.values) { close(connection) }
    }

    mutating func markDirty(_ connection: Connection) {
        guard !connection.isDirty else { return }
        connection.isDirty = true
        dirty.append(connection)
    }
}
