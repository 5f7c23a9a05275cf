// Words of a sentence in the lists, all at once; then what the lists' words do to their neighbours ("was" and "not" are
// one token, a unit of time makes a span of time), and the second tries for words that are not found as written.

extension Tokenizer {
    /// Words that do something to the tokens before them.
    private static var active: WordFlags { [.wordIsNot, .timeUnit, .moneyUnit, .numberWord] }

    /// Looks up the words of the sentence that ends here.
    mutating func lookUp(_ buffer: inout TokenBuffer) {
        let (seen, shapes) = find(buffer.hashes, &buffer.tokens)
        if !seen.isDisjoint(with: Self.active) || shapes.contains(.hasForms) { refine(&buffer) }
    }

    /// Gives the sentence's tokens their words; all that those are and look like.
    private func find(_ hashes: [UInt64], _ tokens: inout [Token]) -> (seen: WordFlags, shapes: TokenShape) {
        var seen: WordFlags = []
        var shapes: TokenShape = []
        let hashes = hashes.span
        var tokens = tokens.mutableSpan
        for index in sentenceStart..<tokens.count where hashes[index] != 0 {
            let word = WordTable.find(hashes[index], in: slots)
            let flags = entries[Int(word.entry)].flags
            tokens[index].word = word.number
            tokens[index].entry = word.entry
            tokens[index].flags = flags
            seen.formUnion(flags)
            shapes.formUnion(tokens[index].shape)
        }
        return (seen, shapes)
    }

    /// Goes through the sentence's words again: forms of those that were not found, and active words.
    private mutating func refine(_ buffer: inout TokenBuffer) {
        var place = sentenceStart
        for index in sentenceStart..<buffer.tokens.count {
            var token = buffer.tokens[index]
            if token.word == 0, token.shape.contains(.hasForms) {
                let word = secondTry(Int(token.start), Int(token.end), &token.shape)
                (token.word, token.entry) = (word.number, word.entry)
                token.flags = entries[Int(word.entry)].flags
            }
            guard buffer.hashes[index] != 0, !token.flags.isDisjoint(with: Self.active) else {
                buffer.tokens[place] = token
                place += 1
                continue
            }
            if token.flags.contains(.wordIsNot), joinNegation(token, to: place - 1, &buffer) { continue }
            if token.flags.contains(.numberWord) {
                token.value = min(entries[Int(token.entry)].value, 10_000) * 100
                if token.value > 0 { token.shape.insert(.number) }
            }
            buffer.tokens[place] = token
            if token.flags.contains(.timeUnit) { markDuration(to: place, &buffer) }
            if token.flags.contains(.moneyUnit) { markMoney(to: place, &buffer) }
            place += 1
        }
        let dropped = buffer.tokens.count - place
        if dropped > 0 {
            buffer.tokens.removeLast(dropped)
            buffer.hashes.removeLast(dropped)
        }
    }

    /// "not" after an auxiliary makes one token with it, the auxiliary's negated form; false when that does not stand
    /// there.
    private func joinNegation(_ token: Token, to place: Int, _ buffer: inout TokenBuffer) -> Bool {
        guard token.shape.isDisjoint(with: .between), place >= sentenceStart else { return false }
        let before = entries[Int(buffer.tokens[place].entry)]
        guard before.flags.contains(.auxiliary), before.value != 0 else { return false }
        buffer.tokens[place].word = before.value
        buffer.tokens[place].entry = entryNumbers[Int(before.value)]
        buffer.tokens[place].flags = entries[Int(entryNumbers[Int(before.value)])].flags
        buffer.tokens[place].end = token.end
        return true
    }

    /// Whether the last token, which was not looked up yet, is an abbreviation with a full stop.
    func isAbbreviation(_ token: Token, _ buffer: TokenBuffer) -> Bool {
        guard let hash = buffer.hashes.last, hash != 0 else { return token.flags.contains(.abbreviation) }
        var word = WordTable.find(hash, in: slots)
        var shape = token.shape
        if word.number == 0, shape.contains(.hasForms) {
            word = secondTry(Int(token.start), Int(token.end), &shape)
        }
        return entries[Int(word.entry)].flags.contains(.abbreviation)
    }

    /// The longest word that is looked at a second time: longer ones are no words.
    private static var triesMax: Int { 40 }

    /// For a word that is not in the table: without a possessive 's, with stretched letters taken back to two and to
    /// one, and for a run-together hashtag its last word that is a cue.
    private func secondTry(_ start: Int, _ end: Int, _ shape: inout TokenShape) -> WordSlot {
        guard end - start <= Self.triesMax else { return WordSlot() }
        let apostrophe = lastApostrophe(start, end)
        if apostrophe > start {
            let stem = find(start, apostrophe, repeatsMax: 99)
            if stem.number != 0 { return entries[Int(stem.entry)].flags.contains(.cue) ? WordSlot() : stem }
        }
        if isStretched(start, end) {
            for repeats in [2, 1] {
                let squeezed = find(start, end, repeatsMax: repeats)
                if squeezed.number != 0 {
                    shape.insert(.stretched)
                    return squeezed
                }
            }
        }
        return shape.contains(.hashtag) ? lastCue(start, end) : WordSlot()
    }

    /// Looks a word up with at most so many equal letters in a row.
    private func find(_ start: Int, _ end: Int, repeatsMax: Int) -> WordSlot {
        var hash = WordHash()
        var previous: UInt8 = 0
        var run = 0
        for index in start..<end {
            let byte = text[index]
            let folded = classes[Int(byte)] == .capital ? byte | 0x20 : byte
            run = folded == previous ? run + 1 : 1
            previous = folded
            if run <= repeatsMax { hash.add(folded) }
        }
        return WordTable.find(hash.value, in: slots)
    }

    /// The longest end of a hashtag that is a cue of four letters or more, or its longest such beginning.
    private func lastCue(_ start: Int, _ end: Int) -> WordSlot {
        guard end - start > 5 else { return WordSlot() }
        let run = LetterRun(in: text, at: start, limit: end)
        if run.length < 16, run.length == end - start { return lastCue(run) }
        for from in (start + 1)..<(end - 3) {
            let word = find(from, end, repeatsMax: 99)
            if entries[Int(word.entry)].valence != 0 { return word }
        }
        for to in stride(from: end - 1, to: start + 3, by: -1) {
            let word = find(start, to, repeatsMax: 99)
            if entries[Int(word.entry)].valence != 0 { return word }
        }
        return WordSlot()
    }

    /// The same of a hashtag of up to fifteen letters.
    private func lastCue(_ run: LetterRun) -> WordSlot {
        for count in 1..<(run.length - 3) {
            let end = run.dropFirst(count)
            let word = WordTable.find(WordHash.of(low: end.low, high: end.high), in: slots)
            if entries[Int(word.entry)].valence != 0 { return word }
        }
        for count in stride(from: run.length - 1, to: 3, by: -1) {
            let beginning = run.prefix(count)
            let word = WordTable.find(WordHash.of(low: beginning.low, high: beginning.high), in: slots)
            if entries[Int(word.entry)].valence != 0 { return word }
        }
        return WordSlot()
    }

    /// Where the last apostrophe of a word is, or -1.
    private func lastApostrophe(_ start: Int, _ end: Int) -> Int {
        var last = -1
        var index = start
        while index < end {
            let byte = text[index]
            if byte == 0x27 { last = index }
            guard byte >= 0x80 else {
                index += 1
                continue
            }
            let character = WideCharacter(in: text, at: index)
            if character.kind == .apostrophe { last = index }
            index += character.length
        }
        return last
    }
}
