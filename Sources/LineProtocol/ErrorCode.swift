// The closed list of what a request can be answered with instead of OK. A client needs no other knowledge of the
// server than this list to know whether to send a request again.

/// The code of an `ERR` reply.
package enum ErrorCode: String, CaseIterable, Sendable {
    case badRequest = "bad_request"
    case unknownVerb = "unknown_verb"
    case tooLong = "too_long"
    case badUTF8 = "bad_utf8"
    case badJSON = "bad_json"
    case missingField = "missing_field"
    case unknownField = "unknown_field"
    case badValue = "bad_value"
    case notFound = "not_found"
    case conflict = "conflict"
    case organisationLimit = "organisation_limit"
    case unavailable = "unavailable"
    case diskFull = "disk_full"
    case overloaded = "overloaded"
    case shuttingDown = "shutting_down"
    case surveyClosed = "survey_closed"
    case surveyLimit = "survey_limit"
    case unauthenticated = "unauthenticated"
    case forbidden = "forbidden"
    case rateLimited = "rate_limited"
    case tooManyConnections = "too_many_connections"

    /// Milliseconds after which the same request may succeed; nil when it never will.
    package var retryAfterMilliseconds: Int? {
        switch self {
        case .unavailable: 5_000
        case .diskFull: 1_000
        case .overloaded: 500
        case .shuttingDown: 2_000
        case .rateLimited: 1_000
        case .tooManyConnections: 5_000
        default: nil
        }
    }

    /// What it means, for HELP and the documentation.
    package var meaning: String {
        switch self {
        case .badRequest: "the line is no request: a tag, a verb and one JSON object were expected"
        case .unknownVerb: "there is no such verb"
        case .tooLong: "the line is longer than limits.line_bytes; it was thrown away to its end"
        case .badUTF8: "the line is not UTF-8 (offset)"
        case .badJSON: "what follows the verb is not strict JSON (offset)"
        case .missingField: "a field that the verb needs is missing (field)"
        case .unknownField: "the verb has no such field (field, offset)"
        case .badValue: "a field's value is not of its type, form or range (field, offset)"
        case .notFound: "there is no such organisation, submission or survey"
        case .conflict: "the id was used before with other content"
        case .organisationLimit: "the server keeps as many organisations as it may"
        case .unavailable: "the journal cannot be written; nothing was acknowledged"
        case .diskFull: "the disk is full; nothing was stored"
        case .overloaded: "more is waiting than the server keeps; nothing was stored"
        case .shuttingDown: "the server is stopping; nothing was stored"
        case .surveyClosed: "the survey takes no more answers (field)"
        case .surveyLimit: "the server keeps as many surveys, or versions of this one, as it may"
        case .unauthenticated: "the server wants a token that is good: AUTH comes first"
        case .forbidden: "the principal has not the role, or there is no such organisation, or it is another's"
        case .rateLimited: "too much in too short a time; nothing was stored"
        case .tooManyConnections: "the principal has as many connections as it may"
        }
    }
}

/// Why a request is refused: what an `ERR` reply carries.
package struct Refusal: Error, Equatable, Sendable {
    package var code: ErrorCode
    /// One sentence for a person; never the client's own bytes raw.
    package var message: String
    /// The field at fault, by its name.
    package var field: String?
    /// Bytes from the start of the line (its tag and verb included) to what is wrong.
    package var offset: Int?
    /// Milliseconds after which the request may succeed, where they are known better than by the code.
    package var retryAfterMilliseconds: Int?

    package init(_ code: ErrorCode, _ message: String, field: String? = nil, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.field = field
        self.offset = offset
    }

    /// The refusal of a line whose JSON is wrong.
    package init(_ error: JSONError) { self.init(.badJSON, error.reason, offset: error.offset) }
}
