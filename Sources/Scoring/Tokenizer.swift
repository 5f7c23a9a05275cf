// Bytes → tokens and sentences: one pass, one look-up per word. Words are folded to lower case while they are hashed;
// nothing is copied. What stands beyond ASCII is classed by `WideCharacter`.

/// Cuts a stretch of text into tokens.
struct Tokenizer: ~Escapable {
    let text: Span<UInt8>
    let slots: Span<UInt64>
    let entries: Span<WordEntry>
    let classes: Span<UInt8>
    var position: Int
    let limit: Int
    var pending: TokenShape = [.hardBreak]
    var inQuote = false
    var inBrackets = false
    var sentenceStart: Int
    private var exclamations = 0
    private var questions = 0

    /// A tokenizer over the bytes of `range`, which must lie within the text.
    @_lifetime(copy text, copy slots, copy entries, copy classes)
    init(
        _ text: Span<UInt8>, range: Range<Int>, slots: Span<UInt64>, entries: Span<WordEntry>, classes: Span<UInt8>,
        firstToken: Int
    ) {
        self.text = text
        self.slots = slots
        self.entries = entries
        self.classes = classes
        position = range.lowerBound
        limit = range.upperBound
        sentenceStart = firstToken
    }

    /// Appends the tokens and sentences of the range.
    mutating func run(into buffer: inout TokenBuffer) {
        while position < limit {
            let byte = text[position]
            switch ByteClass(rawValue: classes[Int(byte)]) {
            case .letter, .capital: word(into: &buffer, [])
            case .space: position += 1
            case .digit: number(into: &buffer)
            case .wide: wide(into: &buffer)
            case .newline: newline(&buffer)
            case .terminator: terminator(byte, &buffer)
            case .hashtag: hashtag(into: &buffer)
            case .at: mention(into: &buffer)
            case .currency: currency(into: &buffer)
            case .apostrophe, .other: if !emoticon(into: &buffer) { position += 1 }
            case .quote: quote()
            case .softBreak, .opening, .closing, .hyphen, nil: if !emoticon(into: &buffer) { punctuation(byte) }
            }
        }
        endSentence(&buffer)
    }

    /// Ends the sentence before the next token.
    mutating func endSentence(_ buffer: inout TokenBuffer) {
        let count = buffer.tokens.count
        pending.insert(.hardBreak)
        inBrackets = false
        guard count > sentenceStart else {
            if exclamations + questions > 0, let last = buffer.sentences.indices.last, sentenceStart == count {
                buffer.sentences[last].exclamations = UInt8(
                    min(255, Int(buffer.sentences[last].exclamations) + exclamations))
                buffer.sentences[last].questions = UInt8(min(255, Int(buffer.sentences[last].questions) + questions))
            }
            (exclamations, questions) = (0, 0)
            return
        }
        buffer.sentences.append(
            Sentence(
                tokens: sentenceStart..<count, exclamations: UInt8(min(255, exclamations)),
                questions: UInt8(min(255, questions))))
        sentenceStart = count
        (exclamations, questions) = (0, 0)
    }

    /// Adds a token with what was seen before it.
    @inline(__always)
    mutating func append(
        _ word: UInt32, from start: Int, to end: Int, _ shape: TokenShape, value: UInt32 = 0,
        into buffer: inout TokenBuffer
    ) {
        var shape = shape.union(pending)
        if inQuote { shape.insert(.quoted) }
        if inBrackets { shape.insert(.bracketed) }
        buffer.tokens.append(
            Token(
                word: word, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
                value: value,
                shape: shape))
        pending = []
    }

    // MARK: Punctuation

    private mutating func punctuation(_ byte: UInt8) {
        position += 1
        switch byte {
        case 0x28, 0x5B, 0x7B:
            pending.insert(.softBreak)
            inBrackets = true
        case 0x29, 0x5D, 0x7D:
            pending.insert(.softBreak)
            inBrackets = false
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
        inQuote.toggle()
        if inQuote { pending.insert(.quoteStart) }
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
                let next = ByteClass(rawValue: classes[Int(text[position])])
                if next == .letter, let last = buffer.tokens.last, last.end - last.start == 1 { return }
                if next == .digit { return }
            }
            if let last = buffer.tokens.last, Int(last.end) == position - 1,
                entries[Int(last.word)].flags.contains(.abbreviation)
            {
                return
            }
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
        case .quoteOpen:
            inQuote = !inQuote || character.length == 2
            if inQuote { pending.insert(.quoteStart) }
        case .quoteClose: inQuote = false
        case .currency:
            position += character.length
            return money(into: &buffer, from: position - character.length)
        case .apostrophe, .joiner, .space, .other: break
        }
        position = min(position + character.length, limit)
    }
}
