// How full a ledger is, for STATUS and for whoever sets its limits.

/// The ledger in numbers.
package struct LedgerFigures: Equatable, Sendable {
    /// The sequence number of the last entry applied.
    package let sequence: UInt64
    package let organisations: Int
    package let organisationsMax: Int
    /// Submissions ever counted, forgotten ones too.
    package let submissions: Int
    package let duplicates: Int
    package let forgotten: Int
    /// Ids that are remembered, and how many may be.
    package let idsHeld: Int
    package let idsMax: Int
    /// When the oldest of them came, in milliseconds since 1970, to the second; nil without any.
    package let oldestIDReceived: Int64?
    /// Ids that went before their seven days because the table was full.
    package let idsDroppedEarly: Int
    /// Submissions kept with their words, and their bytes.
    package let verbatims: Int
    package let verbatimBytes: Int
    /// The memory of the ids' tables, at most.
    package let idBytes: Int

    init(_ ledger: Ledger) {
        sequence = ledger.sequence
        organisations = ledger.counts.organisations
        organisationsMax = ledger.limits.organisationsMax
        submissions = ledger.counts.submissions
        duplicates = ledger.counts.duplicates
        forgotten = ledger.counts.retracted
        idsHeld = ledger.counts.ids
        idsMax = ledger.limits.idsMax
        idsDroppedEarly = ledger.counts.idsDroppedEarly
        verbatims = ledger.shards.reduce(0) { $0 + $1.verbatimCount }
        verbatimBytes = ledger.shards.reduce(0) { $0 + $1.verbatimBytes }
        idBytes = ledger.counts.ids * LedgerLimits.bytesPerID
        oldestIDReceived = ledger.shards.compactMap { $0.ids.oldest?.receivedSeconds }.min().map { Int64($0) * 1_000 }
    }
}
