// What was before somebody looked on: worked out of a copy of an organisation's submissions on any thread, so that whoever
// comes late still learns what has turned, and the detectors know from the start what is usual.
//
// All submissions that the ledger can still tell apart are looked through, with or without their words, up to some
// 300,000. However many they are, they come to at most a thousand observations of a metric: each the mean of so many
// values, one after the other, the same number in every one. So the observations are exchangeable as single values are,
// the rate of false alarms is the same in observations, and who looks at a busy organisation is not told one false alarm
// after the other. The detectors that go on from here have seen the submissions that are kept with their words, one by one.

import ByteCoding
import Scoring

/// The submissions of an organisation as they were at one moment.
package struct WatchHistory: Sendable {
    private let organisation: Organisation
    /// The sequence number of the last entry that it knows of.
    package let through: UInt64

    /// As many observations of a metric as are told of the past, at most.
    static let observationsMax = 1_000
    /// Steps of values that are means.
    private static let steps = 400

    init(_ organisation: Organisation, through: UInt64) {
        var copy = organisation
        // What is not looked at need not be copied when the ledger changes it.
        copy.log = FactLog()
        copy.fold = .none
        copy.timeline = TallyTimeline()
        copy.segments = SegmentTable()
        self.organisation = copy
        self.through = through
    }

    /// A watch that has seen all of them.
    package func watch() -> OrganisationWatch {
        var watch = OrganisationWatch()
        watch.take(pastAlerts())
        watch.observe(organisation, after: 0)
        return watch
    }

    /// The last turn of each metric over all that can be told apart; none when all of it is kept with its words.
    private func pastAlerts() -> [WatchAlert] {
        let count = organisation.remnants.count + organisation.verbatims.count
        guard organisation.remnants.count > 0 else { return [] }
        let batchSize = (count + Self.observationsMax - 1) / Self.observationsMax
        var series = WatchedMetric.all.map { _ in BatchedSeries(batchSize: batchSize, steps: Self.steps) }
        func observe(_ fact: Fact, _ sequence: UInt64) {
            for (place, metric) in WatchedMetric.all.enumerated() {
                let compound = fact.compound.map { Int32($0) }
                guard let value = metric.value(fact.label, compound, fact.dimensions, fact.ratings) else { continue }
                series[place].add(value, fact.hour, metric, sequence, WatchedMetric.tieBreak(sequence, place))
            }
        }
        organisation.remnants.forEach { observe($0.fact, $0.sequence) }
        for position in 0..<organisation.verbatims.count {
            let verbatim = organisation.verbatims[position]
            if let remnant = verbatim.remnant { observe(remnant.fact, verbatim.sequence) }
        }
        return series.compactMap(\.last).sorted { $0.sequence < $1.sequence }
    }
}

/// A metric's values, so many at a time.
private struct BatchedSeries {
    private let batchSize: Int
    private var detector: ChangeDetector
    private var count = 0
    private var sum: Int64 = 0
    private var firstHour: Int32 = 0
    private(set) var last: WatchAlert?

    init(batchSize: Int, steps: Int) {
        self.batchSize = batchSize
        detector = ChangeDetector(steps: steps)
    }

    mutating func add(
        _ value: Int32, _ hour: Int32, _ metric: WatchedMetric, _ sequence: UInt64, _ tieBreak: Double
    ) {
        if count == 0 { firstHour = hour }
        count += 1
        sum += Int64(value)
        if count < batchSize { return }
        let time = Int64(firstHour) * HourRange.millisecondsPerHour
        let turn = detector.observe(Int32(sum / Int64(batchSize)), at: time, tieBreak: tieBreak)
        (count, sum) = (0, 0)
        if let turn { last = WatchAlert(metric: metric, turn: turn, sequence: sequence, batchSize: batchSize) }
    }
}

extension OrganisationWatch {
    /// Looks at the submissions of an organisation that are kept, after a sequence number.
    mutating func observe(_ organisation: Organisation, after sequence: UInt64) {
        let kept = organisation.verbatims
        for position in kept.firstPosition(notBelow: sequence &+ 1)..<kept.count {
            guard let entry = try? EncodedEntry(kept[position].payload) else { continue }
            _ = observe(entry, sequence: kept[position].sequence, ratings: organisation.ratings(of: entry))
        }
    }
}

extension Ledger {
    /// The history of an organisation; nil when it is not known.
    package func watchHistory(org: Span<UInt8>) -> WatchHistory? {
        organisation(org).map { WatchHistory($0, through: sequence) }
    }

    /// Shows a watch what came since its history was copied.
    package func catchUp(_ watch: inout OrganisationWatch, org: Span<UInt8>, after sequence: UInt64) {
        guard let organisation = organisation(org) else { return }
        watch.observe(organisation, after: sequence)
    }
}
