// The tokens and sentences of a text, kept as scratch space from text to text. It is written through a span of its
// room: a word of a text costs one checked write and no question who else holds the array.

/// Where the tokenizer writes.
struct TokenBuffer: Sendable {
    /// The tokens, and room for more.
    private var places: [Token] = []
    private(set) var count = 0
    var sentences: [Sentence] = []
    /// How many words are in capitals, and how many are not, of those with two letters or more.
    var capitals = 0
    var smalls = 0
    /// What the words of the text are, all together.
    var flags: WordFlags = []
    /// Which measures it names.
    var measures: TokenShape = []
    /// How many line feeds there are.
    var lineFeeds = 0

    private static let placesMin = 256

    /// The tokens of the text so far.
    var tokens: Span<Token> {
        @_lifetime(borrow self) get { places.span.extracting(first: count) }
    }

    /// Makes it empty; its room stays.
    mutating func clear() {
        count = 0
        sentences.removeAll(keepingCapacity: true)
        (capitals, smalls, lineFeeds) = (0, 0, 0)
        (flags, measures) = ([], [])
    }

    /// Lets the tokens up to `count`, which were written into its room, be its tokens.
    mutating func close(at count: Int) { self.count = count }

    /// Its places, of which the first `count` are taken, with some free ones after them.
    @_lifetime(&self)
    mutating func room(after count: Int) -> MutableSpan<Token> {
        if count == places.count {
            places.append(contentsOf: repeatElement(Token(), count: max(Self.placesMin, count)))
        }
        return places.mutableSpan
    }
}
