// A token of a text and the sentence it stands in: where it is, which word it is, what it looks like.

/// What a token looks like, besides its letters.
struct TokenShape: OptionSet, Sendable {
    let rawValue: UInt16
    init(rawValue: UInt16) { self.rawValue = rawValue }

    /// A comma, dash or bracket stands before it: no phrase reaches over it.
    static let softBreak = TokenShape(rawValue: 1 << 0)
    /// It begins a sentence.
    static let hardBreak = TokenShape(rawValue: 1 << 1)
    static let capitals = TokenShape(rawValue: 1 << 2)
    static let capitalised = TokenShape(rawValue: 1 << 3)
    /// Letters were repeated for emphasis and taken out to find the word.
    static let stretched = TokenShape(rawValue: 1 << 4)
    static let hashtag = TokenShape(rawValue: 1 << 5)
    /// It is within double quotation marks.
    static let quoted = TokenShape(rawValue: 1 << 6)
    static let number = TokenShape(rawValue: 1 << 7)
    /// A span of time begins here; `span` tokens long, `value` minutes.
    static let duration = TokenShape(rawValue: 1 << 8)
    /// An amount of money begins here; `span` tokens long, `value` hundredths.
    static let money = TokenShape(rawValue: 1 << 9)
    static let mention = TokenShape(rawValue: 1 << 10)
    static let link = TokenShape(rawValue: 1 << 11)
    static let symbol = TokenShape(rawValue: 1 << 12)
    /// A quotation begins at this token.
    static let quoteStart = TokenShape(rawValue: 1 << 13)
    /// It is within brackets.
    static let bracketed = TokenShape(rawValue: 1 << 14)
    /// It was written as a word.
    static let word = TokenShape(rawValue: 1 << 15)

    static let measures: TokenShape = [.number, .duration, .money]
    static let breaks: TokenShape = [.softBreak, .hardBreak]
    /// What was seen between it and the token before.
    static let between: TokenShape = [.softBreak, .hardBreak, .quoteStart]
}

/// One token.
struct Token: Sendable {
    /// Byte offsets into the text; `end` is exclusive.
    var start: UInt32 = 0
    var end: UInt32 = 0
    /// What the lists say of its word.
    var flags: WordFlags = []
    /// The number of its word in the lexicon, 0 when it is not in the lists.
    var word: UInt32 = 0
    /// Hundredths of a number, minutes of a span of time, hundredths of money.
    var value: UInt32 = 0
    var shape: TokenShape = []
    /// How many tokens a measure takes that begins here.
    var span: UInt8 = 1
    /// The number of its word's entry.
    var entry: UInt16 = 0
}

/// A run of tokens up to a sentence's end.
struct Sentence: Sendable {
    var tokens: Range<Int>
    /// How many exclamation and question marks end it.
    var exclamations: UInt8 = 0
    var questions: UInt8 = 0
}
