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
    var value: Double
    /// The squares of the interval's parts below and above the value.
    var below: Double
    var above: Double

    /// Nil when there is no figure.
    init?(place: Int, figure: Figure) {
        guard let value = figure.value else { return nil }
        self.place = place
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

/// Those that may be in a league.
struct RankCandidates {
    let terms: RankTerms
    /// How many a figure must rest on.
    let nMin: Int
    private(set) var all: [RankCandidate] = []
    private(set) var belowMinimumCount = 0

    /// No candidates yet, with room for so many.
    init(_ terms: RankTerms, room count: Int = 0) {
        self.terms = terms
        nMin = max(terms.nMin, RankTerms.nFloor)
        all.reserveCapacity(count)
    }

    /// Adds one, if its figure rests on enough; nil stands for a figure that does not.
    mutating func add(_ place: Int, _ figure: Figure?) {
        if let figure, figure.n >= nMin, let candidate = RankCandidate(place: place, figure: figure) {
            all.append(candidate)
        } else {
            belowMinimumCount += 1
        }
    }
}

extension Ranking {
    /// The league of the candidates; `describe` is asked for the name and the figure of those that are shown.
    init(_ candidates: RankCandidates, window: TimeWindow?, describe: (Int) -> (String, Figure)) {
        let terms = candidates.terms
        let league = League(
            candidates.all, isDescending: terms.metric.isBadWhenHigh == terms.isWorstFirst)
        var rows: [RankRow] = []
        var rank = 0
        for place in league.candidates.indices.prefix(max(0, terms.limit)) {
            let candidate = league.candidates[place]
            if place == 0 || candidate.value != league.candidates[place - 1].value { rank = place + 1 }
            let (name, figure) = describe(candidate.place)
            rows.append(
                RankRow(
                    rank: rank, name: name, figure: figure, alikeFrom: league.firstAlike(place) + 1,
                    alikeTo: league.lastAlike(place) + 1))
        }
        metric = terms.metric
        self.window = window
        self.rows = rows
        rankedCount = league.candidates.count
        belowMinimumCount = candidates.belowMinimumCount
    }
}

extension OrganisationFigures {
    /// The league of the values on an axis; nil when there is no such axis. What is beyond the axis's bound, and what
    /// has no value, is not in it.
    package func ranking(of axisName: String, _ terms: RankTerms, window: TimeWindow? = nil) -> Ranking? {
        guard let axis = organisation.segments.axis(named: axisName) else { return nil }
        let range = range(window)
        let values = organisation.segments.values
        let sums = organisation.sums(range, axis: axis, below: terms.metric.counterBound).filter { number, sum in
            !values[Int(number) - 1].isOther && sum[Counter.received] != 0
        }
        var candidates = RankCandidates(terms)
        for (place, value) in sums.enumerated() { candidates.add(place, terms.metric.figure(value.sum)) }
        return Ranking(candidates, window: range?.window) { place in
            let name = values[Int(sums[place].number) - 1].name
            return (String(decoding: name, as: UTF8.self), terms.metric.figure(sums[place].sum))
        }
    }
}

extension Ledger {
    /// The league of the organisations whose names begin with `prefix`, out of `names` where they are given, all time: from
    /// what is at hand.
    package func ranking(prefix: String = "", among names: Set<String>? = nil, _ terms: RankTerms) -> Ranking {
        league.ranking(prefix: prefix, among: names, terms)
    }

    /// The same over a window, from the figures of each.
    package func ranking(
        prefix: String = "", among names: Set<String>? = nil, _ terms: RankTerms, window: TimeWindow
    ) -> Ranking {
        league(over: window).ranking(prefix: prefix, among: names, terms)
    }
}
