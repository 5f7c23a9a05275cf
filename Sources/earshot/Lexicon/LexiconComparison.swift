// Texts scored by two lexicons: how many come out otherwise, and which the most.

import LineProtocol
import Scoring

/// What changes on some texts from one lexicon to another.
struct LexiconComparison: ~Copyable {
    /// A text that comes out otherwise.
    struct Change {
        var id: String
        var text: String
        var before: Verdict
        var after: Verdict

        /// How far the compound moves; a score that comes or goes counts as from nought.
        var distance: Int { abs(Int(after.compound ?? 0) - Int(before.compound ?? 0)) }
    }

    /// What is compared of a score: the compound in ten-thousandths, the label and the dimensions.
    struct Verdict: Equatable {
        var compound: Int32?
        var label: SentimentLabel
        var dimensions: DimensionScores
    }

    /// How many texts were read, how many scores moved, and how many labels.
    private(set) var textCount = 0
    private(set) var movedCount = 0
    private(set) var relabelledCount = 0
    /// Why lines were left out; the first hundred.
    private(set) var skipped: [String] = []
    /// The largest changes, the largest first.
    private(set) var changes: [Change] = []
    private var before: Scorer
    private var after: Scorer
    private let shown: Int

    /// A comparison that keeps the `shown` largest changes.
    init(from old: Lexicon, to new: Lexicon, shown: Int) {
        before = Scorer(old)
        after = Scorer(new)
        self.shown = shown
    }

    /// Scores a text by both. The id is JSON as it was written.
    mutating func add(id: [UInt8], text: [UInt8]) {
        textCount += 1
        let old = Self.verdict(before.score(text.span))
        let new = Self.verdict(after.score(text.span))
        guard old != new else { return }
        movedCount += 1
        if old.label != new.label { relabelledCount += 1 }
        let change = Change(
            id: String(decoding: id, as: UTF8.self), text: String(decoding: text, as: UTF8.self), before: old,
            after: new)
        let place = changes.firstIndex { $0.distance < change.distance } ?? changes.endIndex
        guard place < shown else { return }
        changes.insert(change, at: place)
        if changes.count > shown { changes.removeLast() }
    }

    /// Notes a line that could not be read.
    mutating func skip(_ reason: String) {
        if skipped.count < 100 { skipped.append(reason) }
    }

    private static func verdict(_ score: Score) -> Verdict {
        Verdict(compound: score.compound, label: score.label, dimensions: score.dimensions)
    }
}

extension LexiconComparison {
    /// The comparison for a person.
    borrowing func page(_ empty: Page) -> Page {
        var page = empty
        page.add(
            """
            \(Figures.count(textCount)) \(textCount == 1 ? "text" : "texts"): \(Figures.count(movedCount)) scores move, \
            \(Figures.count(relabelledCount)) labels change
            """)
        for change in changes {
            page.add()
            let (before, after) = (change.before, change.after)
            page.add(
                page.ink.paint(SafeText.line(change.id), .strong) + "  " + Self.shown(before, page.ink) + " → "
                    + Self.shown(after, page.ink))
            let words = MarkedText(change.text, marks: [])
            page.add(contentsOf: words.lines(columns: page.columns - 2, ink: page.ink), indent: 2)
        }
        return page
    }

    /// The comparison for a program: `texts`, `moved`, `relabelled`, `changes`.
    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            for (name, count) in [("texts", textCount), ("moved", movedCount), ("relabelled", relabelledCount)] {
                writer.key(escaping: name)
                writer.integer(count)
            }
            writer.key("changes")
            writer.array { writer in
                for change in changes {
                    writer.object { writer in
                        writer.key("id")
                        writer.raw(Array(change.id.utf8))
                        Self.write(change.before, "before", to: &writer)
                        Self.write(change.after, "after", to: &writer)
                        writer.key("text")
                        writer.string(change.text)
                    }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(_ verdict: Verdict, _ name: String, to writer: inout JSONWriter) {
        writer.key(escaping: name)
        writer.object { writer in
            writer.key("compound")
            writer.fraction(verdict.compound)
            writer.key("label")
            writer.string(verdict.label.name)
        }
    }

    private static func shown(_ verdict: Verdict, _ ink: Ink) -> String {
        let figure = verdict.compound.map { Double($0) / Double(Score.unit) }
        return ink.paint("\(verdict.label.name) \(Figures.signed(figure, 4))", Ink.tone(ofLabel: verdict.label.name))
    }
}
