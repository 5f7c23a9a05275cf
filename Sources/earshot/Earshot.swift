// The root command: lists the others.

import ArgumentParser

/// The one binary: the server and every client command.
@main
struct Earshot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "earshot",
        abstract: "Hears what customers say.",
        discussion: """
            Feedback goes in a line at a time; how customers feel, and about which part of the service, comes out.
              earshot submit --org acme --text "Nobody called me back."
              earshot report --org acme
            Where the server is: --server HOST:PORT or EARSHOT_SERVER; whom to trust: --ca FILE or EARSHOT_CA; who is
            asking: EARSHOT_TOKEN or --token-file FILE.
            \(CommandFailure.exitCodes)
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Feedback",
                subcommands: [
                    SubmitCommand.self, ImportCommand.self, ScoreCommand.self, ShellCommand.self, LexiconCommand.self,
                    SurveyCommand.self,
                ]),
            CommandGroup(
                name: "Questions",
                subcommands: [
                    ReportCommand.self, TrendCommand.self, CompareCommand.self, DriversCommand.self, RankCommand.self,
                    ExplainCommand.self, VerbatimsCommand.self, OrgsCommand.self, SegmentsCommand.self,
                    ExportCommand.self, ForgetCommand.self, WatchCommand.self,
                ]),
            CommandGroup(
                name: "Operation",
                subcommands: [
                    ServeCommand.self, CertificatesCommand.self, StatusCommand.self, PingCommand.self,
                    SnapshotCommand.self, VerifyCommand.self, RepairCommand.self, BenchCommand.self,
                    FigureBenchCommand.self, DemoCommand.self, TokenCommand.self, OrgCommand.self, DrainCommand.self,
                ]),
        ])
}
