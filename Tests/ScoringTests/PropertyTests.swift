// What must hold for every verbatim: what is said around it, case and white space change nothing of its sign.

import Testing

@testable import Scoring

@Suite("Properties of a score")
struct PropertyTests {
    static let praise = [
        "The nurse was wonderful.", "They fixed it right away and apologised.", "Lovely staff and delicious soup.",
        "Excellent value for the money.", "The plumber was friendly and professional.",
    ]
    static let blame = [
        "The nurse was horrible.", "The technician never showed up.", "I was on hold for two hours.",
        "The soup was disgusting.", "They lied to me and overcharged me.",
    ]

    /// Every text of the properties and of the verdicts.
    static let all = praise + blame + Verdict.all.map(\.text)

    private func sign(_ text: String) -> Int32 { (score(text).compound ?? 0).signum() }

    @Test("a neutral sentence does not flip the sign", arguments: praise + blame)
    func neutralSentence(text: String) {
        for neutral in ["The branch is in the main street.", "My number is 4711.", "It was a Tuesday."] {
            #expect(sign(text + " " + neutral) == sign(text))
            #expect(sign(neutral + " " + text) == sign(text))
        }
    }

    @Test("a negation flips plain praise", arguments: ["good", "helpful", "friendly", "clean", "reliable", "polite"])
    func negation(word: String) {
        #expect(sign("The service was \(word).") == 1)
        for negation in ["not", "never", "hardly", "not very", "not at all"] {
            #expect(sign("The service was \(negation) \(word).") == -1)
        }
        #expect(sign("The service wasn't \(word).") == -1)
    }

    @Test("case and white space do not matter to the sign", arguments: praise + blame)
    func caseAndSpace(text: String) {
        #expect(sign(text.lowercased()) == sign(text))
        #expect(sign(text.uppercased()) == sign(text))
        #expect(sign("  " + text.split(separator: " ").joined(separator: "   ") + "\n\n") == sign(text))
    }

    @Test("the same text scores the same again, in the same scorer and in a new one", arguments: praise + blame)
    func repeatable(text: String) {
        var scorer = Scorer(.standard)
        let bytes = [UInt8](text.utf8)
        let first = scorer.score(bytes.span)
        _ = scorer.score([UInt8]("Something else was great!".utf8).span)
        #expect(scorer.score(bytes.span) == first)
        #expect(score(text) == first)
    }

    @Test(
        "a hostile text is scored like any other",
        arguments: [
            "a", "not ", "good bad ", "(", "\"", "😀", "good 😡 ", "!?", "1 ", "$", "f*", "…", "\u{FF}", "one two hours ",
        ])
    func hostile(part: String) {
        let bytes = [UInt8](String(repeating: part, count: (1 << 17) / part.utf8.count).utf8)
        var scorer = Scorer(.standard)
        let score = scorer.score(bytes.span)
        #expect(score.evidence.allSatisfy { Int($0.end) <= bytes.count && $0.start < $0.end })
        #expect(score.evidence.reduce(0) { $0 + $1.contribution } == score.compound ?? 0)
    }

    @Test("a long text of mild praise and blame does not drift to the end of the scale")
    func lengthRobust() throws {
        let text = String(repeating: "The room was nice. The lift was a bit slow. ", count: 40)
        #expect(abs(try #require(score(text).compound)) < 9_000)
    }

    @Test("a sentence is read alike wherever in a long text it stands")
    func manySentences() {
        let sentence = "The soup was delicious. "
        let evidence = score(String(repeating: sentence, count: 500)).evidence
        #expect(evidence.count == 500)
        for (number, piece) in evidence.enumerated() { #expect(Int(piece.start) == number * sentence.utf8.count + 4) }
    }

    @Test("rounding is to the nearest whole number, halves away from zero")
    func rounding() {
        for half in [0.0, 0.25, 0.5, 0.75, 1.5, 2.5, 9_999.5, 0.5.nextDown, 0.5.nextUp, 30_000.49999999999] {
            #expect(half.nearest == Int32(half.rounded()))
            #expect((-half).nearest == Int32((-half).rounded()))
        }
    }
}
