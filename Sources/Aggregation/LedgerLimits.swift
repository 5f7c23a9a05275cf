// How far a ledger may grow, with the reason beside each default.

/// The bounds of a ledger. They may differ from one start to the next: what is beyond a lowered bound goes with the
/// next entries, and an organisation that is there stays.
package struct LedgerLimits: Equatable, Sendable {
    /// A million idle organisations fit into a gigabyte.
    package var organisationsMax = 1_000_000
    /// Kept submissions of an organisation: enough to read behind a number, not an archive.
    package var verbatimsMax = 1_000
    /// Their bytes: a thousand submissions of the usual size, with their evidence.
    package var verbatimBytesMax = 1 << 20
    /// The bytes of all kept submissions together: memory is bounded whoever sends.
    package var verbatimBytesTotalMax = 1 << 30
    /// What is left of an organisation's submissions whose words had to go: some fifty bytes each, so that the last
    /// 300,000 can still be taken back …
    package var remnantBytesMax = 16 << 20
    /// … and of all organisations together.
    package var remnantBytesTotalMax = 256 << 20
    /// Forgotten ids that are remembered beyond the term of others.
    package var forgottenIDsMax = 1 << 20
    /// Ids are remembered for at least this many entries …
    package var idsMin = 1_000_000
    /// … and this long, whichever is more: a client that was down for a week may still resend.
    package var idAgeMilliseconds: Int64 = 7 * 24 * 3_600_000
    /// But never more of them than fit in this many bytes (about 18 million in the default).
    package var idBytesMax = 1 << 30
    /// How long hours are told apart, in days before the newest submission.
    package var hourlyDays: Int32 = 14
    /// How long days are told apart: three years.
    package var dailyDays: Int32 = 1_096
    /// How many values of an axis of segments are told apart in an organisation, at most 5,000; the rest are counted
    /// together. Each costs its own tallies.
    package var segmentValuesMax = 200 {
        didSet { segmentValuesMax = max(1, min(segmentValuesMax, 5_000)) }
    }
    /// An organisation whose figures by segment take this many bytes has no more values told apart: new ones are counted
    /// together too. Some 200 values that come every hour for three years reach it.
    package var segmentBytesMax = 64 << 20
    /// How full an organisation's log of facts may get before it is folded into tallies: a thousand submissions, which would
    /// take far more as tallies of hours and days that have few of them. It is folded at an eighth of this where hours have many:
    /// an organisation of a thousand submissions in few hours is to fit into 16 KiB.
    package var factLogBytesMax = 28 << 10

    /// The defaults.
    package init() {}

    /// Lowers what may be kept for its own sake so that it leaves half of a process's memory to figures and connections:
    /// a server that fills its memory with old words could take no new ones.
    package mutating func fit(intoBytes budget: Int) {
        verbatimBytesTotalMax = min(verbatimBytesTotalMax, budget / 4)
        remnantBytesTotalMax = min(remnantBytesTotalMax, budget / 16)
        idBytesMax = min(idBytesMax, budget / 5)
        idsMin = min(idsMin, idBytesMax / Self.bytesPerID)
    }

    /// The bytes that an id takes (see IDTable).
    package static let bytesPerID = 60

    /// How many ids are remembered at most; each shard has an equal part of the room.
    package var idsMax: Int { max(idsMin, idBytesMax / Self.bytesPerID) }
}
