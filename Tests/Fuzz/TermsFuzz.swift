// Sentences out of the terms of our own lists: the rules between words meet each other there, which bytes do not spell by chance.

import Scoring

/// What the lists' terms make together has a score, the same each time. Three bytes or more choose a term and its words, or a
/// mark, or end a text: short ones let rules meet that others would keep apart.
enum TermsFuzz {
    static func run(_ bytes: [UInt8]) {
        var bytes = bytes[...]
        while !bytes.isEmpty { ScorerFuzz.run(nextText(&bytes)) }
    }

    /// The words that go between others, the modifiers, and all terms.
    private static let lists = (glue: terms("grammar.tsv"), modifiers: terms("modifiers"), all: terms(""))
    private static let marks = [".", ",", "!", "?", ":", ";", " -", "\n", "\"", "(", ")", "…"].map { Array($0.utf8) }

    private static let sets: [Substring: [Substring]] = {
        var sets: [Substring: [Substring]] = [:]
        for row in rows("sets") where row.count > 1 { sets[row[0]] = row[1].split(separator: " ") }
        return sets
    }()

    private static func nextText(_ bytes: inout ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        while let kind = bytes.popFirst(), let high = bytes.popFirst(), let low = bytes.popFirst() {
            if kind >= 0xE0 { break }
            if kind >= 0xB0 {
                text += marks[Int(low) % marks.count]
                continue
            }
            let list = kind < 0x50 ? lists.glue : kind < 0x80 ? lists.modifiers : lists.all
            for words in list[(Int(high) << 8 | Int(low)) % list.count] {
                text.append(0x20)
                text += words.count < 2 ? words[0] : words[Int(bytes.popFirst() ?? 0) % words.count]
            }
        }
        return text
    }

    /// The terms of the lists whose name begins so: of each word or element its alternatives, an empty one where it may be left out.
    private static func terms(_ name: String) -> [[[[UInt8]]]] {
        rows(name).compactMap { row in
            let elements = row[0].split(separator: " ").compactMap { words(of: $0) }
            return elements.isEmpty ? nil : elements
        }
    }

    /// What may stand for an element of a pattern; nil for a gap.
    private static func words(of element: Substring) -> [[UInt8]]? {
        if element.hasPrefix("~") { return nil }
        let isOptional = element.hasPrefix("[")
        var found: [[UInt8]] = isOptional ? [[]] : []
        let inner = isOptional ? element.dropFirst().dropLast() : element
        for word in inner.split(separator: "|") {
            switch word {
            case "<number>": found.append(Array("3".utf8))
            case "<duration>": found.append(Array("two hours".utf8))
            case "<money>": found.append(Array("$20".utf8))
            default:
                let named = word.hasPrefix("{") ? sets[word.dropFirst().dropLast()] : nil
                found += (named ?? [word.prefix { $0 != "/" }]).map { Array($0.utf8) }
            }
        }
        return found.isEmpty ? nil : found
    }

    /// The fields of the rows of the lists whose name begins so.
    private static func rows(_ name: String) -> [[Substring]] {
        ListFile.embedded.filter { $0.name.hasPrefix(name) }.flatMap { file in
            String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
                $0.split(separator: "\t", omittingEmptySubsequences: false)
            }
        }
    }
}
