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
    /// And so would more sequences of elements than this.
    private static let sequencesMax = 256

    /// Adds a pattern with its entry.
    mutating func addPhrase(_ pattern: [ArraySlice<UInt8>], _ entry: WordEntry, _ row: ListRow) throws(LexiconError) {
        var sequences: [[PatternElement]] = [[]]
        var optionals = 0
        for text in pattern {
            let isOptional = text.first == UInt8(ascii: "[") && text.last == UInt8(ascii: "]")
            optionals += isOptional ? 1 : 0
            guard optionals <= Self.optionalMax else { throw row.error("too many optional elements") }
            let choice = try choice(isOptional ? text.dropFirst().dropLast() : text, row)
            let without = isOptional || !choice.compounds.isEmpty ? sequences : []
            if let element = choice.element {
                for index in sequences.indices { sequences[index].append(element) }
            } else {
                sequences = []
            }
            for compound in choice.compounds { sequences += without.map { $0 + compound } }
            if isOptional { sequences += without }
            guard sequences.count <= Self.sequencesMax else { throw row.error("too many alternatives with a hyphen") }
        }
        phrases.append(entry)
        for sequence in sequences {
            let joined = joiningNegations(sequence)
            guard !joined.isEmpty else { throw row.error("a pattern of optional elements only") }
            insert(joined, phrase: Int32(phrases.count - 1))
        }
    }

    /// What may stand for one element of a row.
    private struct Choice {
        /// Its words or its measure.
        var element: PatternElement?
        /// Each alternative that is written with a hyphen and so is several words in a text: "nobody|no-one".
        var compounds: [[PatternElement]] = []
    }

    private mutating func choice(_ text: ArraySlice<UInt8>, _ row: ListRow) throws(LexiconError) -> Choice {
        if text.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }), !text.isEmpty {
            return Choice(element: .words(numbers(of: text)))
        }
        switch String(decoding: text, as: UTF8.self) {
        case "<number>": return Choice(element: .number)
        case "<duration>": return Choice(element: .duration)
        case "<money>": return Choice(element: .money)
        case "": throw row.error("an empty element")
        default: break
        }
        if text.first == UInt8(ascii: "~") {
            guard let count = Int(Self.string(text.dropFirst())), (1...4).contains(count) else {
                throw row.error("a gap is ~1 to ~4, not \(Self.string(text))")
            }
            return Choice(element: .gap(count))
        }
        return try alternatives(text, row)
    }

    private mutating func alternatives(_ text: ArraySlice<UInt8>, _ row: ListRow) throws(LexiconError) -> Choice {
        var choice = Choice()
        var words: [UInt32] = []
        for part in text.split(separator: UInt8(ascii: "|")) {
            if part.contains(UInt8(ascii: "-")), !part.contains(where: { Self.marks.contains($0) }) {
                let compound = part.split(separator: UInt8(ascii: "-")).map { PatternElement.words(numbers(of: $0)) }
                if !compound.isEmpty { choice.compounds.append(compound) }
            } else {
                try add(part, to: &words, row)
            }
        }
        var seen: Set<UInt32> = []
        if words.count > 1 { words = words.filter { seen.insert($0).inserted } }
        if !words.isEmpty { choice.element = .words(words) }
        if words.isEmpty, choice.compounds.isEmpty { throw row.error("no word in \(Self.string(text))") }
        return choice
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The word's number; for "not" those of every word that holds a "not".
    private mutating func numbers(of word: some Collection<UInt8>) -> [UInt32] {
        word.elementsEqual("not".utf8) ? nots : [number(of: word)]
    }

    /// Adds the words of one alternative: a word, a set, or the forms of a word.
    private mutating func add(
        _ part: ArraySlice<UInt8>, to numbers: inout [UInt32], _ row: ListRow
    ) throws(LexiconError) {
        if part.first == UInt8(ascii: "{"), part.last == UInt8(ascii: "}") {
            let name = Self.string(part.dropFirst().dropLast())
            guard let members = sets[name] else { throw row.error("no set is called \(name)") }
            for word in members { numbers += self.numbers(of: word.utf8) }
        } else if part.count > 2, part.suffix(2).elementsEqual("/v".utf8) || part.suffix(2).elementsEqual("/n".utf8) {
            let isVerb = part.last == UInt8(ascii: "v")
            for form in inflection.forms(of: Self.string(part.dropLast(2)), verb: isVerb) {
                numbers += self.numbers(of: form.utf8)
            }
        } else if part.contains(where: { Self.marks.contains($0) }) {
            throw row.error("\(Self.string(part)) is no word")
        } else {
            numbers += self.numbers(of: part)
        }
    }

    /// What no word holds: brackets, braces, angle brackets, tilde, slash.
    private static let marks: [UInt8] = [0x5B, 0x5D, 0x7B, 0x7D, 0x3C, 0x3E, 0x7E, 0x2F]

    /// "was not" is one token, `wasn't`: an element of auxiliaries before "not" becomes their negated forms.
    private func joiningNegations(_ sequence: [PatternElement]) -> [PatternElement] {
        guard sequence.contains(where: { $0 == .words(nots) }) else { return sequence }
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
        let hash = WordHash.of(low: UInt64(node), high: element.label)
        let known = children.find(hash)
        if known != 0 { return Int32(known) }
        let fresh = trie.append(element, to: node)
        _ = children.insert(hash: hash, number: Int(fresh))
        return fresh
    }
}
