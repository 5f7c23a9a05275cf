// Lists that stand over others: our own corrections, and an operator's, which may also be in the formats of VADER and
// AFINN. What they say of a term takes the place of what was said before.

extension LexiconBuilder {
    /// A row of corrections: a phrase when its first field has several words or a pattern's signs, else a word.
    mutating func addTuned(_ row: ListRow) throws(LexiconError) {
        let isPattern = row.bytes(0).contains {
            Self.isPatternSign($0) || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "/")
        }
        if isPattern { try addPhrase(row) } else { try addWord(row) }
    }

    /// An operator's file: one of ours by the beginning of its name, else a list of words with a number each.
    mutating func readOverlay(_ file: ListFile) throws(LexiconError) {
        for row in ListRow.rows(of: file) { try readOverlayRow(row, of: file) }
    }

    /// One row of it. VADER's rows have three fields or more, AFINN's two.
    mutating func readOverlayRow(_ row: ListRow, of file: ListFile) throws(LexiconError) {
        if let kind = Self.kinds.first(where: { file.name.hasPrefix($0.prefix) }) { return try kind.add(&self, row) }
        if file.name.hasPrefix("tuned") { return try addTuned(row) }
        guard row.count >= 2 else {
            throw row.error("neither a list of ours by its name, nor VADER's or AFINN's format")
        }
        try addForeign(row, isVader: row.count >= 3)
    }

    /// VADER: term, mean, deviation, ratings, from -4 to 4. AFINN: term, number, from -5 to 5.
    private mutating func addForeign(_ row: ListRow, isVader: Bool) throws(LexiconError) {
        guard let number = row.hundredths(1) else { throw row.error("the valence \(row.text(1)) is no number") }
        guard abs(number) <= (isVader ? 400 : 500) else {
            throw row.error("the valence \(row.text(1)) is beyond ±\(isVader ? 4 : 5)")
        }
        var entry = WordEntry()
        entry.valence = Int16(isVader ? number : number * 4 / 5)
        if number != 0 { entry.flags.insert(.cue) }
        let isSign = Self.isSign(row.bytes(0))
        if isSign { entry.flags.insert(.wordSign) }
        try merge(entry, term: row.bytes(0), row: row, isSign: isSign)
    }

    /// Whether a term is an emoticon: without a letter, or with a character that only emoticons have, as in `:p`.
    private static func isSign(_ term: ArraySlice<UInt8>) -> Bool {
        let hasLetter = term.contains { (0x61...0x7A).contains($0 | 0x20) || $0 >= 0x80 }
        return !hasLetter || term.contains { ":;=<>|^()[]{}\\_".utf8.contains($0) }
    }
}
