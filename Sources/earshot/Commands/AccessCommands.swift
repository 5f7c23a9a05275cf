// The commands of an operator: tokens, organisations, stopping.

import ArgumentParser
import EarshotClient
import LineProtocol
import Logging
import Persistence
import Scoring
import Server

/// Where an operator's request goes: to a running server, or straight to a data folder that no server has open.
struct OperatorOptions: ParsableArguments {
    @Option(
        help: """
            The data folder of a server that is not running; then no connection and no token is needed. This is how the \
            first token is made.
            """)
    var data: String?

    @OptionGroup var client: ClientOptions

    /// Asks one thing and shows the answer; `body` shows it otherwise.
    func ask(_ inquiry: Inquiry, showing body: ((Reply) -> Void)? = nil) throws {
        let reply = try data.map { try askFolder($0, inquiry) } ?? askServer(inquiry)
        guard let body, !client.display.json else { return say(try client.display.shown(reply, to: inquiry)) }
        body(reply)
    }

    private func askServer(_ inquiry: Inquiry) throws -> Reply {
        var reply: Reply?
        try client.connected { reply = try $0.ask(inquiry) }
        guard let reply else { throw CommandFailure("there was no answer").reported() }
        return reply
    }

    private func askFolder(_ folder: String, _ inquiry: Inquiry) throws -> Reply {
        do {
            let logger = Logger(label: "earshot", factory: StreamLogHandler.standardError(label:))
            var conversation = try OfflineConversation(dataFolder: folder, lexicon: .standard, logger: logger)
            let line = conversation.ask(inquiry.line).dropLast()
            switch conversation.close() {
            case .clean: break
            case .diskFull: complain("\(folder): the disk is full; what was answered is kept")
            case .failed: throw CommandFailure("\(folder): the disk failed").reported()
            }
            return try Reply(line: Array(line).span).checked()
        } catch let error as FolderLockError {
            throw CommandFailure("\(folder): \(error). Leave --data away to ask the running server.").reported()
        } catch let error as ClientError {
            throw CommandFailure(error).reported()
        } catch let code as ExitCode {
            throw code
        } catch {
            throw CommandFailure("\(folder): \(error)").reported()
        }
    }
}

/// Principals and their tokens.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Say who may do what: make, list and revoke principals and their tokens.",
        discussion: """
            Roles: submit (store and score), read (ask), manage (surveys, tag keys, forget), operate (everything, everywhere).
            The first must be an operator:
              earshot token add ops --role operate --data earshot-data > ops.token
              EARSHOT_TOKEN=$(cat ops.token) earshot org add acme
              EARSHOT_TOKEN=$(cat ops.token) earshot token add kiosk-7 --role submit --org acme > kiosk-7.token
            A client gives its token by EARSHOT_TOKEN or --token-file, never on the command line, where others see it.
            """,
        subcommands: [TokenAddCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}

/// Makes a principal.
struct TokenAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a principal; its token is printed once and kept nowhere.")

    @Argument(help: "The principal's name: visible ASCII.")
    var name: String

    @Option(name: .customLong("role"), help: "submit, read, manage or operate; may be given several times.")
    var roles: [String]

    @Option(name: .customLong("org"), help: "An organisation that it is for; may be given several times.")
    var organisations: [String] = []

    @Option(help: "From when on it is worth nothing: 2027-01-01, or a time.")
    var expires: String?

    @Option(help: "A client certificate instead of a token: dns:NAME, email:ADDRESS, uri:URI or cn:NAME.")
    var certificate: String?

    @Option(help: "The SHA-256 of a token made elsewhere, in hexadecimal, instead of a new one.")
    var sha256: String?

    @Option(help: "Submissions a second that it may store, instead of the server's default.")
    var submissionsPerSecond: Int?

    @OptionGroup var options: OperatorOptions

    func run() throws {
        var made = PrincipalInquiry(name: name, roles: roles, organisations: organisations)
        made.expires = expires
        made.certificate = certificate
        made.sha256 = sha256
        made.submissionsPerSecond = submissionsPerSecond
        try options.ask(.addPrincipal(made)) { reply in
            guard let token = reply.object["token"]?.string else { return complain("made \(name)") }
            say(token + "\n")
            complain("made \(name); its token is not kept and cannot be shown again")
        }
    }
}

/// Lists the principals.
struct TokenListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the principals, what they may do, and when they were last there.")

    @Option(help: "Only names behind this one, for the next page.")
    var after: String?

    @Option(help: "How many, 1 to 1000.")
    var limit: Int?

    @OptionGroup var options: OperatorOptions

    func run() throws { try options.ask(.principals(after: after, limit: limit)) }
}

/// Ends a principal.
struct TokenRevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a principal's rights, from its next line on.")

    @Argument(help: "The principal's name.")
    var name: String

    @OptionGroup var options: OperatorOptions

    func run() throws { try options.ask(.revokePrincipal(name: name)) }
}

/// Organisations.
struct OrgCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "org", abstract: "Make organisations; once there are tokens nothing else makes them.",
        subcommands: [OrgAddCommand.self])
}

/// Makes organisations.
struct OrgAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Make organisations.")

    @Argument(help: "Their names: visible ASCII.")
    var names: [String]

    @OptionGroup var options: OperatorOptions

    func run() throws { for name in names { try options.ask(.addOrganisation(name)) } }
}

/// Stops a server.
struct DrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Stop the server once all is answered and written.",
        discussion: """
            Example: earshot drain
            \(CommandFailure.exitCodes)
            """)

    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.drain) }
}
