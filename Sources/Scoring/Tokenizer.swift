// Bytes → tokens and sentences: one pass, one look-up per word. Words are folded to lower case while they are hashed;
// nothing is copied. What stands beyond ASCII is classed by `WideCharacter`.

/// Cuts a stretch of text into tokens.
struct Tokenizer: ~Escapable {
    let text: Span<UInt8>
    let slots: Span<WordSlot>
    let entries: Span<WordEntry>
    let entryNumbers: Span<UInt16>
    let classes: Span<ByteClass>
    var position: Int
    let limit: Int
    var pending: TokenShape = [.hardBreak]
    /// What every token has for now: quoted, bracketed.
    private var standing: TokenShape = []
    var sentenceStart: Int
    private var exclamations = 0
    private var questions = 0

    /// A tokenizer over the bytes of `range`, which must lie within the text.
    @_lifetime(copy text, borrow lexicon)
    init(_ text: Span<UInt8>, range: Range<Int>, lexicon: borrowing Lexicon, firstToken: Int) {
        self.text = text
        slots = lexicon.table.slots.span
        entries = lexicon.entries.span
        entryNumbers = lexicon.table.entryNumbers.span
        classes = lexicon.byteClasses.span
        position = range.lowerBound
        limit = range.upperBound
        sentenceStart = firstToken
    }

    /// Appends the tokens and sentences of the range.
    mutating func run(into buffer: inout TokenBuffer) {
        while position < limit {
            let byte = text[position]
            let kind = classes[Int(byte)]
            if kind == .letter || kind == .capital {
                word(into: &buffer, [])
                continue
            }
            switch kind {
            case .space, .letter, .capital: position += 1
            case .digit: number(into: &buffer)
            case .wide: wide(into: &buffer)
            case .newline: newline(&buffer)
            case .terminator: terminator(byte, &buffer)
            case .hashtag: hashtag(into: &buffer)
            case .at: mention(into: &buffer)
            case .currency: currency(into: &buffer)
            case .apostrophe, .other: if !emoticon(into: &buffer) { position += 1 }
            case .quote: quote()
            case .softBreak, .opening, .closing, .hyphen: if !emoticon(into: &buffer) { punctuation(byte) }
            }
        }
        endSentence(&buffer)
    }

    /// Ends the sentence before the next token.
    mutating func endSentence(_ buffer: inout TokenBuffer) {
        pending.insert(.hardBreak)
        standing.remove(.bracketed)
        guard buffer.tokens.count > sentenceStart else {
            if exclamations + questions > 0, let last = buffer.sentences.indices.last {
                buffer.sentences[last].exclamations = UInt8(
                    min(255, Int(buffer.sentences[last].exclamations) + exclamations))
                buffer.sentences[last].questions = UInt8(min(255, Int(buffer.sentences[last].questions) + questions))
            }
            (exclamations, questions) = (0, 0)
            return
        }
        lookUp(&buffer)
        let count = buffer.tokens.count
        buffer.sentences.append(
            Sentence(
                tokens: sentenceStart..<count, exclamations: UInt8(min(255, exclamations)),
                questions: UInt8(min(255, questions))))
        sentenceStart = count
        (exclamations, questions) = (0, 0)
    }

    /// Adds a token with what was seen before it: a word by its hash, anything else with a hash of 0 and the word that
    /// it stands for.
    @inline(__always)
    mutating func append(
        hash: UInt64 = 0, _ word: WordSlot = WordSlot(), from start: Int, to end: Int, _ shape: TokenShape,
        value: UInt32 = 0, into buffer: inout TokenBuffer
    ) {
        buffer.tokens.append(
            Token(
                word: word.number, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
                value: value, flags: hash == 0 ? entries[Int(word.entry)].flags : [],
                shape: shape.union(pending).union(standing), entry: word.entry))
        buffer.hashes.append(hash)
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
    private mutating func terminator(_ byte: UInt8, _ buffer: inout TokenBuffer) {
        var stops = 0
        let start = position
        while position < limit {
            switch text[position] {
            case 0x21: exclamations += 1
            case 0x3F: questions += 1
            case 0x2E: stops += 1
            default:
                finishTerminator(stops: stops, length: position - start, &buffer)
                return
            }
            position += 1
        }
        finishTerminator(stops: stops, length: position - start, &buffer)
    }

    private mutating func finishTerminator(stops: Int, length: Int, _ buffer: inout TokenBuffer) {
        if stops == length {
            if stops > 1 {
                pending.insert(.softBreak)
                return
            }
            if position < limit {
                let next = classes[Int(text[position])]
                if next == .letter, let last = buffer.tokens.last, last.end - last.start == 1 { return }
                if next == .digit { return }
            }
            if let last = buffer.tokens.last, Int(last.end) == position - 1, isAbbreviation(last, buffer) { return }
        }
        endSentence(&buffer)
    }

    /// A line's end is a sentence's end after a short line, an empty line, or before a list's mark.
    private mutating func newline(_ buffer: inout TokenBuffer) {
        let end = position
        var breaks = 0
        while position < limit, text[position] == 0x0A || text[position] == 0x0D || text[position] == 0x20 {
            if text[position] == 0x0A { breaks += 1 }
            position += 1
        }
        var length = 0
        while length < 60, end - length > 0, text[end - length - 1] != 0x0A { length += 1 }
        if breaks > 1 || length < 60 { endSentence(&buffer) }
    }

    private mutating func wide(into buffer: inout TokenBuffer) {
        let character = WideCharacter(in: text, at: position)
        switch character.kind {
        case .letter: return word(into: &buffer, [])
        case .symbol:
            var hash = WordHash()
            for offset in 0..<character.length { hash.add(text[position + offset]) }
            let end = min(position + character.length, limit)
            append(WordTable.find(hash.value, in: slots), from: position, to: end, .symbol, into: &buffer)
        case .softBreak: pending.insert(.softBreak)
        case .hardBreak: endSentence(&buffer)
        case .quoteOpen: setQuote(!standing.contains(.quoted) || character.length == 2)
        case .quoteClose: setQuote(false)
        case .currency:
            position += character.length
            return money(into: &buffer, from: position - character.length)
        case .apostrophe, .joiner, .space, .other: break
        }
        position = min(position + character.length, limit)
    }
}
