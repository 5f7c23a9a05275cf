// The tokens and sentences of a text, kept as scratch space from text to text. It is written through a `TokenRoom`: a
// word of a text costs two checked writes and no question who else holds the array.

/// Where the tokenizer writes.
struct TokenBuffer: Sendable {
    /// The tokens, and room for more.
    private var places: [Token] = []
    private var hashes: [UInt64] = []
    private(set) var count = 0
    var sentences: [Sentence] = []
    /// How many words are in capitals, and how many are not, of those with two letters or more.
    var capitals = 0
    var smalls = 0
    /// What the words of the text are, all together.
    var flags: WordFlags = []
    /// Which measures it names.
    var measures: TokenShape = []

    private static let placesMin = 256

    /// The tokens of the text so far.
    var tokens: Span<Token> {
        @_lifetime(borrow self) get { places.span.extracting(first: count) }
    }

    /// Makes it empty; its room stays.
    mutating func clear() {
        count = 0
        sentences.removeAll(keepingCapacity: true)
        (capitals, smalls) = (0, 0)
        (flags, measures) = ([], [])
    }

    /// Lets the tokens up to `count`, which were written into its room, be its tokens.
    mutating func close(at count: Int) { self.count = count }

    /// Its places, of which the first `count` are taken, with some free ones after them.
    @_lifetime(&self)
    mutating func room(after count: Int) -> TokenRoom {
        if count == places.count {
            let more = max(Self.placesMin, count)
            places.append(contentsOf: repeatElement(Token(), count: more))
            hashes.append(contentsOf: repeatElement(0, count: more))
        }
        return TokenRoom(tokens: places.mutableSpan, hashes: hashes.mutableSpan)
    }
}

/// The places of a token buffer, for writing.
struct TokenRoom: ~Copyable, ~Escapable {
    var tokens: MutableSpan<Token>
    /// For each token the hash of its word, 0 when it is none. Words are looked up together when their sentence ends:
    /// so the processor waits for many of them at once and not for one after the other.
    var hashes: MutableSpan<UInt64>

    @_lifetime(copy tokens, copy hashes)
    fileprivate init(tokens: consuming MutableSpan<Token>, hashes: consuming MutableSpan<UInt64>) {
        self.tokens = tokens
        self.hashes = hashes
    }
}
