// What a client asks, as values: each verb's fields, read from its JSON and checked.

/// One request. What is rare and large is boxed, for each submission is one.
package enum Request: Sendable {
    case help(Verb?)
    case ping
    case status
    case submit(SubmitRequest)
    case score(ScoreRequest)
    indirect case explain(ExplainRequest)
    indirect case figures(FigureRequest)
    indirect case segments(SegmentsRequest)
    indirect case orgs(OrgsRequest)
    indirect case verbatims(VerbatimsRequest)
    case snapshot
    case quit
    indirect case survey(SurveyRequest)
    indirect case surveys(SurveysRequest)
    indirect case results(ResultsRequest)
    indirect case forget(ForgetRequest)
    indirect case watch(WatchRequest)
    indirect case auth(AuthRequest)
    indirect case token(TokenRequest)
    indirect case tokens(TokensRequest)
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
        case .submit:
            var submission = SubmitRequest()
            try submission.read(request, in: line)
            self = .submit(submission)
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
