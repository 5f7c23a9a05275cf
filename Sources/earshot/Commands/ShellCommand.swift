// `earshot shell`: a conversation with the server.

import ArgumentParser
import EarshotClient
import Transport

/// Asks one thing after the other on one connection.
struct ShellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shell",
        abstract: "Talk to the server: short commands, or the protocol's own lines.",
        discussion: """
            Examples:
              earshot shell
              echo 'report acme' | earshot shell
            Type help for the commands. Refusals do not end the shell; piped, they make its exit code 1.
            \(CommandFailure.exitCodes)
            """)

    @OptionGroup var client: ClientOptions

    func run() throws {
        let options = try client.connectionOptions()
        do {
            var connection = try Connection.open(options)
            if TerminalFacts.inputIsTerminal {
                let greeting = connection.greeting
                say(
                    "\(SafeText.line(greeting.server)) at \(options.endpoint); help lists the commands, Ctrl-D leaves\n"
                )
                var editor = try LineEditor()
                while let line = try editor.next(prompt: "earshot> ") {
                    guard try handle(line, &connection, options) != .ended else { return }
                }
            } else {
                var lines = try ByteLines(path: "-")
                var isRefused = false
                while case .bytes(let bytes)? = try lines.next() {
                    let outcome = try handle(String(decoding: bytes, as: UTF8.self), &connection, options)
                    if outcome == .refused { isRefused = true }
                    if outcome == .ended { break }
                }
                if isRefused { throw ExitCode(CommandFailure.refused) }
            }
        } catch let error as ClientError { throw CommandFailure(error).reported() }
    }

    private enum Outcome {
        case answered, refused, ended
    }

    private func handle(
        _ text: String, _ connection: inout Connection, _ options: ConnectionOptions
    ) throws -> Outcome {
        let line = ShellLine(text)
        do {
            return try answer(line, &connection)
        } catch ClientError.refused(let error) {
            complain(CommandFailure.text(of: error))
        } catch ClientError.unsendable(let reason) {
            complain(reason)
        } catch let error as ClientError where error.isConnectionFailure {
            // The server may have been restarted, or has ended an idle connection; a question can be asked again.
            connection = try Connection.open(options)
            guard line.isRepeatable else {
                complain("\(error); connected again; whether that was stored is not known")
                return .refused
            }
            return try answer(line, &connection)
        }
        return .refused
    }

    private func answer(_ line: ShellLine, _ connection: inout Connection) throws -> Outcome {
        switch line {
        case .nothing: break
        case .quit: return .ended
        case .help: say(help)
        case .mistake(let message):
            complain(message)
            return .refused
        case .command(let words): return run(words)
        case .inquiry(let inquiry): say(try client.display.shown(try connection.ask(inquiry), to: inquiry))
        case .raw(let request):
            let reply = try connection.request(request.hasSuffix("\r") ? String(request.dropLast()) : request)
            let tag = reply.tag.map { "@\(SafeText.line($0)) " } ?? ""
            say("\(tag)\(reply.isOK ? "OK" : "ERR") \(client.display.shownJSON(reply.json))\n")
            return reply.isOK ? .answered : .refused
        }
        return .answered
    }

    /// Runs a command of the program against the same server, on a connection of its own.
    private func run(_ words: [String]) -> Outcome {
        do {
            var command = try Earshot.parseAsRoot(words + client.sameServer)
            guard !(command is ShellCommand), !(command is ServeCommand) else {
                complain("\(words[0]) does not run in the shell")
                return .refused
            }
            try command.run()
            return .answered
        } catch {
            let message = Earshot.fullMessage(for: error)
            if Earshot.exitCode(for: error) == .success {
                say(message + "\n")
                return .answered
            }
            for line in message.split(separator: "\n") { complain(String(line)) }
            return .refused
        }
    }

    private var help: String {
        var table = Table([.left, .left])
        for (form, purpose) in ShellLine.forms { table.add([.init(form, .strong), .init(purpose)]) }
        return table.lines(client.display.page.ink).map { "  \($0)\n" }.joined()
    }
}

extension ShellLine {
    /// Whether asking it again can do no harm.
    fileprivate var isRepeatable: Bool {
        switch self {
        case .raw, .command, .inquiry(.submit): false
        default: true
        }
    }
}
