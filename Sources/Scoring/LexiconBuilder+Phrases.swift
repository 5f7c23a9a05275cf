// The pattern language of the phrase lists: literal words, alternatives, optional elements, gaps, measures, inflected
// words and named sets. A pattern becomes one or more paths of the trie.

/// One element of a pattern.
enum PatternElement: Equatable {
    case words([UInt32])
    case gap(Int)
    case number, duration, money

    /// A hash by which equal elements at one place share a node.
    var label: UInt64 {
        var hash = WordHash()
        func add(_ value: UInt32) {
            for shift in stride(from: UInt32(0), to: 32, by: 8) { hash.add(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        switch self {
        case .words(let words): for word in words { add(word) }
        case .gap(let count): add(0xFFFF_FF00 + UInt32(count))
        case .number: add(0xFFFF_FE00)
        case .duration: add(0xFFFF_FE01)
        case .money: add(0xFFFF_FE02)
        }
        return hash.value
    }
}

extension LexiconBuilder {
    /// More optional elements than this would multiply too far.
    private static let optionalMax = 5

    /// Adds a pattern with its entry.
    mutating func addPhrase(_ pattern: [String], _ entry: WordEntry, _ row: ListRow) throws(LexiconError) {
        var sequences: [[PatternElement]] = [[]]
        var optionals = 0
        for text in pattern {
            var inner = Substring(text)
            let isOptional = inner.utf8.first == 0x5B && inner.utf8.last == 0x5D
            if isOptional {
                inner = inner.dropFirst().dropLast()
                optionals += 1
            }
            guard optionals <= Self.optionalMax else { throw row.error("too many optional elements") }
            let elements = try elements(inner, row)
            let with = sequences.map { $0 + elements }
            sequences = isOptional ? sequences + with : with
        }
        phrases.append(entry)
        for sequence in sequences {
            let joined = joiningNegations(sequence)
            guard !joined.isEmpty else { throw row.error("a pattern of optional elements only") }
            insert(joined, phrase: Int32(phrases.count - 1))
        }
    }

    private mutating func elements(_ text: Substring, _ row: ListRow) throws(LexiconError) -> [PatternElement] {
        switch text {
        case "<number>": return [.number]
        case "<duration>": return [.duration]
        case "<money>": return [.money]
        case "": throw row.error("an empty element")
        default: break
        }
        if text.utf8.first == 0x7E {
            guard let count = Int(text.dropFirst()), (1...4).contains(count) else {
                throw row.error("a gap is ~1 to ~4, not \(text)")
            }
            return [.gap(count)]
        }
        let bytes = text.utf8
        if bytes.contains(0x2D), !bytes.contains(0x7C), !bytes.contains(0x7B), !bytes.contains(0x2F) {
            var parts: [PatternElement] = []
            for part in text.split(separator: "-") { parts.append(.words(numbers(of: String(part)))) }
            return parts
        }
        var numbers: [UInt32] = []
        for part in text.split(separator: "|") {
            for word in try words(part, row) { numbers += self.numbers(of: word) }
        }
        var seen: Set<UInt32> = []
        numbers = numbers.filter { seen.insert($0).inserted }
        guard !numbers.isEmpty else { throw row.error("no word in \(text)") }
        return [.words(numbers)]
    }

    /// The word's number; for "not" those of every word that holds a "not".
    private mutating func numbers(of word: String) -> [UInt32] {
        word == "not" ? nots : [number(of: word.utf8)]
    }

    private func words(_ part: Substring, _ row: ListRow) throws(LexiconError) -> [String] {
        if part.utf8.first == 0x7B, part.utf8.last == 0x7D {
            let name = String(part.dropFirst().dropLast())
            guard let members = sets[name] else { throw row.error("no set is called \(name)") }
            return members
        }
        if part.hasSuffix("/v") { return inflection.forms(of: String(part.dropLast(2)), verb: true) }
        if part.hasSuffix("/n") { return inflection.forms(of: String(part.dropLast(2)), verb: false) }
        if part.utf8.contains(where: { [0x5B, 0x5D, 0x7B, 0x7D, 0x3C, 0x3E, 0x7E, 0x2F].contains($0) }) {
            throw row.error("\(part) is no word")
        }
        return [String(part)]
    }

    /// "was not" is one token, `wasn't`: an element of auxiliaries before "not" becomes their negated forms.
    private func joiningNegations(_ sequence: [PatternElement]) -> [PatternElement] {
        var result: [PatternElement] = []
        for element in sequence {
            if case .words(let words) = element, words == nots, case .words(let before)? = result.last {
                let negations = before.compactMap { number -> UInt32? in
                    let entry = entries[Int(number)]
                    return entry.flags.contains(.auxiliary) && entry.value != 0 ? entry.value : nil
                }
                if !negations.isEmpty {
                    result[result.count - 1] = .words(negations)
                    continue
                }
            }
            result.append(element)
        }
        return result
    }

    private mutating func insert(_ sequence: [PatternElement], phrase: Int32) {
        var node: Int32 = 0
        for element in sequence { node = child(of: node, element) }
        let standing = trie.phrase(at: node)
        if standing < 0 || replaces {
            trie.setPhrase(phrase, at: node)
        } else if standing != phrase {
            phrases[Int(standing)].merge(phrases[Int(phrase)])
        }
    }

    /// The node that an element leads to; the same element at the same place leads to the same node.
    private mutating func child(of node: Int32, _ element: PatternElement) -> Int32 {
        let key = ChildKey(node: node, label: element.label)
        if let known = children[key] { return known }
        let fresh = trie.append(element, to: node)
        children[key] = fresh
        return fresh
    }
}
