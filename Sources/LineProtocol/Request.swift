// What a client asks, as values: each verb's fields, read from its JSON and checked.

package import Surveys

/// One request.
package enum Request: Sendable {
    case help(Verb?)
    case ping
    case status
    case submit(SubmitRequest)
    case score(ScoreRequest)
    case explain(ExplainRequest)
    case figures(FigureRequest)
    case segments(SegmentsRequest)
    case orgs(OrgsRequest)
    case verbatims(VerbatimsRequest)
    case snapshot
    case quit
    case survey(SurveyRequest)
    case surveys(SurveysRequest)
    case results(ResultsRequest)
    case forget(ForgetRequest)
    case watch(WatchRequest)
    case auth(AuthRequest)
    case token(TokenRequest)
    case tokens(TokensRequest)
    case org(OrgRequest)
    case drain

    /// Reads the payload of a line that was taken apart.
    package init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        switch request.verb {
        case .help: self = .help(try Self.readHelp(request, in: line))
        case .ping: self = try Self.bare(.ping, request, in: line)
        case .status: self = try Self.bare(.status, request, in: line)
        case .snapshot: self = try Self.bare(.snapshot, request, in: line)
        case .quit: self = try Self.bare(.quit, request, in: line)
        case .auth: self = .auth(try AuthRequest(request, in: line))
        case .token: self = .token(try TokenRequest(request, in: line))
        case .tokens: self = .tokens(try TokensRequest(request, in: line))
        case .org: self = .org(try OrgRequest(request, in: line))
        case .drain: self = try Self.bare(.drain, request, in: line)
        case .submit: self = .submit(try SubmitRequest(request, in: line))
        case .score: self = .score(try ScoreRequest(request, in: line))
        case .explain: self = .explain(try ExplainRequest(request, in: line))
        case .report: self = .figures(.report(try ReportRequest(request, in: line)))
        case .trend: self = .figures(.trend(try TrendRequest(request, in: line)))
        case .compare: self = .figures(.compare(try CompareRequest(request, in: line)))
        case .drivers: self = .figures(.drivers(try DriversRequest(request, in: line)))
        case .rank: self = .figures(.rank(try RankRequest(request, in: line)))
        case .segments: self = .segments(try SegmentsRequest(request, in: line))
        case .orgs: self = .orgs(try OrgsRequest(request, in: line))
        case .verbatims: self = .verbatims(try VerbatimsRequest(request, in: line))
        case .survey: self = .survey(try SurveyRequest(request, in: line))
        case .surveys: self = .surveys(try SurveysRequest(request, in: line))
        case .results: self = .results(try ResultsRequest(request, in: line))
        case .forget: self = .forget(try ForgetRequest(request, in: line))
        case .watch: self = .watch(try WatchRequest(request, in: line))
        }
    }

    private static func bare(
        _ value: Request, _ request: RequestLine, in line: Span<UInt8>
    ) throws(Refusal) -> Request {
        guard request.hasPayload else { return value }
        var fields = try RequestFields(line, from: request.payloadStart)
        guard try fields.next([]) == nil else { return value }
        return value
    }

    private static func readHelp(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) -> Verb? {
        guard request.hasPayload else { return nil }
        var fields = try RequestFields(line, from: request.payloadStart)
        var verb: Verb?
        while try fields.next(["verb"]) != nil {
            verb = Verb(rawValue: try fields.choice(Verb.allCases.map(\.rawValue)))
        }
        return verb
    }
}

/// What a reply brings back of what it has stored; named as in HTTP (RFC 7240, section 4.2).
package enum ReturnPreference: String, CaseIterable, Sendable {
    /// The score with its evidence.
    case representation
    /// Only that it is stored.
    case minimal
}

/// `SUBMIT`: one piece of feedback.
package struct SubmitRequest: Sendable {
    package var org = ""
    /// The client's own id, by which a submission is counted once however often it is sent.
    package var id: String?
    /// When it was said, in milliseconds since 1970; nil for now.
    package var at: Int64?
    package var channel: String?
    package var touchpoint: String?
    package var staff: String?
    package var customer: String?
    package var tags: [(key: String, value: String)] = []
    /// The survey that is answered, and which version; nil for the newest.
    package var survey: String?
    package var surveyVersion: Int?
    package var answers: [GivenAnswer] = []
    /// The verbatim in UTF-8; nil when none was given.
    package var text: [UInt8]?
    /// Whether the reply tells the evidence in full.
    package var explain = false
    /// Whether the reply has the score at all.
    package var preference = ReturnPreference.representation

    /// Ids that the server gives itself: `s` and a sequence number. A client cannot use that form.
    package static func isServerGiven(_ id: String) -> Bool { sequence(ofServerGiven: id) != nil }

    /// The sequence number in an id that the server gave; nil for any other id.
    package static func sequence(ofServerGiven id: String) -> UInt64? {
        guard id.utf8.first == UInt8(ascii: "s"), id.utf8.count > 1, id.utf8.dropFirst().first != UInt8(ascii: "0")
        else { return nil }
        return UInt64(id.dropFirst())
    }

    private static let names: [StaticString] = [
        "org", "id", "text", "channel", "at", "touchpoint", "staff", "customer", "tags", "explain", "survey",
        "survey_version", "answers", "return",
    ]
    private static let preferences = ReturnPreference.allCases.map(\.rawValue)

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(Self.names) {
            switch index {
            case 0: org = try fields.name()
            case 1:
                let given = try fields.name()
                guard !Self.isServerGiven(given) else {
                    throw fields.bad("must not be s and a number: the server gives those itself")
                }
                id = given
            case 2: text = try fields.text()
            case 3: channel = try fields.label()
            case 4: at = try fields.time()
            case 5: touchpoint = try fields.label()
            case 6: staff = try fields.label()
            case 7: customer = try fields.label()
            case 8: tags = try fields.labels()
            case 9: explain = try fields.flag()
            case 10: survey = try fields.surveyName()
            case 11: surveyVersion = Int(try fields.integer(in: 1...Int64(SurveyLimits.versionsMax)))
            case 12: answers = try fields.answers()
            default:
                preference = ReturnPreference(rawValue: try fields.choice(Self.preferences)) ?? .representation
            }
        }
        guard !explain || preference == .representation else {
            throw Refusal(.badValue, "a minimal reply has nothing to explain", field: "return")
        }
        guard !org.isEmpty else { throw RequestFields.missing("org") }
        if survey == nil {
            guard text != nil else { throw RequestFields.missing("text") }
            guard answers.isEmpty, surveyVersion == nil else { throw RequestFields.missing("survey") }
        }
    }
}

/// `SCORE`: score a text, store nothing.
package struct ScoreRequest: Sendable {
    package var text: [UInt8] = []
    package var explain = false

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("text") }
        var fields = try RequestFields(line, from: request.payloadStart)
        var hasText = false
        while let index = try fields.next(["text", "explain"]) {
            if index == 0 {
                text = try fields.text()
                hasText = true
            } else {
                explain = try fields.flag()
            }
        }
        guard hasText else { throw RequestFields.missing("text") }
    }
}

/// `EXPLAIN`: the evidence of a stored submission.
package struct ExplainRequest: Sendable {
    /// May be left out for an id that the server gave.
    package var org: String?
    package var id = ""

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("id") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(["org", "id"]) {
            if index == 0 { org = try fields.name() } else { id = try fields.name() }
        }
        guard !id.isEmpty else { throw RequestFields.missing("id") }
        guard org != nil || SubmitRequest.isServerGiven(id) else { throw RequestFields.missing("org") }
    }
}

/// `ORGS`: a page of the organisations, in the order of their names' bytes.
package struct OrgsRequest: Sendable {
    package var prefix = ""
    /// The last name of the page before.
    package var after: String?
    package var limit = 100

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { return }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(["prefix", "after", "limit"]) {
            switch index {
            case 0: prefix = try fields.name()
            case 1: after = try fields.name()
            default: limit = Int(try fields.integer(in: 1...1000))
            }
        }
    }
}
