// How durable an acknowledged record is, and the sizes of the journal's files and buffers.

/// What a committed record survives.
package enum SyncPolicy: Equatable, Sendable {
    /// `commit` returns when the batch is durable: it survives loss of power.
    case always
    /// `commit` returns when the system has the batch: it survives the end of the process; the machine may take with
    /// it what was committed within so many milliseconds.
    case interval(milliseconds: Int64)
    /// As `interval`, but the system decides when; segments are still synced as they end.
    case os
}

/// Sizes and policy of a journal.
package struct JournalConfiguration: Sendable {
    /// The longest payload in bytes (2 MiB).
    package static let payloadBytesMax = RecordHeader.payloadBytesMax

    /// What a committed record survives.
    package var policy: SyncPolicy = .always
    /// The lexicon revision that is noted in each segment; at most 255 bytes of UTF-8.
    package var lexiconRevision = ""
    /// Room that a segment is given ahead, in bytes: at 400 bytes a record about 160,000 records, and a part of a
    /// second to read on recovery. Where there is no such room a segment makes do with less.
    package var segmentBytes = 64 << 20
    /// The smallest segment worth beginning when room is short, in bytes.
    package var segmentBytesMin = 1 << 20
    /// The longest batch in bytes: what one write and one sync cover, and what is held in memory before it.
    package var batchBytesMax = 16 << 20
    /// How long a full journal waits before it looks for room again, in milliseconds.
    package var retryMilliseconds: Int64 = 250
    /// After a pause of so many milliseconds the journal seals what is before it (`Mark`).
    package var sealAfterMilliseconds: Int64 = 1000
    /// Salts of new segments; a test fixes them.
    package var makeSalt: @Sendable () -> UInt32 = { UInt32.random(in: .min ... .max) }

    /// The defaults.
    package init() {}
}
