import Foundation
import Testing
import Transport

@Suite("Who gets in, by the real program", .serialized)
struct AccessTests {
    @Test("the first token is made from the folder; then strangers get nothing, and a revoked token nothing more")
    func tokens() throws {
        let server = try EarshotProcess()
        let made = try server.run(["token", "add", "ops", "--role", "operate", "--data"], addingData: true)
        let token = try #require(made.split(separator: "\n").first.map(String.init))
        #expect(token.hasPrefix("earshot_") && token.utf8.count == 51)
        try server.start()
        let asked = try server.say(["PING", "ORGS", #"AUTH {"token":"\#(token)"}"#, "ORGS"], expecting: 4)
        #expect(asked[0] == "OK {}")
        #expect(asked[1].contains(#""code":"unauthenticated""#))
        #expect(asked[2].hasPrefix("OK "))
        #expect(asked[3].hasPrefix("OK "))

        var kiosk = try server.open()
        let auth = #"AUTH {"token":"\#(token)"}"#
        let digest = "084d166d48a299020b1b3218b245dd342468d9eb7d3340ab86d826125decd3d8"
        let add = #"TOKEN {"add":"kiosk","roles":["submit"],"organisations":["acme"],"sha256":"\#(digest)"}"#
        _ = try server.say([auth, #"ORG {"add":"acme"}"#, add], expecting: 3)
        let own = #"SUBMIT {"org":"acme","text":"Nobody called me back."}"#
        #expect(try kiosk.ask(#"AUTH {"token":"earshot_page-kiosk-0123456789"}"#).hasPrefix("OK "))
        #expect(try kiosk.ask(own).hasPrefix("OK "))
        _ = try server.say([auth, #"TOKEN {"revoke":"kiosk"}"#], expecting: 2)
        #expect(try kiosk.ask(own).contains(#""code":"unauthenticated""#))
    }

    @Test("who watches hears nothing more once its token is revoked, and is ended")
    func revokedWatcher() throws {
        let server = try EarshotProcess()
        try server.start()
        let kiosk = "084d166d48a299020b1b3218b245dd342468d9eb7d3340ab86d826125decd3d8"
        let analyst = "5432c3c044ba3c94d5b54703697f486724381a271bd48c295f45975a742c6a45"
        var operating = try server.open()
        _ = try operating.ask(#"ORG {"add":"acme"}"#)
        _ = try operating.ask(#"TOKEN {"add":"ops","roles":["operate"],"sha256":"\#(kiosk)"}"#)
        _ = try operating.ask(#"AUTH {"token":"earshot_page-kiosk-0123456789"}"#)
        let add = #"TOKEN {"add":"analyst","roles":["read"],"organisations":["acme"],"sha256":"\#(analyst)"}"#
        #expect(try operating.ask(add).hasPrefix("OK "))
        _ = try operating.ask(#"SUBMIT {"org":"acme","text":"before"}"#)
        var watching = try server.open()
        #expect(try watching.ask(#"AUTH {"token":"earshot_page-analyst-0123456789"}"#).hasPrefix("OK "))
        #expect(try watching.ask(#"WATCH {"org":"acme"}"#).hasPrefix("OK "))
        _ = try operating.ask(#"SUBMIT {"org":"acme","text":"first"}"#)
        #expect(try watching.takeLine().contains("first"))
        #expect(try operating.ask(#"TOKEN {"revoke":"analyst"}"#).hasPrefix("OK "))
        _ = try operating.ask(#"SUBMIT {"org":"acme","text":"second"}"#)
        var heard: String?
        do { heard = try watching.takeLine() } catch is ConversationEnded {}
        #expect(heard == nil)
    }

    @Test("the certificate is read again under load: conversations go on, and new ones meet the new one")
    func reload() throws {
        let server = try EarshotProcess()
        try server.start()
        var talking = try server.open()
        for round in 0..<5 {
            if round > 0 { server.signal(SIGHUP) }
            for _ in 0..<20 { #expect(try talking.ask("PING") == "OK {}") }
            var other = try server.open()
            #expect(try other.ask("PING") == "OK {}")
        }
    }

    @Test("a principal stores as many submissions a second as it may, and is told when to come again")
    func rate() throws {
        let server = try EarshotProcess()
        try server.start()
        var client = try server.open()
        let digest = "084d166d48a299020b1b3218b245dd342468d9eb7d3340ab86d826125decd3d8"
        _ = try client.ask(#"ORG {"add":"acme"}"#)
        let limited = #""submissions_per_second":2"#
        _ = try client.ask(#"TOKEN {"add":"kiosk","roles":["operate"],"sha256":"\#(digest)",\#(limited)}"#)
        _ = try client.ask(#"AUTH {"token":"earshot_page-kiosk-0123456789"}"#)
        let replies = try (0..<8).map { _ in try client.ask(#"SUBMIT {"org":"acme","text":"fine"}"#) }
        let refused = replies.filter { $0.contains(#""code":"rate_limited""#) }
        #expect(replies.prefix(2).allSatisfy { $0.hasPrefix("OK ") })
        #expect(refused.count >= 1)
        #expect(refused.allSatisfy { $0.contains(#""retry_after_ms":"#) })
        #expect(try client.ask(#"REPORT {"org":"acme"}"#).hasPrefix("OK "))
    }

    @Test("without a token only a loopback address is listened on")
    func loopbackOnly() throws {
        let server = try EarshotProcess()
        #expect(throws: StartFailure.self) { try server.start(["--listen", "0.0.0.0:0"]) }
        #expect(throws: StartFailure.self) { try server.start(["--plaintext", "0.0.0.0:0"]) }
    }

    @Test("the third failed attempt ends the connection")
    func guessing() throws {
        let server = try EarshotProcess()
        _ = try server.run(["token", "add", "ops", "--role", "operate", "--data"], addingData: true)
        try server.start()
        var guesser = try server.open()
        for _ in 0..<3 { #expect(try guesser.ask(#"AUTH {"token":"earshot_guess"}"#).contains("unauthenticated")) }
        var hasEnded = false
        do { _ = try guesser.ask("PING") } catch is ConversationEnded { hasEnded = true }
        #expect(hasEnded)
    }

    @Test("the ninth failed attempt of an address is refused unseen, on whatever connection")
    func refusedUnseen() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        let digest = "084d166d48a299020b1b3218b245dd342468d9eb7d3340ab86d826125decd3d8"
        _ = server.hear(Array("TOKEN {\"add\":\"ops\",\"roles\":[\"operate\"],\"sha256\":\"\(digest)\"}\n".utf8))
        let attempts = (0..<10).map { index in
            if index % 2 == 0 { server.connect() }
            return String(decoding: server.hear(Array("AUTH {\"token\":\"guess\"}\n".utf8)), as: UTF8.self)
        }
        #expect(attempts.prefix(8).allSatisfy { $0.contains("unauthenticated") }, "\(attempts)")
        #expect(attempts.suffix(2).allSatisfy { $0.contains("rate_limited") && $0.contains("retry_after_ms") })
    }

    @Test("a stranger's line has 4 KiB, a principal's 64 KiB")
    func lines() throws {
        let server = try EarshotProcess()
        try server.start()
        var client = try server.open()
        let digest = "084d166d48a299020b1b3218b245dd342468d9eb7d3340ab86d826125decd3d8"
        let long = #"SCORE {"text":"\#(String(repeating: "fine ", count: 2000))"}"#
        #expect(try client.ask(long).hasPrefix("OK "))
        _ = try client.ask(#"TOKEN {"add":"ops","roles":["operate"],"sha256":"\#(digest)"}"#)
        #expect(try client.ask(long).contains(#""code":"too_long""#))
        #expect(try client.ask(#"AUTH {"token":"earshot_page-kiosk-0123456789"}"#).hasPrefix("OK "))
        #expect(try client.ask(long).hasPrefix("OK "))
    }

    @Test("DRAIN answers, then ends the server as SIGTERM does")
    func drain() throws {
        let server = try EarshotProcess()
        try server.start()
        var client = try server.open()
        #expect(try client.ask("DRAIN") == #"OK {"draining":true}"#)
        #expect(server.waitForEnd() == 0)
    }
}
