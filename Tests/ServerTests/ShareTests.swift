import Aggregation
import Foundation
import LineProtocol
import Scoring
import Testing

@testable import Server

@Suite("What one connection may take of the server")
struct ShareTests {
    private static func context(_ limits: Limits = Limits()) -> LoopContext {
        LoopContext(loop: 0, lexicon: Lexicon.standard, limits: limits, serverName: "t", durability: "os")
    }

    /// Takes as much of the lines as the session does in one go; how many bytes that was.
    private static func take(
        _ line: String, times: Int, _ session: inout Session, _ context: inout LoopContext
    ) -> Int {
        let bytes = Array(String(repeating: line + "\n", count: times).utf8)
        var start = 0
        session.receive(bytes.span, from: &start, context: &context)
        return start
    }

    @Test("a connection has some lines, or one long one, or some time, taken of it, and more when its turn comes again")
    func lines() {
        var context = Self.context()
        var session = Session(connection: 1, context: context)
        context.load.begin(.full)
        #expect(Self.take("PING", times: 1_000, &session, &context) == 5 * LoopLoad.Share.full.linesMax)
        #expect(Self.take("PING", times: 1_000, &session, &context) == 0)
        context.load.begin(.full)
        let long = "PING" + String(repeating: " ", count: LoopLoad.Share.full.bytesMax)
        #expect(Self.take(long, times: 3, &session, &context) == long.utf8.count + 1)
        context.load.begin(.full, until: 0)
        let few = Self.take("PING", times: 1_000, &session, &context)
        #expect(few > 0 && few < 5 * LoopLoad.Share.full.linesMax)
        context.load.begin(.all)
        #expect(Self.take("PING", times: 1_000, &session, &context) == 5_000)
    }

    @Test("an answer counts from the moment it is asked for: pipelined pages are not all made at once")
    func reservation() {
        var context = Self.context()
        var session = Session(connection: 1, context: context)
        session.output = []
        context.load.begin(.full)
        _ = Self.take(#"VERBATIMS {"org":"a","limit":200}"#, times: 1_000, &session, &context)
        #expect((1...2).contains(session.pendingCount))
        #expect(!session.wantsInput(context.limits))
        let items = context.batch.items
        for item in items { session.complete(item.address, with: .refused(Writer.unknownOrganisation)) }
        #expect(session.heldBytes == session.output.count)
        session.output = []
        #expect(session.heldBytes == 0)
        #expect(session.wantsInput(context.limits))
    }

    @Test("a reply that waits behind another counts as well")
    func waiting() {
        var context = Self.context()
        var session = Session(connection: 1, context: context)
        _ = Self.take("STATUS", times: 1, &session, &context)
        let before = session.heldBytes
        _ = Self.take("HELP", times: 1, &session, &context)
        #expect(session.heldBytes > before + 100)
    }

    @Test("while all connections hold too much, what takes much is refused and what takes little is answered")
    func full() {
        var context = Self.context()
        let gauge = MemoryGauge(budget: 0)
        context.load.gauge = gauge
        gauge.addOutput(gauge.outputBytesMax + 1)
        var session = Session(connection: 1, context: context)
        session.output = []
        _ = Self.take(#"VERBATIMS {"org":"a"}"#, times: 1, &session, &context)
        let text = String(repeating: "good ", count: 1_000)
        _ = Self.take(#"SCORE {"text":"\#(text)","explain":true}"#, times: 1, &session, &context)
        #expect(String(decoding: session.output, as: UTF8.self).split(separator: "\n").count == 2)
        #expect(String(decoding: session.output, as: UTF8.self).contains("overloaded"))
        _ = Self.take("STATUS", times: 1, &session, &context)
        _ = Self.take(#"REPORT {"org":"a"}"#, times: 1, &session, &context)
        #expect(session.pendingCount == 2)
        gauge.addOutput(-1)
        _ = Self.take(#"VERBATIMS {"org":"a"}"#, times: 1, &session, &context)
        #expect(session.pendingCount == 3)
    }

    @Test("a page of verbatims ends by its bytes too, and the next begins behind it", arguments: VerbatimOrder.allCases)
    func pages(_ order: VerbatimOrder) throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        let text = String(repeating: "The agent was friendly. ", count: 1_000)
        for number in 0..<12 {
            let line = #"SUBMIT {"org":"a","id":"i\#(number)","text":"\#(text)"}"#
            #expect(String(decoding: server.hear(Array((line + "\n").utf8)), as: UTF8.self).contains("OK"))
        }
        var seen: Set<Int> = []
        var after: String?
        var pageCount = 0
        repeat {
            let cursor = after.map { #","after":"\#($0)""# } ?? ""
            let line = #"VERBATIMS {"org":"a","limit":200,"order":"\#(order.rawValue)"\#(cursor)}"#
            let page = String(decoding: server.hear(Array((line + "\n").utf8)), as: UTF8.self)
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(page.utf8.dropFirst(3))) as? [String: Any])
            let entries = try #require(object["verbatims"] as? [[String: Any]])
            seen.formUnion(entries.compactMap { $0["seq"] as? Int })
            #expect(!entries.isEmpty && entries.count < 12)
            after = object["next"] as? String
            pageCount += 1
        } while after != nil && pageCount < 20
        #expect(seen.count == 12)
    }

    @Test("who has used much of a loop's time of late pays it back by waiting")
    func debt() {
        var debt = ServiceDebt(since: 1_000_000_000)
        #expect(!debt.isHigh)
        debt.add(5_000_000)
        #expect(debt.isHigh)
        debt.age(to: 1_030_000_000)
        #expect(debt.isHigh)
        debt.age(to: 1_050_000_000)
        #expect(!debt.isHigh)
    }

    @Test("a newcomer has saved nothing yet")
    func newcomer() {
        var debt = ServiceDebt(since: 1_000_000_000)
        debt.add(200_000)
        #expect(debt.isHigh)
        var regular = ServiceDebt(since: 1_000_000_000)
        regular.age(to: 10_000_000_000)
        regular.add(200_000)
        #expect(!regular.isHigh)
    }

    @Test("a stranger that talks on and on is ended")
    func stranger() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        _ = server.hear(Array(#"TOKEN {"add":"ops","roles":["operate"]}"#.utf8) + [0x0A])
        server.connect()
        let lines = String(repeating: "PING\n", count: 300)
        let said = String(decoding: server.hear(Array(lines.utf8)), as: UTF8.self).split(separator: "\n")
        #expect(said.count == Limits.linesBeforeAuthMax + 1)
        #expect(said.last?.contains("unauthenticated") == true)
    }
}
