// One request answered from a data folder that no server has open: how the first token is made, and how an operator
// who lost his gets another. Whoever can write to the folder may do everything.

internal import Aggregation
internal import LineProtocol
package import Logging
internal import Persistence
package import Scoring
internal import Transport

/// The data folder, opened for a moment.
package struct OfflineConversation: ~Copyable {
    private var writer: Writer
    private var session: Session
    private var context: LoopContext

    /// Opens the folder as a server does.
    ///
    /// - Throws: what is wrong with the folder; `FolderLockError` when a server has it open.
    package init(dataFolder: String, lexicon: Lexicon, logger: Logger) throws {
        let store = try Store.open(
            disk: SystemDisk(path: dataFolder), configuration: JournalConfiguration(), limits: LedgerLimits(),
            logger: logger)
        let settings = WriterSettings(
            serverName: "earshot", lexicon: lexicon.revision, durability: SyncPolicy.always.name,
            counters: ServerCounters(), startedAt: WallClock.system.milliseconds)
        writer = Writer(store, settings: settings)
        // A board of its own, which stays open: the folder's permissions are what was proved.
        context = LoopContext(
            loop: 0, lexicon: lexicon, limits: .init(), serverName: "earshot", durability: settings.durability)
        context.now = settings.startedAt
        session = Session(connection: 1, context: context)
        session.output = []
    }

    /// The server's reply to a request line, with its line feed.
    package mutating func ask(_ line: [UInt8]) -> [UInt8] {
        var start = 0
        let input = line + [UInt8(ascii: "\n")]
        session.receive(input.span, from: &start, context: &context)
        var batches = [context.batch]
        writer.process(&batches)
        session.complete(batches[0].items.indices, of: batches[0], context: &context)
        context.batch.reset()
        defer { session.output = [] }
        return session.output
    }

    /// Ends the journal.
    package consuming func close() -> StopOutcome { writer.close() }
}
