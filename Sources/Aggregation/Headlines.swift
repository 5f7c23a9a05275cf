// The all-time sums of organisations that are always at hand, in columns: a league of a hundred thousand organisations is
// not to read as many tallies and logs, and a copy of the columns is all that it needs. The sums of an organisation begin
// when it has as many submissions as the smallest minimum of a league; before that it is in none, and stays small.

import ByteCoding
import Scoring

/// What the tallies for ever of a shard's organisations say of everything that a league is made of. Not in snapshots: it is
/// worked out anew from what is.
struct Headlines: Sendable {
    /// The names of the organisations, in the order of their places.
    private(set) var names: [[UInt8]] = []
    /// Submissions counted, retracted ones not.
    private(set) var received: [Int] = []
    /// The row of each organisation's sums; -1 before they begin.
    private var rows: [Int32] = []
    /// One row after the other, in pages: the first write after a league was asked for copies the page that it writes to,
    /// and all rows of a shard would keep the writer for a millisecond.
    private var pages: [[Int64]] = []
    private var rowCount: Int32 = 0

    /// The rows of a page.
    private static let pageRows = 16

    /// Where what lies in a row.
    fileprivate enum Place {
        static let received = 0
        static let scored = 1
        static let insufficient = 2
        static let labels = 3
        static let compound = 7
        static let dimensions = 10
        static let nps = dimensions + 3 * 12
        static let csat = nps + 3
        static let ces = csat + 3
        static let urgency = ces + 3
        static let outcomes = urgency + 8
        static let count = outcomes + 16
    }

    /// The counter behind each place.
    private static let counters: [Int] = {
        var counters = [Int](repeating: Counter.received, count: Place.count)
        func set(_ place: Int, _ counter: Int, _ count: Int = 1) {
            for offset in 0..<count { counters[place + offset] = counter + offset }
        }
        set(Place.scored, Counter.scored)
        set(Place.insufficient, Counter.insufficient)
        set(Place.labels, Counter.labels, 4)
        set(Place.compound, Counter.compound, 3)
        for lane in Dimension.allCases.indices {
            set(Place.dimensions + 3 * lane, Counter.dimensions + lane * Counter.dimensionStride, 3)
        }
        set(Place.nps, Counter.promoters, 3)
        set(Place.csat, Counter.csat, 3)
        set(Place.ces, Counter.ces, 3)
        set(Place.urgency, Counter.urgency, 8)
        set(Place.outcomes, Counter.outcomes, 16)
        return counters
    }()

    /// The place of each counter; -1 for one that is not here.
    private static let places: [Int8] = {
        var places = [Int8](repeating: -1, count: Counter.count)
        for (place, counter) in counters.enumerated() { places[counter] = Int8(place) }
        return places
    }()

    /// The counters are all below this place.
    static let counterBound = Counter.rating

    /// The bytes that an organisation's sums take once they have begun.
    static let bytesEach = Place.count * 8

    /// No organisations.
    init() {}

    /// Adds an organisation at the next place.
    mutating func append(name: [UInt8], received: Int) {
        names.append(name)
        self.received.append(received)
        rows.append(-1)
    }

    /// Whether the sums of an organisation are to begin: it has so many submissions that it can be in a league, for the first
    /// time.
    func isToBegin(_ place: Int) -> Bool {
        received[place] >= RankTerms.nFloor && rows[place] < 0
    }

    /// Begins an organisation's sums with those of its tallies for ever and of the facts in its log.
    mutating func begin(_ place: Int, with timeline: TallyTimeline, _ log: FactLog) {
        if Int(rowCount) % Self.pageRows == 0 { pages.append([]) }
        let (page, start) = (pages.count - 1, pages[pages.count - 1].count)
        pages[page].append(contentsOf: repeatElement(0, count: Place.count))
        rows[place] = rowCount
        rowCount += 1
        var row = HeadlineRow(pages[page].mutableSpan, start: start)
        timeline.withTotal { tally in
            tally.forEach(below: Self.counterBound) { counter, value in
                let place = Self.places[counter]
                if place >= 0 { row.add(value, Int(place)) }
            }
        }
        var facts = log.reader
        while facts.next() { row.add(facts) }
    }

    /// An organisation's figure of all time; nil before its sums have begun, or when it rests on fewer than `nMin`.
    func figure(_ metric: Metric, at place: Int, restingOn nMin: Int) -> Figure? {
        guard let (page, start) = row(at: place) else { return nil }
        return metric.figure(restingOn: nMin) { pages[page][start + Int(Self.places[$0])] }
    }

    /// The page of an organisation's row and where in it the row begins; nil before its sums have begun.
    @inline(__always)
    private func row(at place: Int) -> (page: Int, start: Int)? {
        let row = Int(rows[place])
        return row < 0 ? nil : (row / Self.pageRows, row % Self.pageRows * Place.count)
    }

    /// Something of each line of the processor's cache in which an organisation's sums lie.
    func glance(at place: Int) -> Int {
        var seen = received[place]
        guard let (page, start) = row(at: place) else { return seen }
        for offset in stride(from: 0, to: Place.count, by: 8) { seen &+= Int(pages[page][start + offset]) }
        return seen
    }

    /// Adds a fact, as `Fact.add(to:)` does to a tally, as far as the sums have begun.
    mutating func add(_ record: inout FactRecord, at place: Int) {
        var fact = FactReader(record.bytes, firstHour: 0)
        if !fact.next() || fact.isRepetition { return }
        received[place] += Int(fact.sign)
        guard let (page, start) = row(at: place) else { return }
        var row = HeadlineRow(pages[page].mutableSpan, start: start)
        row.add(fact)
    }
}

/// The sums of one organisation while there is added to them.
private struct HeadlineRow: ~Copyable, ~Escapable {
    private typealias Place = Headlines.Place

    /// Those of a page.
    private var sums: MutableSpan<Int64>
    private let start: Int

    @_lifetime(copy sums)
    init(_ sums: consuming MutableSpan<Int64>, start: Int) {
        self.sums = sums
        self.start = start
    }

    /// Adds the fact at which the reader stands.
    mutating func add(_ fact: FactReader) {
        if fact.isRepetition { return }
        let sign = fact.sign
        add(sign, Place.received)
        if let (label, compound) = fact.sentiment { add(label, compound, sign) }
        fact.forEachScore { lane, score in add(value: Int64(score), Place.dimensions + 3 * lane, sign) }
        add(bits: fact.urgency, Place.urgency, sign)
        add(bits: fact.outcomes, Place.outcomes, sign)
        addRatings(fact.ratings, sign)
    }

    private mutating func add(_ label: SentimentLabel, _ compound: Int16?, _ sign: Int64) {
        if label == .insufficient { return add(sign, Place.insufficient) }
        add(sign, Place.scored)
        add(sign, Place.labels + Int(label.rawValue))
        if let compound { add(value: Int64(compound), Place.compound, sign) }
    }

    private mutating func addRatings(_ ratings: Ratings, _ sign: Int64) {
        if let group = ratings.npsGroup { add(sign, Place.nps + group) }
        if let csat = ratings.csat { add(value: Int64(csat), Place.csat, sign) }
        if let ces = ratings.ces { add(value: Int64(ces), Place.ces, sign) }
    }

    mutating func add(_ amount: Int64, _ place: Int) { sums[start + place] += amount }

    /// Adds to a number of values, their sum and their sum of squares.
    private mutating func add(value: Int64, _ place: Int, _ sign: Int64) {
        add(sign, place)
        add(sign * value, place + 1)
        add(sign * value * value, place + 2)
    }

    private mutating func add(bits: UInt64, _ place: Int, _ sign: Int64) {
        var rest = bits
        while rest != 0 {
            add(sign, place + rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
    }
}

/// The headlines of all organisations as they were at one moment: copied in microseconds, and made a league of on any thread.
package struct LeagueTable: Sendable {
    fileprivate let shards: [Headlines]

    init(_ ledger: borrowing Ledger) { shards = ledger.shards.map(\.headlines) }

    /// The league of the organisations whose names begin with `prefix`, out of `names` where they are given, all time.
    package func ranking(prefix: String = "", among names: Set<String>? = nil, _ terms: RankTerms) -> Ranking {
        let names = names.map { Set($0.map { Array($0.utf8) }) }
        let prefix = Array(prefix.utf8)
        var candidates = RankCandidates(terms, room: shards.reduce(0) { $0 + $1.names.count })
        for (number, shard) in shards.enumerated() {
            for place in shard.received.indices where shard.received[place] != 0 {
                if !prefix.isEmpty, !shard.names[place].starts(with: prefix) { continue }
                if let names, !names.contains(shard.names[place]) { continue }
                let figure = shard.figure(terms.metric, at: place, restingOn: candidates.nMin)
                candidates.add(place << 8 | number, figure)
            }
        }
        return Ranking(candidates, window: nil) { place in
            let shard = shards[place & 255]
            let figure = shard.figure(terms.metric, at: place >> 8, restingOn: 0) ?? .count(0)
            return (String(decoding: shard.names[place >> 8], as: UTF8.self), figure)
        }
    }
}

extension Ledger {
    /// What a league of organisations over all time is made of.
    package var league: LeagueTable { LeagueTable(self) }
}
