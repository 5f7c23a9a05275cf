// The lists themselves: that they load, that every file is embedded, that what they say is in range; and that a wrong
// list is refused with its file and line.

import Foundation
import Testing

@testable import Scoring

@Suite("Lists")
struct ListTests {
    @Test("there are enough words and phrases")
    func counts() {
        let counts = Lexicon.standard.counts
        #expect(counts.words > 9_000)
        #expect(counts.phrases > 5_000)
    }

    @Test("every dimension has words on both sides")
    func dimensions() {
        let entries = Lexicon.standard.entries
        for dimension in Dimension.allCases {
            let bit: UInt16 = 1 << UInt16(dimension.rawValue)
            let cues = entries.filter { $0.flags.contains(.cue) }
            #expect(cues.contains { $0.dimensions.positive & bit != 0 }, "\(dimension) has no praise")
            #expect(cues.contains { $0.dimensions.negative & bit != 0 }, "\(dimension) has no blame")
        }
    }

    @Test("valences are within ±4")
    func range() {
        #expect(Lexicon.standard.entries.allSatisfy { abs(Int($0.valence)) <= 400 })
    }

    @Test("our lists hold every term once, in order, and nothing that cannot be read")
    func order() {
        #expect(ListCheck.mistakes(in: ListFile.embedded, inOrder: true) == [])
    }

    @Test("no phrase stands in two lists, where the later would take the earlier one's place")
    func phrasesOnce() {
        var files: [String: String] = [:]
        for file in ListFile.embedded where file.name.hasPrefix("phrases-") {
            for row in ListRow.rows(of: file) {
                let before = files.updateValue(file.name, forKey: row.text(0))
                #expect(before == nil, "\(row.text(0)) in \(before ?? "") and \(file.name)")
            }
        }
    }

    @Test("every list of the folder is embedded")
    func embedded() throws {
        let folder = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().appendingPathComponent("../../Sources/CLexicon/lists")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".tsv") }
        #expect(ListFile.embedded.map(\.name) == names.sorted())
        for file in ListFile.embedded {
            let bytes = try Data(contentsOf: folder.appendingPathComponent(file.name))
            #expect([UInt8](bytes) == file.bytes, "\(file.name)")
        }
    }

    @Test("a topic is no judgement")
    func topics() {
        let entries = Lexicon.standard.entries
        #expect(entries.allSatisfy { !$0.flags.contains(.topic) || $0.valence == 0 })
    }

    @Test(
        "the checker tells every mistake by its line",
        arguments: [
            ("words-x.tsv", "fine\t1\nfine\t2\n", [2]), ("words-x.tsv", "b\t1\na\t1\n", [2]),
            ("words-x.tsv", "a\tmuch\nb\t1\nc\t9\n", [1, 3]), ("words-x.tsv", "a\t1\tvalue+ product-\n", [1]),
            ("words-x.tsv", "# head\n\na\t1\tcourtesy\n", []), ("everyday-x.tsv", "a\t5\n", [1]),
            ("phrases-x.tsv", "a {b} c\t1\na ~2 c\t1\n", [1]), ("afinn.txt", "good\t5\nbad\t-9\nodd\n", [2, 2, 3]),
            ("vader.txt", "good\t1.9\t0.9\t[]\n:-)\t5\t1\t[]\n", [2, 2]),
        ])
    func mistakes(name: String, text: String, lines: [Int]) {
        let found = ListCheck.mistakes(in: [ListFile(name: name, bytes: [UInt8](text.utf8))], inOrder: true)
        #expect(found.map(\.line) == lines)
        #expect(found.allSatisfy { $0.file == name && !$0.message.isEmpty })
    }

    @Test("the revision changes with the content")
    func revision() throws {
        let overlay = ListFile(name: "words-mine.tsv", bytes: [UInt8]("zorbly\t2\n".utf8))
        let changed = try Lexicon(ListFile.embedded, overlay: [overlay])
        #expect(changed.revision != Lexicon.standard.revision)
        #expect(changed.revision.count == 16)
    }

    @Test("where all texts are feedback none is read as everyday talk")
    func feedbackOnly() throws {
        let overlay = ListFile(name: "weights.tsv", bytes: [UInt8]("everyday_register\t0\n".utf8))
        let text = [UInt8]("Off to the beach this weekend!".utf8)
        var all = Scorer(.standard)
        var feedback = Scorer(try Lexicon(ListFile.embedded, overlay: [overlay]))
        #expect(try #require(all.score(text.span).compound) > 500)
        #expect(feedback.score(text.span).label == .insufficient)
    }

    @Test(
        "a wrong row is refused by file and line",
        arguments: [
            ("words-x.tsv", "# head\nfine\t1\nbad\tmuch\n", 3), ("words-x.tsv", "bad\t5\n", 1),
            ("words-x.tsv", "bad\t1\tkindness\n", 1), ("phrases-x.tsv", "{nothing} works\t1\n", 1),
            ("phrases-x.tsv", "a ~9 b\t1\n", 1), ("phrases-x.tsv", "a b\t1\t\toutcome:vanished\n", 1),
            ("modifiers-x.tsv", "very\tloudness\t1\n", 1), ("mine.txt", "word\tgood\n", 1),
            ("mine.txt", "word\t6\n", 1), ("grammar-x.tsv", "that\tthird\nthing\t:\n", 2),
            ("grammar-x.tsv", "thing\tnegated:\n", 1), ("grammar-x.tsv", "thing\tunit:\n", 1),
            ("phrases-x.tsv", "- b\t1\n", 1),
        ])
    func refusals(name: String, text: String, line: Int) {
        let file = ListFile(name: name, bytes: [UInt8](text.utf8))
        #expect {
            _ = try Lexicon([], overlay: [file])
        } throws: { error in
            (error as? LexiconError)?.file == name && (error as? LexiconError)?.line == line
        }
    }

    @Test("every wrong row of an operator's lists is told, and the right ones beside them are read")
    func allMistakes() {
        let files = [
            ListFile(name: "a.txt", bytes: [UInt8]("wow\t4\nbad\n:p\t-1\n|-o\t-1\n".utf8)),
            ListFile(name: "words-b.tsv", bytes: [UInt8]("fee\t-2\nfoo\t9\n\nbar\tx\n".utf8)),
        ]
        let mistakes = ListCheck.mistakes(in: files)
        #expect(mistakes.map { "\($0.file):\($0.line)" } == ["a.txt:2", "words-b.tsv:2", "words-b.tsv:4"])
    }

    @Test(
        "VADER's and AFINN's formats stand over our lists",
        arguments: [
            ("vader.txt", "gleeful\t-3.1\t0.7\t[-3, -3]\n:-)\t-2.0\t0.5\t[]\n"), ("afinn.txt", "gleeful\t-4\n"),
        ])
    func foreignFormats(name: String, text: String) throws {
        let overlay = ListFile(name: name, bytes: [UInt8](text.utf8))
        var scorer = Scorer(try Lexicon(ListFile.embedded, overlay: [overlay]))
        let result = scorer.score([UInt8]("A gleeful clerk.".utf8).span)
        #expect(try #require(result.compound) < 0)
    }

    @Test(
        "of two patterns that match the same words, an operator's wins",
        arguments: [
            ("zorbly blargs", "phrases-mine.tsv"), ("zorbly ~1 blargs", "phrases-mine.tsv"),
            ("zorbly|glib blargs", "tuned-mine.tsv"), ("[very] zorbly blargs", "phrases-mine.tsv"),
        ],
        ["{zorblies} blargs", "zorbly ~2 blargs", "zorbly|grim blargs|wugs", "zorbly blargs"])
    func overlayWins(mine: (pattern: String, name: String), ours: String) throws {
        let base = ListFile(name: "phrases-x.tsv", bytes: [UInt8]("\(ours)\t2\n".utf8))
        let set = ListFile(name: "sets-x.tsv", bytes: [UInt8]("zorblies\tzorbly grimly\n".utf8))
        let files = ListFile.embedded.filter { $0.name.hasPrefix("weights") } + [base, set]
        let praise = try compound("Zorbly blargs here.", files)
        #expect(praise > 0)
        for valence in ["-2", "0"] {
            let row = "\(mine.pattern)\t\(valence)\n"
            let overlay = ListFile(name: mine.name, bytes: [UInt8](row.utf8))
            let changed = try compound("Zorbly blargs here.", files, overlay: overlay)
            #expect(valence == "0" ? changed == 0 : changed < 0, "\(row) beside \(ours)")
        }
    }

    @Test("a gap that ends a pattern may be empty, before a comma and at the end of a sentence too")
    func gapAtTheEnd() throws {
        let weights = ListFile.embedded.filter { $0.name.hasPrefix("weights") }
        let ours = ListFile(name: "phrases-x.tsv", bytes: [UInt8]("zorbly blargs ~1\t2\n".utf8))
        for text in ["Zorbly blargs", "Zorbly blargs.", "Zorbly blargs, wugs.", "Zorbly blargs wugs."] {
            #expect(try compound(text, weights + [ours]) > 0, "\(text)")
        }
        let shorter = ListFile(name: "phrases-y.tsv", bytes: [UInt8]("zorbly blargs\t2\n".utf8))
        let overlay = ListFile(name: "phrases-mine.tsv", bytes: [UInt8]("zorbly blargs ~1\t-2\n".utf8))
        #expect(try compound("Zorbly blargs.", weights + [shorter], overlay: overlay) < 0)
    }

    /// The compound of a text by these lists, 0 when they know nothing of it.
    private func compound(_ text: String, _ files: [ListFile], overlay: ListFile? = nil) throws -> Int32 {
        var scorer = Scorer(try Lexicon(files, overlay: overlay.map { [$0] } ?? []))
        return scorer.score([UInt8](text.utf8).span).compound ?? 0
    }

    @Test("a pattern in an operator's list of modifiers is read")
    func overlayModifier() throws {
        let overlay = ListFile(name: "modifiers-mine.tsv", bytes: [UInt8]("zorb|zorbly\tnegation\n".utf8))
        #expect(try compound("The staff were friendly.", ListFile.embedded) > 0)
        #expect(try compound("The staff were zorbly friendly.", ListFile.embedded) > 0)
        #expect(try compound("The staff were zorbly friendly.", ListFile.embedded, overlay: overlay) < 0)
    }
}
