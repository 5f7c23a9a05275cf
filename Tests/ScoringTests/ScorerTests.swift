// The scorer as a whole: what a verbatim comes to, and that the explanation is the score.

import Testing

@testable import Scoring

/// The words of a text that a piece of evidence is.
func said(_ evidence: Evidence, in text: String) -> String {
    let bytes = [UInt8](text.utf8)
    return String(decoding: bytes[Int(evidence.start)..<Int(evidence.end)], as: UTF8.self)
}

/// Scores a string by the embedded lists.
func score(_ text: String) -> Score {
    var scorer = Scorer(.standard)
    return scorer.score([UInt8](text.utf8).span)
}

@Suite("Scorer")
struct ScorerTests {
    static let verbatims = [
        "The clerk was rude and nobody called me back.", "Great food, lovely staff!", "Not good at all.",
        "I waited two hours and the technician never showed up, but the replacement was excellent.",
        "Is the shop open on Sundays?", "", "…", "😀👍🏽 gut", "“wonderful” treatment",
        "I've been on hold for 45 minutes!!!",
    ]

    @Test("the contributions add up to the compound", arguments: verbatims + PropertyTests.all)
    func explanationAddsUp(text: String) {
        let score = score(text)
        #expect(score.evidence.reduce(0) { $0 + $1.contribution } == score.compound ?? 0)
    }

    @Test("the evidence's amounts add up to each dimension's score", arguments: verbatims + PropertyTests.all)
    func dimensionsAddUp(text: String) {
        let score = score(text)
        for dimension in Dimension.allCases {
            let pieces = score.evidence.filter { $0.dimensions.contains(DimensionSet(dimension)) && $0.amount != 0 }
            let sum = pieces.reduce(0) { $0 + $1.amount }
            let expected = pieces.isEmpty ? nil : Lexicon.standard.weights.dimensionScore(ofThousandths: sum)
            #expect(score.dimensions[dimension] == expected, "\(dimension.name)")
        }
    }

    @Test("evidence lies within the text, on character boundaries, in order", arguments: verbatims + PropertyTests.all)
    func offsets(text: String) {
        let bytes = [UInt8](text.utf8)
        var last: UInt32 = 0
        for evidence in score(text).evidence {
            #expect(evidence.start >= last)
            #expect(evidence.start < evidence.end)
            #expect(Int(evidence.end) <= bytes.count)
            #expect(bytes[Int(evidence.start)] & 0xC0 != 0x80)
            #expect(Int(evidence.end) == bytes.count || bytes[Int(evidence.end)] & 0xC0 != 0x80)
            last = evidence.start
        }
    }

    @Test(
        "praise is positive",
        arguments: ["Great food, lovely staff!", "They fixed it right away.", "I love this place"])
    func praise(text: String) throws {
        let score = score(text)
        #expect(score.label == .positive)
        #expect(try #require(score.compound) > 500)
    }

    @Test(
        "blame is negative",
        arguments: [
            "The clerk was rude.", "Not good at all.", "I have been on hold for 45 minutes", "He never showed up.",
        ])
    func blame(text: String) throws {
        let score = score(text)
        #expect(score.label == .negative)
        #expect(try #require(score.compound) < -500)
    }

    @Test(
        "a text without a cue has no score",
        arguments: ["", "Is the shop open on Sundays?", "The table is in the room."])
    func insufficient(text: String) {
        let score = score(text)
        #expect(score.label == .insufficient)
        #expect(score.compound == nil)
        #expect(score.dimensions == DimensionScores())
    }

    @Test("a dimension speaks only where the text does")
    func dimensions() throws {
        let score = score("The clerk was rude.")
        #expect(try #require(score.dimensions[.courtesy]) < 0)
        #expect(score.dimensions[.value] == nil)
    }

    @Test("broken UTF-8 is scored, not trapped on")
    func brokenBytes() {
        var scorer = Scorer(.standard)
        for lead: UInt8 in 0x80...0xFF {
            for tail in [[], [0x80], [0x80, 0x80], [0xFF, 0x41]] as [[UInt8]] {
                let bytes = [0x67, 0x6F, 0x6F, 0x64, 0x20, lead] + tail
                let score = scorer.score(bytes.span)
                #expect(score.evidence.allSatisfy { Int($0.end) <= bytes.count })
            }
        }
    }

    @Test(
        "confidence grows with the size of the compound and stays within its range", arguments: [0, 0.25, 0.5],
        [1, 40, 5000])
    func confidence(conflict: Double, tokens: Int) {
        let weights = Lexicon.standard.weights
        for sign: Int32 in [-1, 1] {
            let values = stride(from: Int32(0), through: 10_000, by: 50).map {
                weights.confidence(in: sign * $0, conflict: conflict, tokens: tokens)
            }
            #expect(values == values.sorted())
            #expect(values.allSatisfy { (0...10_000).contains($0) })
        }
    }

    @Test("a text that says both, or that is long, is read with less confidence than a short one of one side")
    func doubt() {
        let weights = Lexicon.standard.weights
        let plain = weights.confidence(in: 6000, conflict: 0, tokens: 10)
        let divided = weights.confidence(in: 6000, conflict: 0.4, tokens: 10)
        let long = weights.confidence(in: 6000, conflict: 0, tokens: 90)
        #expect(divided < plain)
        #expect(long < plain)
        #expect(weights.confidence(in: 6000, conflict: 0.4, tokens: 90) < min(divided, long))
        #expect(
            weights.confidence(in: 6000, conflict: 0, tokens: 1000)
                == weights.confidence(in: 6000, conflict: 0, tokens: 9000))
    }
}
