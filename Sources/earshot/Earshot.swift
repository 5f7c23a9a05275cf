import ArgumentParser

/// The one binary: the server and every client command.
@main
struct Earshot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "earshot", abstract: "Hears what customers say.",
        subcommands: [ServeCommand.self, CertificatesCommand.self])
}
