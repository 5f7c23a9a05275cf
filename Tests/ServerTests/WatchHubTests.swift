import Aggregation
import ByteCoding
import LineProtocol
import Scoring
import Testing
import Transport

@testable import Server

@Suite("Who watches")
struct WatchHubTests {
    private static func entry(_ text: String, org: String = "o", urgent: Urgency = []) -> [UInt8] {
        var submission = Submission(org: org, received: 1_764_000_000_000)
        submission.text = text
        var score = Score()
        score.label = .negative
        score.compound = -4_000
        score.signals.urgency = urgent
        var writer = ByteWriter()
        Entry.submission(submission, score, lexicon: "l").encode(into: &writer)
        return writer.bytes
    }

    private static func watching(_ topics: Set<WatchRequest.Topic> = Set(WatchRequest.Topic.allCases)) throws
        -> WatchHub
    {
        var hub = WatchHub()
        let watcher = WatchHub.Watcher(loop: 0, connection: 7, topics: topics)
        try begin(&hub, watcher, "o")
        return hub
    }

    /// Adds a watch, and begins it as the writer does when the history is looked through.
    private static func begin(_ hub: inout WatchHub, _ watcher: WatchHub.Watcher, _ org: String) throws {
        if try hub.add(watcher, org: org) != nil { return }
        _ = try #require(hub.begin(watcher, org: org) { OrganisationWatch() })
    }

    private static func note(_ hub: inout WatchHub, _ payload: [UInt8], _ sequence: UInt64, now: Int64 = 0) throws {
        let ledger = Ledger(seed: HashSeed(1, 2))
        hub.note(try EncodedEntry(payload.span), sequence: sequence, ledger: ledger, now: now)
    }

    private static func lines(_ hub: inout WatchHub) -> [String] {
        hub.takeEvents().map { String(decoding: $0.line, as: UTF8.self) }
    }

    @Test("a flood is told as twenty submissions and a digest; urgent ones come at once all the same")
    func flood() throws {
        var hub = try Self.watching()
        for sequence in 1...500 as ClosedRange<UInt64> {
            let payload = Self.entry("t", urgent: sequence % 100 == 0 ? .fraud : [])
            try Self.note(&hub, payload, sequence)
        }
        let told = Self.lines(&hub)
        #expect(told.count { $0.contains(#""event":"submission""#) } == WatchHub.toldMax)
        #expect(told.count { $0.contains(#""event":"urgent""#) } == 5)
        hub.tick(now: WatchHub.digestMilliseconds - 1)
        #expect(hub.events.isEmpty)
        hub.tick(now: WatchHub.digestMilliseconds)
        let digest = Self.lines(&hub)
        #expect(
            digest == [
                #"EVENT {"event":"digest","org":"o","submissions":480,"negative":480,"positive":0,"urgent":0,"first_seq":21,"last_seq":500}"#
                    + "\n"
            ])
        // Then it begins anew.
        try Self.note(&hub, Self.entry("t"), 501, now: 10_000)
        #expect(Self.lines(&hub).count == 1)
    }

    @Test("what was not asked for is not told, other organisations are not seen, and who is gone costs nothing")
    func topics() throws {
        var hub = try Self.watching([.urgent])
        try Self.note(&hub, Self.entry("t"), 1)
        try Self.note(&hub, Self.entry("t", org: "other", urgent: .legal), 2)
        #expect(hub.events.isEmpty)
        try Self.note(&hub, Self.entry("t", urgent: [.legal, .leaving]), 3)
        let lines = Self.lines(&hub)
        #expect(lines.count == 1 && lines[0].contains(#""urgency":["legal","leaving"],"text":"t""#))
        hub.remove(loop: 0, connection: 7)
        #expect(hub.isIdle)
    }

    @Test("a connection has a bounded number of watches, and the same organisation again changes its watch")
    func bounds() throws {
        var hub = WatchHub()
        let watcher = WatchHub.Watcher(loop: 0, connection: 7, topics: [.alerts])
        for _ in 0..<2 {
            for number in 0..<WatchRequest.perConnectionMax {
                try Self.begin(&hub, watcher, "o-\(number)")
            }
        }
        #expect(throws: Refusal.self) { try hub.add(watcher, org: "one more") }
    }

    @Test("a watch begins when its history is looked through, for all who wait, but not for who is gone")
    func beginnings() throws {
        var hub = WatchHub()
        let first = WatchHub.Watcher(loop: 0, connection: 7, topics: [.alerts])
        let second = WatchHub.Watcher(loop: 1, connection: 7, topics: [.urgent])
        let gone = WatchHub.Watcher(loop: 0, connection: 8, topics: [.urgent])
        for watcher in [first, second, gone] {
            let known = try hub.add(watcher, org: "o")
            #expect(known == nil)
        }
        hub.remove(loop: 0, connection: 8)
        #expect(hub.isIdle)
        var made = 0
        for watcher in [second, gone, first] {
            let watch = hub.begin(watcher, org: "o") {
                made += 1
                return OrganisationWatch()
            }
            #expect((watch == nil) == (watcher == gone))
        }
        // The second one finds what the first has begun.
        #expect(made == 1 && !hub.isIdle)
        try Self.note(&hub, Self.entry("t", urgent: .fraud), 1)
        let told = hub.takeEvents()
        #expect(told.map(\.loop) == [1])
        let again = hub.begin(first, org: "o") { OrganisationWatch() }
        #expect(again == nil)
    }

    @Test("a watcher that takes nothing gets no more than the limit, and then the number of what it missed")
    func lag() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        _ = server.hear(Array("SUBMIT {\"org\":\"o\",\"text\":\"rude\"}\nWATCH {\"org\":\"o\"}\n".utf8))
        let event = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000)
        for _ in 0..<500 { server.push(event) }
        let limit = Limits().eventBytesMax
        let waiting = server.takeOutput().count
        #expect(waiting <= limit && waiting > limit - 1_000)
        server.push(event)
        let after = String(decoding: server.takeOutput(), as: UTF8.self)
        #expect(after.hasPrefix(#"EVENT {"event":"lag","dropped":\#(500 - waiting / 1_000)}"# + "\n"))
    }
}
