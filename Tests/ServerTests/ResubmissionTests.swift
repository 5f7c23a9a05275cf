import Aggregation
import ByteCoding
import LineProtocol
import Scoring
import Testing

@testable import Server

@Suite("A submission that is sent again")
struct ResubmissionTests {
    private static let line = #"SUBMIT {"org":"o","id":"a","text":"The clerk was rude, call me on 555-123-4567."}"#

    @Test("it is the same whether personal data is kept or not")
    func personalData() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        _ = server.takeOutput()
        #expect(server.ask(Self.line).contains(#""duplicate":false"#))
        server.keepsPersonalData = true
        #expect(server.ask(Self.line).contains(#""seq":1,"duplicate":true"#))
        let kept = Self.line.replacing(#""a""#, with: #""b""#)
        #expect(server.ask(kept).contains(#""duplicate":false"#))
        server.keepsPersonalData = false
        #expect(server.ask(kept).contains(#""seq":3,"duplicate":true"#))
        #expect(server.ask(kept.replacing("rude", with: "kind")).contains("conflict"))
    }

    @Test("under other lists it is answered with the score that was stored, and what was masked")
    func otherLists() throws {
        let folder = TemporaryFolder()
        let line = Self.line.replacing("rude", with: "rude and qwyjibo")
        let first = try reply(to: line, in: folder, .standard)
        let mine = ListFile(name: "words-mine.tsv", bytes: Array("qwyjibo\t-3.5\n".utf8))
        let lexicon = try Lexicon(ListFile.embedded, overlay: [mine])
        let fresh = try reply(to: line.replacing(#""a""#, with: #""b""#), in: folder, lexicon)
        #expect(Self.member("compound", of: fresh) != Self.member("compound", of: first))
        let again = try reply(to: line, in: folder, lexicon)
        #expect(again.contains(#""duplicate":true"#) && again.contains(#""masked":{"phone":1}"#))
        #expect(Self.member("lexicon", of: again) == Self.member("lexicon", of: first))
        #expect(Self.member("compound", of: again) == Self.member("compound", of: first))
    }

    @Test("answers given in another order, or as one option instead of a list of one, are the same answers")
    func sameAnswers() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        _ = server.takeOutput()
        let questions =
            #"[{"name":"used","type":"multi","options":["web","phone"]},{"name":"wait","type":"number"},{"name":"ok","type":"yesno"}]"#
        #expect(server.ask(#"SURVEY {"org":"o","survey":"v","questions":\#(questions)}"#).hasPrefix("OK "))
        func submit(_ answers: String) -> String {
            server.ask(#"SUBMIT {"org":"o","id":"a","survey":"v","answers":{\#(answers)}}"#)
        }
        #expect(submit(#""used":["web","phone"],"wait":0,"ok":true"#).contains(#""duplicate":false"#))
        #expect(submit(#""wait":-0.0,"ok":true,"used":["phone","web"]"#).contains(#""duplicate":true"#))
        for other in [#""used":["web"],"wait":0,"ok":true"#, #""used":["web","phone"],"wait":1,"ok":true"#] {
            #expect(submit(other).contains(#""code":"conflict""#))
        }
        #expect(submit(#""used":["web","phone"],"wait":0,"ok":false"#).contains(#""code":"conflict""#))
    }

    @Test("what was admitted and could not be journaled is not taken for sent again")
    func withdrawal() throws {
        var ledger = Ledger(seed: HashSeed(1, 2))
        var submission = Aggregation.Submission(org: "acme", received: 1)
        submission.id = "a"
        var writer = ByteWriter()
        Entry.submission(submission, nil, lexicon: "").encode(into: &writer)
        let payload = writer.bytes
        let entry = try EncodedEntry(payload.span)
        let first = ledger.admit(entry, sequence: 1)
        let reserved = ledger.known(entry)
        ledger.withdraw(entry)
        let withdrawn = ledger.known(entry)
        let second = ledger.admit(entry, sequence: 1)
        #expect(first == .new && reserved == .duplicate(of: 1) && withdrawn == nil && second == .new)
    }

    /// What a server of its own says over a folder.
    private func reply(to line: String, in folder: TemporaryFolder, _ lexicon: Lexicon) throws -> String {
        let server = try InProcessServer(folder: folder.path, lexicon: lexicon)
        _ = server.takeOutput()
        return server.ask(line)
    }

    private static func member(_ key: String, of reply: String) -> JSONValue? {
        (try? JSONValue(parsing: String(reply.dropFirst(3).dropLast())))?["score"]?[key]
    }
}
