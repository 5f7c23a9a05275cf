// Folding moves facts from an organisation's log into its tallies. Each value of a segment has tallies of its own, and to
// unpack and pack those of fifty at once would hold up the next submission for more than a millisecond. So a fold goes on
// from value to value, a little with each fact that comes; a value that it has not come to is still read out of the facts.

import ByteCoding

/// How far a fold has come.
indirect enum Fold: Sendable {
    /// Nothing is being folded.
    case none
    /// Facts in ascending order of their hours. The tallies of the whole organisation have them, and those of the values up
    /// to that number.
    case underway(FactLog, through: Int)

    /// What a step may add up to, in facts added to tallies: a quarter of a millisecond, some three on a slow day.
    static let stepWork = 1_024
    /// To unpack and pack a tally takes as long as to add so many facts.
    static let tallyWork = 16
    /// A fold takes no facts of more hours than this, each of which is a tally to pack, for the whole in one step.
    static let hoursMax = 256

    /// Calls with each fact, and with the number up to which the values have it.
    func forEach(_ body: (Fact, Int) -> Void) {
        if case .underway(let facts, let through) = self { facts.forEach { body($0, through) } }
    }

    /// The bytes it holds in memory.
    var byteCount: Int { if case .underway(let facts, _) = self { facts.capacity + 80 } else { 0 } }
}

extension Organisation {
    /// Folds what a full log has, or goes on with what is being folded.
    mutating func fold(_ horizon: Horizon, factLogBytesMax: Int) {
        if case .underway(let log, let through) = fold {
            var work = Fold.stepWork
            fold(log.facts, after: through, before: nil, horizon, &work)
        } else if log.isFull(byteCountMax: factLogBytesMax, valueCount: segments.values.count) {
            beginFold(horizon)
        }
    }

    /// Moves facts of the log into the tallies of the whole, and as far as the work goes into those of the values: all of a
    /// dense log; of another the older half, as newer ones may make its hours dense.
    private mutating func beginFold(_ horizon: Horizon) {
        let isDense = log.isDense(valueCount: segments.values.count)
        let facts = log.takeOldest(
            isDense ? log.count : log.count - log.count / 2, hoursMax: isDense ? .max : Fold.hoursMax)
        var work = Fold.stepWork
        var scratch = FoldScratch()
        let before = timeline
        work -= timeline.fold(facts, at: Array(facts.indices)[...], horizon: horizon, scratch: &scratch)
        fold(facts, after: 0, before: before, horizon, &work)
    }

    /// Folds facts into the tallies of the values after the number `through`, as far as the work goes. `before` are the
    /// tallies of the whole without them, when they have just got them.
    private mutating func fold(
        _ facts: [Fact], after through: Int, before: TallyTimeline?, _ horizon: Horizon, _ work: inout Int
    ) {
        let through = segments.fold(
            facts, after: through, horizon: horizon, whole: (before, timeline), work: &work)
        guard let through else {
            fold = .none
            return
        }
        if case .underway(let log, _) = fold {
            fold = .underway(log, through: through)
        } else {
            fold = .underway(FactLog(facts[...]), through: through)
        }
    }
}

extension FactLog {
    /// Takes out the oldest facts up to `count`, of no more than so many hours; in ascending order of their hours.
    fileprivate mutating func takeOldest(_ count: Int, hoursMax: Int) -> [Fact] {
        var facts = isInOrder ? first(count) : self.facts.sorted { $0.hour < $1.hour }
        let taken = facts.oldest(count, hoursMax: hoursMax)
        if isInOrder { removeFirst(taken) } else { self = FactLog(facts[taken...]) }
        facts.removeLast(facts.count - taken)
        return facts
    }
}

extension [Fact] {
    /// How many of the oldest there are up to `count`, of no more than so many hours. They must be in ascending order of
    /// their hours.
    fileprivate func oldest(_ count: Int, hoursMax: Int) -> Int {
        var hours = 0
        for place in 0..<count where place == 0 || self[place].hour != self[place - 1].hour {
            if hours == hoursMax { return place }
            hours += 1
        }
        return count
    }
}

/// Which of some facts have each value of a table: those of one value follow each other, in the order of the facts.
struct FactsByValue {
    /// Where those of each number end, from 0 on.
    private let ends: [Int]
    private let positions: [Int]

    /// Those of the values after the number `through`, of so many.
    init(_ facts: [Fact], after through: Int, valueCount: Int) {
        var ends = [Int](repeating: 0, count: valueCount + 1)
        Self.forEach(facts, after: through) { ends[$1] += 1 }
        var sum = 0
        for number in ends.indices { (ends[number], sum) = (sum, sum + ends[number]) }
        var positions = [Int](repeating: 0, count: sum)
        Self.forEach(facts, after: through) { position, number in
            positions[ends[number]] = position
            ends[number] += 1
        }
        (self.ends, self.positions) = (ends, positions)
    }

    /// The positions of the facts that have a value, by its number.
    subscript(number: Int) -> ArraySlice<Int> { positions[ends[number - 1]..<ends[number]] }

    private static func forEach(_ facts: [Fact], after through: Int, _ body: (Int, Int) -> Void) {
        let facts = facts.span
        for position in facts.indices {
            var axes = Fact.axes(of: facts[position].segments, after: SIMD16())
            while axes != 0 {
                let number = Int(facts[position].segments[axes.trailingZeroBitCount])
                axes &= axes &- 1
                if number > through { body(position, number) }
            }
        }
    }
}
