// `earshot forget`: erase a submission, or all of a customer's.

import ArgumentParser
import EarshotClient

/// Erases.
struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erase a submission, or all of a customer's, and take back what they added to the figures.",
        discussion: """
            Examples:
              earshot forget --org acme --id call-4711
              earshot forget --org acme --customer c-9
            There is no way back. The words are gone from the disk within a minute; \"earshot snapshot\" does it at once.
            \(CommandFailure.exitCodes)
            """)

    @Option(help: "The organisation.")
    var org: String

    @Option(help: "The submission's id.")
    var id: String?

    @Option(help: "The customer whose submissions are to be erased.")
    var customer: String?

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard (id == nil) != (customer == nil) else { throw ValidationError("Give --id or --customer.") }
    }

    func run() throws { try client.ask(.forget(org: org, id: id, customer: customer)) }
}
