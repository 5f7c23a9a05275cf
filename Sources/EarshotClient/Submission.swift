// One piece of feedback as a client hands it over, and the line that carries it.

package import LineProtocol

/// A customer's words and what is known about them.
public struct Submission: Equatable, Sendable {
    /// The organisation that they are about: visible ASCII, at most 128 bytes.
    public var org: String
    /// The customer's words.
    public var text: String
    /// Your own id, by which the submission is counted once however often it is sent.
    public var id: String?
    /// When it was said, in RFC 3339 (`2026-11-23T09:30:00Z`); nil for now.
    public var at: String?
    /// Where it came in, such as `web`.
    public var channel: String?
    /// Where customer and organisation met, such as `billing`.
    public var touchpoint: String?
    /// Who served the customer.
    public var staff: String?
    /// Who said it.
    public var customer: String?
    /// Labels of your own, in their order.
    public var tags: [Tag]
    /// The survey that is answered, and which version; nil for the newest.
    public var survey: String?
    /// The version of the survey that is answered; nil for the newest.
    public var surveyVersion: Int?
    /// The answers, in any order.
    public var answers: [Answered] = []

    /// An answer and its question.
    public struct Answered: Equatable, Sendable {
        /// The question's name.
        public var question: String
        /// What was answered.
        public var answer: SurveyAnswer

        /// An answer from its parts.
        public init(question: String, answer: SurveyAnswer) {
            self.question = question
            self.answer = answer
        }
    }

    /// A label of your own.
    public struct Tag: Equatable, Sendable {
        /// Its name.
        public var key: String
        /// Its value.
        public var value: String

        /// A tag from its parts.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// A submission with nothing but an organisation and words.
    public init(org: String, text: String) {
        self.org = org
        self.text = text
        tags = []
    }

    /// The request line, without its end.
    ///
    /// - Parameters:
    ///   - explain: Whether the reply has the evidence in full.
    ///   - wantsScore: Whether it has the score at all.
    func line(explain: Bool = false, wantsScore: Bool = true) -> [UInt8] {
        var writer = RequestWriter(.submit)
        writer.field("org", org)
        writer.field("id", id)
        writer.field("at", at)
        writer.field("channel", channel)
        writer.field("touchpoint", touchpoint)
        writer.field("staff", staff)
        writer.field("customer", customer)
        if !tags.isEmpty {
            writer.field("tags", .object(tags.map { JSONValue.Member($0.key, .string($0.value)) }))
        }
        writer.field("survey", survey)
        writer.field("survey_version", surveyVersion)
        if !answers.isEmpty {
            writer.field("answers", .object(answers.map { JSONValue.Member($0.question, $0.answer.json) }))
        }
        if !text.isEmpty || survey == nil { writer.field("text", text) }
        if explain { writer.field("explain", .bool(true)) }
        if !wantsScore { writer.field("return", ReturnPreference.minimal.rawValue) }
        return writer.line
    }
}

/// The answer to a stored submission.
public struct Receipt: Equatable, Sendable {
    /// The submission's id: yours, or the one that the server gave.
    public var id: String
    /// Its number in the server's journal; of a duplicate, that of the first one.
    public var sequence: Int
    /// Whether it was stored before, so that this one counted nothing.
    public var isDuplicate: Bool
    /// How durable it is: the server's policy.
    public var durability: String
    /// What was read in it; nil without a text, and when it was not asked for.
    public var score: VerbatimScore?
    /// The version of the survey that it was taken for, and the newest there is; nil without a survey.
    public var surveyVersion: Int?
    /// The newest version of that survey.
    public var newestSurveyVersion: Int?

    package init(json: JSONValue) throws(ClientError) {
        id = try json.required("id", \.string)
        sequence = Int(clamping: try json.required("seq", \.integer))
        isDuplicate = json["duplicate"]?.bool ?? false
        durability = json.text("durability")
        surveyVersion = json["survey"]?["version"]?.integer.map { Int(clamping: $0) }
        newestSurveyVersion = json["survey"]?["newest_version"]?.integer.map { Int(clamping: $0) }
        if let told = json["score"], told != .null { score = try VerbatimScore(json: told) }
    }
}

/// Writes a request line: a verb and an object of those fields that are given.
struct RequestWriter {
    private let verb: Verb
    private var members: [JSONValue.Member] = []

    init(_ verb: Verb) { self.verb = verb }

    mutating func field(_ name: String, _ value: JSONValue?) {
        if let value { members.append(.init(name, value)) }
    }

    mutating func field(_ name: String, _ text: String?) { field(name, text.map { .string($0) }) }

    mutating func field(_ name: String, _ number: Int?) { field(name, number.map { .number(String($0)) }) }

    /// The line without its end.
    var line: [UInt8] {
        let verb = Array(verb.rawValue.utf8)
        if members.isEmpty { return verb }
        var writer = JSONWriter(appendingTo: verb + [0x20])
        writer.value(.object(members))
        return writer.bytes
    }
}
