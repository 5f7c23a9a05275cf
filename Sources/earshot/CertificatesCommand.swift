// `earshot certificates`: a throw-away authority and a server certificate for trying things out on one machine.

import ArgumentParser
import Transport

/// Makes development certificates.
struct CertificatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificates",
        abstract: "Make development certificates: a throw-away authority and a server certificate for this machine.",
        discussion: """
            Example: earshot certificates certs
            Valid ones are kept; they are made anew within 30 days of their end. Not for production.
            """)

    @Argument(help: "The folder for ca.pem, server.pem and server.key.")
    var folder = "certs"

    @Option(name: .customLong("host"), help: "A host name that the certificate is for, besides this machine's.")
    var hosts: [String] = []

    func run() throws {
        let certificates = DevelopmentCertificates(folder: folder)
        do {
            let made = try certificates.ensure(hostNames: hosts)
            print("\(certificates.certificateFile): \(made ? "made" : "still valid")")
        } catch {
            complain("\(error)")
            throw ExitCode(1)
        }
    }
}
