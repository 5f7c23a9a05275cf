// How each metric is written: a score with its sign, a share as a percentage, a rating as it was given, a count plain.

/// The style of a metric, by its name on the wire. One that is not known is written as a score.
enum MetricStyle: Equatable {
    case score, share, rating, nps, count
    /// A share of which less is better.
    case badShare

    init(_ name: String) {
        switch name {
        case "volume": self = .count
        case "nps": self = .nps
        case "csat", "ces": self = .rating
        case "neutral", "positive", "stays", "returns", "recommends": self = .share
        case "negative", "mixed", "switched", "may_switch", "warns_others", "escalates", "safety", "legal", "fraud",
            "leaving":
            self = .badShare
        default: self = .score
        }
    }

    /// A figure.
    func text(_ value: Double?) -> String {
        switch self {
        case .score: Figures.signed(value, 3)
        case .share, .badShare: Figures.percent(value)
        case .rating: Figures.fixed(value, 2)
        case .nps: Figures.signed(value.map { $0 * 100 }, 0)
        case .count: value.flatMap { Int(exactly: $0.rounded()) }.map { Figures.count($0) } ?? "–"
        }
    }

    /// An interval; nothing where there is none.
    func interval(_ low: Double?, _ high: Double?) -> String {
        guard let low, let high else { return "" }
        switch self {
        case .score: return Figures.interval(low, high, 3)
        case .share, .badShare: return "\(Figures.fixed(low * 100, 1)) … \(Figures.fixed(high * 100, 1)) %"
        case .rating: return Figures.plainInterval(low, high, 2)
        case .nps: return Figures.interval(low * 100, high * 100, 0)
        case .count: return ""
        }
    }

    /// The difference of two figures.
    func difference(_ value: Double?) -> String {
        switch self {
        case .share, .badShare: Figures.signed(value.map { $0 * 100 }, 1) + (value == nil ? "" : " pt")
        case .rating: Figures.signed(value, 2)
        default: text(value)
        }
    }

    /// The tone of a figure: good and bad are told of scores alone, on whose scale zero is the middle.
    func tone(_ value: Double?) -> Tone { self == .score || self == .nps ? Ink.tone(of: value) : .plain }

    /// Whether more of it is better; of a count neither.
    func tone(ofDifference value: Double?) -> Tone {
        guard let value, value != 0, self != .count else { return .plain }
        return (value > 0) == (self != .badShare) ? .positive : .negative
    }
}
