// What other threads tell an event loop and the writer.

internal import LineProtocol
internal import Surveys
internal import Persistence
internal import Transport

/// A message to an event loop.
enum LoopMessage: Sendable {
    /// A connection that was accepted and is now this loop's.
    case connection(Parcel<Descriptor>, PeerAddress, usesTLS: Bool)
    /// A batch of this loop's that the writer has answered.
    case answered(WriterBatch)
    /// A reply that came later than its batch.
    case late(ReplyAddress, WriterResult)
    /// New connections use this from now on.
    case certificate(TLSContext)
    /// A survey's newest state.
    case survey(SurveyListing)
    /// Events for connections that watch, and how many events before them were lost on the way.
    case events([WatchEvent], lost: Int)
    /// Take no more requests, finish what was begun, end.
    case drain
}

/// A message to the writer's thread.
enum WriterMessage: Sendable {
    case batch(WriterBatch)
    /// A connection that watched is gone.
    case watcherGone(loop: Int, connection: UInt64)
    /// The history of an organisation that is to be watched was looked through.
    case watchReady(WatchBeginning)
    /// The snapshot is written, at that sequence number, or could not be.
    case snapshotEnded(Result<UInt64, SnapshotFailure>)
    /// A sync that ran on another thread has ended.
    case syncEnded(DueSync, DiskError?)
    /// No loop will send another batch: take a last snapshot and end.
    case stop
}
