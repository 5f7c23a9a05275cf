// `earshot verbatims`: the words behind the numbers.

import ArgumentParser
import EarshotClient

/// The words behind the numbers.
struct VerbatimsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verbatims",
        abstract: "Show the customers' words behind the numbers.",
        discussion: """
            Examples:
              earshot verbatims --org acme --label negative --limit 5
              earshot verbatims --org acme --dimension responsiveness --side negative --order most_negative
              earshot verbatims --org acme --signal leaving --last 7d
            \(CommandFailure.exitCodes)
            """)

    @OptionGroup var choice: VerbatimChoice

    @Option(help: "newest, oldest, most_negative or most_positive first.")
    var order: String?

    @Option(help: "Only those after this, for the next page.")
    var after: String?

    @Option(help: "How many, 1 to 200.")
    var limit: Int?

    @OptionGroup var client: ClientOptions

    func validate() throws {
        if let order, VerbatimQuery.Order(rawValue: order) == nil {
            throw ValidationError("--order must be newest, oldest, most_negative or most_positive.")
        }
    }

    func run() throws {
        var query = try choice.query()
        query.order = order.flatMap { VerbatimQuery.Order(rawValue: $0) }
        query.after = after
        query.limit = limit
        try client.ask(.verbatims(query))
    }
}

/// Which submissions a command is about.
struct VerbatimChoice: ParsableArguments {
    @Option(help: "The organisation.")
    var org: String

    @OptionGroup var window: WindowOptions

    @Option(help: "Only this verdict: negative, neutral, mixed, positive or insufficient.")
    var label: String?

    @Option(help: "Only from this channel.")
    var channel: String?

    @Option(help: "Only about this touchpoint.")
    var touchpoint: String?

    @Option(help: "Only about this member of staff.")
    var staff: String?

    @Option(help: "Only answers to this survey.")
    var survey: String?

    @Option(help: "Only of this customer.")
    var customer: String?

    @Option(name: .customLong("tag"), help: "Only with this tag, KEY=VALUE; may be repeated.")
    var tags: [String] = []

    @Option(help: "Only what speaks of this dimension, such as responsiveness.")
    var dimension: String?

    @Option(help: "Of these only the positive or the negative ones.")
    var side: String?

    @Option(help: "Only what tells of this signal, such as leaving, waiting_minutes or returns.")
    var signal: String?

    @Option(help: "Only with words that begin so.")
    var words: String?

    func validate() throws {
        for tag in tags where tag.first == "=" || !tag.contains("=") {
            throw ValidationError("--tag must be KEY=VALUE.")
        }
    }

    /// The question for them.
    func query() throws -> VerbatimQuery {
        var query = VerbatimQuery(org: org, label: label)
        (query.from, query.to) = try window.borders()
        query.channel = channel
        query.touchpoint = touchpoint
        query.staff = staff
        query.survey = survey
        query.customer = customer
        query.tags = tags.map { tag in
            let parts = tag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Submission.Tag(key: String(parts[0]), value: String(parts[1]))
        }
        query.dimension = dimension
        query.side = side
        query.signal = signal
        query.words = words
        return query
    }
}

extension VerbatimQuery {
    /// The words behind a figure: those in its scope; nil when no filter says the same.
    init?(_ scope: Scope, order: Order, limit: Int) {
        self.init(org: scope.org, limit: limit)
        (from, to) = (scope.from, scope.to)
        self.order = order
        guard let segment = scope.segment else { return }
        if segment.value == "~other" { return nil }
        switch segment.axis {
        case "channel": channel = segment.value
        case "touchpoint": touchpoint = segment.value
        case "staff": staff = segment.value
        case "survey": survey = segment.value
        default: tags = [.init(key: String(segment.axis.dropFirst("tag:".count)), value: segment.value)]
        }
    }
}
