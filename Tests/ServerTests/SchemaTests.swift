import Foundation
import LineProtocol
import Testing

@Suite("The schemas of the protocol")
struct SchemaTests {
    /// Replies whose schema is another's.
    private static let shared = ["explain.reply.json": "entry.json", "score.reply.json": "score.json"]

    /// Everything that is said in a conversation, with the schemas that belong to it.
    private static func said(in transcript: Transcript) throws -> [(file: String, payload: String)] {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        var said: [(String, String)] = []
        for stretch in transcript.stretches {
            let greeting = String(decoding: server.takeOutput(), as: UTF8.self)
            if let payload = payload(of: greeting, after: "EARSHOT ") { said.append(("greeting.json", payload)) }
            for request in stretch.requests {
                let reply = String(decoding: server.hear(request + [0x0A]), as: UTF8.self)
                said += pair(String(decoding: request, as: UTF8.self), reply.split(separator: "\n").map(String.init))
            }
            if let end = stretch.end { try server.restart(cleanly: end == .restart) }
        }
        return said
    }

    /// A request that was understood, its reply, and what followed.
    private static func pair(_ request: String, _ lines: [String]) -> [(String, String)] {
        var said: [(String, String)] = []
        let words = request.split(separator: " ", maxSplits: 2).map(String.init)
        let verb = (words.first { !$0.hasPrefix("@") } ?? "").lowercased()
        for line in lines {
            if let event = payload(of: line, after: "EVENT ") {
                said.append(("event.json", event))
            } else if let error = payload(of: line, after: "ERR ") {
                said.append(("error.json", error))
            } else if let reply = payload(of: line, after: "OK ") {
                let file = "\(verb).reply.json"
                said.append((shared[file] ?? file, reply))
                if let own = payload(of: request, after: "\(verb.uppercased()) ") {
                    said.append(("\(verb).request.json", own))
                }
            }
        }
        return said
    }

    /// The object behind a word, which a tag may precede.
    private static func payload(of line: String, after word: String) -> String? {
        var rest = line[...]
        if rest.hasPrefix("@"), let space = rest.firstIndex(of: " ") { rest = rest[space...].dropFirst() }
        guard rest.hasPrefix(word) else { return nil }
        return String(rest.dropFirst(word.count)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("all that is said in the conversations is as the schemas say, and no schema is left unused")
    func conversations() throws {
        var unused = Set(try FileManager.default.contentsOfDirectory(atPath: TranscriptPages.folder + "/schemas"))
        // What is only referred to.
        unused.remove("question.json")
        for transcript in TranscriptPages.all {
            for (file, payload) in try Self.said(in: transcript) {
                unused.remove(file)
                guard let schema = try JSONSchema(file: file) else { continue }
                let faults = try schema.faults(of: JSONValue(parsing: payload))
                #expect(faults.isEmpty, "\(transcript.page):\(transcript.line) \(file) \(payload.prefix(300))")
            }
        }
        #expect(unused.isEmpty)
    }

    @Test(
        "a value that is not as a schema says is found",
        arguments: [
            ("rank.reply.json", #"{"of":"orgs"}"#), ("error.json", #"{"code":1,"message":"x"}"#),
            ("segments.request.json", #"{"org":"a","tags":["a","b","c","d","e","f","g","h","i"]}"#),
            ("submit.request.json", #"{"org":"é","text":"x"}"#), ("submit.request.json", #"{"org":"a","colour":"x"}"#),
        ])
    func faults(file: String, json: String) throws {
        let schema = try #require(try JSONSchema(file: file))
        #expect(try !schema.faults(of: JSONValue(parsing: json)).isEmpty)
    }
}
