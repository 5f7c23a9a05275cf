// Why the journal does not take records, as the writer needs to tell it apart: come again, never again, too much.

/// Why the journal took no record. Nothing of the batch that met it was or will be acknowledged.
package enum JournalError: Error, Equatable, Sendable {
    /// There is no room, or the system lacks something that comes back. The batch was dropped and its sequence numbers
    /// will be given again; `tick` takes up again when it can.
    case full(DiskError)
    /// The journal takes nothing more until the program is started again and has recovered.
    case failed(JournalFailure)
    /// A payload is over `JournalConfiguration.payloadBytesMax`; the batch stands without it.
    case payloadTooLong(byteCount: Int)
    /// The batch would be over `batchBytesMax`; it stands without this record, and can be committed.
    case batchTooLong
    /// The journal was closed.
    case closed
}

/// The end of a journal that can no longer promise anything: a write or a sync failed for another reason than room.
///
/// Whether the records of the batch under way are on disk is then unknown, and a second sync would report success for
/// data that the system has dropped (the "fsyncgate" of 2018), so it is never tried.
package struct JournalFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What failed.
    package let cause: DiskError
    /// The last sequence number that is durable for certain.
    package let syncedThrough: UInt64

    package var description: String { "\(cause); durable up to record \(syncedThrough)" }
}
