// Tag keys that an organisation declares as axes of its segments.

internal import Aggregation
internal import LineProtocol
internal import Transport

extension Writer {
    /// Journals and applies the declaration of tag keys; the refusal if there is no room for them.
    func declare(_ request: SegmentsRequest) -> Refusal? {
        if isStopping { return Refusal(.shuttingDown, "the server is stopping") }
        let org = Array(request.org.utf8)
        switch ledger.admit(keys: request.tags, org: org.span) {
        case .unchanged: return nil
        case .tooMany:
            return Refusal(
                .badValue, "an organisation may declare at most \(SegmentAxis.tagKeysMax) tag keys", field: "tags")
        case .organisationLimit:
            return Refusal(
                .organisationLimit, "the server keeps as many organisations as it may", field: "org")
        case .new:
            do throws(Refusal) {
                let now = settings.wallClock.milliseconds
                try commit([.declaration(org: request.org, keys: request.tags, received: now)])
                return nil
            } catch { return error }
        }
    }
}
