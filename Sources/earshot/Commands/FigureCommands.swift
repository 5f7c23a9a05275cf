// The commands that ask about figures over time, side by side, by driver and by rank.

import ArgumentParser
import EarshotClient

/// How metrics went over time.
struct TrendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trend",
        abstract: "Plot how an organisation stood by hour, day, week or month.",
        discussion: """
            Examples:
              earshot trend --org acme --last 12w --by week
              earshot trend --org acme --last 48h --by hour --metric sentiment --metric may_switch --segment channel=web
            Metrics: sentiment, volume, negative, neutral, mixed, positive, nps, csat, ces, a dimension (courtesy, …), an \
            outcome (may_switch, …), a kind of urgency (safety, legal, fraud, leaving).
            \(CommandFailure.exitCodes)
            """)

    @OptionGroup var scope: ScopeOptions

    @Option(help: "hour, day, week or month.")
    var by: String?

    @Option(help: "What to plot; may be given several times. Default: sentiment.")
    var metric: [String] = []

    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.trend(TrendQuery(try scope.scope(), by: by, metrics: metric))) }
}

/// Two sides beside each other.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two windows, two segments or two organisations, and tell which differences are real.",
        discussion: """
            What the other side does not say is as on the first. With a window and nothing about the other side, the \
            other side is the same stretch of time before it.
            Examples:
              earshot compare --org acme --last 7d
              earshot compare --org acme --segment channel=web --with-segment channel=phone
              earshot compare --org acme --with-org globex --metric sentiment --metric courtesy
            \(CommandFailure.exitCodes)
            """)

    @OptionGroup var scope: ScopeOptions

    @Option(help: "The other side's organisation.")
    var withOrg: String?

    @Option(help: "The other side's first moment.")
    var withFrom: String?

    @Option(help: "The other side's end.")
    var withTo: String?

    @Option(help: "The other side's segment: AXIS=VALUE.")
    var withSegment: String?

    @Option(help: "What to compare; may be given several times. Default: all that both sides have.")
    var metric: [String] = []

    @OptionGroup var client: ClientOptions

    func run() throws {
        let first = try scope.scope()
        var other = Scope(
            org: withOrg ?? "", from: withFrom.map(WindowOptions.moment), to: withTo.map(WindowOptions.moment),
            segment: try withSegment.map { try ScopeOptions.segment($0, "--with-segment") })
        if other == Scope(org: "") {
            guard let before = ScopeOptions.before(first) else {
                throw ValidationError("Say what to compare with: --with-org, --with-segment, --with-from, or a window.")
            }
            other = before
        }
        try client.ask(.compare(CompareQuery(first, with: other, metrics: metric)))
    }
}

/// Which dimensions move an outcome most.
struct DriversCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drivers",
        abstract: "Show which parts of the service move sentiment or ratings most.",
        discussion: """
            Example: earshot drivers --org acme --last 90d --outcome rating
            \(CommandFailure.exitCodes)
            """)

    @OptionGroup var scope: ScopeOptions

    @Option(help: "sentiment or rating.")
    var outcome: String?

    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.drivers(DriversQuery(try scope.scope(), outcome: outcome))) }
}

/// A league.
struct RankCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank",
        abstract:
            "Rank organisations, or the staff, channels or touchpoints of one, and tell which ranks mean anything.",
        discussion: """
            Examples:
              earshot rank --metric nps --min-n 100
              earshot rank --of staff --org acme --metric courtesy --worst
            \(CommandFailure.exitCodes)
            """)

    @Option(help: "orgs, channel, touchpoint, staff, survey, or tag: and a declared key.")
    var of: String?

    @Option(help: "The organisation; not with --of orgs.")
    var org: String?

    @Option(help: "By what. Default: sentiment.")
    var metric: String?

    @OptionGroup var window: WindowOptions

    @Option(help: "Leave out who rests on fewer; at least 11. Default: 30.")
    var minN: Int?

    @Option(help: "How many rows, 1 to 1000. Default: 20.")
    var limit: Int?

    @Flag(help: "The worst first.")
    var worst = false

    @Option(help: "Only organisations whose names begin so.")
    var prefix: String?

    @OptionGroup var client: ClientOptions

    func run() throws {
        var query = RankQuery(of: of, org: org, metric: metric)
        (query.from, query.to) = try window.borders()
        query.minimum = minN
        query.limit = limit
        query.isWorstFirst = worst
        query.prefix = prefix
        try client.ask(.rank(query))
    }
}

/// What figures can be split by.
struct SegmentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segments",
        abstract: "List what an organisation's figures can be split by; declare or drop tag keys for it.",
        discussion: """
            Examples:
              earshot segments --org acme --declare region --declare plan
              earshot segments --org acme --drop plan
            A key that is dropped makes room for another; what was counted by it is gone for good. Dropped and declared in
            one command it begins anew.
            \(CommandFailure.exitCodes)
            """)

    @Option(help: "The organisation.")
    var org: String

    @Option(help: "A tag key that is to be an axis from now on; may be repeated, at most eight in all.")
    var declare: [String] = []

    @Option(help: "A tag key that is to be an axis no more, with all that was counted by it; may be repeated.")
    var drop: [String] = []

    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.segments(org: org, declaring: declare, dropping: drop)) }
}
