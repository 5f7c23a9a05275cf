// `earshot export`: every kept submission with its scores, page by page, so that neither side holds more than a page.

import ArgumentParser
import EarshotClient
import LineProtocol

/// Writes submissions to standard output.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write every kept submission with its scores, oldest first.",
        discussion: """
            Examples:
              earshot export --org acme > acme.csv
              earshot export --org acme --from 2026-11-01 --to 2026-12-01 --format jsonl
            In CSV a cell that a spreadsheet would take for a formula gets an apostrophe before it.
            \(CommandFailure.exitCodes)
            """)

    @OptionGroup var choice: VerbatimChoice

    @Option(help: "csv or jsonl.")
    var format = ExportFormat.csv

    @OptionGroup var client: ClientOptions

    func run() throws {
        try client.connected { connection in
            var query = try choice.query()
            query.order = .oldest
            query.limit = 200
            var count = 0
            var last: JSONValue
            repeat {
                last = try connection.ask(.verbatims(query)).object
                let page = last["verbatims"]?.elements ?? []
                if count == 0 { show(format.head) }
                count += page.count
                show(page.map { format.line($0) }.joined())
                query.after = last["next"]?.string
            } while query.after != nil
            let held = last["held"]?.integer ?? 0
            let dropped = last["dropped"]?.integer ?? 0
            complain("\(count) submissions of \(held) that are kept; \(dropped) older ones were let go before")
        }
    }

    private func show(_ text: String) { say(Self.shown(text, onTerminal: TerminalFacts.outputIsTerminal)) }

    /// A file gets the words as they were stored; on a terminal they must not do anything.
    static func shown(_ text: String, onTerminal: Bool) -> String { onTerminal ? SafeText.block(text) : text }
}

extension ExportFormat: ExpressibleByArgument {}
