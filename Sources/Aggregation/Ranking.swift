// A league: names by a metric, with intervals, a minimum n, and which places cannot be told from each other.

/// A league of organisations or of the values of an axis.
package struct Ranking: Equatable, Sendable {
    package let metric: Metric
    package let window: TimeWindow?
    /// The best first, or the worst.
    package let rows: [RankRow]
    /// How many are in the league, and how many have fewer than the minimum.
    package let rankedCount: Int
    package let belowMinimumCount: Int
}

/// One place of a league.
package struct RankRow: Equatable, Sendable {
    /// From 1; equal figures share a rank.
    package let rank: Int
    package let name: String
    package let figure: Figure
    /// The first and the last place whose figure cannot be told from this one's.
    package let alikeFrom: Int
    package let alikeTo: Int
}

/// What a league is to be like.
package struct RankTerms: Equatable, Sendable {
    package var metric: Metric
    /// Who has fewer is not in the league: ten submissions never top one.
    package var nMin = 30
    package var limit = 20
    package var isWorstFirst = false

    package static let nFloor = 11

    package init(metric: Metric) { self.metric = metric }
}

/// One that is to be ranked: no more than sorting needs.
struct RankCandidate {
    /// Whatever finds its name and its figure again.
    var place: Int
    /// How many it rests on.
    var n: Int
    var value: Double
    /// The squares of the interval's parts below and above the value.
    var below: Double
    var above: Double

    /// Nil when there is no figure.
    init?(place: Int, figure: Figure) {
        guard let value = figure.value else { return nil }
        self.place = place
        n = figure.n
        self.value = value
        below = figure.low.map { (value - $0) * (value - $0) } ?? 0
        above = figure.high.map { ($0 - value) * ($0 - value) } ?? 0
    }

    /// Whether the two figures can be told apart: the interval of their difference, put together from their own
    /// (Newcombe's hybrid, 1998; also known as MOVER), leaves out zero.
    func differs(from other: RankCandidate) -> Bool {
        let gap = value - other.value
        return gap > 0 ? gap * gap > below + other.above : gap * gap > above + other.below
    }
}

extension Ranking {
    /// The league of the candidates that reach the minimum; `describe` is asked for the name and the figure of those that
    /// are shown.
    init(
        _ candidates: [RankCandidate], _ terms: RankTerms, window: TimeWindow?, describe: (Int) -> (String, Figure)
    ) {
        let nMin = max(terms.nMin, RankTerms.nFloor)
        var league = candidates.filter { $0.n >= nMin }
        let isDescending = terms.metric.isBadWhenHigh == terms.isWorstFirst
        league.sort {
            isDescending ? ($1.value, $0.place) < ($0.value, $1.place) : ($0.value, $0.place) < ($1.value, $1.place)
        }
        var rows: [RankRow] = []
        var rank = 0
        for place in league.indices.prefix(max(0, terms.limit)) {
            if place == 0 || league[place].value != league[place - 1].value { rank = place + 1 }
            let (first, last) = Self.alike(place, in: league)
            let (name, figure) = describe(league[place].place)
            rows.append(
                RankRow(
                    rank: rank, name: name, figure: figure, alikeFrom: first + 1,
                    alikeTo: last + 1))
        }
        metric = terms.metric
        self.window = window
        self.rows = rows
        rankedCount = league.count
        belowMinimumCount = candidates.count - league.count
    }

    /// The first and the last place of the league that cannot be told from `place`.
    private static func alike(_ place: Int, in league: [RankCandidate]) -> (Int, Int) {
        var first = 0
        while first < place, league[first].differs(from: league[place]) { first += 1 }
        var last = league.count - 1
        while last > place, league[last].differs(from: league[place]) { last -= 1 }
        return (first, last)
    }
}

extension OrganisationFigures {
    /// The league of the values on an axis; nil when there is no such axis. What is beyond the axis's bound, and what
    /// has no value, is not in it.
    package func ranking(of axisName: String, _ terms: RankTerms, window: TimeWindow? = nil) -> Ranking? {
        guard let axis = organisation.segments.axis(named: axisName) else { return nil }
        let range = range(window)
        let values = organisation.segments.values
        let figures = organisation.sums(range, axis: axis, below: terms.metric.counterBound).compactMap {
            number, sum -> (name: [UInt8], Figure)? in
            let value = values[Int(number) - 1]
            if value.isOther || sum[Counter.received] == 0 { return nil }
            return (value.name, terms.metric.figure(sum))
        }
        let candidates = figures.indices.compactMap { RankCandidate(place: $0, figure: figures[$0].1) }
        return Ranking(candidates, terms, window: range?.window) { place in
            (String(decoding: figures[place].name, as: UTF8.self), figures[place].1)
        }
    }
}

extension Ledger {
    /// The league of the organisations whose names begin with `prefix`, out of `names` where they are given.
    package func ranking(
        prefix: String = "", among names: Set<String>? = nil, _ terms: RankTerms, window: TimeWindow? = nil
    ) -> Ranking {
        let names = names.map { Set($0.map { Array($0.utf8) }) }
        let range = window.map { HourRange($0, horizon: horizon) }
        let prefix = Array(prefix.utf8)
        var candidates: [RankCandidate] = []
        var sum = Tally()
        for number in shards.indices {
            shards[number].forEachFigure(terms.metric, range, prefix: prefix, among: names, &sum) { place, figure in
                if let candidate = RankCandidate(place: place << 8 | number, figure: figure) {
                    candidates.append(candidate)
                }
            }
        }
        return Ranking(candidates, terms, window: range?.window) { place in
            let organisation = shards[place & 255].organisations[place >> 8]
            let figure = organisation.figure(terms.metric, range, &sum) ?? .count(0)
            return (String(decoding: organisation.name, as: UTF8.self), figure)
        }
    }
}

extension Shard {
    /// Calls with the place and the figure of each organisation whose name begins with `prefix`, out of `names` where they
    /// are given. The organisations are read where they lie: copying one would cost more than its headline.
    fileprivate func forEachFigure(
        _ metric: Metric, _ range: HourRange?, prefix: [UInt8], among names: Set<[UInt8]>?, _ sum: inout Tally,
        _ body: (Int, Figure) -> Void
    ) {
        for (number, page) in organisations.pages.enumerated() {
            let page = page.span
            for offset in page.indices {
                if page[offset].received == 0 { continue }
                if !prefix.isEmpty, !page[offset].name.starts(with: prefix) { continue }
                if let names, !names.contains(page[offset].name) { continue }
                let headline = range == nil ? page[offset].headline : nil
                let figure = headline?.figure(metric, received: page[offset].received)
                guard let figure = figure ?? page[offset].figure(metric, range, &sum) else { continue }
                body(number * PagedArray<Organisation>.pageCount + offset, figure)
            }
        }
    }
}
