import LineProtocol
import Testing

@testable import Server

/// Hostile payloads of our own, answered by a whole server in process. The public suites are run beside these when they
/// lie beside the project (`python3 Tests/hostile.py`).
@Suite("Hostile bytes")
struct HostileBytesTests {
    /// Payloads with the code they must be refused with; nil for those that are good.
    static let payloads: [(bytes: [UInt8], code: String?)] = [
        (Array(#"{"text":"\u0000\u001b[2J"}"#.utf8), nil), (Array(#"{"text":"\ud83d\ude00"}"#.utf8), nil),
        (Array(#"{"text":"\udead"}"#.utf8), "bad_json"), (Array(#"{"text":"\ud83d"}"#.utf8), "bad_json"),
        (Array(#"{"text":"\ud83dx\ude00"}"#.utf8), "bad_json"), (Array(#"{"text":"a","text":"b"}"#.utf8), "bad_json"),
        (Array(#"{"text":"a"}}"#.utf8), "bad_json"), (Array(#"{"text":"a",}"#.utf8), "bad_json"),
        (Array(#"{'text':"a"}"#.utf8), "bad_json"), (Array(#"{"text":"\x41"}"#.utf8), "bad_json"),
        (Array("{\"text\":\"tab\tinside\"}".utf8), "bad_json"), (Array(#"{"text":1e999}"#.utf8), "bad_value"),
        (Array(#"{"explain":truE}"#.utf8), "bad_json"), (Array("{\"text\":\"a\"}\u{FEFF}".utf8), "bad_json"),
        (Array(#"{"text":"#.utf8) + [0x22, 0xC0, 0xAF, 0x22, 0x7D], "bad_utf8"),
        (Array(#"{"text":"#.utf8) + [0x22, 0xED, 0xA0, 0x80, 0x22, 0x7D], "bad_utf8"),
        (Array(#"{"text":"#.utf8) + [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22, 0x7D], "bad_utf8"),
        (Array(#"{"text":"#.utf8) + [0x22, 0xE2, 0x82, 0x22, 0x7D], "bad_utf8"),
        (Array(#"{"text":"#.utf8) + [0x22, 0x00, 0x22, 0x7D], "bad_json"),
        (Array(repeating: UInt8(ascii: "["), count: 50_000), "bad_json"),
        (Array(#"{"text":"\#(String(repeating: "😀\u{200F}\u{202E}", count: 3000))"}"#.utf8), nil),
        (Array(#"{"text":"Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞"}"#.utf8), nil),
    ]

    @Test("each is answered with its code, by one line without a control character, and the next request with its own")
    func answered() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        _ = server.takeOutput()
        for (bytes, code) in Self.payloads {
            let reply = server.hear(Array("SCORE ".utf8) + bytes + Array("\n@next PING\n".utf8))
            let lines = reply.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            #expect(lines.count == 3 && lines[1].elementsEqual("@next OK {}".utf8))
            #expect(lines[0].allSatisfy { $0 >= 0x20 && $0 != 0x7F })
            let text = String(decoding: lines[0], as: UTF8.self)
            let expected = code.map { #"ERR {"code":"\#($0)""# } ?? "OK {"
            let shown = String(decoding: bytes.prefix(80), as: UTF8.self)
            #expect(text.hasPrefix(expected), "\(shown): \(text.prefix(200))")
        }
    }

    @Test("a refusal never repeats the client's bytes")
    func silent() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        _ = server.takeOutput()
        let marked = [
            "XYZZY {}", #"SUBMIT {"xyzzy":1}"#, #"HELP {"verb":"xyzzy"}"#, #"REPORT {"org":"xyz zy"}"#,
            "@x\u{7} PING",
        ]
        for line in marked {
            let reply = String(decoding: server.hear(Array("\(line)\n".utf8)), as: UTF8.self)
            #expect(reply.hasPrefix("ERR "))
            #expect(!reply.lowercased().contains("xyzzy") && !reply.contains("xyz zy") && !reply.contains("\u{7}"))
        }
    }
}
