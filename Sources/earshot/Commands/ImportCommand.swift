// `earshot import`: a file of feedback.

import ArgumentParser
import EarshotClient
import Transport

/// Submits JSON Lines.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Submit a file of JSON Lines, one submission a line.",
        discussion: """
            Examples:
              earshot import feedback.jsonl
              earshot import --org acme - < feedback.jsonl
            A line: {"org":"acme","text":"Nobody called me back.","channel":"phone","at":"2026-11-23T09:30:00Z"}. A \
            line without id gets one from its content and number, so that a file imported twice counts once. A lost \
            connection is made again and what was unanswered is sent again.
            \(CommandFailure.exitCodes)
            """)

    @Argument(help: "The file; - for standard input.")
    var file: String

    @Option(help: "The organisation of the lines that name none.")
    var org: String?

    @Option(help: "How many submissions may be unanswered, 1 to 1024.")
    var window = 64

    @Option(help: "Seconds to go on trying when the connection is lost.")
    var patience = 60

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard (1...1024).contains(window) else { throw ValidationError("--window must be 1 to 1024.") }
        guard (0...86_400).contains(patience) else { throw ValidationError("--patience must be 0 to 86400 seconds.") }
    }

    func run() throws {
        var lines: ByteLines
        do { lines = try ByteLines(path: file) } catch { throw CommandFailure("\(error)").reported() }
        let name = file == "-" ? "standard input" : file
        let options = try client.connectionOptions()
        let policy = RetryPolicy(reconnectMilliseconds: patience * 1000)
        let start = MonotonicClock.system.milliseconds
        do {
            let queue = try SubmissionQueue.open(options, window: window, policy: policy)
            var importer = Importer(queue, name: name, org: org)
            do { try importer.run(&lines) } catch let error as SystemError {
                complain("\(name): \(error)")
                show(importer.summary, name, since: start)
                throw ExitCode(CommandFailure.refused)
            } catch {
                show(importer.summary, name, since: start)
                complain("stopped near line \(lines.lineNumber); the same import again counts nothing twice")
                throw error
            }
            show(importer.summary, name, since: start)
            if importer.summary.refused > 0 { throw ExitCode(CommandFailure.refused) }
        } catch let error as ClientError {
            throw CommandFailure(error).reported()
        }
    }

    private func show(_ summary: ImportSummary, _ name: String, since start: Int64) {
        if client.display.json {
            return say(
                """
                {"stored":\(summary.stored),"duplicates":\(summary.duplicates),"refused":\(summary.refused),\
                "sent_again":\(summary.sentAgain)}

                """)
        }
        let milliseconds = max(1, MonotonicClock.system.milliseconds - start)
        var text = "\(SafeText.line(name)): \(Figures.count(summary.stored)) stored"
        text += ", \(Figures.count(summary.duplicates)) duplicates, \(Figures.count(summary.refused)) refused"
        if summary.sentAgain > 0 { text += ", \(Figures.count(summary.sentAgain)) of them sent more than once" }
        say(text + " in \(Figures.fixed(Double(milliseconds) / 1000, 1)) s\n")
    }
}
