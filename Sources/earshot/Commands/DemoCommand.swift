// `earshot demo`: a quarter of made-up feedback, sent like any other, and what to ask about it.

import ArgumentParser
import EarshotClient
import LineProtocol
import Transport

/// Fills a server with something to look at.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Send a quarter of made-up feedback for a dozen organisations, and tell what to ask about it.",
        discussion: """
            The same seed on the same day makes the same feedback, and what was sent before is counted once.
            Example: earshot demo
            \(CommandFailure.exitCodes)
            """)

    @Option(help: "Another number makes another quarter.")
    var seed: UInt64 = 3

    @OptionGroup var client: ClientOptions

    func run() throws {
        let options = try client.connectionOptions()
        var quarter = DemoQuarter(seed: seed, end: WallClock.system.milliseconds)
        do {
            var queue = try SubmissionQueue.open(options, window: 256)
            var tally = (stored: 0, duplicates: 0, refused: 0)
            func settle(_ results: [SubmissionResult]) {
                for result in results {
                    switch result.outcome {
                    case .stored(let receipt):
                        if receipt.isDuplicate { tally.duplicates += 1 } else { tally.stored += 1 }
                    case .refused, .unknown: tally.refused += 1
                    }
                }
            }
            for day in 0..<DemoOrganisation.quarterDays {
                for submission in quarter.submissions(day: day) { settle(try queue.add(submission, wantsScore: false)) }
            }
            settle(try queue.finish())
            say(Self.summary(tally.stored, tally.duplicates, tally.refused, quarter))
            if tally.refused > 0 { throw ExitCode(CommandFailure.refused) }
        } catch let error as ClientError {
            throw CommandFailure(error).reported()
        }
    }

    private static func summary(_ stored: Int, _ duplicates: Int, _ refused: Int, _ quarter: DemoQuarter) -> String {
        let troubled = DemoOrganisation.troubled
        let incident = quarter.incidentStart.day
        return """
            \(Figures.count(stored)) stored, \(Figures.count(duplicates)) known before, \(Figures.count(refused)) refused; \
            \(DemoOrganisation.all.count) organisations, \(quarter.start.day) to today.
            At \(troubled) something has been wrong since \(incident). Ask:
              earshot report --org \(troubled)
              earshot trend --org \(troubled) --by week
              earshot compare --org \(troubled) --from \(quarter.start.day) --to \(incident) --with-from \(incident)
              earshot drivers --org \(troubled)
              earshot verbatims --org \(troubled) --order most_negative --limit 5
              earshot survey results nps --org \(troubled)
              earshot watch --org \(troubled)

            """
    }
}

extension Int64 {
    /// The day of a time in milliseconds since 1970, such as 2026-11-23.
    fileprivate var day: String { String(Timestamp.format(self).prefix(10)) }
}
