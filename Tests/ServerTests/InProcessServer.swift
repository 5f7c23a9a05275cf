// The server without threads and sockets: a conversation, the writer and a real data folder, driven by the test.

import Aggregation
import Glibc
import LineProtocol
import Logging
import Persistence
import Scoring
import Surveys
import Synchronization
import Transport

@testable import Server

/// A data folder that is removed with the value that owns it.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        // In memory where there is such a place: conversations are not about the disk.
        let parent = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/earshot-test-XXXXXX\0".utf8.map { CChar($0) })
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        path = made ?? ""
        precondition(!path.isEmpty, "no temporary folder could be made")
    }

    deinit {
        guard let directory = unsafe opendir(path) else { return }
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            _ = unsafe unlink(path + "/" + name)
        }
        unsafe closedir(directory)
        unsafe rmdir(path)
    }
}

/// One connection to a server that lives in the test.
final class InProcessServer {
    /// What a page can ask for behind the words `transcript in process`.
    enum State: String {
        case draining
        case full
        case failing
    }

    private let folder: String
    private let access: AccessBoard
    private let settings: InProcessSettings
    private var writer: Writer
    private var context: LoopContext
    private var session: Session
    private var earlierSessions: [Session] = []
    private var waiting: [UInt8] = []

    init(
        folder: String, limits: Limits = Limits(), options: [String] = [], lexicon: Lexicon = .standard,
        clock: WallClock = .system
    ) throws {
        self.folder = folder
        settings = try InProcessSettings(options, limits, lexicon: lexicon, clock: clock)
        access = AccessBoard(limits: settings.principals)
        writer = try Self.openWriter(folder, access, settings)
        context = LoopContext(
            loop: 0, lexicon: lexicon, limits: settings.limits, serverName: "earshot/test",
            durability: "always", access: access)
        context.isDraining = settings.state == .draining
        context.load.gauge = settings.memory
        context.load.memory = settings.memory.level
        context.now = clock.milliseconds
        for listing in writer.ledger.surveyListings() { context.surveys.set(listing) }
        session = Session(connection: 1, context: context)
    }

    /// Does what ends a stretch of a conversation.
    func goOn(after end: Transcript.Step) throws {
        if end == .connect {
            earlierSessions.append(session)
            return connect()
        }
        try restart(cleanly: end == .restart)
    }

    /// Stops it and starts it again, with the end of the journal written or not; the client connects anew.
    func restart(cleanly: Bool) throws {
        if cleanly {
            _ = writer.takeSnapshot()
            _ = writer.close()
        }
        try replaceWriter()
        context.surveys = SurveyDirectory()
        for listing in writer.ledger.surveyListings() { context.surveys.set(listing) }
        session = Session(connection: 1, context: context)
        waiting = []
    }

    /// Ends the journal, without a last snapshot.
    func endJournal() { _ = writer.close() }

    /// Whether personal data stays in the words that are kept.
    var keepsPersonalData: Bool {
        get { context.keepsPersonalData }
        set { context.keepsPersonalData = newValue }
    }

    /// Ends the connection and begins another.
    func connect() {
        session = Session(connection: 1, context: context)
        waiting = []
        _ = takeOutput()
    }

    /// Gives the connection an event, as its loop does.
    func push(_ event: [UInt8]) { session.push(event, limits: context.limits) }

    /// Hears bytes of the client and answers them.
    func hear(_ bytes: [UInt8]) -> [UInt8] {
        waiting += bytes
        var start = 0
        while true {
            let before = start
            context.now = settings.clock.milliseconds
            session.receive(waiting.span, from: &start, context: &context)
            answer()
            if let until = session.heldUntil { context.tick = until }
            session.release(now: context.tick)
            if start == before { break }
        }
        waiting.removeFirst(start)
        return takeOutput()
    }

    /// Says a line; the reply to it.
    func ask(_ line: String) -> String { String(decoding: hear(Array("\(line)\n".utf8)), as: UTF8.self) }

    /// What the server has said since the last time.
    func takeOutput() -> [UInt8] {
        defer { session.output = [] }
        return session.output
    }

    private func answer() {
        guard !context.batch.items.isEmpty else { return }
        var batches = [context.batch]
        writer.process(&batches)
        for listing in writer.changedSurveys { context.surveys.set(listing) }
        writer.changedSurveys = []
        session.complete(batches[0].items.indices, of: batches[0], context: &context)
        context.batch.reset()
        writer.tick()
        for event in writer.takeEvents() { session.push(event.line, limits: context.limits) }
        for question in writer.figureQuestions {
            switch question.outcome() {
            case .answer(let answer): session.complete(question.address, with: answer)
            case .beginning(let beginning):
                if let answer = writer.begin(beginning) { session.complete(beginning.address, with: answer) }
            }
        }
        writer.figureQuestions = []
        for waiter in writer.snapshotWaiters {
            guard case .success(let sequence) = writer.takeSnapshot() else { continue }
            session.complete(waiter.address, with: .answer(.snapshot(sequence: sequence)))
        }
        writer.snapshotWaiters = []
    }

    private static func openWriter(
        _ folder: String, _ access: AccessBoard, _ own: InProcessSettings
    ) throws -> Writer {
        var configuration = JournalConfiguration()
        configuration.segmentBytes = 1 << 20
        let store = try Store.open(
            disk: own.disk(SystemDisk(path: folder)), configuration: configuration, limits: own.ledger,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var settings = WriterSettings(
            serverName: "earshot/test", lexicon: own.lexicon.revision, durability: "always",
            counters: ServerCounters(), startedAt: own.clock.milliseconds)
        settings.wallClock = own.clock
        settings.access = access
        settings.memory = own.memory
        own.isDiskBroken.store(true, ordering: .relaxed)
        return Writer(store, settings: settings)
    }

    /// The old writer goes first: it holds the folder's lock.
    private func replaceWriter() throws {
        let parking = TemporaryFolder()
        writer = try Self.openWriter(parking.path, AccessBoard(), InProcessSettings())
        writer = try Self.openWriter(folder, access, settings)
    }
}
