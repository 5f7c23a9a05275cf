// What the words of the lists do to their neighbours when a sentence ends ("was" and "not" are one token, a unit of time
// makes a span of time), and the second tries for words that are not found as written.

extension Tokenizer {
    /// Words that do something to the tokens before them.
    static var active: WordFlags { [.wordIsNot, .timeUnit, .moneyUnit, .numberWord] }

    @inline(__always)
    private static func isActive(_ token: Token) -> Bool {
        token.shape.contains(.word) && !token.flags.isDisjoint(with: active)
    }

    /// Lets the active words of the sentence that ends here do what they do.
    mutating func refine(_ room: inout MutableSpan<Token>) {
        var place = sentenceStart
        var lastSpan = SpanOfTime.none
        while place < count, !Self.isActive(room[place]) { place &+= 1 }
        for index in place..<count {
            guard Self.isActive(room[index]) else {
                if place < index { room[place] = room[index] }
                place += 1
                continue
            }
            var token = room[index]
            if token.flags.contains(.wordIsNot), joinNegation(token, to: place - 1, &room) { continue }
            if token.flags.contains(.numberWord) {
                token.value = min(entries[Int(token.entry)].value, 10_000) * 100
                if token.value > 0 { token.shape.insert(.number) }
                place -= joinNumber(&token, at: place, room)
            }
            room[place] = token
            if token.flags.contains(.timeUnit) { markDuration(to: place, next: index + 1, last: &lastSpan, &room) }
            if token.flags.contains(.moneyUnit) { markMoney(to: place, next: index + 1, &room) }
            place += 1
        }
        if place == count { return }
        count = place
        seenInSentence = []
        for index in sentenceStart..<count { seenInSentence.formUnion(room[index].flags) }
    }

    /// Whether a place is one of the sentence that ends.
    @inline(__always)
    func isInSentence(_ index: Int) -> Bool { index >= sentenceStart && index < count }

    /// Whether the token at a place of the sentence is that word.
    mutating func says(_ word: ShortWord, at index: Int, _ room: borrowing MutableSpan<Token>) -> Bool {
        isInSentence(index) && says(word, room[index])
    }

    mutating func says(_ word: ShortWord, _ token: Token) -> Bool {
        ShortWord(LetterRun(in: text, at: Int(token.start))) == word
    }

    /// "not" after an auxiliary makes one token with it, the auxiliary's negated form; false when that does not stand
    /// there.
    private mutating func joinNegation(_ token: Token, to place: Int, _ room: inout MutableSpan<Token>) -> Bool {
        guard token.shape.isDisjoint(with: .between), place >= sentenceStart else { return false }
        let before = entries[Int(room[place].entry)]
        guard before.flags.contains(.auxiliary), before.value != 0 else { return false }
        room[place].word = before.value
        room[place].entry = entryNumbers[Int(before.value)]
        room[place].flags = entries[Int(entryNumbers[Int(before.value)])].flags
        room[place].end = token.end
        return true
    }

    /// The longest word that is looked at a second time: longer ones are no words.
    private static var triesMax: Int { 40 }

    /// For a word that is not in the table: without a possessive 's, with stretched letters taken back to two and to
    /// one, and for a run-together hashtag its last word that is a cue.
    mutating func secondTry(_ start: Int, _ end: Int, _ shape: inout TokenShape) -> WordSlot {
        guard end - start <= Self.triesMax else { return WordSlot() }
        let isHashtag = shape.contains(.hashtag)
        let run = LetterRun(in: text.extracting(first: end), at: start)
        if run.length == end - start, run.length < 16, !isHashtag, !run.isStretched { return WordSlot() }
        let apostrophe = lastApostrophe(start, end)
        if apostrophe > start {
            let stem = whole(start, apostrophe)
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
        return isHashtag ? lastCue(start, end) : WordSlot()
    }

    /// Looks a word up with at most so many equal letters in a row.
    private mutating func find(_ start: Int, _ end: Int, repeatsMax: Int) -> WordSlot {
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
    private mutating func lastCue(_ start: Int, _ end: Int) -> WordSlot {
        guard end - start > 5 else { return WordSlot() }
        let run = LetterRun(in: text.extracting(first: end), at: start)
        if run.length < 16, run.length == end - start { return lastCue(run) }
        for from in (start + 1)..<(end - 3) {
            let word = whole(from, end)
            if entries[Int(word.entry)].valence != 0 { return word }
        }
        for to in stride(from: end - 1, to: start + 3, by: -1) {
            let word = whole(start, to)
            if entries[Int(word.entry)].valence != 0 { return word }
        }
        return WordSlot()
    }

    /// The same of a hashtag of up to fifteen letters.
    private mutating func lastCue(_ run: LetterRun) -> WordSlot {
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
    private mutating func lastApostrophe(_ start: Int, _ end: Int) -> Int {
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
