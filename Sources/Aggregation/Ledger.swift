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

    /// An empty ledger. The seed must be random and secret.
    package init(limits: LedgerLimits = LedgerLimits(), seed: HashSeed) {
        self.limits = limits
        self.seed = seed
        shards = [Shard](repeating: Shard(), count: Shard.count)
    }

    /// Applies an entry under its sequence number; false when the ledger is already past it. An error means that the
    /// entry is malformed, and leaves the ledger as it was.
    @discardableResult
    package mutating func apply(
        _ entry: borrowing EncodedEntry, sequence: UInt64
    ) throws(ByteCodingError) -> Bool {
        if sequence <= self.sequence { return false }
        var fact = try Fact(entry)
        let keys = try entry.tagKeys()
        let hash = SipHash.hash(entry[.org], seed: seed)
        self.sequence = sequence
        counts.newestReceived = max(counts.newestReceived, entry.received)
        advanceHorizon()
        let number = Shard.number(of: hash)
        if sequence % 32 == 0 { shards[number].pruneOne(horizon) }
        if entry.kind == .retraction {
            retract(entry.target, hash)
            return true
        }
        if entry.kind == .forgottenID {
            counts.lastForgotten = sequence
            forget(SipHash.hash(hash, entry[.id], seed: seed), sequence: sequence)
            return true
        }
        let place = shards[number].place(of: hash) ?? addOrganisation(entry[.org], hash)
        if entry.kind == .survey || entry.kind == .surveyState {
            try applySurvey(entry, number: number, place: place)
            return true
        }
        if entry.kind == .declaration || entry.kind == .withdrawal {
            shards[number].change(
                keys, areWithdrawn: entry.kind == .withdrawal, at: place, received: entry.received, sequence: sequence)
            return true
        }
        if entry.kind == .duplicate {
            // It counts where its submission does; by itself when nothing is left of that.
            let original = shards[number].noteRepeat(of: entry.target, at: place, seed: seed)
            add(original?.repeated() ?? fact, received: entry.received, number: number, place: place)
            counts.duplicates += 1
            return true
        }
        fact.ratings = countAnswers(entry, number: number, place: place)
        fact.segments = shards[number].segments(of: entry, at: place, sequence: sequence, limits: limits, seed: seed)
        add(fact, received: entry.received, number: number, place: place)
        counts.submissions += 1
        let verbatim = StoredVerbatim(sequence: sequence, payload: [UInt8](copying: entry.payload))
        shards[number].keep(verbatim, at: place, limits: limits, seed: seed)
        if !entry[.id].isEmpty { remember(entry, hash, sequence) }
        return true
    }

    /// The first hour and day that are still told apart. It never goes back, not even when the limits are raised: what
    /// was dropped does not come again.
    var horizon: Horizon { counts.horizon }

    private mutating func advanceHorizon() {
        let hour = max(HourRange.hour(of: counts.newestReceived), 0)
        counts.horizon.hour = max(counts.horizon.hour, hour - limits.hourlyDays * 24)
        counts.horizon.day = max(counts.horizon.day, hour / 24 - limits.dailyDays)
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
    /// How many ids were ever taken, modulo 2^32.
    var idOrdinal: UInt32 = 0
    var ids = 0
    /// Ids that went before their time because the table was full.
    var idsDroppedEarly = 0
    /// Versions of surveys, without the built-in ones.
    var surveyVersions = 0
    /// The sequence number of the last entry that forgot something.
    var lastForgotten: UInt64 = 0
}
