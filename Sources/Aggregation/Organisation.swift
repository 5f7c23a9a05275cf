// One organisation: its figures and its kept submissions.

import ByteCoding
import Scoring
import Surveys

/// The state of an organisation.
struct Organisation: Sendable {
    /// Its name, as it was sent.
    let name: [UInt8]
    /// The keyed hash of its name.
    let hash: Hash128
    /// The facts that are not in the tallies yet.
    var log = FactLog()
    /// Those of them that are on their way there.
    var fold = Fold.none
    var timeline = TallyTimeline()
    /// The values of its segments and their figures.
    var segments = SegmentTable()
    var verbatims = VerbatimStore()
    var surveys = SurveyBook()
    /// What is left of submissions whose words are gone.
    var remnants = RemnantStore()
    /// Submissions counted, retracted ones not.
    var received = 0
    /// The newest time of receipt, in milliseconds since 1970.
    var lastReceived = Int64.min

    init(name: [UInt8], hash: Hash128) {
        self.name = name
        self.hash = hash
    }

    /// Counts a fact that came then; its record.
    mutating func add(_ fact: Fact, received time: Int64, horizon: Horizon, factLogBytesMax: Int) -> FactRecord {
        let record = log.append(fact)
        let count = fact.isDuplicate ? 0 : fact.isRetraction ? -1 : 1
        noteAdded(count, received: time, horizon: horizon, factLogBytesMax: factLogBytesMax)
        return record
    }

    /// Takes note that the log has grown, by a fact that stands for so many submissions.
    private mutating func noteAdded(_ count: Int, received time: Int64, horizon: Horizon, factLogBytesMax: Int) {
        fold(horizon, factLogBytesMax: factLogBytesMax)
        received += count
        lastReceived = max(lastReceived, time)
    }

    /// Counts a submission, of which the record is finished here, and keeps it; the bytes that keeping it takes, and whether
    /// more is kept now than may be.
    mutating func add(
        _ checked: inout CheckedEntry, _ entry: borrowing EncodedEntry, sequence: UInt64, horizon: Horizon,
        limits: LedgerLimits, seed: HashSeed
    ) -> (keptBytes: Int, isOverfull: Bool) {
        var remnant = FreshRemnant(sequence: sequence, idKey: checked.keys.id, frame: FactFrame(hour: entry.hour))
        remnant.frame.label = checked.record.label
        if !entry[.customer].isEmpty { remnant.customer = customerHash(entry[.customer], seed: seed) }
        countAnswers(entry, firstDay: horizon.day, into: &remnant)
        remnant.frame.segments = segments.admit(entry, limits: limits, seed: seed)
        log.append(&checked.record, hour: remnant.frame.hour, remnant.frame.segments, remnant.frame.ratings)
        noteAdded(1, received: entry.received, horizon: horizon, factLogBytesMax: limits.factLogBytesMax)
        let byteCount = verbatims.byteCount
        verbatims.append(entry.payload, checked.amounts, remnant)
        let isOverfull = verbatims.exceeds(countMax: limits.verbatimsMax, byteCountMax: limits.verbatimBytesMax)
        return (verbatims.byteCount - byteCount, isOverfull)
    }

    /// Counts a submission's answers, and takes note of what they and the ratings among them are.
    private mutating func countAnswers(
        _ entry: borrowing EncodedEntry, firstDay: Int32, into remnant: inout FreshRemnant
    ) {
        // The frame of the answers was checked with the entry; answers that cannot be read count nowhere.
        guard let version = entry.surveyVersion, let answers = try? entry.answers(),
            let id = try? entry.string(.survey)
        else { return }
        let day = remnant.frame.hour.floorDivided(by: 24)
        surveys.count(answers, survey: id, version: version, sign: 1, day: day, firstDay: firstDay)
        remnant.frame.ratings = Ratings(answers, to: surveys.survey(id, version: version))
        guard let place = surveys.place(of: id),
            let amounts = surveys.amounts(answers, place: place, version: version)
        else { return }
        remnant.response = Remnant.Response(place: place, version: version, amounts: amounts)
    }

    /// Drops the buckets beyond the horizon.
    mutating func prune(_ horizon: Horizon) {
        timeline.prune(horizon)
        segments.prune(horizon)
    }

    /// What it takes in memory without its kept submissions and its headline: an estimate.
    var byteCount: Int {
        MemoryLayout<Organisation>.stride + name.count + 48 + log.capacity + fold.byteCount
            + timeline.byteCount + segments.byteCount
    }
}
