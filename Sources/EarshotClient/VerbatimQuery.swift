// Which of an organisation's verbatims are wanted.

internal import LineProtocol

/// A question for the words behind a number. Every member that is set narrows it.
public struct VerbatimQuery: Equatable, Sendable {
    /// In which order they come.
    public enum Order: String, Sendable {
        /// By time.
        case newest, oldest
        /// By the figure, the lowest first.
        case mostNegative = "most_negative"
        /// By the figure, the highest first.
        case mostPositive = "most_positive"
    }

    /// The organisation.
    public var org: String
    /// The first moment that counts, in RFC 3339 or as a date, and the first that counts no more.
    public var from: String?
    /// The first moment that counts no more.
    public var to: String?
    /// Only those with this verdict.
    public var label: String?
    /// Only from this channel.
    public var channel: String?
    /// Only about this touchpoint.
    public var touchpoint: String?
    /// Only about this member of staff.
    public var staff: String?
    /// Only answers to this survey.
    public var survey: String?
    /// Only of this customer.
    public var customer: String?
    /// Only those with all of these tags.
    public var tags: [Submission.Tag] = []
    /// Only those with evidence for this dimension, and of these the `positive` or the `negative` ones.
    public var dimension: String?
    /// Which of these: `positive` or `negative`.
    public var side: String?
    /// Only those that tell of this signal, such as `leaving` or `waiting_minutes`.
    public var signal: String?
    /// Only those with words that begin so.
    public var words: String?
    /// In which order; nil for the newest first.
    public var order: Order?
    /// Only those after the page that ended with this ``VerbatimPage/next``.
    public var after: String?
    /// How many, at most; nil for the server's default.
    public var limit: Int?

    /// The newest ones.
    public init(org: String, label: String? = nil, after: String? = nil, limit: Int? = nil) {
        self.org = org
        self.label = label
        self.after = after
        self.limit = limit
    }

    var line: [UInt8] {
        var writer = RequestWriter(.verbatims)
        writer.field("org", org)
        let texts = [
            ("from", from), ("to", to), ("label", label), ("channel", channel), ("touchpoint", touchpoint),
            ("staff", staff), ("survey", survey), ("customer", customer), ("dimension", dimension), ("side", side),
            ("signal", signal), ("words", words), ("order", order?.rawValue), ("after", after),
        ]
        for (name, text) in texts { writer.field(name, text) }
        if !tags.isEmpty {
            writer.field("tags", .object(tags.map { JSONValue.Member($0.key, .string($0.value)) }))
        }
        writer.field("limit", limit)
        return writer.line
    }
}
