import ByteCoding
import Scoring
import Testing

@testable import Aggregation

@Suite("What a league reads of each organisation")
struct MetricSumsTests {
    /// Facts of every kind over some days, in no order: full and ordinary ones, retracted ones, repetitions.
    private func facts(_ count: Int, _ samples: inout Samples) -> [Fact] {
        (0..<count).map { _ in
            let score = samples.chance(50) ? samples.score() : samples.typicalScore()
            var fact = Fact(hour: Int32(490_000 + samples.number(-60...60)))
            if samples.chance(3) { fact.hour = samples.pick([.min, -32_768, 0, 520_000, .max]) }
            fact.isRetraction = samples.chance(10)
            for _ in 0..<samples.number(0...2) {
                fact.segments[samples.number(0...11)] = UInt16(samples.number(1...65_535))
            }
            if samples.chance(10) { return fact.repeated(UInt32(samples.number(1...300))) }
            if samples.chance(90) {
                fact.label = score.label
                fact.compound = score.compound.map(Fact.narrow)
            }
            if samples.chance(80) { fact.dimensions = score.dimensions }
            if samples.chance(70) { fact.signals = score.signals }
            if samples.chance(30) { fact.ratings.nps = samples.number(0...10) }
            if samples.chance(30) { fact.ratings.csat = samples.number(1...5) }
            if samples.chance(30) { fact.ratings.ces = samples.number(1...7) }
            return fact
        }
    }

    private let ranges = [
        HourRange(from: 480_000, until: 500_000), HourRange(from: 489_990, until: 490_013),
        HourRange(from: 490_007, until: 490_008), HourRange(from: 490_000, until: 490_000),
    ]

    private func whole(_ facts: [Fact], _ range: HourRange) -> Tally {
        var whole = Tally()
        for fact in facts where range.contains(fact.hour) { fact.add(to: &whole) }
        return whole
    }

    private func expect(_ sums: MetricSums, _ metric: Metric, equal whole: Tally) {
        #expect(sums.received == whole[Counter.received])
        let counters = metric.counters
        for place in counters.indices {
            #expect(sums.value(of: counters[place], counters) == whole[counters[place]])
        }
    }

    @Test("a metric read out of a log is that of the whole facts, for every metric and range, from a snapshot too")
    func logs() throws {
        var samples = Samples(seed: 81)
        for count in [0, 1, 2, 400] {
            let facts = facts(count, &samples)
            var log = FactLog()
            for fact in facts { log.append(fact) }
            var stored = ByteWriter()
            log.encode(into: &stored)
            var reader = ByteReader(stored.bytes.span)
            let found = try FactLog(decoding: reader.readSpan())
            for range in ranges {
                let whole = whole(facts, range)
                for metric in Metric.all {
                    for log in [log, found] {
                        var sums = MetricSums()
                        log.add(range, metric, to: &sums)
                        expect(sums, metric, equal: whole)
                    }
                }
            }
        }
    }

    @Test("a metric read out of folded tallies is that of the whole facts")
    func tallies() {
        var samples = Samples(seed: 82)
        let facts = facts(400, &samples).sorted { $0.hour < $1.hour }
        var timeline = TallyTimeline()
        var scratch = FoldScratch()
        timeline.fold(
            facts, at: Array(facts.indices)[...], horizon: Horizon(hour: .min, day: .min), scratch: &scratch)
        for range in ranges {
            let whole = whole(facts, range)
            for metric in Metric.all {
                var sums = MetricSums()
                timeline.forEachTally(in: range) { sums.add($0, metric.counters) }
                expect(sums, metric, equal: whole)
            }
        }
    }

    @Test("values are put in order as comparing puts them, equal ones as they came")
    func order() {
        var samples = Samples(seed: 83)
        var values: [Double] = [0, -0.0, 1, -1, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude]
        for _ in 0..<3_000 {
            let value = Double(samples.number(-10_000...10_000)) / Double(samples.number(1...3_000))
            values.append(samples.chance(20) ? value.rounded() : value)
        }
        let wanted = values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1] }
        #expect(League.ascending(values).map { Int($0) } == wanted)
        #expect(League.ascending([]).isEmpty)
        #expect(League.ascending([7, 7, 7]) == [0, 1, 2])
    }
}
