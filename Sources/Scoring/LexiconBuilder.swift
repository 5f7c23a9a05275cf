// From lists to tables: reads every row once, gives each term a number, and merges what several lists say of it.
// Phrases are added last, when every word has its number.

/// Collects the rows of the lists. A later list adds to what an earlier one said of a term, and its valence wins.
struct LexiconBuilder {
    private(set) var terms = WordNumbers(capacity: 24_000)
    var entries = [WordEntry()]
    var signals = [SignalEntry()]
    var trie = PhraseTrieBuilder()
    var phrases: [WordEntry] = []
    /// The number of the first phrase that is an operator's.
    private(set) var overlayStart = 0
    var weights = Weights()
    private(set) var sets: [String: [String]] = [:]
    /// Whether a row takes the place of what was said before, instead of adding to it.
    var replaces = false
    private(set) var inflection = Inflection()
    private(set) var nots: [UInt32] = []
    /// Which bytes stand second in an emoticon.
    private(set) var signSeconds = [Bool](repeating: false, count: 256)
    private var firstWordPhrases: [(words: [ArraySlice<UInt8>], entry: WordEntry, row: ListRow)] = []
    /// The nodes of the trie by the hash of where they are and what leads there.
    var children = WordNumbers(capacity: 1 << 15)
    /// Numbers of signals by the hash of the field that names them.
    private var signalNumbers = WordNumbers(capacity: 1 << 9)

    /// The beginning of a list's name and what to do with its rows.
    typealias Reader = (prefix: Substring, add: @Sendable (inout LexiconBuilder, ListRow) throws(LexiconError) -> Void)

    /// What the lists are by the beginnings of their names, in the order of reading.
    static let kinds: [Reader] = [
        ("weights", { builder, row throws(LexiconError) in try builder.addWeight(row) }),
        ("confidence", { builder, row throws(LexiconError) in try builder.addConfidence(row) }),
        ("grammar", { builder, row throws(LexiconError) in try builder.addGrammar(row) }),
        ("irregular", { builder, row throws(LexiconError) in builder.addIrregular(row) }),
        ("aliases", { builder, row throws(LexiconError) in try builder.addAlias(row) }),
        ("sets", { builder, row throws(LexiconError) in builder.addSet(row) }),
        ("words", { builder, row throws(LexiconError) in try builder.addWord(row) }),
        ("emoji", { builder, row throws(LexiconError) in try builder.addWord(row) }),
        ("emoticons", { builder, row throws(LexiconError) in try builder.addWord(row, isSign: true) }),
        ("modifiers", { builder, row throws(LexiconError) in try builder.addModifier(row) }),
        ("topics", { builder, row throws(LexiconError) in try builder.addWord(row) }),
        ("frames", { builder, row throws(LexiconError) in try builder.addFrame(row) }),
        ("touchpoints", { builder, row throws(LexiconError) in try builder.addTouchpoint(row) }),
        ("phrases", { builder, row throws(LexiconError) in try builder.addPhrase(row) }),
        ("everyday", { builder, row throws(LexiconError) in try builder.addEveryday(row) }),
    ]

    /// Reads all lists, or stops at the first mistake.
    mutating func read(_ files: [ListFile], overlay: [ListFile] = []) throws(LexiconError) {
        for (prefix, add) in Self.kinds {
            for file in files.sorted(by: { $0.name < $1.name }) where file.name.hasPrefix(prefix) {
                for row in ListRow.rows(of: file) { try add(&self, row) }
            }
            if prefix == "grammar" { closeGrammar() }
        }
        for (words, entry, row) in firstWordPhrases { try addPhrase(words, entry, row) }
        firstWordPhrases = []
        replaces = true
        for file in files.sorted(by: { $0.name < $1.name }) where file.name.hasPrefix("tuned") {
            for row in ListRow.rows(of: file) { try addTuned(row) }
        }
        overlayStart = phrases.count
        for file in overlay.sorted(by: { $0.name < $1.name }) { try readOverlay(file) }
    }

    /// Marks the words with which phrases begin, once all phrases are known.
    mutating func markFirstWords() { trie.markFirstWords(in: &entries) }

    // MARK: Words

    /// The number of a term, which is new when no list had it before.
    mutating func number(of term: some Sequence<UInt8>) -> UInt32 {
        let hash = WordHash.of(term)
        let known = terms.find(hash)
        if known != 0 { return known }
        guard entries.count <= WordTable.wordsMax, terms.insert(hash: hash, number: entries.count) else { return 0 }
        entries.append(WordEntry())
        return UInt32(entries.count - 1)
    }

    /// A term of a list in the form of a token: lower case, straight apostrophes, no variation selectors; hyphens and
    /// spaces part it into words.
    static func tokens(of term: ArraySlice<UInt8>, isSign: Bool) -> [[UInt8]] {
        if isSign { return [Array(term)] }
        return TermSplitter.tokens(of: term)
    }

    /// Merges an entry into a term: into its word, or into a phrase when it has several.
    mutating func merge(_ entry: WordEntry, term: ArraySlice<UInt8>, row: ListRow, isSign: Bool = false)
        throws(LexiconError)
    {
        let tokens = Self.tokens(of: term, isSign: isSign)
        if isSign, let second = term.dropFirst().first, second > 0x20 { signSeconds[Int(second)] = true }
        guard let first = tokens.first else { throw row.error("an empty term") }
        if tokens.count > 1 {
            return try addWordPhrase(tokens.map { $0[...] }, entry, row)
        }
        let number = number(of: first)
        guard number != 0 else { throw row.error("too many words") }
        if replaces { entries[Int(number)].forgetJudgement() }
        entries[Int(number)].merge(entry)
    }

    /// Adds a phrase out of a list of words: after all lists of words, unless it stands over them.
    private mutating func addWordPhrase(_ words: [ArraySlice<UInt8>], _ entry: WordEntry, _ row: ListRow)
        throws(LexiconError)
    {
        if replaces { try addPhrase(words, entry, row) } else { firstWordPhrases.append((words, entry, row)) }
    }

    mutating func addWord(_ row: ListRow, isSign: Bool = false) throws(LexiconError) {
        var entry = try judgement(row)
        for flag in row.words(3) {
            guard let known = Self.wordFlags[flag] else { throw row.error("no flag is called \(flag)") }
            entry.flags.formUnion(known)
        }
        if isSign { entry.flags.insert(.wordSign) }
        try merge(entry, term: row.bytes(0), row: row, isSign: isSign)
    }

    /// Valence and dimensions, in the second and third field of words and phrases.
    private func judgement(_ row: ListRow) throws(LexiconError) -> WordEntry {
        guard let valence = row.hundredths(1) else { throw row.error("the valence \(row.text(1)) is no number") }
        guard abs(valence) <= 400 else { throw row.error("the valence \(row.text(1)) is beyond ±4") }
        var entry = WordEntry()
        entry.valence = Int16(valence)
        if valence != 0 { entry.flags.insert(.cue) }
        for text in row.parts(2) {
            let sign = text.last == UInt8(ascii: "+") ? true : text.last == UInt8(ascii: "-") ? false : nil
            let name = sign == nil ? text : text.dropLast()
            guard let dimension = Dimension(utf8: name) else {
                throw row.error("no dimension is called \(String(decoding: name, as: UTF8.self))")
            }
            if sign == nil, valence == 0 {
                entry.flags.insert(.topic)
            } else {
                entry.flags.insert(.cue)
            }
            entry.dimensions.insert(dimension, positive: sign ?? (valence >= 0))
        }
        guard entry.dimensions.positive == 0 || entry.dimensions.negative == 0 else {
            throw row.error("a term speaks for its dimensions on one side")
        }
        return entry
    }

    private static let wordFlags: [String: WordFlags] = [
        "verb": .verb, "polite": .polite, "filler": .filler, "soft": .soft, "slang": [], "noun": .noun,
    ]

    private mutating func addModifier(_ row: ListRow) throws(LexiconError) {
        guard let flags = Self.modifierKinds[row.text(1)] else { throw row.error("no kind is called \(row.text(1))") }
        var entry = WordEntry(flags: flags)
        entry.strength = row.text(1) == "deed" ? WordEntry.deedStrength : Int16(clamping: row.hundredths(2) ?? 0)
        if row.bytes(0).contains(where: Self.isPatternSign) {
            try addWordPhrase(row.parts(0), entry, row)
        } else {
            try merge(entry, term: row.bytes(0), row: row)
        }
    }

    /// Whether a byte stands only in patterns: of alternatives, a gap, a set, what may be left out, a measure.
    static func isPatternSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "|"), UInt8(ascii: "~"), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<"): true
        default: false
        }
    }

    private static let modifierKinds: [String: WordFlags] = [
        "negation": .negation, "intensifier": .intensifier, "dampener": .dampener, "contrast": .contrast,
        "concession": .concession, "conditional": .conditional, "wish": .wish, "other": .other, "past": .past,
        "advice": .advice, "remedy": .remedy, "end": [.negation, .remedy], "deed": .cue,
    ]

    /// The valence of a term where no service is spoken of.
    private mutating func addEveryday(_ row: ListRow) throws(LexiconError) {
        guard let valence = row.hundredths(1), abs(valence) <= 400 else {
            throw row.error("the valence \(row.text(1)) is no number from -4 to 4")
        }
        var entry = WordEntry(flags: .everyday)
        entry.everyday = Int16(valence)
        let words = row.parts(0)
        if words.count > 1 { try addPhrase(words, entry, row) } else { try merge(entry, term: row.bytes(0), row: row) }
    }

    private mutating func addFrame(_ row: ListRow) throws(LexiconError) {
        guard let flags = Self.frameKinds[row.text(1)] else { throw row.error("no kind is called \(row.text(1))") }
        try addPhrase(row.parts(0), WordEntry(flags: flags), row)
    }

    private static let frameKinds: [String: WordFlags] = [
        "line": .frameLine, "rest": .frameRest, "advert": .advert, "address": .address,
        "closing": [.address, .frameRest], "retraction": [.address, .frameLine], "offer": [.advert, .frameLine],
    ]

    private mutating func addTouchpoint(_ row: ListRow) throws(LexiconError) {
        var signal = SignalEntry()
        for name in row.words(1) {
            guard signal.insert("touchpoint:" + name) else { throw row.error("no touchpoint is called \(name)") }
        }
        var entry = WordEntry(flags: .signal)
        entry.signals = try add(signal, row)
        try merge(entry, term: row.bytes(0), row: row)
    }

    private mutating func add(_ signal: SignalEntry, _ row: ListRow) throws(LexiconError) -> UInt16 {
        if let known = signals.firstIndex(of: signal) { return UInt16(known) }
        guard signals.count < Int(UInt16.max) else { throw row.error("too many kinds of signals") }
        signals.append(signal)
        return UInt16(signals.count - 1)
    }

    private mutating func addWeight(_ row: ListRow) throws(LexiconError) {
        guard let value = row.hundredths(1) else { throw row.error("the weight \(row.text(1)) is no number") }
        guard weights.set(row.text(0), to: Double(value) / 100) else {
            throw row.error("no weight is called \(row.text(0))")
        }
    }

    private mutating func addConfidence(_ row: ListRow) throws(LexiconError) {
        guard let tenth = Int(row.text(0)), (0...9).contains(tenth) else { throw row.error("a tenth is 0 to 9") }
        guard let negative = row.hundredths(1), let positive = row.hundredths(2),
            (0...100).contains(negative), (0...100).contains(positive)
        else { throw row.error("a share is 0 to 1") }
        weights.confidenceNegative[tenth] = negative
        weights.confidencePositive[tenth] = positive
    }

    // MARK: Grammar

    private mutating func addGrammar(_ row: ListRow) throws(LexiconError) {
        var entry = WordEntry()
        for kind in row.words(1) {
            let parts = kind.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            switch (parts[0], parts.count > 1 ? Int(parts[1]) : nil) {
            case ("number", let value?):
                (entry.flags, entry.value) = (entry.flags.union(.numberWord), UInt32(clamping: value))
            case ("unit", let value?):
                (entry.flags, entry.value) = (entry.flags.union(.timeUnit), UInt32(clamping: value))
            case ("reached", nil):
                (entry.flags, entry.value) = (entry.flags.union(.reach), WordEntry.past)
            case ("negated", _) where parts.count > 1 && !parts[1].isEmpty:
                entry.flags.insert(.auxiliary)
                let form = number(of: parts[1].utf8)
                entries[Int(form)].merge(WordEntry(flags: [.auxiliary, .negation]))
                if !nots.contains(form) { nots.append(form) }
                entry.value = form
                let bare = parts[1].utf8.filter { $0 != 0x27 }
                _ = terms.insert(hash: WordHash.of(bare), number: Int(form))
            default:
                guard let flags = Self.grammarKinds[kind] else { throw row.error("no kind is called \(kind)") }
                entry.flags.formUnion(flags)
            }
        }
        try merge(entry, term: row.bytes(0), row: row)
    }

    private static let grammarKinds: [String: WordFlags] = [
        "first": .firstPerson, "second": .secondPerson, "third": .thirdPerson, "question": .questionWord,
        "auxiliary": .auxiliary, "boundary": .boundary, "coordinator": .coordinator, "money": .moneyUnit,
        "role": .role, "date": .noun, "singular": .singular, "customer": .customerLabel, "agent": .agentLabel,
        "house": .house,
        "modal": .modal,
        "advice": .advice, "article": .article, "indefinite": .indefinite, "possessive": .possessive,
        "organisation": .organisation, "abbreviation": .abbreviation, "than": .than, "comparative": .comparative,
        "commentary": .commentary,
        "speech": .speech, "title": .title, "name": .givenName, "request": .requestVerb, "reach": .reach,
        "conditional": .conditional, "wish": .wish, "concession": .concession, "contrast": .contrast,
        "trade": .trade, "goods": .goods, "due": .due, "folk": .folk, "firm": .firm, "pronoun": .pronoun,
        "interjection": .interjection, "laugh": .laugh, "contact": .contact, "entrusted": .entrusted,
    ]

    private mutating func closeGrammar() {
        let not = number(of: "not".utf8)
        entries[Int(not)].flags.formUnion([.wordIsNot, .negation])
        nots.insert(not, at: 0)
        let ends = number(of: "n't".utf8)
        entries[Int(ends)].merge(WordEntry(flags: [.negation, .wordIsNot]))
        nots.append(ends)
    }

    private mutating func addIrregular(_ row: ListRow) {
        inflection.irregular[row.text(0)] = row.words(1)
    }

    /// Another spelling of a term: it gets the term's number, so that every list and pattern knows it.
    private mutating func addAlias(_ row: ListRow) throws(LexiconError) {
        let term = number(of: row.bytes(1))
        let hash = WordHash.of(row.bytes(0))
        if terms.find(hash) == term { return }
        guard terms.insert(hash: hash, number: Int(term)) else { throw row.error("\(row.text(0)) is a term already") }
    }

    private mutating func addSet(_ row: ListRow) { sets[row.text(0)] = row.words(1) }

    // MARK: Phrases

    mutating func addPhrase(_ row: ListRow) throws(LexiconError) {
        var entry = try judgement(row)
        if !row.bytes(3).isEmpty {
            entry.signals = try signals(row)
            entry.flags.insert(.signal)
            if signals[Int(entry.signals)].modality.contains(.wish) { entry.flags.insert(.wish) }
        }
        try addPhrase(row.parts(0), entry, row)
    }

    /// The number of the signals that a row names in its fourth field.
    private mutating func signals(_ row: ListRow) throws(LexiconError) -> UInt16 {
        let hash = WordHash.of(row.bytes(3))
        let known = signalNumbers.find(hash)
        if known != 0 { return UInt16(known) }
        var signal = SignalEntry()
        for name in row.words(3) {
            guard signal.insert(name) else { throw row.error("no signal is called \(name)") }
        }
        let number = try add(signal, row)
        _ = signalNumbers.insert(hash: hash, number: Int(number))
        return number
    }
}

extension WordEntry {
    /// Takes back what it says of the customer's feeling; what it is in grammar stays.
    mutating func forgetJudgement() {
        flags.subtract([.cue, .topic, .verb, .polite, .filler, .soft])
        valence = 0
        dimensions = DimensionSides()
    }

    /// Adds what another list says: flags and dimensions join, a valence or strength that it has wins.
    mutating func merge(_ other: WordEntry) {
        flags.formUnion(other.flags)
        if other.valence != 0 { valence = other.valence }
        if other.strength != 0 { strength = other.strength }
        if other.signals != 0 { signals = other.signals }
        if other.value != 0 { value = other.value }
        if other.flags.contains(.everyday) { everyday = other.everyday }
        if other.dimensions.rawValue != 0 { dimensions = other.dimensions }
    }
}
