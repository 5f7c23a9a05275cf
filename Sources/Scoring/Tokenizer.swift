// Bytes → tokens and sentences: one pass, one look-up per word. Words are folded to lower case while they are hashed;
// nothing is copied. What stands beyond ASCII is classed by `WideCharacter`.

/// Cuts a stretch of text into tokens. Methods that change nothing are `mutating` all the same where they are called and
/// not inlined: else the whole of it is copied for the call.
struct Tokenizer: ~Copyable, ~Escapable {
    /// The text up to the end of the stretch.
    let text: Span<UInt8>
    let slots: Span<WordSlot>
    let entries: Span<WordEntry>
    let entryNumbers: Span<UInt16>
    let classes: Span<ByteClass>
    let signSeconds: Span<Bool>
    var position: Int
    var limit: Int { text.count }
    var pending: TokenShape = [.hardBreak]
    /// What every token has for now: quoted, bracketed.
    private var standing: TokenShape = []
    /// How many tokens there are.
    var count: Int
    var sentenceStart: Int
    private var sentences: [Sentence] = []
    var capitals = 0
    var smalls = 0
    /// What the words of the sentences so far are.
    var seen: WordFlags = []
    /// What those of the sentence at hand are.
    var seenInSentence: WordFlags = []
    /// The measures of several tokens or of money.
    var measures: TokenShape = []
    private var lineFeeds = 0
    private var exclamations = 0
    private var questions = 0

    /// A tokenizer over the bytes of `range`, which must lie within the text.
    @_lifetime(copy text, borrow tables)
    init(_ text: Span<UInt8>, range: Range<Int>, tables: borrowing LexiconTables, firstToken: Int) {
        self.text = text.extracting(first: range.upperBound)
        slots = tables.table.slots.span
        entries = tables.entries.span
        entryNumbers = tables.table.entryNumbers.span
        classes = tables.byteClasses.span
        signSeconds = tables.signSeconds.span
        position = range.lowerBound
        count = firstToken
        sentenceStart = firstToken
    }

    /// Appends the tokens and sentences of the range.
    mutating func run(into buffer: inout TokenBuffer) {
        swap(&sentences, &buffer.sentences)
        repeat {
            var room = buffer.room(after: count)
            fill(&room)
            if position >= limit { endSentence(&room) }
        } while position < limit
        swap(&sentences, &buffer.sentences)
        buffer.close(at: count)
        buffer.capitals += capitals
        buffer.smalls += smalls
        buffer.lineFeeds += lineFeeds
        buffer.flags.formUnion(seen)
        buffer.measures.formUnion(measures)
    }

    /// Goes on until the range ends or the room is full.
    private mutating func fill(_ room: inout MutableSpan<Token>) {
        while position < limit, count < room.count {
            let run = LetterRun(in: text, at: position)
            if run.length > 0 { word(run, [], into: &room) } else { sign(into: &room) }
        }
    }

    /// Whatever is not the beginning of a word of ASCII letters.
    private mutating func sign(into room: inout MutableSpan<Token>) {
        let byte = text[position]
        switch classes[Int(byte)] {
        case .space, .letter, .capital: position += 1
        case .digit: number(into: &room)
        case .wide: wide(into: &room)
        case .newline: newline(&room)
        case .terminator: terminator(byte, &room)
        case .hashtag: hashtag(into: &room)
        case .at: mention(into: &room)
        case .currency: currency(into: &room)
        case .apostrophe, .other: if !emoticon(into: &room) { position += 1 }
        case .quote: quote()
        case .softBreak, .opening, .closing, .hyphen: if !emoticon(into: &room) { punctuation(byte) }
        }
        if position < limit, text[position] == 0x20 { position &+= 1 }
    }

    /// Ends the sentence before the next token.
    mutating func endSentence(_ room: inout MutableSpan<Token>) {
        pending.insert(.hardBreak)
        standing.remove(.bracketed)
        guard count > sentenceStart else {
            if exclamations + questions > 0, let last = sentences.indices.last {
                sentences[last].exclamations = UInt8(min(255, Int(sentences[last].exclamations) + exclamations))
                sentences[last].questions = UInt8(min(255, Int(sentences[last].questions) + questions))
            }
            (exclamations, questions) = (0, 0)
            return
        }
        if !seenInSentence.isDisjoint(with: Self.active) { refine(&room) }
        seen.formUnion(seenInSentence)
        seenInSentence = []
        sentences.append(
            Sentence(
                tokens: sentenceStart..<count, exclamations: UInt8(min(255, exclamations)),
                questions: UInt8(min(255, questions))))
        sentenceStart = count
        (exclamations, questions) = (0, 0)
    }

    /// Adds a word by its hash: looked up, for a second time otherwise than as written.
    @inline(__always)
    mutating func append(
        hash: UInt64, from start: Int, to end: Int, _ shape: TokenShape, into room: inout MutableSpan<Token>
    ) {
        var shape = shape.union(.word)
        var word = WordTable.find(hash, in: slots)
        if word.number == 0 { word = secondTry(start, end, &shape) }
        append(word, from: start, to: end, shape, into: &room)
    }

    /// Adds a token, with the word of the lists that it stands for and what was seen before it.
    @inline(__always)
    mutating func append(
        _ word: WordSlot = WordSlot(), from start: Int, to end: Int, _ shape: TokenShape, value: UInt32 = 0,
        into room: inout MutableSpan<Token>
    ) {
        let flags = entries[Int(word.entry)].flags
        room[count] = Token(
            start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), flags: flags,
            word: word.number, value: value, shape: shape.union(pending).union(standing), entry: word.entry)
        seenInSentence.formUnion(flags)
        count &+= 1
        pending = []
    }

    // MARK: Punctuation

    private mutating func punctuation(_ byte: UInt8) {
        position += 1
        switch byte {
        case 0x28, 0x5B, 0x7B:
            pending.insert(.softBreak)
            standing.insert(.bracketed)
        case 0x29, 0x5D, 0x7D:
            pending.insert(.softBreak)
            standing.remove(.bracketed)
        case 0x2D:
            let isDash = position < limit && (text[position] == 0x2D || text[position] == 0x20)
            if isDash, position >= 2, text[position - 2] == 0x20 || text[position - 2] == 0x2D || text[position] == 0x2D
            {
                pending.insert(.softBreak)
            }
        case 0x2F, 0x5F: break
        default: pending.insert(.softBreak)
        }
    }

    private mutating func quote() {
        position += 1
        setQuote(!standing.contains(.quoted))
    }

    private mutating func setQuote(_ isOpen: Bool) {
        if isOpen {
            standing.insert(.quoted)
            pending.insert(.quoteStart)
        } else {
            standing.remove(.quoted)
        }
    }

    /// A full stop, exclamation or question mark, or a run of them.
    private mutating func terminator(_ byte: UInt8, _ room: inout MutableSpan<Token>) {
        var stops = 0
        let start = position
        while position < limit {
            switch text[position] {
            case 0x21: exclamations += 1
            case 0x3F: questions += 1
            case 0x2E: stops += 1
            default:
                finishTerminator(stops: stops, length: position - start, &room)
                return
            }
            position += 1
        }
        finishTerminator(stops: stops, length: position - start, &room)
    }

    private mutating func finishTerminator(stops: Int, length: Int, _ room: inout MutableSpan<Token>) {
        if stops == length {
            if stops > 1 {
                pending.insert(.softBreak)
                return
            }
            if position < limit {
                let next = classes[Int(text[position])]
                if next == .letter, count > 0, room[count - 1].end - room[count - 1].start == 1 { return }
                if next == .digit { return }
            }
            let isWithin = count > sentenceStart && Int(room[count - 1].end) == position - 1
            if isWithin, room[count - 1].flags.contains(.abbreviation) { return }
        }
        endSentence(&room)
    }

    /// A line's end is a sentence's end after a short line, an empty line, or before a list's mark.
    private mutating func newline(_ room: inout MutableSpan<Token>) {
        let end = position
        var breaks = 0
        while position < limit, text[position] == 0x0A || text[position] == 0x0D || text[position] == 0x20 {
            if text[position] == 0x0A { breaks += 1 }
            position += 1
        }
        var length = 0
        while length < 60, end - length > 0, text[end - length - 1] != 0x0A { length += 1 }
        if breaks > 1 || length < 60 { endSentence(&room) }
        lineFeeds &+= breaks
    }

    private mutating func wide(into room: inout MutableSpan<Token>) {
        let character = WideCharacter(in: text, at: position)
        switch character.kind {
        case .letter: return mixedWord(into: &room, [])
        case .symbol:
            var hash = WordHash()
            for offset in 0..<character.length { hash.add(text[position + offset]) }
            let end = min(position + character.length, limit)
            append(WordTable.find(hash.value, in: slots), from: position, to: end, .symbol, into: &room)
        case .softBreak: if !joinsDigits(character) { pending.insert(.softBreak) }
        case .hardBreak: endSentence(&room)
        case .quoteOpen: setQuote(!standing.contains(.quoted) || character.length == 2)
        case .quoteClose: setQuote(false)
        case .currency:
            position += character.length
            return money(into: &room, from: position - character.length)
        case .other:
            let start = position
            let value = fraction()
            if value > 0 { return append(from: start, to: position, .number, value: value, into: &room) }
        case .apostrophe, .joiner, .space: break
        }
        position = min(position + character.length, limit)
    }

    /// Whether a character stands between two digits, as the dash of "10–15" does.
    private func joinsDigits(_ character: WideCharacter) -> Bool {
        let next = position + character.length
        return position > 0 && next < limit && ByteClass.isDigit(text[position - 1]) && ByteClass.isDigit(text[next])
    }
}
