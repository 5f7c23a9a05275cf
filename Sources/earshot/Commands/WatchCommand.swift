// `earshot watch`: what happens, as it happens.

import ArgumentParser
import EarshotClient
import LineProtocol

/// Shows events until it is interrupted.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Show submissions, urgent ones and metrics that turn, as they come, until interrupted.",
        discussion: """
            Examples:
              earshot watch --org acme
              earshot watch --org acme --org globex --event urgent --event alerts --json
            \(CommandFailure.exitCodes)
            """)

    @Option(name: .customLong("org"), help: "An organisation; may be repeated, up to 16.")
    var orgs: [String]

    @Option(name: .customLong("event"), help: "submissions, urgent or alerts; may be repeated. Default: all.")
    var events: [String] = []

    @Option(help: "End after so many events.")
    var count: Int?

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard !orgs.isEmpty else { throw ValidationError("Give at least one --org.") }
        for event in events where WatchTopic(rawValue: event) == nil {
            throw ValidationError("--event must be submissions, urgent or alerts.")
        }
    }

    func run() throws {
        try client.connected { connection in
            for org in orgs {
                let reply = try connection.ask(.watch(org: org, topics: events))
                say(try client.display.shown(reply, to: .watch(org: org, topics: events)))
                flushOutput()
            }
            var shown = 0
            while count.map({ shown < $0 }) ?? true {
                guard let event = try connection.nextEvent(timeoutMilliseconds: 86_400_000) else { continue }
                shown += 1
                say(client.display.json ? client.display.shownJSON(event.json) + "\n" : page(event))
                flushOutput()
            }
        }
    }

    private func page(_ event: WatchedEvent) -> String {
        var page = client.display.page
        page.draw(event)
        return page.text
    }
}
