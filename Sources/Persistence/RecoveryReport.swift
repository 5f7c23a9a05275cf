// What recovery says: while it runs, when it is done, when it stops.

/// How far recovery is.
package struct RecoveryProgress: Equatable, Sendable, CustomStringConvertible {
    /// Journal bytes read so far.
    package let bytesRead: Int
    /// Journal bytes to be read in all; the last segment's reserved room counts, so it can end before.
    package let bytesTotal: Int
    /// Records handed out so far.
    package let recordCount: Int

    package var description: String {
        "\(recordCount) records, \(bytesRead >> 20) of at most \(bytesTotal >> 20) MiB of the journal"
    }
}

/// What recovery found and did.
package struct RecoveryReport: Equatable, Sendable {
    /// Where the journal goes on: give it to `Journal.init`.
    package internal(set) var position = JournalPosition.start
    /// The snapshot that the state was built on, if any.
    package internal(set) var snapshot: SnapshotInfo?
    /// Newer snapshots that were damaged and renamed, so that they are not counted among the kept ones.
    package internal(set) var setAside: [Damage] = []
    /// Segments read.
    package internal(set) var segmentCount = 0
    /// Records handed out.
    package internal(set) var recordCount = 0
    /// Journal bytes read.
    package internal(set) var byteCount = 0
    /// What a crash left at the end of the journal, cut off.
    package internal(set) var tornTail: TornTail?
    /// Sequence numbers that a repair gave up, as its marks in what was read say.
    package internal(set) var repairedLossCount: UInt64 = 0
    /// Lexicon revision of the last segment.
    package internal(set) var lexiconRevision: String?

    /// A report of nothing read yet.
    package init() {}
}

/// Why recovery stopped. Nothing was changed in the data folder but temporaries removed.
package enum RecoveryError: Error, CustomStringConvertible {
    /// The disk failed.
    case disk(DiskError)
    /// Stored bytes are not what was written; `RepairPlan` says what can be saved.
    case damaged(Damage)
    /// The bytes are as written, but the caller's closure did not take them: the record or section, and the closure's error.
    case refused(file: String, offset: Int, sequence: UInt64, error: any Error)

    package var description: String {
        switch self {
        case .disk(let error): "\(error)"
        case .damaged(let damage): "\(damage)"
        case .refused(let file, let offset, let sequence, let error):
            "\(file) at byte \(offset): record or section of sequence \(sequence) was not understood: \(error)"
        }
    }

    init(_ error: ReadError) {
        switch error {
        case .disk(let error): self = .disk(error)
        case .damaged(let damage): self = .damaged(damage)
        }
    }
}
