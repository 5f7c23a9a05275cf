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

    /// A text that was made to be slow: some characters again and again.
    typealias HostileText = (name: String, unit: String, count: Int)

    /// About a megabyte each. What a byte of them costs is what a byte of any text should.
    static let hostile: [HostileText] = [
        ("hostile-letter", "a", 1 << 20), ("hostile-not", "not ", 1 << 18), ("hostile-brackets", "(", 1 << 20),
        ("hostile-emoji", "😡", 50_000), ("hostile-exclamation", "!? ", 1 << 18),
        ("hostile-quotes", "\"good\" ", 1 << 17), ("hostile-hashtag", "#nothingthatanybodywouldknow ", 1 << 15),
        ("hostile-lines", "A: no\n", 1 << 17), ("hostile-names", "Zorblax Quimby ", 1 << 16),
        ("hostile-numbers", "45 hours ", 1 << 17), ("hostile-topics", "price staff food ", 1 << 16),
        ("hostile-others", "others ", 1 << 17), ("hostile-gone", "goes away ", 1 << 17),
        ("hostile-again", "late again ", 1 << 17), ("hostile-degrees", "hopelessly ", 1 << 17),
    ]

    /// The scorer over a hostile text.
    static func hostile(_ text: HostileText) -> Benchmark {
        score(text.name, [Array(repeatElement(Array(text.unit.utf8), count: text.count).joined())])
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
