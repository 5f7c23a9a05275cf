// What is watched of one organisation while somebody looks on: a detector for each metric, fed with every submission in
// the order in which they come, and first with those that are kept, so that it knows from the start what is usual.

import ByteCoding
package import Scoring
import Surveys

/// Something whose turn is told.
package enum WatchedMetric: Equatable, Sendable {
    /// The compound of the scored texts.
    case sentiment
    /// What a survey asked outright: satisfaction, else recommendation, else ease, from -1 to 1.
    case rating
    /// Whether a scored text speaks ill of a dimension: 1 or 0.
    case complaints(Dimension)

    /// Every metric.
    package static let all = [sentiment, rating] + Dimension.allCases.map { complaints($0) }

    /// The name on the wire.
    package var name: String {
        switch self {
        case .sentiment: "sentiment"
        case .rating: "rating"
        case .complaints(let dimension): "complaints.\(dimension.name)"
        }
    }
}

/// A metric that has turned.
package struct WatchAlert: Equatable, Sendable {
    package let metric: WatchedMetric
    package let turn: ChangeDetector.Turn
    /// The submission at which it was told.
    package let sequence: UInt64
    /// Of how many submissions one after the other an observation is the mean.
    package var batchSize = 1

    /// Whether it has turned for the worse.
    package var isWorse: Bool {
        if case .complaints = metric { return turn.isUp }
        return !turn.isUp
    }
}

/// A submission as far as who looks on is told of it.
package struct WatchedSubmission: Equatable, Sendable {
    package let sequence: UInt64
    package let id: String
    /// When it counts for, in milliseconds since 1970.
    package let time: Int64
    /// Nil without a text.
    package let label: SentimentLabel?
    package let compound: Int32?
    package let urgency: Urgency
    package let channel: String?
    package let touchpoint: String?
    /// The beginning of its words.
    package let text: String
}

/// The detectors of one organisation.
package struct OrganisationWatch: Sendable {
    private var detectors = [ChangeDetector](repeating: ChangeDetector(), count: WatchedMetric.all.count)
    /// The last turn of each metric, also those among the submissions that were there before.
    package private(set) var lastAlerts: [WatchAlert] = []

    /// Bytes of a submission's words that are told: enough to see whether to look at the whole.
    private static let textBytesMax = 280

    package init() {}

    /// How many observations of a metric its detector has seen, and their mean.
    package func state(of metric: WatchedMetric) -> (n: Int, mean: Double?) {
        guard let place = WatchedMetric.all.firstIndex(of: metric) else { return (0, nil) }
        return (detectors[place].count, detectors[place].mean)
    }

    /// Takes the next submission; what it is told as, and the metrics that turn with it. Nil for what is no submission.
    package mutating func observe(
        _ entry: borrowing EncodedEntry, sequence: UInt64, ratings: Ratings
    ) -> (submission: WatchedSubmission, alerts: [WatchAlert])? {
        guard entry.kind == .submission else { return nil }
        let figures = (try? entry.figures()).flatMap { $0 }
        var alerts: [WatchAlert] = []
        for (place, metric) in WatchedMetric.all.enumerated() {
            guard let value = metric.value(figures?.label, figures?.compound, figures?.dimensions, ratings) else {
                continue
            }
            let tieBreak = WatchedMetric.tieBreak(sequence, place)
            guard let turn = detectors[place].observe(value, at: entry.eventTime, tieBreak: tieBreak) else { continue }
            alerts.append(WatchAlert(metric: metric, turn: turn, sequence: sequence))
        }
        take(alerts)
        let submission = WatchedSubmission(
            sequence: sequence, id: Self.text(entry[.id]) ?? SubmissionID.given(sequence: sequence),
            time: entry.eventTime, label: figures?.label, compound: figures?.compound,
            urgency: figures?.signals.urgency ?? [], channel: Self.text(entry[.channel]),
            touchpoint: Self.text(entry[.touchpoint]), text: Self.beginning(of: entry[.text]))
        return (submission, alerts)
    }

    /// Takes note of turns: the last of each metric is told to whoever comes later.
    mutating func take(_ alerts: [WatchAlert]) {
        for alert in alerts {
            lastAlerts.removeAll { $0.metric == alert.metric }
            lastAlerts.append(alert)
        }
    }

    private static func text(_ bytes: Span<UInt8>) -> String? {
        bytes.isEmpty ? nil : String(copying: bytes)
    }

    private static func beginning(of bytes: Span<UInt8>) -> String {
        if bytes.count <= textBytesMax { return String(copying: bytes) ?? "" }
        var end = textBytesMax
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return (String(copying: bytes.extracting(0..<end)) ?? "") + "…"
    }
}

extension WatchedMetric {
    /// What a text and the answers that came with it say of the metric, -10,000 to 10,000; nil when nothing.
    func value(
        _ label: SentimentLabel?, _ compound: Int32?, _ dimensions: DimensionScores?, _ ratings: Ratings
    ) -> Int32? {
        if self == .rating { return ratings.overall }
        guard let label, label != .insufficient else { return nil }
        if case .complaints(let dimension) = self { return (dimensions?[dimension] ?? 0) < 0 ? 10_000 : 0 }
        return compound
    }

    /// A number from 0 to 1 that depends on nothing but the places of submission and metric: the same in every run.
    static func tieBreak(_ sequence: UInt64, _ place: Int) -> Double {
        var z = sequence &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(place + 1) &* 0xD1B5_4A32_D192_ED03
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
        return (Double(z >> 11) + 0.5) / 9_007_199_254_740_992
    }
}

extension Ledger {
    /// The ratings among the answers of a submission.
    package func ratings(of entry: borrowing EncodedEntry) -> Ratings {
        if entry.surveyVersion == nil { return Ratings() }
        return organisation(entry[.org])?.ratings(of: entry) ?? Ratings()
    }
}

extension Organisation {
    func ratings(of entry: borrowing EncodedEntry) -> Ratings {
        guard let version = entry.surveyVersion, let id = try? entry.string(.survey),
            let answers = try? entry.answers()
        else { return Ratings() }
        return Ratings(answers, to: surveys.survey(id, version: version))
    }
}
