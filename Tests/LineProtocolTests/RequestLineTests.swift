import LineProtocol
import Testing

@Suite("Request lines")
struct RequestLineTests {
    private func parse(_ line: String) throws -> (verb: Verb, tag: String, payload: String) {
        let bytes = Array(line.utf8)
        var tag = 0..<0
        let request = try RequestLine.parse(bytes.span, tag: &tag)
        return (
            request.verb, String(decoding: bytes[request.tag], as: UTF8.self),
            String(decoding: bytes[request.payloadStart...], as: UTF8.self)
        )
    }

    @Test("tag, verb and payload are told apart")
    func parts() throws {
        let full = try parse("@a-1  submit\t{\"org\":\"x\"}")
        #expect(full.verb == .submit && full.tag == "a-1" && full.payload == "{\"org\":\"x\"}")
        let bare = try parse("PING")
        #expect(bare.verb == .ping && bare.tag.isEmpty && bare.payload.isEmpty)
        let tight = try parse("SCORE{}")
        #expect(tight.verb == .score && tight.payload == "{}")
    }

    @Test(
        "a line that is no request is refused with its offset",
        arguments: [
            ("@", ErrorCode.badRequest, 1), ("@a", .badRequest, 2), ("@é PING", .badRequest, 1),
            ("@\(String(repeating: "a", count: 33)) PING", .badRequest, 0), ("{}", .badRequest, 0),
            ("NOPE", .unknownVerb, 0), ("@t NOPE", .unknownVerb, 3), ("PING!", .badRequest, 4), ("   ", .badRequest, 0),
            ("PINGPING", .unknownVerb, 0), ("\u{1b}[2J", .badRequest, 0),
        ])
    func refused(line: String, code: ErrorCode, offset: Int) {
        let refusal = #expect(throws: Refusal.self) { try parse(line) }
        #expect(refusal?.code == code)
        #expect(refusal?.offset == offset)
    }

    @Test("each verb is known in capital and small letters, and only whole")
    func verbs() throws {
        for verb in Verb.allCases {
            for name in [verb.rawValue, verb.rawValue.lowercased()] {
                for line in [name, "\(name) {}", "@t \(name) {\"org\":\"some organisation\"}"] {
                    #expect(try parse(line).verb == verb)
                }
                for line in ["\(name)_ {}", "_\(name) {}", "\(name)XXXXXXXXXXXXXXXX {}"] {
                    #expect(throws: Refusal.self) { try parse(line) }
                }
            }
        }
    }

    @Test("HTTP is recognised by its first line")
    func http() {
        for (line, expected) in [
            ("GET / HTTP/1.1", true), ("POST /x HTTP/1.0", true), ("GETTY", false), ("PING", false),
        ] {
            let bytes = Array(line.utf8)
            let looks = RequestLine.looksLikeHTTP(bytes.span)
            #expect(looks == expected)
        }
    }
}
