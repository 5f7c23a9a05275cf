// What the scorer makes of verbatims of nine trades, against what a careful reader makes of them.

import Testing

@testable import Scoring

@Suite("Verdicts")
struct VerdictTests {
    @Test("there are at least 600 verdicts over nine trades")
    func enough() {
        #expect(Verdict.all.count >= 600)
        #expect(Set(Verdict.all.map { $0.place.split(separator: ":")[0] }).count >= 9)
    }

    @Test("every verdict names a label and dimensions that there are", arguments: Verdict.all)
    func wellFormed(verdict: Verdict) {
        #expect(SentimentLabel.allCases.contains { $0.name == verdict.label })
        for (name, _) in verdict.dimensions { #expect(Dimension(name: name) != nil, "\(name)") }
    }

    @Test("the scorer agrees with the reader", arguments: Verdict.all)
    func agrees(verdict: Verdict) {
        let result = score(verdict.text)
        #expect(result.label.name == verdict.label)
        for (name, isPositive) in verdict.dimensions {
            guard let dimension = Dimension(name: name) else { continue }
            let lane = Int(dimension.rawValue)
            let mentions = isPositive ? result.dimensions.positiveMentions : result.dimensions.negativeMentions
            #expect(mentions[lane] > 0, "\(name) \(isPositive ? "+" : "-")")
            let isGood = (result.dimensions[dimension] ?? 0) > 0
            if verdict.sides(of: name) == 1 { #expect(isGood == isPositive, "\(name)") }
        }
    }
}
