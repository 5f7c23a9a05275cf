// The scorer, beside a loop in C that only splits the same words and looks them up, and on texts that were made to be
// slow.

import CWordLoop
import Scoring

extension Benchmark {
    /// The scorer over texts.
    static func score(_ name: String, _ texts: [[UInt8]]) -> Benchmark {
        let scorer = ScorerBox()
        return Benchmark(
            name: name, operation: "a text", bytesEach: averageBytes(texts), operations: texts.count,
            run: { for text in texts { scorer.score(text) } })
    }

    /// The C loop over the same texts, with a table of the embedded lists' words.
    static func wordLoop(_ name: String, _ texts: [[UInt8]]) -> Benchmark {
        let table = unsafe wordTable()
        return Benchmark(
            name: name, operation: "a text", bytesEach: averageBytes(texts), operations: texts.count,
            run: { for text in texts { keep(unsafe word_loop(table, text, text.count)) } })
    }

    /// Reading the embedded lists.
    static var lexicon: Benchmark {
        Benchmark(
            name: "lexicon", operation: "reading all lists", bytesEach: 0, operations: 1,
            run: { keep(try? Lexicon(ListFile.embedded)) })
    }

    /// Texts that were made to be slow, a megabyte each: what a byte of them costs is what a byte of any text should.
    static var hostile: [Benchmark] {
        func repeated(_ unit: String, _ count: Int) -> [UInt8] {
            Array(repeatElement(Array(unit.utf8), count: count).joined())
        }
        return [
            score("hostile-letter", [repeated("a", 1 << 20)]),
            score("hostile-not", [repeated("not ", 1 << 18)]),
            score("hostile-brackets", [repeated("(", 1 << 20)]),
            score("hostile-emoji", [repeated("😡", 50_000)]),
            score("hostile-exclamation", [repeated("!? ", 1 << 18)]),
            score("hostile-quotes", [repeated("\"good\" ", 1 << 17)]),
            score("hostile-hashtag", [repeated("#nothingthatanybodywouldknow ", 1 << 15)]),
            score("hostile-lines", [repeated("A: no\n", 1 << 17)]),
            score("hostile-names", [repeated("Zorblax Quimby ", 1 << 16)]),
            score("hostile-numbers", [repeated("45 hours ", 1 << 17)]),
            score("hostile-topics", [repeated("price staff food ", 1 << 16)]),
        ]
    }

    private static func averageBytes(_ texts: [[UInt8]]) -> Double {
        Double(texts.reduce(0) { $0 + $1.count }) / Double(max(1, texts.count))
    }

    private static func wordTable() -> OpaquePointer {
        let table = unsafe word_table_create(24_000)
        for file in ListFile.embedded where !file.name.hasPrefix("weights") {
            for line in file.bytes.split(separator: 0x0A) where line.first != 0x23 {
                let term = Array(line.prefix { $0 != 0x09 })
                if !term.contains(0x20) { unsafe word_table_add(table, term, term.count, 1) }
            }
        }
        return unsafe table
    }
}

/// A scorer that a closure can keep.
final class ScorerBox {
    private var scorer = Scorer(Lexicon.standard)

    func score(_ text: [UInt8]) { keep(scorer.score(text.span)) }
}
