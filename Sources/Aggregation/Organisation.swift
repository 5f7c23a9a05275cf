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

    /// Counts a fact.
    mutating func add(_ fact: Fact, horizon: Horizon, factLogBytesMax: Int) {
        log.append(fact)
        if log.bytes.count > factLogBytesMax { fold(horizon) }
    }

    /// Moves the log's facts into the tallies.
    mutating func fold(_ horizon: Horizon) {
        var facts: [Fact] = []
        log.forEach { facts.append($0) }
        log = FactLog()
        facts.sort { $0.hour < $1.hour }
        var scratch = FoldScratch()
        timeline.fold(facts, at: Array(facts.indices), horizon: horizon, scratch: &scratch)
        segments.fold(facts, horizon: horizon, scratch: &scratch)
    }

    /// Drops the buckets beyond the horizon.
    mutating func prune(_ horizon: Horizon) {
        timeline.prune(horizon)
        segments.prune(horizon)
    }

    /// What it takes in memory without its kept submissions and its headline: an estimate.
    var byteCount: Int {
        MemoryLayout<Organisation>.stride + name.count + 48 + log.capacity + timeline.byteCount
            + segments.byteCount
    }
}
