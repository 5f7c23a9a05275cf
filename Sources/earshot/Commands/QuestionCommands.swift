// The commands that ask one question and show the answer.

import ArgumentParser
import EarshotClient

/// How an organisation stands.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show how an organisation stands.",
        discussion: """
            Examples:
              earshot report --org acme
              earshot report --org acme --from 2026-11-01 --to 2026-12-01 --json
              earshot report --org acme --last 30d --split channel
            \(CommandFailure.exitCodes)
            """)

    @OptionGroup var scope: ScopeOptions

    @Option(help: "Split the figures by channel, touchpoint, staff, survey, or tag: and a declared key.")
    var split: String?

    @Option(help: "How many parts a split shows, 1 to 1000. Default: 50.")
    var limit: Int?

    @OptionGroup var client: ClientOptions

    func run() throws {
        let scope = try scope.scope()
        let inquiry = Inquiry.report(ReportQuery(scope, split: split, limit: limit))
        try client.connected { connection in
            say(try client.display.shown(try connection.ask(inquiry), to: inquiry))
            if !client.display.json { try showWords(scope, &connection) }
        }
    }

    /// The words at both ends, as far as they are still kept and may be read.
    private func showWords(_ scope: Scope, _ connection: inout Connection) throws {
        var page = client.display.page
        for order in [VerbatimQuery.Order.mostNegative, .mostPositive] {
            guard let query = VerbatimQuery(scope, order: order, limit: 1) else { return }
            do {
                try page.draw(words: connection.verbatims(query), isFirst: order == .mostNegative)
            } catch ClientError.refused {
                return
            }
        }
        say(page.text)
    }
}

/// Why a submission got its score.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show a submission's words with the evidence marked, and what each piece adds.",
        discussion: """
            Examples:
              earshot explain s12
              earshot explain call-4711 --org acme
            \(CommandFailure.exitCodes)
            """)

    @Argument(help: "The submission's id.")
    var id: String

    @Option(help: "The organisation; not needed for an id that the server gave.")
    var org: String?

    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.explain(id: id, org: org)) }
}

/// The organisations.
struct OrgsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orgs",
        abstract: "List the organisations.",
        discussion: """
            Example: earshot orgs --prefix ac --limit 20
            \(CommandFailure.exitCodes)
            """)

    @Option(help: "Only names that begin so.")
    var prefix: String?

    @Option(help: "Only names behind this one, for the next page.")
    var after: String?

    @Option(help: "How many, 1 to 1000.")
    var limit: Int?

    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.organisations(prefix: prefix, after: after, limit: limit)) }
}

/// How the server stands.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how the server stands.",
        discussion: """
            Examples:
              earshot status --json
              earshot status --prometheus > metrics/earshot.tmp && mv metrics/earshot.tmp metrics/earshot.prom
            The second is for the textfile collector of Prometheus' node_exporter.
            \(CommandFailure.exitCodes)
            """)

    @Flag(help: "As metrics in the text format of Prometheus.")
    var prometheus = false

    @OptionGroup var client: ClientOptions

    func validate() throws {
        if prometheus, client.display.json { throw ValidationError("Either --prometheus or --json.") }
    }

    func run() throws {
        guard prometheus else { return try client.ask(.status) }
        try client.connected { connection in
            say(StatusMetrics.text(of: try connection.ask(.status).object))
        }
    }
}

/// Whether the server answers.
struct PingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping",
        abstract: "Tell whether the server answers.",
        discussion: """
            Example: earshot ping --timeout 1 && echo up
            \(CommandFailure.exitCodes)
            """)

    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.ping) }
}
