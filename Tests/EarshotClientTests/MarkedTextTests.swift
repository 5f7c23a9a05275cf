// Evidence in place, whatever ranges the network brings.

import Testing

@testable import earshot

struct MarkedTextTests {
    private let plain = Ink(isOn: false)

    @Test("marks stand in brackets with their numbers")
    func brackets() {
        #expect(lines("Nobody called me", [(0, 13)]) == ["[Nobody called]^1 me"])
        #expect(lines("größte Freude 😀!", [(0, 8), (16, 20)]) == ["[größte]^1 Freude [😀]^2!"])
    }

    @Test("marks may lie within and across each other")
    func overlapping() {
        #expect(lines("abcdef", [(0, 6), (2, 4)]) == ["[ab[cd]^2ef]^1"])
        #expect(lines("abcdef", [(0, 4), (2, 6)]) == ["[ab[cd]^1ef]^2"])
    }

    @Test("ranges that cut through a character or lie outside do no harm")
    func hostile() {
        #expect(lines("aöb", [(2, 3)]) == ["a[ö]^1b"])
        #expect(lines("ab", [(-1, 1), (5, 9), (1, 1), (2, 1), (.min, .max)]) == ["ab"])
        #expect(lines("ab", [(1, .max)]) == ["a[b]^1"])
    }

    @Test("with colour the words are painted and the number raised")
    func colour() {
        let marked = MarkedText("so rude", marks: [.init(start: 3, end: 7, number: 12, tone: .negative)])
        #expect(marked.lines(columns: 80, ink: Ink(isOn: true)) == ["so \u{1B}[31mrude\u{1B}[0m\u{1B}[2m¹²\u{1B}[0m"])
    }

    @Test("lines break at spaces, at line feeds, and within a word that is too long")
    func wrapping() {
        #expect(lines("one two three", [], columns: 7) == ["one two", "three"])
        #expect(lines("one\n\ntwo", []) == ["one", "", "two"])
        #expect(lines("漢字漢字漢", [], columns: 4) == ["漢字", "漢字", "漢"])
    }

    @Test("a customer's escape sequences are shown")
    func escapes() { #expect(lines("a\u{1B}[2Jb", [(0, 3)]) == ["[a␛[]^12Jb"]) }

    private func lines(_ text: String, _ ranges: [(Int, Int)], columns: Int = 80) -> [String] {
        let marks = ranges.enumerated().map {
            MarkedText.Mark(start: $1.0, end: $1.1, number: $0 + 1, tone: .positive)
        }
        return MarkedText(text, marks: marks).lines(columns: columns, ink: plain)
    }
}
