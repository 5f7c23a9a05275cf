// Who is told what. The writer shows the hub every submission once it is committed; the hub keeps, for the organisations
// that somebody watches, detectors and a little arithmetic, and makes event lines for the connections that watch. It
// never holds more than a few events of an organisation: beyond that it counts, and tells the count.

internal import Aggregation
internal import LineProtocol

/// An event on its way to a connection.
package struct WatchEvent: Sendable {
    package var loop: Int
    package var connection: UInt64
    /// The line with its end.
    package var line: [UInt8]
}

/// The watches of all connections.
struct WatchHub {
    /// A connection that watches.
    struct Watcher: Equatable, Sendable {
        var loop: Int
        var connection: UInt64
        var topics: Set<WatchRequest.Topic>

        func isOf(_ loop: Int, _ connection: UInt64) -> Bool { self.loop == loop && self.connection == connection }
    }

    /// An organisation that somebody watches.
    private struct Watched {
        var watch: OrganisationWatch
        var watchers: [Watcher] = []
        /// What was told one by one since the last digest, and what was only counted.
        var toldCount = 0
        var urgentCount = 0
        var digest = WatchDigest()
        var digestDueAt: Int64 = 0
    }

    /// Submissions told one by one between two digests: as many as a person can read.
    static let toldMax = 20
    /// Urgent ones likewise. They come at once; a flood of them is an alarm of its own.
    static let urgentMax = 100
    static let digestMilliseconds: Int64 = 5_000
    /// Watches of all connections together: each submission of a watched organisation costs some microseconds.
    static let watchersMax = 4_096

    private var organisations: [String: Watched] = [:]
    /// Who waits until the history of an organisation is looked through.
    private var expected: [(watcher: Watcher, org: String)] = []
    private var watcherCount = 0
    /// What is to be sent.
    private(set) var events: [WatchEvent] = []

    /// Whether nobody watches anything.
    var isIdle: Bool { organisations.isEmpty }

    /// Adds or changes a watch of an organisation that is watched already; what is known of it. Nil when nobody watches it
    /// yet: then `begin` is to be called when its history is looked through.
    mutating func add(_ watcher: Watcher, org: String) throws(Refusal) -> OrganisationWatch? {
        try makeRoom(for: watcher, org: org)
        guard let watch = organisations[org]?.watch else {
            expected.append((watcher, org))
            return nil
        }
        organisations[org]?.watchers.append(watcher)
        watcherCount += 1
        return watch
    }

    /// Begins a watch for which `add` had no organisation; `watch` knows all that came until now. What is known of the
    /// organisation; nil when the connection is gone or has ended the watch meanwhile.
    mutating func begin(_ watcher: Watcher, org: String, with watch: () -> OrganisationWatch) -> OrganisationWatch? {
        guard let place = expected.firstIndex(where: { $0.watcher == watcher && $0.org == org }) else { return nil }
        expected.remove(at: place)
        var watched = organisations[org] ?? Watched(watch: watch())
        watched.watchers.append(watcher)
        watcherCount += 1
        organisations[org] = watched
        return watched.watch
    }

    /// Ends what the connection watched of the organisation before; an error when it may not watch more.
    private mutating func makeRoom(for watcher: Watcher, org: String) throws(Refusal) {
        remove(loop: watcher.loop, connection: watcher.connection, org: org)
        let begun = organisations.values.count { $0.watchers.contains { $0.isOf(watcher.loop, watcher.connection) } }
        let mine = begun + expected.count { $0.watcher.isOf(watcher.loop, watcher.connection) }
        guard mine < WatchRequest.perConnectionMax else {
            let count = WatchRequest.perConnectionMax
            throw Refusal(.badValue, "a connection has at most \(count) watches", field: "org")
        }
        guard watcherCount + expected.count < Self.watchersMax else {
            throw Refusal(.overloaded, "there are too many watches")
        }
    }

    /// Ends a connection's watch of an organisation, or all of its watches.
    mutating func remove(loop: Int, connection: UInt64, org: String? = nil) {
        expected.removeAll { $0.watcher.isOf(loop, connection) && (org == nil || $0.org == org) }
        for name in org.map({ [$0] }) ?? Array(organisations.keys) {
            guard var watched = organisations[name] else { continue }
            let before = watched.watchers.count
            watched.watchers.removeAll { $0.isOf(loop, connection) }
            watcherCount -= before - watched.watchers.count
            organisations[name] = watched.watchers.isEmpty ? nil : watched
        }
    }

    /// Shows a submission that was committed.
    mutating func note(_ entry: borrowing EncodedEntry, sequence: UInt64, ledger: borrowing Ledger, now: Int64) {
        let org = String(decoding: entry[.org])
        guard var watched = organisations.removeValue(forKey: org) else { return }
        defer { organisations[org] = watched }
        let ratings = ledger.ratings(of: entry)
        guard let (submission, alerts) = watched.watch.observe(entry, sequence: sequence, ratings: ratings) else {
            return
        }
        if watched.digestDueAt == 0 { watched.digestDueAt = now + Self.digestMilliseconds }
        let isUrgent = !submission.urgency.isEmpty
        let tellsUrgent = isUrgent && watched.urgentCount < Self.urgentMax
        if tellsUrgent {
            watched.urgentCount += 1
            tell(.urgent, watched) { EventLine.submission(submission, org: org, urgent: true) }
        }
        if watched.toldCount < Self.toldMax {
            watched.toldCount += 1
            tell(.submissions, watched) { EventLine.submission(submission, org: org, urgent: false) }
        } else {
            watched.digest.add(submission, urgent: isUrgent && !tellsUrgent)
        }
        for alert in alerts { tell(.alerts, watched) { EventLine.alert(alert, org: org) } }
    }

    /// Tells the digests that are due.
    mutating func tick(now: Int64) {
        for (org, watched) in organisations where watched.digestDueAt > 0 && now >= watched.digestDueAt {
            if watched.digest.submissions > 0 {
                tell(.submissions, watched) { EventLine.digest(watched.digest, org: org) }
            }
            organisations[org]?.digest = WatchDigest()
            organisations[org]?.toldCount = 0
            organisations[org]?.urgentCount = 0
            organisations[org]?.digestDueAt = 0
        }
    }

    /// The events that are to be sent, which are then no longer here.
    mutating func takeEvents() -> [WatchEvent] {
        defer { events = [] }
        return events
    }

    private mutating func tell(_ topic: WatchRequest.Topic, _ watched: Watched, _ line: () -> [UInt8]) {
        let listeners = watched.watchers.filter { $0.topics.contains(topic) }
        if listeners.isEmpty { return }
        let line = line()
        for watcher in listeners {
            events.append(WatchEvent(loop: watcher.loop, connection: watcher.connection, line: line))
        }
    }
}
