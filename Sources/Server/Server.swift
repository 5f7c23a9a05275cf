// Puts the parts together: opens the store, starts the writer and the loops, accepts connections, and ends it all in
// the order in which nothing is lost.

internal import Access
internal import Aggregation
package import Logging
internal import Persistence
package import Scoring
internal import Surveys
package import Transport

/// A running server.
package final class Server {
    /// Where TLS clients connect; the port is the one that the system has given.
    package let address: PeerAddress
    /// Where plaintext clients connect, if anywhere.
    package let plaintextAddress: PeerAddress?
    /// What was found in the data folder.
    package let opening: OpeningReport

    private let configuration: ServerConfiguration
    private let writerMailbox: Mailbox<WriterMessage>
    private let loopMailboxes: [Mailbox<LoopMessage>]
    private let acceptors: [Acceptor]
    private let threads = ServerThreads()
    private let keeper: Guarded<CertificateKeeper>
    private let counters: ServerCounters
    private let logger: Logger
    /// Rings when a client has asked the server to stop.
    package let drainRequest: Wakeup
    /// Whether no principal was ever made, so that whoever can connect may do everything.
    package let isOpen: Bool

    /// Opens the data folder, recovers what is in it, and begins to listen.
    ///
    /// - Throws: what is wrong with the folder, the certificate or the address, ready to be shown.
    package init(_ configuration: ServerConfiguration, lexicon: Lexicon, logger: Logger) throws {
        self.configuration = configuration
        let counters = ServerCounters()
        self.logger = logger
        let keeper = try CertificateKeeper(
            configuration.identity, logger: logger, now: MonotonicClock.system.milliseconds)
        counters.note(certificateExpiry: keeper.expiry)
        let tls = keeper.context
        self.keeper = Guarded(keeper)
        self.counters = counters
        let store = try Self.openStore(configuration, lexicon: lexicon, logger: logger)
        opening = store.report
        var surveys = SurveyDirectory()
        for listing in store.ledger.surveyListings() { surveys.set(listing) }
        drainRequest = try Wakeup()
        isOpen = store.access.isOpen
        let memory = MemoryGauge(budget: configuration.memoryBytesMax)
        let admission = ConnectionAdmission(configuration.connections, counters: counters, memory: memory)
        let access = AccessBoard(limits: configuration.principals)
        let loopCount = max(1, configuration.loopCount)
        let wakeups = try (0..<loopCount).map { _ in try Wakeup() }
        let mailboxes = wakeups.map {
            Mailbox<LoopMessage>(capacity: configuration.connections.connectionsMax + 1024, wakeup: $0)
        }
        let toWriter = Mailbox<WriterMessage>(capacity: loopCount * 8 + 16)
        loopMailboxes = mailboxes
        writerMailbox = toWriter

        let listener = try Listener.open(at: configuration.listen)
        address = listener.address
        try Self.check(address, isOpen ? "there is no token yet, and without one" : nil)
        var acceptors = [
            try Acceptor(
                listener, usesTLS: true, loops: mailboxes, counters: counters,
                admission: admission)
        ]
        if let plaintext = configuration.plaintext {
            let listener = try Listener.open(at: plaintext)
            plaintextAddress = listener.address
            try Self.check(listener.address, "without TLS")
            acceptors.append(
                try Acceptor(
                    listener, usesTLS: false, loops: mailboxes, counters: counters,
                    admission: admission))
        } else {
            plaintextAddress = nil
        }
        self.acceptors = acceptors

        var settings = WriterSettings(
            serverName: configuration.serverName, lexicon: lexicon.revision,
            durability: configuration.syncPolicy.name, counters: counters,
            startedAt: WallClock.system.milliseconds)
        settings.access = access
        settings.drainRequest = drainRequest
        settings.memory = memory
        // Posted before the first line can come; the writer posts again what it changes.
        access.publish(store.access)
        let desk = WriterDesk(
            try WriterWork(
                Writer(store, settings: settings), mailbox: toWriter, loops: mailboxes, configuration: configuration,
                logger: logger),
            mailbox: toWriter, answersAtOnce: configuration.syncPolicy != .always)
        try threads.startWriter(desk)
        for index in 0..<loopCount {
            try threads.startLoop(
                EventLoopParts(
                    index: index, configuration: configuration, lexicon: lexicon, mailbox: mailboxes[index],
                    wakeup: wakeups[index], desk: desk, counters: counters, tls: tls, access: access,
                    admission: admission, memory: memory, logger: logger, surveys: surveys))
        }
        for acceptor in acceptors { try threads.startAcceptor(acceptor) }
    }

    /// Stops accepting, finishes what was begun, takes a last snapshot.
    package func stop() -> StopOutcome {
        for acceptor in acceptors { acceptor.stop() }
        for mailbox in loopMailboxes { _ = mailbox.send(.drain) }
        threads.joinLoops()
        _ = writerMailbox.send(.stop)
        return threads.joinWriter()
    }

    /// Reads the certificate and its key again, for connections to come.
    package func reloadCertificate() throws {
        let failure = keeper.withLock { keeper in
            do throws(TLSContextError) { try keeper.reload() } catch { return Optional(error) }
            return nil
        }
        if let failure { throw failure }
        spreadCertificate()
    }

    /// Looks after what is due by the clock: the certificate and the ticket keys. To be called every few seconds.
    package func tick() {
        counters.report(to: logger)
        let now = MonotonicClock.system.milliseconds
        if keeper.withLock({ $0.tick(now: now, wallClock: WallClock.system.milliseconds) }) { spreadCertificate() }
    }

    private func spreadCertificate() {
        let (context, expiry) = keeper.withLock { ($0.context, $0.expiry) }
        counters.note(certificateExpiry: expiry)
        for mailbox in loopMailboxes { _ = mailbox.send(.certificate(context)) }
    }

    /// Refuses an address that others than this machine can reach, where there is a reason against it.
    private static func check(_ address: PeerAddress, _ reason: String?) throws {
        guard let reason, !address.isLoopback else { return }
        throw AddressRefusal(address: address, reason: "\(reason) only a loopback address can be listened on")
    }

    private static func openStore(
        _ configuration: ServerConfiguration, lexicon: Lexicon, logger: Logger
    ) throws -> Store {
        var journal = JournalConfiguration()
        journal.policy = configuration.syncPolicy
        journal.lexiconRevision = lexicon.revision
        journal.segmentBytes = configuration.segmentBytes
        journal.segmentBytesMin = min(journal.segmentBytesMin, configuration.segmentBytes)
        return try Store.open(
            disk: SystemDisk(path: configuration.dataFolder), configuration: journal, limits: configuration.ledger,
            logger: logger)
    }
}

/// An address that the server does not listen on.
package struct AddressRefusal: Error, CustomStringConvertible {
    package let address: PeerAddress
    let reason: String
    package var description: String { "\(address): \(reason)" }
}

/// The threads of a server.
private final class ServerThreads {
    private var writer: Thread?
    private var others: [JoinableThread] = []
    private let writerOutcome = Guarded(StopOutcome.failed)

    func startWriter(_ desk: WriterDesk) throws {
        let outcome = writerOutcome
        writer = try Thread.start(name: "writer") {
            let ended = desk.run()
            outcome.withLock { $0 = ended }
        }
    }

    func startLoop(_ parts: EventLoopParts) throws {
        others.append(
            JoinableThread(
                try Thread.start(name: "loop-\(parts.index)") {
                    do {
                        var loop = try EventLoop(parts)
                        loop.run()
                    } catch {
                        parts.logger.critical("a loop could not start", metadata: ["reason": "\(error)"])
                    }
                }))
    }

    func startAcceptor(_ acceptor: Acceptor) throws {
        others.append(JoinableThread(try Thread.start(name: "acceptor") { try? acceptor.run() }))
    }

    func joinLoops() {
        for thread in others { thread.join() }
        others = []
    }

    func joinWriter() -> StopOutcome {
        if let thread = writer.take() { thread.join() }
        return writerOutcome.withLock { $0 }
    }
}

/// A thread that can stand in an array.
private final class JoinableThread {
    private var thread: Thread?

    init(_ thread: consuming Thread) { self.thread = consume thread }

    func join() {
        if let thread = thread.take() { thread.join() }
    }
}
