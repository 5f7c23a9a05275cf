// The request to be told.

/// `WATCH`: be told of an organisation's submissions and of metrics that turn.
package struct WatchRequest: Equatable, Sendable {
    /// What is told.
    package enum Topic: String, CaseIterable, Sendable {
        case submissions, urgent, alerts
    }

    package var org = ""
    package var topics = Set(Topic.allCases)
    /// Whether it is the end of a watch.
    package var stops = false

    /// Watches of one connection: a wall of screens has no more.
    package static let perConnectionMax = 16

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(["org", "events", "stop"]) {
            switch index {
            case 0: org = try fields.name()
            case 1:
                let names = try fields.choices(Topic.allCases.map(\.rawValue))
                topics = Set(names.compactMap { Topic(rawValue: $0) })
            default: stops = try fields.flag()
            }
        }
        guard !org.isEmpty else { throw RequestFields.missing("org") }
    }
}
