// The state of the server: everything that was applied, as figures, with the newest submissions beside them. A value:
// the writer changes its own, a snapshot or a long question takes a copy, which is cheap (see Shard). It knows no
// clock and no disk; what it is depends on the entries, their order and the limits alone (invariant 3).

package import ByteCoding
import Surveys

/// All organisations, and all ids that are remembered.
package struct Ledger: Sendable {
    package let limits: LedgerLimits
    /// The secret under which names and ids are hashed.
    package let seed: HashSeed
    var shards: [Shard]
    /// The sequence number of the last entry applied; 0 before the first.
    package internal(set) var sequence: UInt64 = 0
    var counts = LedgerCounts()
    var reservations = Reservations()
    /// All shards, but for the parts of a ledger that recovery is cutting up.
    var share = LedgerShare()

    /// An empty ledger. The seed must be random and secret.
    package init(limits: LedgerLimits = LedgerLimits(), seed: HashSeed) {
        self.limits = limits
        self.seed = seed
        shards = [Shard](repeating: Shard(), count: Shard.count)
    }

    /// Applies an entry under its sequence number; false when the ledger is already past it. An error means that the
    /// entry is malformed, and leaves the ledger as it was. `keys` are those of the entry, where the caller has them.
    @discardableResult
    package mutating func apply(
        _ entry: borrowing EncodedEntry, keys: EntryKeys? = nil, sequence: UInt64
    ) throws(ByteCodingError) -> Bool {
        if sequence <= self.sequence { return false }
        var checked = try CheckedEntry(entry, keys ?? EntryKeys(entry, seed: seed))
        apply(&checked, entry, sequence: sequence)
        return true
    }

    /// Applies an entry that comes after those applied before.
    private mutating func apply(_ checked: inout CheckedEntry, _ entry: borrowing EncodedEntry, sequence: UInt64) {
        now.advance(to: sequence, received: entry.received, limits: limits)
        applyToOrganisation(&checked, entry, at: now)
        if let id = IDRecord(entry, checked.keys, sequence: sequence) { remember(id, at: now) }
    }

    /// Applies an entry as far as it concerns its organisation; `now` is when it comes.
    mutating func applyToOrganisation(
        _ checked: inout CheckedEntry, _ entry: borrowing EncodedEntry, at now: Moment
    ) {
        let organisation = checked.keys.organisation
        let number = Shard.number(of: organisation)
        if now.sequence % 32 == 0 { shards[number].pruneOne(now.horizon) }
        if entry.forgets { return forget(checked.keys, entry) }
        let place = place(of: organisation) ?? addOrganisation(entry[.org], organisation)
        switch entry.kind {
        case .survey, .surveyState: applySurvey(entry, number: number, place: place)
        case .declaration, .withdrawal:
            // They were read once when the entry was looked through.
            let keys = (try? entry.tagKeys()) ?? []
            shards[number].change(
                keys, areWithdrawn: entry.kind == .withdrawal, at: place, received: entry.received)
        case .duplicate:
            // It counts where its submission does; by itself when nothing is left of that.
            let original = shards[number].noteRepeat(of: entry.target, at: place) ?? Fact(hour: entry.hour)
            shards[number].add(
                original.repeated(), at: place, received: entry.received, horizon: now.horizon,
                factLogBytesMax: limits.factLogBytesMax)
            counts.duplicates += 1
        default:
            shards[number].add(
                &checked, entry, at: place, sequence: now.sequence, horizon: now.horizon, limits: limits, seed: seed)
            counts.submissions += 1
        }
    }

    private mutating func forget(_ keys: EntryKeys, _ entry: borrowing EncodedEntry) {
        precondition(share.count == 1, "what is forgotten may lie in any shard")
        counts.lastForgotten = sequence
        if entry.kind == .retraction {
            retract(entry.target, keys.organisation)
        } else if let id = keys.id {
            forget(id, sequence: sequence)
        }
    }

    /// The first hour and day that are still told apart. It never goes back, not even when the limits are raised: what
    /// was dropped does not come again.
    var horizon: Horizon { counts.horizon }

    /// Where it stands after the last entry applied.
    package var now: Moment {
        get { Moment(sequence: sequence, newestReceived: counts.newestReceived, horizon: counts.horizon) }
        set {
            sequence = newValue.sequence
            counts.newestReceived = newValue.newestReceived
            counts.horizon = newValue.horizon
        }
    }

    /// Where in its shard an organisation is.
    @inline(__always)
    func place(of organisation: Hash128) -> Int? {
        // Through a span: the shard would be copied for the call.
        shards.span[Shard.number(of: organisation)].place(of: organisation)
    }

    private mutating func addOrganisation(_ name: Span<UInt8>, _ hash: Hash128) -> Int {
        counts.organisations += 1
        return shards[Shard.number(of: hash)].append(Organisation(name: [UInt8](copying: name), hash: hash))
    }

    mutating func add(_ fact: Fact, received: Int64, number: Int, place: Int) {
        shards[number].add(
            fact, at: place, received: received, horizon: horizon, factLogBytesMax: limits.factLogBytesMax)
    }
}

/// What is counted over the whole ledger.
struct LedgerCounts: Equatable, Sendable {
    var organisations = 0
    var submissions = 0
    var duplicates = 0
    var retracted = 0
    /// In milliseconds since 1970.
    var newestReceived: Int64 = 0
    var horizon = Horizon(hour: .min, day: .min)
    var ids = 0
    /// Ids that went before their time because the table was full.
    var idsDroppedEarly = 0
    /// Versions of surveys, without the built-in ones.
    var surveyVersions = 0
    /// The sequence number of the last entry that forgot something.
    var lastForgotten: UInt64 = 0
}
