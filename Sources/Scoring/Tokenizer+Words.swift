// Words: their extent, their number in the lexicon, and the second tries for words that are not found as written.

extension Tokenizer {
    /// A word from the current position on.
    @inline(__always)
    mutating func word(into buffer: inout TokenBuffer, _ extra: TokenShape) {
        let start = position
        var hash = WordHash()
        var index = start
        var capitals = 0
        var apostrophe = -1
        let firstClass = classes[Int(text[start])]
        scan: while index < limit {
            let byte = text[index]
            switch ByteClass(rawValue: classes[Int(byte)]) {
            case .letter:
                hash.add(byte)
            case .capital:
                let folded = byte | 0x20
                hash.add(folded)
                capitals += 1
            case .digit:
                hash.add(byte)
            case .apostrophe:
                guard byte == 0x27, index + 1 < limit, isLetter(index + 1) else { break scan }
                apostrophe = index
                hash.add(0x27)
            case .wide:
                let character = WideCharacter(in: text, at: index)
                if character.kind == .apostrophe {
                    guard index + character.length < limit, isLetter(index + character.length) else { break scan }
                    apostrophe = index
                    hash.add(0x27)
                } else {
                    guard character.kind == .letter, index + character.length <= limit else { break scan }
                    for offset in 0..<character.length {
                        hash.add(WideCharacter.folded(text[index + offset], after: offset == 1 ? byte : 0))
                    }
                }
                index += character.length
                continue scan
            default: break scan
            }
            index += 1
        }
        if index == start { index += 1 }
        position = index
        var shape = extra
        if capitals > 1 && capitals >= index - start - (apostrophe >= 0 ? 1 : 0) - 2 && !hasSmall(start, index) {
            shape.insert(.capitals)
            buffer.capitals += 1
        } else if index - start > 1 {
            buffer.smalls += 1
        }
        if firstClass == ByteClass.capital.rawValue { shape.insert(.capitalised) }
        if index < limit, text[index] == 0x3A || text[index] == 0x2E, isLink(start, index) {
            return link(start, into: &buffer)
        }
        if index < limit, isMask(index), index > start, let masked = masked(start) {
            position = masked.end
            return appendWord(masked.number, start, masked.end, shape, into: &buffer)
        }
        var number = WordTable.find(hash.value, in: slots)
        if number == 0 { number = secondTry(start, index, apostrophe: apostrophe, &shape) }
        appendWord(number, start, index, shape, into: &buffer)
    }

    /// Adds a word; "not" after an auxiliary makes one token with it, the auxiliary's negated form.
    @inline(__always)
    private mutating func appendWord(
        _ number: UInt32, _ start: Int, _ end: Int, _ shape: TokenShape, into buffer: inout TokenBuffer
    ) {
        let flags = entries[Int(number)].flags
        if flags.isDisjoint(with: [.wordIsNot, .timeUnit, .moneyUnit, .numberWord]) {
            return append(number, from: start, to: end, shape, into: &buffer)
        }
        if flags.contains(.wordIsNot), pending.isEmpty, let last = buffer.tokens.indices.last {
            let before = entries[Int(buffer.tokens[last].word)]
            if before.flags.contains(.auxiliary), before.value != 0, last >= sentenceStart {
                buffer.tokens[last].word = before.value
                buffer.tokens[last].end = UInt32(truncatingIfNeeded: end)
                return
            }
        }
        let count = flags.contains(.numberWord) ? min(entries[Int(number)].value, 10_000) * 100 : 0
        append(number, from: start, to: end, count > 0 ? shape.union(.number) : shape, value: count, into: &buffer)
        if flags.contains(.timeUnit) { markDuration(&buffer) }
        if flags.contains(.moneyUnit) { markMoney(&buffer) }
    }

    /// Signs that stand for the letters of a swear word: f*ck, sh!t, a$$.
    private func isMask(_ index: Int) -> Bool {
        switch text[index] {
        case 0x2A, 0x21, 0x40, 0x23, 0x24: true
        default: false
        }
    }

    /// A swear word with some of its letters masked, which the lists have with stars: its number and its end.
    private func masked(_ start: Int) -> (number: UInt32, end: Int)? {
        var hash = WordHash()
        var end = start
        var found: (number: UInt32, end: Int)?
        while end < limit, end - start < Self.maskedMax, isLetter(end) || isMask(end) {
            hash.add(isMask(end) ? 0x2A : text[end] | 0x20)
            end += 1
            if end < limit, isLetter(end) { continue }
            let number = WordTable.find(hash.value, in: slots)
            if number != 0 { found = (number, end) }
        }
        return found
    }

    /// The longest swear word that is looked for under its mask.
    private static var maskedMax: Int { 12 }

    private func isLetter(_ index: Int) -> Bool {
        let kind = classes[Int(text[index])]
        return kind == ByteClass.letter.rawValue || kind == ByteClass.capital.rawValue
    }

    private func hasSmall(_ start: Int, _ end: Int) -> Bool {
        for index in start..<end where classes[Int(text[index])] == ByteClass.letter.rawValue { return true }
        return false
    }

    /// The longest word that is looked at a second time: longer ones are no words.
    private static var triesMax: Int { 40 }

    /// For a word that is not in the table: without a possessive 's, with stretched letters taken back to two and to
    /// one, and for a run-together hashtag its last word that is a cue.
    private func secondTry(_ start: Int, _ end: Int, apostrophe: Int, _ shape: inout TokenShape) -> UInt32 {
        guard end - start <= Self.triesMax else { return 0 }
        if apostrophe > start {
            let stem = find(start, apostrophe, repeatsMax: 99)
            if stem != 0 { return entries[Int(stem)].flags.contains(.cue) ? 0 : stem }
        }
        if isStretched(start, end) {
            for repeats in [2, 1] {
                let squeezed = find(start, end, repeatsMax: repeats)
                if squeezed != 0 {
                    shape.insert(.stretched)
                    return squeezed
                }
            }
        }
        return shape.contains(.hashtag) ? lastCue(start, end) : 0
    }

    /// Whether some letter stands three times in a row.
    private func isStretched(_ start: Int, _ end: Int) -> Bool {
        var run = 0
        for index in (start + 1)..<max(start + 1, end) {
            run = text[index] | 0x20 == text[index - 1] | 0x20 ? run + 1 : 0
            if run >= 2 { return true }
        }
        return false
    }

    /// Looks a word up with at most so many equal letters in a row.
    private func find(_ start: Int, _ end: Int, repeatsMax: Int) -> UInt32 {
        var hash = WordHash()
        var previous: UInt8 = 0
        var run = 0
        for index in start..<end {
            let byte = text[index]
            let folded = classes[Int(byte)] == ByteClass.capital.rawValue ? byte | 0x20 : byte
            run = folded == previous ? run + 1 : 1
            previous = folded
            if run <= repeatsMax { hash.add(folded) }
        }
        return WordTable.find(hash.value, in: slots)
    }

    /// The longest end of a hashtag that is a cue of four letters or more, or its longest such beginning.
    private func lastCue(_ start: Int, _ end: Int) -> UInt32 {
        guard end - start > 5 else { return 0 }
        for from in (start + 1)..<(end - 3) {
            let number = find(from, end, repeatsMax: 99)
            if number != 0, entries[Int(number)].valence != 0 { return number }
        }
        for to in stride(from: end - 1, to: start + 3, by: -1) {
            let number = find(start, to, repeatsMax: 99)
            if number != 0, entries[Int(number)].valence != 0 { return number }
        }
        return 0
    }

    mutating func hashtag(into buffer: inout TokenBuffer) {
        position += 1
        if position < limit, isLetter(position) { word(into: &buffer, .hashtag) }
    }

    /// @somebody: a token that says nothing.
    mutating func mention(into buffer: inout TokenBuffer) {
        let start = position
        position += 1
        while position < limit, isLetter(position) || text[position] == 0x5F || (0x30...0x39).contains(text[position]) {
            position += 1
        }
        if position - start > 1 { append(0, from: start, to: position, .mention, into: &buffer) }
    }

    private func isLink(_ start: Int, _ end: Int) -> Bool {
        let length = end - start
        guard length == 3 || length == 4 || length == 5, end + 1 < limit else { return false }
        if text[end] == 0x2E { return length == 3 && (0..<3).allSatisfy { text[start + $0] | 0x20 == 0x77 } }
        guard length > 3, text[start] | 0x20 == 0x68, text[start + 3] | 0x20 == 0x70 else { return false }
        return text[end + 1] == 0x2F
    }

    /// An address on the web: one token up to the next white space.
    private mutating func link(_ start: Int, into buffer: inout TokenBuffer) {
        while position < limit, text[position] > 0x20, text[position] != 0x22, text[position] != 0x29 { position += 1 }
        append(0, from: start, to: position, .link, into: &buffer)
    }

    /// The longest emoticon at the position, if any.
    mutating func emoticon(into buffer: inout TokenBuffer) -> Bool {
        if position > 0, (0x30...0x39).contains(text[position - 1]) { return false }
        guard ByteClass.beginsEmoticon(text[position]), position + 1 < limit, text[position + 1] > 0x20 else {
            return false
        }
        for length in stride(from: min(5, limit - position), through: 2, by: -1) {
            var hash = WordHash()
            for offset in 0..<length { hash.add(text[position + offset]) }
            let number = WordTable.find(hash.value, in: slots)
            guard number != 0, entries[Int(number)].flags.contains(.wordSign) else { continue }
            let next = position + length
            if next < limit, isLetter(next), isLetter(next - 1) { continue }
            append(number, from: position, to: next, .symbol, into: &buffer)
            position = next
            return true
        }
        return false
    }
}
