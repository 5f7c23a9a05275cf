// What was read in one verbatim, as the client sees it.

package import LineProtocol

/// The sentiment, dimensions, signals and evidence of one verbatim.
public struct VerbatimScore: Equatable, Sendable {
    /// The verdict: `negative`, `neutral`, `mixed`, `positive` or `insufficient`.
    public var label: String
    /// The sentiment, -1…1: the sum of the evidence's contributions; nil without evidence.
    public var compound: Double?
    /// How often a verdict with this figure is right, 0…1.
    public var confidence: Double
    /// The dimensions of service that the words speak of.
    public var dimensions: [DimensionScore]
    /// What the words tell besides good and bad.
    public var signals: SignalValues
    /// Whom the words name.
    public var parties: [Party]
    /// What was found, in the order of the text.
    public var evidence: [EvidencePiece]
    /// The revision of the word lists that made the score.
    public var lexicon: String

    /// One dimension of service.
    public struct DimensionScore: Equatable, Sendable {
        /// Its name, such as `courtesy`.
        public var name: String
        /// -1…1.
        public var score: Double
        /// How many cues spoke well of it.
        public var positiveMentions: Int
        /// How many cues spoke ill of it.
        public var negativeMentions: Int
    }

    /// A person, role or organisation named in the words.
    public struct Party: Equatable, Sendable {
        /// `person`, `role` or `organisation`.
        public var kind: String
        /// The words that name it.
        public var name: String
        /// -1…1; nil when nothing was said of it.
        public var compound: Double?
        /// What was said of it by dimension.
        public var dimensions: [DimensionScore]
    }

    /// Reads a score's JSON.
    package init(json: JSONValue) throws(ClientError) {
        label = try json.required("label", \.string)
        compound = json["compound"]?.double
        confidence = json["confidence"]?.double ?? 0
        dimensions = DimensionScore.list(json["dimensions"])
        signals = SignalValues(json: json["signals"] ?? .null)
        parties = (json["parties"]?.elements ?? []).map { party in
            Party(
                kind: party.text("kind"), name: party.text("name"), compound: party["compound"]?.double,
                dimensions: DimensionScore.list(party["dimensions"]))
        }
        evidence = (json["evidence"]?.elements ?? []).compactMap(EvidencePiece.init(json:))
        lexicon = json.text("lexicon")
    }
}

extension VerbatimScore.DimensionScore {
    static func list(_ json: JSONValue?) -> [Self] {
        (json?.members ?? []).compactMap { member in
            guard let score = member.value["score"]?.double else { return nil }
            return Self(
                name: member.key, score: score, positiveMentions: member.value.count("positive"),
                negativeMentions: member.value.count("negative"))
        }
    }
}

/// One thing found in the words: where, and what it adds.
public struct EvidencePiece: Equatable, Sendable {
    /// Bytes from the start of the text in UTF-8 to its first and behind its last byte. They come from the network:
    /// they may lie outside the text.
    public var start: Int
    /// Bytes from the start of the text to the end, exclusive.
    public var end: Int
    /// What it adds to the compound; 0 for what was set aside or speaks for a dimension only.
    public var contribution: Double
    /// The rules that shaped it, or why it was set aside; empty in a brief reply.
    public var rules: [String]
    /// The dimensions it speaks for; empty in a brief reply.
    public var dimensions: [String]
    /// Which way it speaks for them: -1, 0 or 1.
    public var side: Int
    /// What it adds to each of them before their squashing; 0 in a brief reply.
    public var amount: Double

    /// A piece from its parts.
    public init(
        start: Int, end: Int, contribution: Double, rules: [String] = [], dimensions: [String] = [], side: Int = 0,
        amount: Double = 0
    ) {
        self.start = start
        self.end = end
        self.contribution = contribution
        self.rules = rules
        self.dimensions = dimensions
        self.side = side
        self.amount = amount
    }

    /// Reads `[start, end, contribution]` or the object of a full reply; nil if it is neither.
    init?(json: JSONValue) {
        let brief = json.elements
        guard let start = (brief.first ?? json["start"])?.integer,
            let end = (brief.dropFirst().first ?? json["end"])?.integer,
            let contribution = (brief.dropFirst(2).first ?? json["contribution"])?.double
        else { return nil }
        self.init(
            start: Int(clamping: start), end: Int(clamping: end), contribution: contribution,
            rules: json.texts("rules"), dimensions: json.texts("dimensions"), side: json.count("side"),
            amount: json["amount"]?.double ?? 0)
    }
}

/// What one verbatim tells besides good and bad.
public struct SignalValues: Equatable, Sendable {
    /// What the customer did or will do, such as `may_switch`.
    public var outcomes: [String]
    /// Where customer and organisation met, such as `phone`.
    public var touchpoints: [String]
    /// What a person must see today, such as `safety`.
    public var urgency: [String]
    /// Ways of speaking that are no observation, such as `wish`.
    public var modality: [String]
    /// How often the customer tried to reach somebody.
    public var contactAttempts: Int
    /// How often nobody came.
    public var noShows: Int
    /// How often the customer was passed on.
    public var transfers: Int
    /// How often something happened again.
    public var repeats: Int
    /// The longest wait that was named.
    public var waitingMinutes: Int?
    /// The largest amount of money that was named.
    public var money: Double?
    /// Whether the text is a conversation of several speakers.
    public var isTranscript: Bool

    init(json: JSONValue) {
        outcomes = json.texts("outcomes")
        touchpoints = json.texts("touchpoints")
        urgency = json.texts("urgency")
        modality = json.texts("modality")
        contactAttempts = json.count("contact_attempts")
        noShows = json.count("no_shows")
        transfers = json.count("transfers")
        repeats = json.count("repeats")
        waitingMinutes = json["waiting_minutes"]?.integer.map { Int(clamping: $0) }
        money = json["money"]?.double
        isTranscript = json["transcript"]?.bool ?? false
    }
}
