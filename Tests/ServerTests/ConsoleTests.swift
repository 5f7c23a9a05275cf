// Runs the console sessions of the pages in protocol/: `$` is a command for the shell, with the program in its path and a
// folder of its own; what follows is what it says, in which `…` stands for anything. `!start`, `!stop` and `!kill` start
// the server over `earshot-data` in that folder and end it.

import Foundation
import Testing

/// One console session of a page.
struct ConsoleSession: Sendable, CustomTestStringConvertible {
    /// A command and the lines that it says.
    struct Step: Sendable {
        var command: String
        var output: [String] = []
        var line: Int
    }

    var page: String
    var steps: [Step] = []

    var testDescription: String { "\(page):\(steps.first?.line ?? 0)" }

    /// Every console session of every page.
    static let all: [ConsoleSession] = TranscriptPages.names.flatMap { read($0) }

    private static func read(_ page: String) -> [ConsoleSession] {
        var sessions: [ConsoleSession] = []
        var isInside = false
        let lines = TranscriptPages.text(page).split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line == "```console" {
                isInside = true
                sessions.append(ConsoleSession(page: page))
            } else if line == "```" {
                isInside = false
            } else if isInside, line.hasPrefix("$ ") || line.hasPrefix("!") {
                let command = line.hasPrefix("$ ") ? line.dropFirst(2) : line
                sessions[sessions.count - 1].steps.append(Step(command: String(command), line: index + 1))
            } else if isInside, let last = sessions.last?.steps.indices.last {
                sessions[sessions.count - 1].steps[last].output.append(String(line))
            }
        }
        return sessions
    }
}

@Suite("Console sessions of the protocol", .serialized)
struct ConsoleTests {
    @Test("each session goes as the page says", arguments: ConsoleSession.all)
    func run(_ session: ConsoleSession) throws {
        let server = try EarshotProcess(inOwnFolder: true)
        for step in session.steps {
            switch step.command {
            case "!start": try server.start()
            case "!stop": #expect(server.end(with: SIGTERM) == 0)
            case "!kill": #expect(server.end(with: SIGKILL) == -SIGKILL)
            default:
                let said = try server.shell(step.command).split(separator: "\n").map(String.init)
                #expect(said.count == step.output.count, "\(session.page):\(step.line) said \(said)")
                for (line, expected) in zip(said, step.output) {
                    #expect(Transcript.matches(line, expected), "\(session.page):\(step.line)\n\(line)")
                }
            }
        }
    }

    @Test("there are sessions to run")
    func found() { #expect(ConsoleSession.all.count >= 2) }
}
