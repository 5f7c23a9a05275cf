// What can be asked, as a value: the one place where request lines are made, for the calls of Connection and for
// programs that want the reply as it came.

internal import LineProtocol

/// A request.
package enum Inquiry: Equatable, Sendable {
    case submit(Submission, explain: Bool)
    case score(text: String, explain: Bool)
    case explain(id: String, org: String?)
    case report(ReportQuery)
    case trend(TrendQuery)
    case compare(CompareQuery)
    case drivers(DriversQuery)
    case rank(RankQuery)
    case segments(org: String, declaring: [String], dropping: [String])
    case organisations(prefix: String?, after: String?, limit: Int?)
    case verbatims(VerbatimQuery)
    case status
    case ping
    case snapshot
    case quit
    case survey(org: String, survey: String, change: SurveyAlteration)
    case surveys(org: String?, survey: String?, version: Int?)
    case results(org: String, survey: String, version: Int?, from: String?, to: String?)
    case forget(org: String, id: String?, customer: String?)
    case watch(org: String, topics: [String])
    case addPrincipal(PrincipalInquiry)
    case revokePrincipal(name: String)
    case principals(after: String?, limit: Int?)
    case addOrganisation(String)
    case drain

    /// The request line, without its end.
    package var line: [UInt8] {
        switch self {
        case .submit(let submission, let explain): return submission.line(explain: explain)
        case .score(let text, let explain):
            var writer = RequestWriter(.score)
            writer.field("text", text)
            if explain { writer.field("explain", .bool(true)) }
            return writer.line
        case .explain(let id, let org):
            var writer = RequestWriter(.explain)
            writer.field("org", org)
            writer.field("id", id)
            return writer.line
        case .report(let query): return query.line
        case .trend(let query): return query.line
        case .compare(let query): return query.line
        case .drivers(let query): return query.line
        case .rank(let query): return query.line
        case .segments(let org, let keys, let dropped):
            var writer = RequestWriter(.segments)
            writer.field("org", org)
            writer.field("tags", texts: keys)
            writer.field("drop", texts: dropped)
            return writer.line
        case .organisations(let prefix, let after, let limit):
            var writer = RequestWriter(.orgs)
            writer.field("prefix", prefix)
            writer.field("after", after)
            writer.field("limit", limit)
            return writer.line
        case .verbatims(let query): return query.line
        case .status: return RequestWriter(.status).line
        case .ping: return RequestWriter(.ping).line
        case .snapshot: return RequestWriter(.snapshot).line
        case .quit: return RequestWriter(.quit).line
        case .survey, .surveys, .results: return surveyLine
        case .watch(let org, let topics):
            var writer = RequestWriter(.watch)
            writer.field("org", org)
            if !topics.isEmpty { writer.field("events", .array(topics.map { .string($0) })) }
            return writer.line
        case .forget(let org, let id, let customer):
            var writer = RequestWriter(.forget)
            writer.field("org", org)
            writer.field("id", id)
            writer.field("customer", customer)
            return writer.line
        case .addPrincipal(let made): return made.line
        case .revokePrincipal(let name):
            var writer = RequestWriter(.token)
            writer.field("revoke", name)
            return writer.line
        case .principals(let after, let limit):
            var writer = RequestWriter(.tokens)
            writer.field("after", after)
            writer.field("limit", limit)
            return writer.line
        case .addOrganisation(let name):
            var writer = RequestWriter(.org)
            writer.field("add", name)
            return writer.line
        case .drain: return RequestWriter(.drain).line
        }
    }
}

extension Inquiry {
    private var surveyLine: [UInt8] {
        switch self {
        case .survey(let org, let survey, let change):
            var writer = RequestWriter(.survey)
            writer.field("org", org)
            writer.field("survey", survey)
            switch change {
            case .members(let members): for member in members { writer.field(member.key, member.value) }
            case .state(let isOpen): writer.field("open", .bool(isOpen))
            }
            return writer.line
        case .surveys(let org, let survey, let version):
            var writer = RequestWriter(.surveys)
            writer.field("org", org)
            writer.field("survey", survey)
            writer.field("version", version)
            return writer.line
        case .results(let org, let survey, let version, let from, let to):
            var writer = RequestWriter(.results)
            writer.field("org", org)
            writer.field("survey", survey)
            writer.field("version", version)
            writer.field("from", from)
            writer.field("to", to)
            return writer.line
        default: return line
        }
    }
}
