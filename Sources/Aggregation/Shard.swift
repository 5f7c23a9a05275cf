// One of the 256 parts of a ledger. A ledger that is copied for a snapshot shares all its parts with the copy; the next
// write to a part copies what it touches of that part alone, so that no write waits for long.

import Surveys

/// Organisations and ids whose hashes fall into one part.
struct Shard: Sendable {
    static let count = 256

    /// In the order in which they first came.
    var organisations = PagedArray<Organisation>()
    /// What leagues of them are made of.
    private(set) var headlines = Headlines()
    /// Whether they are worked out later, out of all that was counted by then.
    private var areHeadlinesPutOff = false
    private var index = HashIndex()
    var ids = IDTable()
    /// Forgotten ids that the table of ids has let go.
    var forgotten = IDTable()
    /// What is left of submissions whose words are gone.
    var remnantBytes = 0
    /// What the kept submissions take.
    var verbatimBytes = 0
    var verbatimCount = 0
    /// The organisations whose old buckets and kept submissions are looked at next.
    private(set) var pruneNext = 0
    var evictNext = 0

    /// An empty part.
    init() {}

    /// Takes over what a snapshot holds; nil when a name comes twice.
    init?(organisations: [Organisation], ids: IDTable, pruneNext: Int, evictNext: Int) {
        self.ids = ids
        self.pruneNext = pruneNext
        self.evictNext = evictNext
        index = HashIndex(capacity: organisations.count)
        for organisation in organisations {
            guard place(of: organisation.hash) == nil else { return nil }
            append(organisation)
        }
    }

    /// Which part a hash falls into.
    static func number(of hash: Hash128) -> Int { Int(hash.low & UInt64(count - 1)) }

    /// Where an organisation is, by the hash of its name: 128 bits under a secret seed stand for the name (see IDTable
    /// for what that risks).
    func place(of hash: Hash128) -> Int? { index.find(hash.high) { organisations[$0].hash == hash } }

    /// Adds an organisation, which must not be there, and returns its place.
    @discardableResult
    mutating func append(_ organisation: consuming Organisation) -> Int {
        let place = organisations.count
        index.insert(organisation.hash.high, place: place)
        headlines.append(name: organisation.name, received: organisation.received)
        verbatimBytes += organisation.verbatims.byteCount
        verbatimCount += organisation.verbatims.count
        remnantBytes += organisation.remnants.byteCount
        organisations.append(organisation)
        if !areHeadlinesPutOff { beginHeadline(at: place) }
        return place
    }

    /// Counts a fact for the organisation at a place.
    mutating func add(_ fact: Fact, at place: Int, received: Int64, horizon: Horizon, factLogBytesMax: Int) {
        var record = organisations[place].add(
            fact, received: received, horizon: horizon, factLogBytesMax: factLogBytesMax)
        addToHeadline(&record, at: place)
    }

    /// Counts and keeps a submission of the organisation at a place.
    mutating func add(
        _ checked: inout CheckedEntry, _ entry: borrowing EncodedEntry, at place: Int, sequence: UInt64,
        horizon: Horizon, limits: LedgerLimits, seed: HashSeed
    ) {
        let (keptBytes, isOverfull) = organisations[place].add(
            &checked, entry, sequence: sequence, horizon: horizon, limits: limits, seed: seed)
        addToHeadline(&checked.record, at: place)
        verbatimCount += 1
        verbatimBytes += keptBytes
        if isOverfull || verbatimBytes > limits.verbatimBytesTotalMax / Self.count {
            trimVerbatims(at: place, limits: limits)
        }
    }

    /// Counts a fact in the headline of its organisation.
    private mutating func addToHeadline(_ record: inout FactRecord, at place: Int) {
        if areHeadlinesPutOff { return }
        headlines.add(&record, at: place)
        beginHeadline(at: place)
    }

    /// Leaves the headlines as they are until `finishHeadlines`: where much is to come, most of it will be in tallies by then.
    mutating func putOffHeadlines() { areHeadlinesPutOff = true }

    /// Works out the headlines if they were put off.
    mutating func finishHeadlines() {
        if !areHeadlinesPutOff { return }
        areHeadlinesPutOff = false
        headlines = Headlines()
        for place in organisations.indices {
            headlines.append(name: organisations[place].name, received: organisations[place].received)
            beginHeadline(at: place)
        }
    }

    /// Begins the sums of an organisation that can be in a league now, out of all that was counted for it.
    private mutating func beginHeadline(at place: Int) {
        if !headlines.isToBegin(place) { return }
        headlines.begin(place, with: organisations[place].timeline, organisations[place].log)
    }

    /// Takes note that something came for an organisation.
    mutating func noteReceipt(_ received: Int64, at place: Int) {
        organisations[place].lastReceived = max(organisations[place].lastReceived, received)
    }

    /// Changes an organisation's surveys.
    mutating func changeSurveys(at place: Int, _ change: (inout SurveyBook) -> Void) {
        change(&organisations[place].surveys)
    }

    /// Takes note of the tag keys that an organisation declares or withdraws.
    mutating func change(_ keys: [[UInt8]], areWithdrawn: Bool, at place: Int, received: Int64) {
        noteReceipt(received, at: place)
        for key in keys {
            if areWithdrawn {
                organisations[place].segments.withdraw(key)
            } else {
                organisations[place].segments.declare(key)
            }
        }
    }

    /// Drops the next organisation's buckets that are beyond the horizon: those that are written to drop theirs when
    /// they fold, this is for the idle ones.
    mutating func pruneOne(_ horizon: Horizon) {
        pruneNext = pruneNext + 1 < organisations.count ? pruneNext + 1 : 0
        if pruneNext < organisations.count { organisations[pruneNext].prune(horizon) }
    }
}
