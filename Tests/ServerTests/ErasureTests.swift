import Foundation
import Testing

@testable import Server

@Suite("Erasing from the disk")
struct ErasureTests {
    /// Words that stand nowhere else.
    private static let words = "Quixotic zephyrs jinxed my vortex"

    private func say(_ server: InProcessServer, _ line: String) -> String {
        String(decoding: server.hear(Array("\(line)\n".utf8)), as: UTF8.self)
    }

    private func filesWithWords(in folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
            return data.range(of: Data(Self.words.utf8)) != nil
        }
    }

    @Test("after FORGET and a snapshot no file has the words, neither the journal nor an older snapshot")
    func words() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        #expect(say(server, #"SUBMIT {"org":"o","id":"a","text":"\#(Self.words)"}"#).contains("OK "))
        #expect(say(server, "SNAPSHOT").contains(#"OK {"seq":1}"#))
        #expect(
            say(server, #"SUBMIT {"org":"o","id":"b","customer":"c","text":"\#(Self.words) again"}"#).contains("OK "))
        #expect(say(server, "SNAPSHOT").contains(#"OK {"seq":2}"#))
        #expect(say(server, #"SUBMIT {"org":"o","id":"c","text":"rude"}"#).contains("OK "))
        #expect(try filesWithWords(in: folder).count >= 3)
        #expect(say(server, #"FORGET {"org":"o","id":"a"}"#).contains(#""forgotten":1"#))
        #expect(say(server, #"FORGET {"org":"o","customer":"c"}"#).contains(#""forgotten":1"#))
        #expect(say(server, "STATUS").contains(#""forgotten":{"submissions":2,"erasure_pending":true}"#))
        #expect(say(server, "SNAPSHOT").contains(#"OK {"seq":5}"#))
        #expect(try filesWithWords(in: folder) == [])
        #expect(say(server, "STATUS").contains(#""forgotten":{"submissions":2,"erasure_pending":false}"#))
        // What was kept is found again, with a kill as well.
        try server.restart(cleanly: false)
        _ = server.takeOutput()
        #expect(say(server, #"REPORT {"org":"o"}"#).contains(#""volume":{"received":1,"#))
        #expect(say(server, #"SUBMIT {"org":"o","id":"a","text":"x"}"#).contains("forgotten"))
        #expect(say(server, "STATUS").contains(#""erasure_pending":false}"#))
    }

    @Test("a kill between FORGET and the snapshot loses neither: after the start the erasure is still due")
    func kill() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        #expect(say(server, #"SUBMIT {"org":"o","id":"a","text":"\#(Self.words)"}"#).contains("OK "))
        #expect(say(server, #"FORGET {"org":"o","id":"a"}"#).contains(#""forgotten":1"#))
        try server.restart(cleanly: false)
        _ = server.takeOutput()
        #expect(say(server, "STATUS").contains(#""erasure_pending":true}"#))
        #expect(try !filesWithWords(in: folder).isEmpty)
        #expect(say(server, "SNAPSHOT").contains("OK "))
        #expect(try filesWithWords(in: folder) == [])
        // A clean stop erases by itself.
        #expect(say(server, #"SUBMIT {"org":"o","id":"b","text":"\#(Self.words)"}"#).contains("OK "))
        #expect(say(server, #"FORGET {"org":"o","id":"b"}"#).contains(#""forgotten":1"#))
        try server.restart(cleanly: true)
        #expect(try filesWithWords(in: folder) == [])
    }

    @Test("personal data never reaches the disk, unless the server is told to keep it")
    func personalData() throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        let line =
            #"SUBMIT {"org":"o","survey":"nps","answers":{"nps":3,"why":"call 555-123-4567"},"text":"\#(Self.words) to a.b@example.com"}"#
        #expect(say(server, line).contains(#""masked":{"email":1,"phone":1}"#))
        let stored = say(server, #"EXPLAIN {"id":"s1"}"#)
        #expect(stored.contains(#""why":"call [phone]""#) && stored.contains(#"[e-mail]\ncall [phone]""#))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
            #expect(data.range(of: Data("example.com".utf8)) == nil && data.range(of: Data("4567".utf8)) == nil)
        }
        server.keepsPersonalData = true
        #expect(!say(server, line).contains("masked"))
        #expect(say(server, #"EXPLAIN {"id":"s2"}"#).contains("a.b@example.com"))
    }
}
