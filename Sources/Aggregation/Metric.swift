// What can be followed over time, compared and ranked: each a mean, a share or a count that one tally holds.

package import Scoring

/// A figure by its name.
package enum Metric: Hashable, Sendable {
    /// Submissions.
    case volume
    /// The mean compound of the scored texts.
    case sentiment
    /// The share of the scored texts with a label.
    case label(SentimentLabel)
    /// The mean score of the texts that speak of a dimension.
    case dimension(Dimension)
    /// The net promoter score; the mean satisfaction, 1 to 5; the mean ease, 1 to 7.
    case nps
    case csat
    case ces
    /// The share of all texts that tell of an outcome, or are urgent in a way: the place of its bit.
    case outcome(Int)
    case urgency(Int)

    /// Every metric, in the order of the documentation.
    package static let all: [Metric] =
        [.sentiment, .volume] + [.negative, .neutral, .mixed, .positive].map { .label($0) } + [.nps, .csat, .ces]
        + Dimension.allCases.map { .dimension($0) } + Outcomes.names.indices.map { .outcome($0) }
        + Urgency.names.indices.map { .urgency($0) }

    /// The metric with that name.
    package init?(name: String) {
        guard let match = Self.all.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    /// The name on the wire.
    package var name: String {
        switch self {
        case .volume: "volume"
        case .sentiment: "sentiment"
        case .label(let label): label.name
        case .dimension(let dimension): dimension.name
        case .nps: "nps"
        case .csat: "csat"
        case .ces: "ces"
        case .outcome(let bit): Outcomes.names[bit]
        case .urgency(let bit): Urgency.names[bit]
        }
    }

    /// Whether more of it is worse.
    package var isBadWhenHigh: Bool {
        switch self {
        case .label(let label): label == .negative || label == .mixed
        case .outcome(let bit):
            Outcomes(rawValue: 1 << UInt16(bit)).isSubset(of: [.switched, .maySwitch, .warnsOthers, .escalates])
        case .urgency: true
        default: false
        }
    }

    /// The figure rests on counters below this place alone.
    var counterBound: Int {
        switch self {
        case .volume, .sentiment, .label: Counter.transcripts
        case .dimension: Counter.outcomes
        case .outcome, .urgency: Counter.modality
        case .nps, .csat, .ces: Counter.rating
        }
    }

    /// How many the figure rests on, by the value of each counter.
    func n(_ sum: (Int) -> Int64) -> Int {
        let n =
            switch self {
            case .volume: sum(Counter.received)
            case .sentiment: sum(Counter.compound)
            case .label: sum(Counter.scored)
            case .dimension(let dimension):
                sum(Counter.dimensions + Int(dimension.rawValue) * Counter.dimensionStride)
            case .nps: sum(Counter.promoters) + sum(Counter.passives) + sum(Counter.detractors)
            case .csat: sum(Counter.csat)
            case .ces: sum(Counter.ces)
            case .outcome, .urgency: sum(Counter.scored) + sum(Counter.insufficient)
            }
        return Int(n)
    }

    /// The figure, if it rests on so many; one that does not is not worked out.
    func figure(restingOn nMin: Int, _ sum: (Int) -> Int64) -> Figure? { n(sum) < nMin ? nil : figure(sum) }

    /// The figure in a tally.
    package func figure(_ tally: Tally) -> Figure { figure { tally[$0] } }

    /// The figure, by the value of each counter that it rests on.
    func figure(_ sum: (Int) -> Int64) -> Figure {
        func mean(_ counter: Int, unit: Double) -> Mean {
            Mean(n: sum(counter), sum: sum(counter + 1), squares: sum(counter + 2), unit: unit)
        }
        func share(ofTexts counter: Int) -> Share {
            Share(sum(counter), of: sum(Counter.scored) + sum(Counter.insufficient))
        }
        switch self {
        case .volume: return .count(Int(sum(Counter.received)))
        case .sentiment: return .mean(mean(Counter.compound, unit: 10_000), scale: -1...1)
        case .label(let label): return .share(Share(sum(Counter.labels + Int(label.rawValue)), of: sum(Counter.scored)))
        case .dimension(let dimension):
            let counter = Counter.dimensions + Int(dimension.rawValue) * Counter.dimensionStride
            return .mean(mean(counter, unit: 10_000), scale: -1...1)
        case .nps:
            return .nps(
                NetPromoterScore(
                    promoters: sum(Counter.promoters), passives: sum(Counter.passives),
                    detractors: sum(Counter.detractors)))
        case .csat: return .mean(mean(Counter.csat, unit: 1), scale: 1...5)
        case .ces: return .mean(mean(Counter.ces, unit: 1), scale: 1...7)
        case .outcome(let bit): return .share(share(ofTexts: Counter.outcomes + bit))
        case .urgency(let bit): return .share(share(ofTexts: Counter.urgency + bit))
        }
    }
}

/// A metric's figure over some submissions.
package enum Figure: Equatable, Sendable {
    case count(Int)
    /// A mean on a scale, at whose ends its interval is cut off.
    case mean(Mean, scale: ClosedRange<Double>)
    case share(Share)
    case nps(NetPromoterScore)

    /// How many it rests on.
    package var n: Int {
        switch self {
        case .count(let count): count
        case .mean(let mean, _): mean.n
        case .share(let share): share.of
        case .nps(let nps): nps.n
        }
    }

    /// The figure itself; nil without any.
    package var value: Double? {
        switch self {
        case .count(let count): Double(count)
        case .mean(let mean, _): mean.mean
        case .share(let share): share.share
        case .nps(let nps): nps.score
        }
    }

    /// The 95 % interval; nil where there is none.
    package var low: Double? {
        switch self {
        case .count: nil
        case .mean(let mean, let scale): mean.low.map { max($0, scale.lowerBound) }
        case .share(let share): share.low
        case .nps(let nps): nps.low
        }
    }

    package var high: Double? {
        switch self {
        case .count: nil
        case .mean(let mean, let scale): mean.high.map { min($0, scale.upperBound) }
        case .share(let share): share.high
        case .nps(let nps): nps.high
        }
    }
}
