// The lists as tables, read once at the start and shared by every scorer. Immutable.

/// What the lists say, ready for looking up.
package struct Lexicon: Sendable {
    let tables: LexiconTables
    let signals: [SignalEntry]
    let weights: Weights
    /// How many words and how many phrases have a valence or speak for a dimension.
    package let counts: (words: Int, phrases: Int)
    /// Identifies the lists' content: 16 hexadecimal digits.
    package let revision: String

    /// The embedded lists.
    package static let standard: Lexicon = {
        do {
            return try Lexicon(ListFile.embedded)
        } catch {
            preconditionFailure("the embedded lists are wrong: \(error)")
        }
    }()

    /// The tables of these lists; what each is for is told by the beginning of its name. An operator's lists, the
    /// `overlay`, stand over the others. A wrong row stops the reading with its file and line.
    package init(_ files: [ListFile], overlay: [ListFile] = []) throws(LexiconError) {
        var builder = LexiconBuilder()
        try builder.read(files, overlay: overlay)
        builder.markFirstWords()
        var set = EntrySet()
        let words = try Self.numbers(of: builder.entries, in: &set)
        var phrases = try Self.numbers(of: builder.phrases[..<builder.overlayStart], in: &set)
        let overlayPhrases = builder.phrases[builder.overlayStart...]
        var overlayEntry = Int32.max
        if !overlayPhrases.isEmpty {
            guard let first = set.beginAnew() else { throw Self.tooManyEntries }
            overlayEntry = Int32(first)
            phrases += try Self.numbers(of: overlayPhrases, in: &set)
        }
        tables = LexiconTables(
            table: WordTable(builder.terms, entryNumbers: words), entries: set.entries,
            trie: builder.trie.finish(phraseEntries: phrases, overlayEntry: overlayEntry),
            signSeconds: builder.signSeconds)
        signals = builder.signals
        weights = builder.weights
        counts = (
            builder.entries.count { $0.flags.contains(.cue) }, builder.phrases.count { $0.flags.contains(.cue) }
        )
        revision = Self.revision(of: files + overlay)
    }

    /// What the lists say of words and phrases, each different entry once.
    var entries: [WordEntry] { tables.entries }

    private static var tooManyEntries: LexiconError {
        LexiconError(file: "the lists", line: 0, message: "more than \(EntrySet.countMax) different entries")
    }

    private static func numbers(of entries: some Collection<WordEntry>, in set: inout EntrySet) throws(LexiconError)
        -> [UInt16]
    {
        var numbers: [UInt16] = []
        numbers.reserveCapacity(entries.count)
        for entry in entries {
            guard let number = set.number(of: entry) else { throw Self.tooManyEntries }
            numbers.append(number)
        }
        return numbers
    }

    private static func revision(of files: [ListFile]) -> String {
        var hash = WordHash()
        for file in files.sorted(by: { $0.name < $1.name }) {
            for byte in file.name.utf8 { hash.add(byte) }
            var content = WordHash()
            content.add(file.bytes.span)
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                hash.add(UInt8(truncatingIfNeeded: content.value >> shift))
            }
        }
        let digits = String(hash.value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// What the words of a text are looked up in. By itself, for it is passed on with every text.
struct LexiconTables: Sendable {
    let table: WordTable
    /// What the lists say of words and phrases, each different entry once.
    let entries: [WordEntry]
    let trie: PhraseTrie
    /// Which bytes stand second in an emoticon.
    let signSeconds: [Bool]
    let byteClasses = ByteClass.table
}
