// The writer's answers as JSON.

internal import Access
internal import Aggregation
package import LineProtocol

extension WriterAnswer {
    /// Writes the answer's members into the object that is open.
    package func members(_ writer: inout JSONWriter) {
        switch self {
        case .entry(let entry): writer.members(of: entry, evidence: .full)
        case .report(let org, let report): writer.members(of: report, org: org)
        case .orgs(let page): writer.members(of: page)
        case .verbatims(let page): writer.members(of: page)
        case .status(let status): status.members(&writer)
        case .written(let json): writer.raw(json)
        case .snapshot(let sequence):
            writer.key("seq")
            writer.integer(sequence)
        case .surveyChanged(let change): change.members(&writer)
        case .surveys(let book): writer.members(ofSurveys: book)
        case .survey(let survey, let newestVersion, let closedAt):
            writer.members(of: survey, newestVersion: newestVersion, closedAt: closedAt)
        case .results(let org, let results):
            writer.key("org")
            writer.string(org)
            writer.members(of: results)
        case .watch(let watch, let org, let topics): writer.members(of: watch, org: org, topics: topics)
        case .forgotten(let forgotten): forgotten.members(&writer)
        case .principal(let credential, let token):
            if let token {
                writer.key("token")
                writer.string(token)
            }
            writer.members(of: credential)
        case .revoked(let name):
            writer.key("revoked")
            writer.string(name)
        case .organisation(let name):
            writer.key("org")
            writer.string(name)
        case .tokens(let page, let isLast): writer.members(of: page, isLast: isLast)
        case .draining:
            writer.key("draining")
            writer.bool(true)
        }
    }
}

extension Forgotten {
    fileprivate func members(_ writer: inout JSONWriter) {
        writer.key("org")
        writer.string(org)
        writer.key("forgotten")
        writer.integer(count)
        writer.key("figures_kept")
        writer.integer(figuresKept)
        writer.key("more")
        writer.bool(hasMore)
        writer.key("erased_within_s")
        writer.integer(Erasure.secondsMax)
    }
}

extension SurveyChange {
    fileprivate func members(_ writer: inout JSONWriter) {
        writer.key("org")
        writer.string(org)
        writer.key("survey")
        writer.string(survey)
        writer.key("version")
        writer.integer(version)
        writer.key("changed")
        writer.bool(isNew)
        writer.key("closed")
        if let closedAt { writer.string(Timestamp.format(closedAt)) } else { writer.null() }
    }
}
