import Foundation
import LineProtocol
import Scoring
import Testing
import Transport

@testable import Server

@Suite("Limits")
struct LimitTests {
    @Test("connections are let in up to the limits of their address and of all, and again when others have gone")
    func connections() {
        var limits = ConnectionLimits()
        limits.connectionsMax = 3
        limits.perAddressMax = 2
        let counters = ServerCounters()
        let admission = ConnectionAdmission(limits, counters: counters, memory: MemoryGauge(budget: 0))
        let first = PeerAddress(network: 0x2001, interface: 1, port: 1)
        let neighbour = PeerAddress(network: 0x2001, interface: 2, port: 1)
        let other = PeerAddress(network: 0x2002, interface: 1, port: 1)
        #expect(admission.enter(first, now: 0) == nil)
        #expect(admission.enter(neighbour, now: 0) == nil)
        #expect(admission.enter(first, now: 0) == .address)
        #expect(admission.enter(other, now: 0) == nil)
        for _ in 0..<3 { counters.connectionOpened() }
        #expect(admission.enter(other, now: 0) == .total)
        counters.connectionClosed()
        admission.left(first)
        #expect(admission.enter(neighbour, now: 1) == nil)
    }

    @Test("new connections of an address are let in at a rate; this machine's own are not limited unless asked for")
    func rate() {
        var limits = ConnectionLimits()
        limits.newPerSecondPerAddress = 1
        limits.newBurstPerAddress = 2
        let far = PeerAddress(network: 0x2001, interface: 1, port: 1)
        let own = PeerAddress(network: 0, interface: 1, port: 1)
        let admission = ConnectionAdmission(limits, counters: ServerCounters(), memory: MemoryGauge(budget: 0))
        let verdicts = (0..<4).map { _ in admission.enter(far, now: 1_000_000_000) }
        #expect(verdicts == [nil, nil, .rate, .rate])
        #expect(admission.enter(far, now: 2_000_000_000) == nil)
        for _ in 0..<10 { #expect(admission.enter(own, now: 1_000_000_000) == nil) }
        limits.countsLoopback = true
        let strict = ConnectionAdmission(limits, counters: ServerCounters(), memory: MemoryGauge(budget: 0))
        #expect((0..<3).map { _ in strict.enter(own, now: 0) }.last == .rate)
    }

    @Test("over the memory budget nobody new is let in and no submission taken")
    func memory() {
        let gauge = MemoryGauge(budget: 1)
        #expect(gauge.level == .normal)
        gauge.sample(now: 0)
        #expect(gauge.level == .critical)
        let admission = ConnectionAdmission(ConnectionLimits(), counters: ServerCounters(), memory: gauge)
        #expect(admission.enter(PeerAddress(network: 1, interface: 1, port: 1), now: 0) == .memory)
        var load = LoopLoad()
        load.memory = gauge.level
        let isRefused = load.mustRefuse(itemCount: 0)
        #expect(isRefused)
        #expect(load.canTake(itemCount: 0))
    }

    @Test("who stalls gives way first, then submissions, and new connections last")
    func levels() {
        let gauge = MemoryGauge(budget: 1_000)
        #expect([700, 701, 801, 901].map(gauge.verdict(on:)) == [.normal, .scarce, .high, .critical])
        var load = LoopLoad()
        let refused = [MemoryGauge.Level.normal, .scarce, .high, .critical].map { level in
            load.memory = level
            return load.mustRefuse(itemCount: 0)
        }
        #expect(refused == [false, false, true, true])
    }

    @Test("a connection stalls while the server waits for its client, not while the client waits or neither does")
    func stalling() throws {
        var sockets: [Int32] = [-1, -1]
        #expect(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0)
        let context = LoopContext(
            loop: 0, lexicon: Lexicon.standard, limits: Limits(), serverName: "t", durability: "os")
        let connection = Connection(
            number: 1, stream: ByteStream(plain: Descriptor(owning: sockets[0])),
            session: Session(connection: 1, context: context), since: 5_000_000)
        _ = Descriptor(owning: sockets[1])
        #expect(connection.stalledSince == 5)
        connection.isQueued = true
        #expect(connection.stalledSince == nil)
        connection.isQueued = false
        connection.phase = .conversation
        #expect(connection.stalledSince == nil)
        connection.lineBegan = 8
        connection.blockedSince = 7
        #expect(connection.stalledSince == 7)
    }

    @Test("a connection is watched for room only when the socket did not take its replies")
    func room() throws {
        let context = LoopContext(
            loop: 0, lexicon: Lexicon.standard, limits: Limits(), serverName: "t", durability: "os")
        let connection = Connection(
            number: 1, stream: ByteStream(plain: try Descriptor.open(reading: "/dev/null")),
            session: Session(connection: 1, context: context), since: 5_000_000)
        connection.phase = .conversation
        #expect(!connection.session.output.isEmpty)
        #expect(connection.wantedInterest(canRead: true) == .readable)
        #expect(connection.wantedInterest(canRead: false) == [])
        connection.streamNeedsWritable = true
        #expect(connection.wantedInterest(canRead: false) == .writable)
    }

    @Test("a full batch keeps submissions waiting, a blocked one refuses them and still takes questions")
    func blocked() {
        var load = LoopLoad()
        #expect(!load.canTake(itemCount: LoopLoad.itemsMax))
        load.isBlocked = true
        #expect(load.canTake(itemCount: LoopLoad.itemsMax))
        let isRefused = load.mustRefuse(itemCount: LoopLoad.itemsMax)
        #expect(isRefused)
        #expect(!load.canTake(itemCount: LoopLoad.itemsMax + LoopLoad.questionsMax))
    }

    @Test("each SUBMIT line counts against its principal's rate, whatever is in it, and beyond it none is looked at")
    func rateOfLines() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        func say(_ lines: [String]) -> [Substring] {
            let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
            return String(decoding: server.hear(bytes), as: UTF8.self).split(separator: "\n")
        }
        let digest = "8c2c7e852bf045dfb15403b9d7dcc1c64a26fd0005e9ff4e6ea7c54061306a44"
        let rate = #""submissions_per_second":2"#
        let setUp = say([
            #"ORG {"add":"acme"}"#, #"TOKEN {"add":"ops","roles":["operate"],"sha256":"\#(digest)",\#(rate)}"#,
            #"AUTH {"token":"earshot_page-operator-0123456789"}"#,
        ])
        #expect(setUp.suffix(3).allSatisfy { $0.hasPrefix("OK ") })
        let good = #"SUBMIT {"org":"acme","text":"fine"}"#
        let said = say(["SUBMIT {", good, good, "SUBMIT {", "SCORE {", "PING"])
        let wanted = ["bad_json", "OK {", "rate_limited", "rate_limited", "bad_json", "OK {}"]
        #expect(said.count == wanted.count)
        for (line, word) in zip(said, wanted) { #expect(line.contains(word)) }
    }

    @Test("a line that drips too slowly ends its connection; an idle one that has taken what was said goes on")
    func dripping() throws {
        let server = try EarshotProcess()
        try server.start(["--line-seconds", "1", "--output-seconds", "1"])
        var idle = try server.open()
        var dripping = try server.open()
        try dripping.send("SUBMIT {")
        var hasEnded = false
        do { _ = try dripping.takeLine() } catch is ConversationEnded { hasEnded = true }
        #expect(hasEnded)
        #expect(try idle.ask("PING") == "OK {}")
    }

    @Test("who does not finish the handshake, or says nothing where a token is wanted, is ended")
    func strangers() throws {
        let server = try EarshotProcess()
        _ = try server.run(["token", "add", "ops", "--role", "operate", "--data"], addingData: true)
        try server.start(["--handshake-seconds", "1", "--auth-seconds", "1"])
        #expect(try server.sayPlainly("\u{16}\u{3}\u{1}").isEmpty)
        var stranger = try server.open()
        var hasEnded = false
        do { _ = try stranger.takeLine() } catch is ConversationEnded { hasEnded = true }
        #expect(hasEnded)
    }
}
