// Every reply as a page: the one place that knows which view belongs to which question, for commands and shell.

import EarshotClient
import LineProtocol

extension Page {
    /// Draws the reply to a question.
    mutating func draw(_ reply: Reply, to inquiry: Inquiry) throws(ClientError) {
        switch inquiry {
        case .submit(let submission, _): draw(try Receipt(json: reply.object), text: submission.text)
        case .score(let text, _):
            let score = try VerbatimScore(json: reply.object)
            draw(verdictOf: score, id: nil)
            draw(score)
            draw(evidenceOf: score, in: text, listing: true)
        case .explain: draw(explaining: try StoredSubmission(json: reply.object))
        case .report: draw(try OrganisationReport(json: reply.object))
        case .trend: draw(try TrendReport(json: reply.object))
        case .compare: draw(try ComparisonReport(json: reply.object))
        case .drivers: draw(try DriverReport(json: reply.object))
        case .rank: draw(try RankReport(json: reply.object))
        case .segments: draw(try SegmentReport(json: reply.object))
        case .organisations: draw(OrganisationPage(json: reply.object))
        case .verbatims(let query): draw(try VerbatimPage(json: reply.object), org: query.org)
        case .status: draw(status: reply.object)
        case .ping: add("pong")
        case .snapshot: add("snapshot written up to submission \(reply.object["seq"]?.integer ?? 0)")
        case .quit: add("bye")
        case .survey: draw(try SurveyReceipt(json: reply.object))
        case .surveys(_, let survey, _):
            if survey == nil { draw(surveys: reply.object) } else { draw(definition: reply.object) }
        case .results: draw(try SurveyResults(json: reply.object))
        case .watch: draw(watch: reply.object)
        case .forget: draw(try ForgetReceipt(json: reply.object))
        case .addPrincipal: draw(principal: reply.object)
        case .revokePrincipal(let name): add("revoked \(SafeText.line(name))")
        case .principals: draw(principals: reply.object)
        case .addOrganisation(let name): add("made \(SafeText.line(name))")
        case .drain: add("the server stops")
        }
    }
}
