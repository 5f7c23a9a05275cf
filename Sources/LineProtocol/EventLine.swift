// Events as bytes: lines that the server sends to a watcher unasked, between the replies.

package import Aggregation
internal import Scoring

/// Renders event lines.
package enum EventLine {
    /// A submission, or with `urgent` one that a person must see today.
    package static func submission(_ submission: WatchedSubmission, org: String, urgent: Bool) -> [UInt8] {
        line(urgent ? "urgent" : "submission", org: org) { writer in
            writer.key("id")
            writer.string(submission.id)
            writer.key("seq")
            writer.integer(submission.sequence)
            writer.key("at")
            writer.string(Timestamp.format(submission.time))
            for (name, text) in [("channel", submission.channel), ("touchpoint", submission.touchpoint)] {
                guard let text else { continue }
                writer.key(escaping: name)
                writer.string(text)
            }
            writer.key("label")
            if let label = submission.label { writer.string(label.name) } else { writer.null() }
            writer.key("compound")
            if let compound = submission.compound { writer.decimal(compound, places: 4) } else { writer.null() }
            if urgent {
                writer.key("urgency")
                writer.array { writer in
                    for (bit, name) in Urgency.names.enumerated()
                    where submission.urgency.rawValue & 1 << UInt8(bit) != 0 { writer.string(name) }
                }
            }
            writer.key("text")
            writer.string(submission.text)
        }
    }

    /// A metric that has turned.
    package static func alert(_ alert: WatchAlert, org: String) -> [UInt8] {
        line("alert", org: org) { $0.members(of: alert) }
    }

    /// What came in since the last digest beyond what was told one by one.
    package static func digest(_ digest: WatchDigest, org: String) -> [UInt8] {
        line("digest", org: org) { writer in
            writer.key("submissions")
            writer.integer(digest.submissions)
            writer.key("negative")
            writer.integer(digest.negative)
            writer.key("positive")
            writer.integer(digest.positive)
            writer.key("urgent")
            writer.integer(digest.urgent)
            writer.key("first_seq")
            writer.integer(digest.firstSequence)
            writer.key("last_seq")
            writer.integer(digest.lastSequence)
        }
    }

    /// How many events the watcher did not get because it took them too slowly.
    package static func lag(dropped: Int) -> [UInt8] {
        line("lag", org: nil) { writer in
            writer.key("dropped")
            writer.integer(dropped)
        }
    }

    /// Nothing happened for a while; the connection is alive.
    package static let alive = line("alive", org: nil) { _ in }

    private static func line(_ event: StaticString, org: String?, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(appendingTo: Array("EVENT ".utf8))
        writer.object { writer in
            writer.key("event")
            writer.string(event.description)
            if let org {
                writer.key("org")
                writer.string(org)
            }
            body(&writer)
        }
        writer.bytes.append(UInt8(ascii: "\n"))
        return writer.bytes
    }
}

/// What a digest counts.
package struct WatchDigest: Equatable, Sendable {
    package var submissions = 0
    package var negative = 0
    package var positive = 0
    package var urgent = 0
    package var firstSequence: UInt64 = 0
    package var lastSequence: UInt64 = 0

    package init() {}

    /// Counts a submission; as urgent only when it was not told as such.
    package mutating func add(_ submission: WatchedSubmission, urgent: Bool) {
        if submissions == 0 { firstSequence = submission.sequence }
        lastSequence = submission.sequence
        submissions += 1
        if submission.label == .negative { negative += 1 }
        if submission.label == .positive { positive += 1 }
        if urgent { self.urgent += 1 }
    }
}

extension JSONWriter {
    /// Writes the members of an alert into the object that is open.
    package mutating func members(of alert: WatchAlert) {
        key("metric")
        string(alert.metric.name)
        key("direction")
        string(alert.isWorse ? "worse" : "better")
        key("since")
        string(Timestamp.format(alert.turn.since))
        for (name, sums) in [("before", alert.turn.before), ("after", alert.turn.after)] {
            key(escaping: name)
            object { writer in
                writer.key("n")
                writer.integer(sums.n * alert.batchSize)
                writer.key("mean")
                writer.double(sums.mean, places: 4)
            }
        }
        key("seq")
        integer(alert.sequence)
        key("false_alarm_every")
        integer(ChangeDetector.averageRunLength)
        key("each_mean_of")
        integer(alert.batchSize)
    }

    /// Writes the members of the answer to WATCH into the object that is open.
    package mutating func members(of watch: OrganisationWatch, org: String, topics: Set<WatchRequest.Topic>) {
        key("org")
        string(org)
        key("events")
        array { writer in
            for topic in WatchRequest.Topic.allCases where topics.contains(topic) { writer.string(topic.rawValue) }
        }
        key("metrics")
        object { writer in
            for metric in WatchedMetric.all {
                let state = watch.state(of: metric)
                if state.n == 0 { continue }
                writer.key(escaping: metric.name)
                writer.object { writer in
                    writer.key("n")
                    writer.integer(state.n)
                    writer.key("mean")
                    writer.double(state.mean ?? 0, places: 4)
                }
            }
        }
        key("alerts")
        array { writer in for alert in watch.lastAlerts { writer.object { $0.members(of: alert) } } }
    }
}
