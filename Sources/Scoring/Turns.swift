// Transcripts: lines that begin with a speaker's label, with or without a time. Of a text that is one, only the
// customer's turns are scored.

/// One speaker's turn: the bytes of what was said, and by whom.
struct Turn: Sendable {
    var said: Range<Int>
    /// The hash of the speaker's label.
    var speaker: UInt64
    var isCustomer = false
    var isAgent = false
    var hasTime: Bool
}

/// Finds the turns of a transcript.
enum Turns {
    /// A transcript has at least this many turns; fewer labelled lines are a list or a form.
    private static let turnsMin = 4
    private static let labelBytesMax = 40

    /// The turns of a text with so many line feeds, or none when it is no transcript: several labelled lines of at
    /// least two speakers.
    static func find(
        in text: Span<UInt8>, lineFeeds: Int, slots: Span<WordSlot>, entries: Span<WordEntry>
    ) -> [Turn] {
        guard lineFeeds + 1 >= turnsMin else { return [] }
        var turns: [Turn] = []
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x0A { end += 1 }
            if let turn = turn(in: text, line: start..<end, slots: slots, entries: entries) { turns.append(turn) }
            start = end + 1
        }
        let speakers = Set(turns.map(\.speaker))
        guard turns.count >= turnsMin, speakers.count >= 2, speakers.count <= max(2, turns.count / 2) else { return [] }
        guard turns.contains(where: \.hasTime) || turns.contains(where: { $0.isCustomer || $0.isAgent }) else {
            return []
        }
        // Where all are of the house, nobody is known to be.
        if turns.allSatisfy(\.isAgent) { for index in turns.indices { turns[index].isAgent = false } }
        return turns
    }

    /// Where no label tells who the customer is: of those who are not known to be of the house it is the one who speaks most of
    /// himself and least in the words of the house, if one plainly does.
    static func nameCustomer(in turns: inout [Turn], _ tokens: Span<Token>) {
        guard !turns.contains(where: \.isCustomer) else { return }
        var speakers: [UInt64: Int] = [:]
        var token = 0
        for turn in turns {
            var own = 0
            while token < tokens.count, Int(tokens[token].start) < turn.said.upperBound {
                let flags = tokens[token].flags
                if Int(tokens[token].start) >= turn.said.lowerBound {
                    own += flags.isSuperset(of: [.firstPerson, .singular]) ? 1 : 0
                    own -= flags.isSuperset(of: .house) ? houseWeight : 0
                }
                token += 1
            }
            if !turn.isAgent { speakers[turn.speaker, default: 0] += own }
        }
        let ranked = speakers.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
        guard ranked.count > 1, ranked[0].value >= max(0, ownShare * ranked[1].value, ranked[1].value + ownLead) else {
            return
        }
        for index in turns.indices where turns[index].speaker == ranked[0].key { turns[index].isCustomer = true }
    }

    /// What a word of the house weighs against an "I", and by how many and how many times as many the customer leads.
    private static let houseWeight = 3
    private static let ownLead = 3
    private static let ownShare = 2

    private static func turn(
        in text: Span<UInt8>, line: Range<Int>, slots: Span<WordSlot>, entries: Span<WordEntry>
    ) -> Turn? {
        var index = line.lowerBound
        let hasTime = skipTime(text, &index, line.upperBound)
        let labelStart = index
        var turn = Turn(said: line, speaker: 0, hasTime: hasTime)
        var label = WordHash()
        var word = WordHash()
        var letters = 0
        func closeWord(_ separator: UInt8) {
            let flags = entries[Int(WordTable.find(word.value, in: slots).entry)].flags
            if flags.namesCustomer { turn.isCustomer = true }
            // "Niamh (Northern Travel)" and "Crest Bank" speak for a house.
            if flags.namesAgent || flags.contains(.firm) || separator == UInt8(ascii: "(") && letters > 0 {
                turn.isAgent = true
            }
            word = WordHash()
        }
        while index < line.upperBound, index - labelStart <= labelBytesMax {
            let byte = text[index]
            if byte == 0x3A {
                guard letters > 0, index + 1 >= line.upperBound || text[index + 1] == 0x20 || text[index + 1] == 0x09
                else {
                    return nil
                }
                closeWord(byte)
                turn.speaker = label.value
                turn.said = (index + 1)..<line.upperBound
                return turn
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"): closeWord(byte)
            case 0x41...0x5A: word.add(byte | 0x20)
            default: word.add(byte)
            }
            if byte == 0x2E || byte == 0x3F || byte == 0x21 { return nil }
            letters += (0x61...0x7A).contains(byte | 0x20) ? 1 : 0
            label.add(byte)
            index += 1
        }
        return nil
    }

    /// A time at the line's beginning: digits with a colon between them, in brackets or not, AM or PM.
    private static func skipTime(_ text: Span<UInt8>, _ index: inout Int, _ end: Int) -> Bool {
        var probe = index
        var colons = 0
        scan: while probe < end {
            switch text[probe] {
            case 0x30...0x39, 0x20, 0x28, 0x29, 0x5B, 0x5D, 0x2D, 0x2E, 0x2F, 0x2C: probe += 1
            case 0x3A where probe > index && ByteClass.isDigit(text[probe - 1]):
                colons += 1
                probe += 1
            case 0x41, 0x50, 0x61, 0x70:
                guard probe + 1 < end, text[probe + 1] | 0x20 == 0x6D, probe > index, text[probe - 1] == 0x20 else {
                    break scan
                }
                probe += 2
            default: break scan
            }
        }
        guard colons > 0 else { return false }
        index = probe
        return true
    }
}
