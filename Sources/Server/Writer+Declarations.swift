// Tag keys that an organisation declares as axes of its segments, and that it withdraws.

internal import Aggregation
internal import LineProtocol
internal import Transport

extension Writer {
    /// Journals and applies the change of tag keys; the refusal if there is no room for them.
    mutating func declare(_ request: SegmentsRequest) -> Refusal? {
        if isStopping { return Refusal(.shuttingDown, "the server is stopping") }
        let org = Array(request.org.utf8)
        switch ledger.admit(keys: request.tags, withdrawing: request.drop, org: org.span) {
        case .unchanged: return nil
        case .unknown: return Refusal(.notFound, "there is no such tag key", field: "drop")
        case .tooMany:
            return Refusal(
                .badValue, "an organisation may declare at most \(SegmentAxis.tagKeysMax) tag keys", field: "tags")
        case .organisationLimit:
            return Refusal(
                .organisationLimit, "the server keeps as many organisations as it may", field: "org")
        case .new:
            do throws(Refusal) {
                let now = settings.wallClock.milliseconds
                var entries: [Entry] = []
                if !request.drop.isEmpty {
                    entries.append(.withdrawal(org: request.org, keys: request.drop, received: now))
                }
                if !request.tags.isEmpty {
                    entries.append(.declaration(org: request.org, keys: request.tags, received: now))
                }
                try commit(entries)
                return nil
            } catch { return error }
        }
    }
}
