// A customer's words with pieces of them marked in place, wrapped to the terminal. The pieces are ranges of bytes that
// come from the network: they may overlap, cut through characters or lie outside the text, and none of it matters.

/// Marks ranges of a text and wraps it.
struct MarkedText {
    /// A range to mark.
    struct Mark: Equatable, Sendable {
        /// Bytes of the text in UTF-8.
        var start: Int
        var end: Int
        /// The number that stands behind it.
        var number: Int
        var tone: Tone
    }

    /// A character as it is shown, or a piece of a mark; never broken apart.
    private struct Glyph {
        var text: String
        var tone: Tone
        var isSpace = false
        var isBreak = false
    }

    private let text: String
    private let marks: [Mark]

    init(_ text: String, marks: [Mark]) {
        self.text = text
        self.marks = marks.filter { $0.start < $0.end && $0.start >= 0 && $0.start < text.utf8.count }
    }

    /// The lines, at most `columns` cells wide where there are spaces to break at. With colour a mark is coloured and its
    /// number raised behind it; without, it stands in brackets: `[nobody called]^2`.
    func lines(columns: Int, ink: Ink) -> [String] {
        var lines: [[Glyph]] = [[]]
        var word: [Glyph] = []
        var used = 0
        for glyph in glyphs(ink) + [Glyph(text: "", tone: .plain, isSpace: true)] {
            guard glyph.isSpace || glyph.isBreak else {
                word.append(glyph)
                continue
            }
            for part in Self.split(word, columns) {
                let width = Self.width(part)
                if used > 0, used + width > columns {
                    if lines[lines.count - 1].last?.isSpace == true { lines[lines.count - 1].removeLast() }
                    lines.append([])
                    used = 0
                }
                lines[lines.count - 1] += part
                used += width
            }
            word = []
            if glyph.isBreak {
                lines.append([])
                used = 0
            } else if used > 0, !glyph.text.isEmpty {
                lines[lines.count - 1].append(glyph)
                used += 1
            }
        }
        return lines.map { Self.painted($0, ink) }
    }

    /// The text as glyphs, with the beginnings and ends of marks between them when there is no colour.
    private func glyphs(_ ink: Ink) -> [Glyph] {
        var glyphs: [Glyph] = []
        var offset = 0
        var open: [Mark] = []
        var waiting = marks.sorted { ($0.start, $1.end) < ($1.start, $0.end) }[...]
        for character in text {
            let next = offset + character.utf8.count
            while let mark = waiting.first, mark.start < next {
                waiting.removeFirst()
                open.append(mark)
                if !ink.isOn { glyphs.append(Glyph(text: "[", tone: .plain)) }
            }
            glyphs.append(Self.glyph(character, Self.tone(of: open)))
            offset = next
            // Of marks that end together the innermost is closed first.
            for mark in open.reversed() where mark.end <= offset { glyphs.append(Self.ending(mark, ink)) }
            open.removeAll { $0.end <= offset }
        }
        for mark in open.reversed() { glyphs.append(Self.ending(mark, ink)) }
        return glyphs
    }

    private static func glyph(_ character: Character, _ tone: Tone) -> Glyph {
        if character == "\n" || character == "\r\n" { return Glyph(text: "", tone: .plain, isBreak: true) }
        if character == " " || character == "\t" { return Glyph(text: " ", tone: tone, isSpace: true) }
        return Glyph(text: SafeText.line(String(character)), tone: tone)
    }

    private static func ending(_ mark: Mark, _ ink: Ink) -> Glyph {
        guard ink.isOn else { return Glyph(text: "]^\(mark.number)", tone: .plain) }
        let raised = String(mark.number).compactMap { $0.wholeNumberValue }.map { Array("⁰¹²³⁴⁵⁶⁷⁸⁹")[$0] }
        return Glyph(text: String(raised), tone: .faint)
    }

    /// The tone of a character within several marks: that of the innermost.
    private static func tone(of open: [Mark]) -> Tone { open.last?.tone ?? .plain }

    private static func width(_ glyphs: [Glyph]) -> Int { glyphs.reduce(0) { $0 + DisplayWidth.of($1.text) } }

    /// A word in pieces that fit in a line.
    private static func split(_ word: [Glyph], _ columns: Int) -> [[Glyph]] {
        var parts: [[Glyph]] = [[]]
        var used = 0
        for glyph in word {
            let width = DisplayWidth.of(glyph.text)
            if used > 0, used + width > columns {
                parts.append([])
                used = 0
            }
            parts[parts.count - 1].append(glyph)
            used += width
        }
        return parts
    }

    /// Neighbours of one tone share their colour's codes.
    private static func painted(_ glyphs: [Glyph], _ ink: Ink) -> String {
        var line = ""
        var run = ""
        var tone = Tone.plain
        for glyph in glyphs {
            if glyph.tone != tone {
                line += ink.paint(run, tone)
                run = ""
                tone = glyph.tone
            }
            run += glyph.text
        }
        return line + ink.paint(run, tone)
    }
}
