// Surveys as a client sees them: what may be answered, what was answered.

package import LineProtocol

/// The answer to one question of a survey.
public enum SurveyAnswer: Equatable, Sendable {
    /// A point of a scale, or a number.
    case number(Double)
    /// Yes or no.
    case yes(Bool)
    /// An option, or words.
    case text(String)
    /// Any of the options.
    case choices([String])

    var json: JSONValue {
        switch self {
        case .number(let value):
            if let whole = Int(exactly: value) { .number(String(whole)) } else { .number(String(value)) }
        case .yes(let flag): .bool(flag)
        case .text(let text): .string(text)
        case .choices(let options): .array(options.map { .string($0) })
        }
    }

    init?(json: JSONValue) {
        switch json {
        case .number: self = .number(json.double ?? 0)
        case .bool(let flag): self = .yes(flag)
        case .string(let text): self = .text(text)
        case .array: self = .choices(json.elements.compactMap(\.string))
        default: return nil
        }
    }
}

/// A survey in a list.
public struct SurveySummary: Equatable, Sendable {
    /// Its name.
    public var survey: String
    /// Its title.
    public var title: String
    /// The newest version.
    public var version: Int
    /// How many questions that has.
    public var questionCount: Int
    /// How often it was answered, in all versions.
    public var responseCount: Int
    /// Whether it came with the server.
    public var isBuiltIn: Bool
    /// When it was closed, in RFC 3339; nil while it is open.
    public var closed: String?

    init(json: JSONValue) {
        survey = json.text("survey")
        title = json.text("title")
        version = json.count("version")
        questionCount = json.count("questions")
        responseCount = json.count("responses")
        isBuiltIn = json["built_in"]?.bool ?? false
        closed = json["closed"]?.string
    }
}

/// What a definition, a closing or an opening came to.
public struct SurveyReceipt: Equatable, Sendable {
    /// The survey's name.
    public var survey: String
    /// Its newest version.
    public var version: Int
    /// Whether anything changed: the same definition again does not.
    public var hasChanged: Bool
    /// When it was closed, in RFC 3339; nil while it is open.
    public var closed: String?

    package init(json: JSONValue) throws(ClientError) {
        survey = try json.required("survey", \.string)
        version = json.count("version")
        hasChanged = json["changed"]?.bool ?? false
        closed = json["closed"]?.string
    }
}

extension Connection {
    /// Defines a survey, or a new version of it.
    ///
    /// - Parameter definition: A JSON object with `questions` and, if you like, `title`.
    public mutating func defineSurvey(
        org: String, survey: String, definition: String
    ) throws(ClientError) -> SurveyReceipt {
        let inquiry = Inquiry.survey(org: org, survey: survey, change: try .definition(definition))
        return try SurveyReceipt(json: try ask(inquiry).object)
    }

    /// Closes a survey: from now on only what was answered before is taken. Or opens it again.
    public mutating func setSurvey(
        org: String, survey: String, isOpen: Bool
    ) throws(ClientError) -> SurveyReceipt {
        try SurveyReceipt(json: try ask(.survey(org: org, survey: survey, change: .state(isOpen: isOpen))).object)
    }

    /// The surveys of an organisation, the built-in ones included.
    public mutating func surveys(org: String) throws(ClientError) -> [SurveySummary] {
        let reply = try ask(.surveys(org: org, survey: nil, version: nil))
        return (reply.object["surveys"]?.elements ?? []).map { SurveySummary(json: $0) }
    }

    /// What was answered to a survey.
    ///
    /// - Parameter version: Which version; nil for the newest.
    public mutating func results(
        org: String, survey: String, version: Int? = nil, from: String? = nil, to: String? = nil
    ) throws(ClientError) -> SurveyResults {
        let inquiry = Inquiry.results(org: org, survey: survey, version: version, from: from, to: to)
        return try SurveyResults(json: try ask(inquiry).object)
    }
}

/// What is to become of a survey.
package enum SurveyAlteration: Equatable, Sendable {
    /// The members `title` and `questions`.
    case members([JSONValue.Member])
    case state(isOpen: Bool)

    /// A definition out of its JSON.
    package static func definition(_ text: String) throws(ClientError) -> SurveyAlteration {
        do throws(JSONError) {
            let json = try JSONValue(parsing: text)
            return .members(json.members.filter { $0.key == "title" || $0.key == "questions" })
        } catch {
            throw ClientError.unsendable(reason: "the definition is no JSON: \(error.reason) at byte \(error.offset)")
        }
    }
}
