import Scoring
import Testing

@testable import Aggregation

@Suite("Drivers beside SciPy and NumPy")
struct DriverTests {
    private let dimensions: [Dimension] = [.reliability, .courtesy, .product, .ethics]

    private func isClose(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
        guard let value else { return false }
        return abs(value - expected) <= tolerance * max(1, abs(expected))
    }

    private func fact(_ text: [Int]) -> Fact {
        var fact = Fact(hour: 480_000)
        fact.label = .mixed
        fact.compound = Int16(text[4])
        for (side, dimension) in zip(text, dimensions) where side != 0 {
            fact.dimensions[dimension] = Int32(side * 4_000)
        }
        return fact
    }

    private func drivers(_ tally: Tally, _ outcome: DriverOutcome = .sentiment) -> Drivers {
        Drivers(tally, outcome, window: nil, segment: nil)
    }

    @Test("effects, intervals, weights and the variance explained")
    func effects() throws {
        var tally = Tally()
        for text in ComparisonFixture.texts { fact(text).add(to: &tally) }
        let drivers = drivers(tally)
        #expect(drivers.mean.n == ComparisonFixture.texts.count)
        #expect(isClose(drivers.explained, ComparisonFixture.explained))
        #expect(drivers.rows.count == dimensions.count)
        for (place, dimension) in dimensions.enumerated() {
            let row = try #require(drivers.rows.first { $0.dimension == dimension })
            let expected = ComparisonFixture.effects[place]
            for (effect, start) in [(row.good, 0), (row.bad, 4)] {
                #expect(Double(effect.n) == expected[start])
                #expect(isClose(effect.difference.value, expected[start + 1]))
                #expect(isClose(effect.difference.low, expected[start + 2]))
                #expect(isClose(effect.difference.high, expected[start + 3]))
            }
            #expect(isClose(row.weight, ComparisonFixture.weights[place]))
        }
        #expect(isClose(drivers.rows.compactMap(\.importance).reduce(0, +), 1))
        #expect(drivers.rows.map(\.weight) == drivers.rows.map(\.weight).sorted { ($0 ?? 0) > ($1 ?? 0) })
        #expect(drivers.rows[0].dimension == .reliability)
    }

    @Test("sums of drivers merge and retract without a trace, ratings too")
    func retraction() {
        var tally = Tally()
        var facts = ComparisonFixture.texts.map { fact($0) }
        for place in facts.indices { facts[place].ratings.nps = place % 11 }
        for fact in facts { fact.add(to: &tally) }
        #expect(drivers(tally, .rating).mean.n == facts.count)
        #expect(drivers(tally, .rating).explained != nil)
        for var fact in facts.shuffled() {
            fact.isRetraction = true
            fact.add(to: &tally)
        }
        #expect(tally.isEmpty)
    }

    @Test("every dimension has a lane that is looked at, and no other lane is")
    func lanes() {
        #expect(DimensionScores.lanes == Dimension.allCases.indices)
    }

    @Test("few texts, equal outcomes, and dimensions that never differ give no model and no trap")
    func edges() {
        #expect(drivers(Tally()).rows.isEmpty)
        #expect(drivers(Tally()).mean.mean == nil)
        for count in [1, 2, 29, 30, 100] {
            for compounds in [[5_000], [5_000, -5_000]] {
                var tally = Tally()
                for place in 0..<count { fact([1, 1, 0, 0, compounds[place % compounds.count]]).add(to: &tally) }
                let drivers = drivers(tally)
                #expect(drivers.explained == nil)
                #expect(drivers.rows.map(\.weight) == [nil, nil])
                #expect(drivers.rows.map(\.good.n) == [count, count])
                #expect(drivers.rows[0].good.difference.value == nil)
            }
        }
    }

    @Test("two dimensions that always go together share what they explain")
    func collinear() {
        var tally = Tally()
        for place in 0..<90 {
            let side = place % 3 - 1
            fact([side, side, 0, 0, side * 3_000 + place]).add(to: &tally)
        }
        let drivers = drivers(tally)
        #expect((drivers.explained ?? 0) > 0.99)
        #expect(isClose(drivers.rows[0].importance, 0.5))
        #expect(isClose(drivers.rows[1].importance, 0.5))
    }
}
