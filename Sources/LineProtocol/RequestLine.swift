// Takes a line apart: an optional @tag, the verb, and where the JSON begins.

internal import ByteCoding

/// A line's parts, before its JSON is looked at.
package struct RequestLine: Equatable, Sendable {
    /// The tag without its @, visible ASCII; empty when there is none.
    package var tag: Range<Int>
    package var verb: Verb
    /// Bytes from the start of the line to its JSON; the line's length when there is none.
    package var payloadStart: Int
    package var hasPayload: Bool
}

/// What can be asked.
package enum Verb: String, CaseIterable, Sendable {
    case help = "HELP"
    case ping = "PING"
    case status = "STATUS"
    case submit = "SUBMIT"
    case score = "SCORE"
    case explain = "EXPLAIN"
    case report = "REPORT"
    case orgs = "ORGS"
    case verbatims = "VERBATIMS"
    case snapshot = "SNAPSHOT"
    case quit = "QUIT"
    case survey = "SURVEY"
    case surveys = "SURVEYS"
    case results = "RESULTS"
    case forget = "FORGET"
    case watch = "WATCH"
    case segments = "SEGMENTS"
    case trend = "TREND"
    case compare = "COMPARE"
    case drivers = "DRIVERS"
    case rank = "RANK"
    case auth = "AUTH"
    case token = "TOKEN"
    case tokens = "TOKENS"
    case org = "ORG"
    case drain = "DRAIN"

    /// One line on what it is for.
    package var purpose: String {
        switch self {
        case .help: "this list; {\"verb\":\"SUBMIT\"} for one verb"
        case .ping: "whether the server answers"
        case .status: "how the server stands: figures, durability, limits"
        case .submit: "store and score one submission"
        case .score: "score a text without storing it"
        case .explain: "the evidence of a stored submission"
        case .report: "how an organisation stands"
        case .orgs: "the organisations, by name"
        case .verbatims: "the words behind a number, newest first"
        case .snapshot: "write a snapshot now"
        case .quit: "end the connection"
        case .survey: "define a new version of a survey, close it, open it again"
        case .surveys: "the surveys of an organisation, or one of them"
        case .results: "what was answered to a survey, question by question"
        case .watch: "be told of submissions, urgent ones, and metrics that turn"
        case .forget: "erase a submission, or all of a customer's, and take back what they added"
        case .segments: "what an organisation's figures can be split by; declare tag keys for it"
        case .trend: "how an organisation stood, by hour, day, week or month"
        case .compare: "two windows, segments or organisations, and whether they differ"
        case .drivers: "which dimensions move the ratings most"
        case .rank: "a league of organisations, staff, channels or touchpoints"
        case .auth: "say who is asking"
        case .token: "make a principal with a token, or revoke it"
        case .tokens: "the principals, by name"
        case .org: "make an organisation"
        case .drain: "stop the server once all is answered and written"
        }
    }

    /// An example that can be typed as it stands.
    package var example: String {
        switch self {
        case .help, .ping, .status, .snapshot, .quit, .tokens, .drain: rawValue
        case .submit: #"SUBMIT {"org":"acme","text":"Nobody called me back."}"#
        case .score: #"SCORE {"text":"Nobody called me back.","explain":true}"#
        case .explain: #"EXPLAIN {"org":"acme","id":"s1"}"#
        case .report: #"REPORT {"org":"acme"}"#
        case .segments: #"SEGMENTS {"org":"acme","tags":["region"]}"#
        case .trend: #"TREND {"org":"acme","by":"week"}"#
        case .compare: #"COMPARE {"org":"acme","segment":{"channel":"web"},"with":{"segment":{"channel":"phone"}}}"#
        case .drivers: #"DRIVERS {"org":"acme"}"#
        case .rank: #"RANK {"of":"staff","org":"acme","metric":"courtesy"}"#
        case .orgs: #"ORGS {"prefix":"ac"}"#
        case .verbatims: #"VERBATIMS {"org":"acme","limit":10}"#
        case .survey: #"SURVEY {"org":"acme","survey":"visit","questions":[{"name":"stars","type":"stars"}]}"#
        case .surveys: #"SURVEYS {"org":"acme"}"#
        case .results: #"RESULTS {"org":"acme","survey":"nps"}"#
        case .watch: #"WATCH {"org":"acme"}"#
        case .forget: #"FORGET {"org":"acme","customer":"c-9"}"#
        case .auth: #"AUTH {"token":"earshot_…"}"#
        case .token: #"TOKEN {"add":"kiosk-7","roles":["submit"],"organisations":["acme"]}"#
        case .org: #"ORG {"add":"acme"}"#
        }
    }
}

extension RequestLine {
    /// Takes apart `line`, which must not be empty. On failure, `tag` still tells which request it was.
    package static func parse(_ line: Span<UInt8>, tag: inout Range<Int>) throws(Refusal) -> RequestLine {
        var index = 0
        tag = 0..<0
        if line[0] == UInt8(ascii: "@") {
            tag = try parseTag(line)
            index = tag.upperBound
            skipSpace(line, &index)
        }
        let start = index
        // Most verbs are letters alone.
        index = line.firstIndex(from: index) { $0.lowerCased.marks(from: UInt8(ascii: "{"), to: UInt8(ascii: "`")) }
        while index < line.count, isLetter(line[index]) { index += 1 }
        guard index > start else {
            throw Refusal(.badRequest, "a request begins with a verb; HELP lists them", offset: start)
        }
        guard index == line.count || line[index] == 0x20 || line[index] == UInt8(ascii: "{") || line[index] == 0x09
        else { throw Refusal(.badRequest, "a verb is followed by a space and one JSON object", offset: index) }
        guard let verb = verb(in: line, start..<index) else {
            throw Refusal(.unknownVerb, "there is no such verb; HELP lists them", offset: start)
        }
        skipSpace(line, &index)
        return RequestLine(tag: tag, verb: verb, payloadStart: index, hasPayload: index < line.count)
    }

    /// Whether a first line is HTTP: a method, a path and a version, or a header that browsers send.
    package static func looksLikeHTTP(_ line: Span<UInt8>) -> Bool {
        let methods: [StaticString] = [
            "GET /", "POST /", "HEAD /", "PUT /", "OPTIONS ", "CONNECT ", "DELETE /", "PRI * ",
        ]
        return methods.contains { begins(line, with: $0) }
    }

    private static func parseTag(_ line: Span<UInt8>) throws(Refusal) -> Range<Int> {
        var end = 1
        while end < line.count, line[end] > 0x20, line[end] < 0x7F { end += 1 }
        guard end > 1, end == line.count || line[end] == 0x20 || line[end] == 0x09 else {
            throw Refusal(.badRequest, "a tag is @ and visible ASCII, then a space", offset: end)
        }
        guard end - 1 <= Limits.tagBytesMax else {
            throw Refusal(.badRequest, "a tag has at most \(Limits.tagBytesMax) bytes", offset: 0)
        }
        guard end < line.count else { throw Refusal(.badRequest, "a verb must follow the tag", offset: end) }
        return 1..<end
    }

    private static func verb(in line: Span<UInt8>, _ range: Range<Int>) -> Verb? {
        guard let name = VerbName(line, range) else { return nil }
        for known in VerbName.all where known.name == name { return known.verb }
        return nil
    }

    private static func begins(_ line: Span<UInt8>, with prefix: StaticString) -> Bool {
        guard line.count >= prefix.utf8CodeUnitCount else { return false }
        return prefix.withUTF8Buffer { buffer in
            for index in 0..<buffer.count where unsafe buffer[index] != line[index] { return false }
            return true
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
    }

    private static func skipSpace(_ line: Span<UInt8>, _ index: inout Int) {
        while index < line.count, line[index] == 0x20 || line[index] == 0x09 { index += 1 }
    }
}

/// A verb's name in upper case as two words, which are quickly compared.
private struct VerbName: Equatable {
    private var low: UInt64
    private var high: UInt64 = 0

    /// The names of all verbs.
    static let all = Verb.allCases.compactMap { verb in
        let letters = Array(verb.rawValue.utf8)
        return VerbName(letters.span, letters.indices).map { (name: $0, verb: verb) }
    }

    /// The name that the letters at `range` spell; nil when no verb is as long.
    init?(_ line: Span<UInt8>, _ range: Range<Int>) {
        let upperCase: UInt64 = 0xDFDF_DFDF_DFDF_DFDF
        switch range.count {
        case ...8: low = line.paddedWord(at: range.lowerBound) & Self.mask(range.count) & upperCase
        case ...16:
            low = line.paddedWord(at: range.lowerBound) & upperCase
            high = line.paddedWord(at: range.lowerBound + 8) & Self.mask(range.count - 8) & upperCase
        default: return nil
        }
    }

    /// Ones for the first bytes of a word, up to eight.
    private static func mask(_ count: Int) -> UInt64 { ~(~0 << UInt64(truncatingIfNeeded: 8 &* count)) }
}
