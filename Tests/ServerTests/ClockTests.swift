import Synchronization
import Testing
import Transport

@testable import Server

@Suite("A clock that jumps")
struct ClockTests {
    /// Milliseconds since 1970 between which the clock jumps: back by an hour, a leap second that repeats, before 1970, the
    /// last second of 32 bits, the year 2100, and home again.
    private static let moments: [Int64] = [
        1_795_000_000_000, 1_794_996_400_000, 1_483_228_799_000, 1_483_228_799_999, 1_483_228_799_000, -5_000, 0,
        2_147_483_647_999, 2_147_483_648_000, 4_102_444_800_000, 4_294_967_296_000, 1_795_000_001_000,
    ]

    @Test("submissions keep their order and their count, and a restart finds them, whatever the clock does")
    func jumps() throws {
        let now = Mutex(Self.moments[0])
        let folder = TemporaryFolder()
        let server = try InProcessServer(
            folder: folder.path, clock: WallClock { now.withLock { $0 } })
        _ = server.takeOutput()
        for (index, moment) in Self.moments.enumerated() {
            now.withLock { $0 = moment }
            let reply = server.ask(#"SUBMIT {"org":"o","id":"i\#(index)","text":"Nobody called me back."}"#)
            #expect(reply.contains(#""seq":\#(index + 1),"duplicate":false"#), "at \(moment): \(reply)")
            if index % 4 == 2 { #expect(server.ask("SNAPSHOT").hasPrefix("OK ")) }
        }
        try check(server)
        for cleanly in [false, true] {
            // It goes back once more while the server is down.
            now.withLock { $0 = Self.moments[1] }
            try server.restart(cleanly: cleanly)
            _ = server.takeOutput()
            try check(server)
        }
    }

    private func check(_ server: InProcessServer) throws {
        let count = Self.moments.count
        #expect(server.ask(#"REPORT {"org":"o"}"#).contains(#""volume":{"received":\#(count),"scored":\#(count),"#))
        let page = server.ask(#"VERBATIMS {"org":"o"}"#)
        let order = page.matches(of: /"seq":(\d+)/).compactMap { Int($0.output.1) }
        #expect(order == Array((1...count).reversed()))
        for index in Self.moments.indices {
            let stored = server.ask(#"EXPLAIN {"org":"o","id":"i\#(index)"}"#)
            #expect(stored.contains(#""seq":\#(index + 1),"#))
        }
    }
}
