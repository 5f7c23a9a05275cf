// Replies taken apart: the good, the refusals, and what is none.

import EarshotClient
import LineProtocol
import Testing

struct ReplyTests {
    @Test("an OK reply has its tag and its JSON as it came")
    func okay() throws {
        let reply = try Self.reply(#"@a1 OK {"id":"s1", "seq":1}"#)
        #expect(reply.tag == "a1")
        #expect(reply.isOK)
        #expect(reply.json == #"{"id":"s1", "seq":1}"#)
    }

    @Test("a refusal tells its code, field, offset and when to try again")
    func refusal() throws {
        let line = #"ERR {"code":"disk_full","message":"full","field":"org","offset":7,"retry_after_ms":1000}"#
        let error = try Self.reply(line).error
        let expected = ServerError(
            code: "disk_full", message: "full", field: "org", offset: 7, retryAfterMilliseconds: 1000)
        #expect(error == expected)
        #expect(error?.isTransient == true)
        #expect(throws: ClientError.refused(expected)) { try Self.reply(line).checked() }
    }

    @Test(
        "what is no reply is an error and no trap",
        arguments: ["", "@", "OK", "OK []", "OK {", "YES {}", "@x", "ERR 1"])
    func garbage(line: String) { #expect(throws: ClientError.self) { try Self.reply(line) } }

    static func reply(_ line: String) throws -> EarshotClient.Reply {
        try EarshotClient.Reply(line: Array(line.utf8).span)
    }
}
