// The few all-time sums of an organisation that are always at hand: a league of a hundred thousand organisations is not to
// unpack as many tallies.

import ByteCoding
import Scoring

/// What an organisation's tally for ever says of its labels and compounds.
struct Headline: Sendable {
    /// How many texts have each label, in the order of `SentimentLabel`; the insufficient are left out.
    private(set) var labels = InlineArray<4, Int64>(repeating: 0)
    private(set) var compounds: Int64 = 0
    private(set) var sum: Int64 = 0
    private(set) var squares: Int64 = 0

    /// Nothing yet.
    init() {}

    /// The texts with a label.
    var scored: Int64 { labels[0] + labels[1] + labels[2] + labels[3] }

    /// Adds a fact, as `Fact.add(to:)` does to a tally.
    mutating func add(_ fact: Fact) {
        guard !fact.isDuplicate, let label = fact.label, label != .insufficient else { return }
        let sign: Int64 = fact.isRetraction ? -1 : 1
        labels[Int(label.rawValue)] += sign
        guard let compound = fact.compound else { return }
        compounds += sign
        sum += sign * Int64(compound)
        squares += sign * Int64(compound) * Int64(compound)
    }

    /// Writes the sums, zigzag.
    func encode(into writer: inout ByteWriter) {
        for place in 0..<4 { writer.writeSigned(labels[place]) }
        writer.writeSigned(compounds)
        writer.writeSigned(sum)
        writer.writeSigned(squares)
    }

    /// Reads what `encode` wrote.
    init(from reader: inout ByteReader) throws(ByteCodingError) {
        for place in 0..<4 { labels[place] = try reader.readSigned() }
        compounds = try reader.readSigned()
        sum = try reader.readSigned()
        squares = try reader.readSigned()
    }
}

extension Organisation {
    /// A figure all-time or over a range of hours, with `sum` as room to work in; nil when nothing came.
    func figure(_ metric: Metric, _ range: HourRange?, _ sum: inout Tally) -> Figure? {
        if range == nil, let figure = headlineFigure(metric) { return figure }
        sum.clear()
        add(range, to: &sum, below: metric.counterBound)
        return sum[Counter.received] == 0 ? nil : metric.figure(sum)
    }

    /// An all-time figure out of the headline; nil when it does not hold it.
    func headlineFigure(_ metric: Metric) -> Figure? {
        switch metric {
        case .volume: .count(received)
        case .sentiment:
            .mean(Mean(n: headline.compounds, sum: headline.sum, squares: headline.squares), scale: -1...1)
        case .label(let label) where label != .insufficient:
            .share(Share(headline.labels[Int(label.rawValue)], of: headline.scored))
        default: nil
        }
    }
}
