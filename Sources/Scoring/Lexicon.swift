// The lists as tables, read once at the start and shared by every scorer. Immutable.

/// What the lists say, ready for looking up.
package struct Lexicon: Sendable {
    let table: WordTable
    let entries: [WordEntry]
    let signals: [SignalEntry]
    let trie: PhraseTrie
    let phrases: [WordEntry]
    let weights: Weights
    let byteClasses = ByteClass.table
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
        table = builder.table
        entries = builder.entries
        signals = builder.signals
        trie = builder.trie
        phrases = builder.phrases
        weights = builder.weights
        revision = Self.revision(of: files + overlay)
    }

    /// How many words and how many phrases have a valence or speak for a dimension.
    package var counts: (words: Int, phrases: Int) {
        (entries.count { $0.flags.contains(.cue) }, phrases.count { $0.flags.contains(.cue) })
    }

    private static func revision(of files: [ListFile]) -> String {
        var hash = WordHash()
        for file in files.sorted(by: { $0.name < $1.name }) {
            for byte in file.name.utf8 { hash.add(byte) }
            for byte in file.bytes { hash.add(byte) }
        }
        let digits = String(hash.value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
