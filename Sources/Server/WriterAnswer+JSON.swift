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
