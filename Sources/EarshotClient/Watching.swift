// Being told: events between the replies.

package import LineProtocol

/// What is told of an organisation.
public enum WatchTopic: String, CaseIterable, Sendable {
    /// Each submission, or a digest when many come at once.
    case submissions
    /// What a person must see today.
    case urgent
    /// Metrics that have turned.
    case alerts
}

/// Something that a watcher is told.
public struct WatchedEvent: Equatable, Sendable {
    /// What happened: `submission`, `urgent`, `digest`, `alert`, `lag` or `alive`.
    public var kind: String
    /// The organisation; nil for what is about the connection.
    public var org: String?
    /// The event's JSON as it came.
    public var json: String

    /// Its members.
    package let object: JSONValue

    /// Reads a line; nil for one that is no event.
    package init?(line: Span<UInt8>) throws(ClientError) {
        let head = Array("EVENT ".utf8)
        guard line.count > head.count else { return nil }
        for index in head.indices where line[index] != head[index] { return nil }
        let payload = line.extracting(droppingFirst: head.count)
        do throws(JSONError) { object = try JSONValue(parsing: payload) } catch {
            throw ClientError.malformedReply(reason: "an event's JSON is wrong: \(error.reason)")
        }
        kind = object.text("event")
        org = object["org"]?.string
        json = String(decoding: payload)
    }
}

extension Connection {
    /// Asks to be told of an organisation; take the events with ``nextEvent(timeoutMilliseconds:)``.
    public mutating func watch(org: String, topics: [WatchTopic] = WatchTopic.allCases) throws(ClientError) {
        _ = try ask(.watch(org: org, topics: topics.map(\.rawValue)))
    }
}
