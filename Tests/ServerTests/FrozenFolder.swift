// A data folder with an entry of every kind, as each format version wrote it, and what is answered over it.

import Foundation
import LineProtocol
import Synchronization
import Testing
import Transport

@testable import Server

/// The folder of one format version, in two forms that hold the same: `journal`, a snapshot with a long journal after it,
/// and `snapshot`, all of it in a snapshot.
///
/// It was made by the lines of `Frozen/conversation.txt`; `Frozen/questions.txt` is what is asked.
///
/// `EARSHOT_FREEZE=1 swift test --filter Frozen` makes the newest anew while it is unreleased; `EARSHOT_FREEZE=answers` only
/// what is answered, for review as a diff.
struct FrozenFolder {
    /// By the version of the files and, where it is beyond 1, that of a snapshot's sections.
    static let versions = ["version-1", "version-1-sections-2"]
    /// The version in the headers of the files that are written now.
    static let fileVersion = 1
    static let forms = ["journal", "snapshot"]
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Frozen")

    /// An operator proves itself: the token of the pages.
    static let operatorLine = #"AUTH {"token":"earshot_page-operator-0123456789"}"#

    let version: String

    private static func lines(_ file: String) throws -> [String] {
        let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }

    /// The names and the bytes of a form's files.
    func files(_ form: String) throws -> [String: [UInt8]] {
        let folder = Self.root.appendingPathComponent("\(version)/\(form)")
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            files[name] = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
        }
        return files
    }

    /// What is asked, and what is answered in turn: members may be added to an answer, none may go or change.
    func answers() throws -> [(question: String, answer: String)] {
        let text = try String(contentsOf: Self.root.appendingPathComponent("\(version)/answers.txt"), encoding: .utf8)
        let lines = text.split(separator: "\n").map { String($0.dropFirst(3)) }
        return stride(from: 0, to: lines.count - 1, by: 2).map { (lines[$0], lines[$0 + 1]) }
    }

    /// Puts files into a folder of their own.
    static func place(_ files: [String: [UInt8]]) throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)")) }
        return folder
    }

    /// A server over a folder, so many minutes after it was made, by a clock that moves on by a second with every look.
    static func open(_ folder: TemporaryFolder, minute: Int64 = 30) throws -> InProcessServer {
        let now = Mutex<Int64>(1_795_420_800_000 + minute * 60_000)
        let clock = WallClock {
            now.withLock { now in
                now += 1_000
                return now
            }
        }
        let server = try InProcessServer(folder: folder.path, clock: clock)
        _ = server.takeOutput()
        return server
    }

    /// The first question that a server answers in another way than it did.
    func difference(_ server: InProcessServer) throws -> String? {
        for (question, expected) in try answers() {
            let answer = server.ask(question).split(separator: "\n").first.map(String.init) ?? ""
            if try !Self.contains(answer, expected) { return "\(question)\n\(answer)\ninstead of\n\(expected)" }
        }
        return nil
    }

    private static func contains(_ answer: String, _ expected: String) throws -> Bool {
        let heads = (answer.prefix { $0 != " " }, expected.prefix { $0 != " " })
        guard heads.0 == heads.1 else { return false }
        return contains(
            try JSONValue(parsing: String(answer.dropFirst(heads.0.count + 1))),
            try JSONValue(parsing: String(expected.dropFirst(heads.1.count + 1))))
    }

    private static func contains(_ value: JSONValue, _ expected: JSONValue) -> Bool {
        switch (value, expected) {
        case (.object, .object(let members)):
            members.allSatisfy { member in value[member.key].map { contains($0, member.value) } ?? false }
        case (.array(let elements), .array(let others)):
            elements.count == others.count && zip(elements, others).allSatisfy { contains($0, $1) }
        default: value == expected
        }
    }

    // MARK: - Freezing

    /// Makes the folder anew, with the program as it is.
    func freeze() throws {
        let folder = try Self.place([:])
        let server = try Self.open(folder, minute: 0)
        for line in try Self.lines("conversation.txt") {
            let reply = server.ask(line)
            guard reply.hasPrefix("OK ") else { throw Unexpected(reply: reply, line: line) }
        }
        server.endJournal()
        try save(folder, "journal")
        try freezeAnswers()
        let last = try Self.place(try files("journal"))
        let ending = try Self.open(last)
        _ = ending.ask(Self.operatorLine)
        _ = ending.ask("SNAPSHOT")
        ending.endJournal()
        try save(last, "snapshot")
    }

    /// Notes what is answered over the folder.
    func freezeAnswers() throws {
        let server = try Self.open(try Self.place(try files("journal")))
        let lines = try Self.lines("questions.txt").flatMap { question in
            ["C: \(question)", "S: \(server.ask(question).dropLast())"]
        }
        let file = Self.root.appendingPathComponent("\(version)/answers.txt")
        try lines.map { "\($0)\n" }.joined().write(to: file, atomically: true, encoding: .utf8)
    }

    private func save(_ folder: TemporaryFolder, _ form: String) throws {
        let target = Self.root.appendingPathComponent("\(version)/\(form)")
        try? FileManager.default.removeItem(at: target)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name != "lock" {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
            try bytes.write(to: target.appendingPathComponent(name))
        }
    }

    struct Unexpected: Error {
        let reply: String
        let line: String
    }
}
