// Widths, tables, bars and figures.

import Testing

@testable import earshot

struct TerminalTests {
    @Test(
        "a text is as wide as the cells it takes",
        arguments: [("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("😀", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("🇩🇪", 2), ("ｈ", 2), ("", 0)])
    func width(text: String, cells: Int) { #expect(DisplayWidth.of(text) == cells) }

    @Test("a text is cut by cells, with an ellipsis")
    func cut() {
        #expect(DisplayWidth.cut("漢字漢字", to: 5) == "漢字…")
        #expect(DisplayWidth.cut("abc", to: 3) == "abc")
        #expect(DisplayWidth.cut("abcd", to: 0) == "")
    }

    @Test("columns stand under each other whatever their script, and no line ends with spaces")
    func table() {
        var table = Table([.left, .right, .left])
        table.add([.init("漢"), .init("1"), .init("x")])
        table.add([.init("abc"), .init("23"), .init("")])
        #expect(table.lines(Ink(isOn: false)) == ["漢    1  x", "abc  23"])
    }

    @Test("a bar goes to the side of its score and is never longer than its room")
    func bars() {
        #expect(Bars.diverging(-0.5, half: 4) == "  ██│    ")
        #expect(Bars.diverging(0.375, half: 4) == "    │█▌  ")
        #expect(Bars.diverging(-7, half: 2) == "██│  ")
        #expect(Bars.diverging(.nan, half: 2) == "  │  ")
        #expect(Bars.share(0.5, cells: 4) == "██  ")
        #expect(Bars.share(2, cells: 2) == "██")
    }

    @Test("figures are the same in every locale")
    func figures() {
        #expect(Figures.count(-1_234_567) == "-1,234,567")
        #expect(Figures.count(999) == "999")
        #expect(Figures.fixed(0.05, 2) == "0.05")
        #expect(Figures.fixed(-0.0001, 2) == "0.00")
        #expect(Figures.signed(0.5, 3) == "+0.500")
        #expect(Figures.signed(nil, 3) == "–")
        #expect(Figures.fixed(.infinity, 1) == "–")
        #expect(Figures.minutes(45) == "45 min")
        #expect(Figures.minutes(200) == "3 h 20 min")
        #expect(Figures.minutes(3120) == "2 d 4 h")
    }

    @Test("colour is used on a terminal alone, unless something else is asked for")
    func colour() {
        let none: (String) -> String? = { _ in nil }
        let noColor: (String) -> String? = { $0 == "NO_COLOR" ? "1" : nil }
        #expect(ColourChoice.auto.isOn(outputIsTerminal: true, environment: none))
        #expect(!ColourChoice.auto.isOn(outputIsTerminal: true, environment: noColor))
        #expect(!ColourChoice.auto.isOn(outputIsTerminal: false, environment: none))
        #expect(ColourChoice.always.isOn(outputIsTerminal: false, environment: noColor))
    }
}
