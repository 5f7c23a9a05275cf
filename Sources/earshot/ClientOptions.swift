// What every client command has in common: where the server is, how to trust it, and how to show its answers.

import ArgumentParser
import EarshotClient
import Transport

/// The options of the commands that talk to a server.
struct ClientOptions: ParsableArguments {
    @Option(help: "HOST:PORT of the server (also by EARSHOT_SERVER). Default: localhost:3277.")
    var server: String?

    @Option(
        help: """
            PEM file with the certificates to trust (also by EARSHOT_CA). Default: certs/ca.pem if there is one, else \
            the system's.
            """)
    var ca: String?

    @Option(help: "File with the token that says who is asking, readable by nobody else (also by EARSHOT_TOKEN).")
    var tokenFile: String?

    @Option(help: "PEM file with the client's own certificate chain, where the server knows it.")
    var clientCertificate: String?

    @Option(help: "PEM file with the key of --client-certificate, readable by nobody else.")
    var clientKey: String?

    @Flag(help: "Without TLS, on this machine only.")
    var plaintext = false

    @Option(help: "Seconds to wait for the connection and for each reply.")
    var timeout = 10.0

    @OptionGroup var display: DisplayOptions

    func validate() throws {
        _ = try endpoint()
        guard timeout.isFinite, timeout > 0, timeout <= 86_400 else {
            throw ValidationError("--timeout must be more than 0 and at most 86400 seconds.")
        }
    }

    /// How to reach the server.
    func connectionOptions() throws -> ConnectionOptions {
        let endpoint = try endpoint()
        let milliseconds = max(1, Int(timeout * 1000))
        var options = ConnectionOptions(
            to: endpoint, security: plaintext ? .plaintext : .tls(authorityFile: authorityFile),
            connectTimeoutMilliseconds: milliseconds, replyTimeoutMilliseconds: milliseconds)
        options.token = try token()
        options.certificateFile = clientCertificate
        options.keyFile = clientKey ?? clientCertificate
        return options
    }

    /// The token, which is never given on the command line: every user of a machine can read those.
    private func token() throws -> String? {
        guard let tokenFile else { return environmentVariable("EARSHOT_TOKEN") }
        do throws(TLSContextError) { return try Secrets.read(tokenFile) } catch {
            throw CommandFailure("\(error)").reported()
        }
    }

    /// What a command must be given to reach the same server; the rest is said by the environment or the default.
    var sameServer: [String] {
        (server.map { ["--server", $0] } ?? []) + (ca.map { ["--ca", $0] } ?? []) + (plaintext ? ["--plaintext"] : [])
    }

    private var authorityFile: String? {
        if let named = ca ?? environmentVariable("EARSHOT_CA") { return named }
        return isReadableFile("certs/ca.pem") ? "certs/ca.pem" : nil
    }

    private func endpoint() throws -> Endpoint {
        let text = server ?? environmentVariable("EARSHOT_SERVER") ?? "localhost"
        guard let endpoint = Endpoint(text) else {
            throw ValidationError("--server must be HOST:PORT, such as localhost:\(Endpoint.defaultPort).")
        }
        guard !plaintext || endpoint.isLoopback else {
            throw ValidationError("--plaintext is for a server on this machine; use TLS for \(endpoint).")
        }
        return endpoint
    }
}

/// The options of the commands that show something.
struct DisplayOptions: ParsableArguments {
    @Flag(help: "Print the reply's JSON as it came, one line each.")
    var json = false

    @Option(help: "Colour: auto, always or never. NO_COLOR is honoured.")
    var color = ColourChoice.auto

    /// A page to draw on.
    var page: Page { Page(columns: TerminalFacts.columns, ink: ink) }

    private var ink: Ink {
        Ink(isOn: color.isOn(outputIsTerminal: TerminalFacts.outputIsTerminal, environment: environmentVariable))
    }
}

extension ColourChoice: ExpressibleByArgument {}

extension ClientOptions {
    /// Connects and does `work`; what goes wrong is told in one line and ends the program with its code.
    func connected(_ work: (inout Connection) throws -> Void) throws {
        let options = try connectionOptions()
        do {
            var connection = try Connection.open(options)
            try work(&connection)
        } catch let error as ClientError {
            throw CommandFailure(error).reported()
        }
    }

    /// Asks one thing and shows the answer.
    func ask(_ inquiry: Inquiry) throws {
        try connected { connection in
            let reply = try connection.ask(inquiry)
            say(try display.shown(reply, to: inquiry))
        }
    }
}

extension DisplayOptions {
    /// A reply as JSON or as a page.
    func shown(_ reply: Reply, to inquiry: Inquiry) throws(ClientError) -> String {
        if json { return shownJSON(reply.json) + "\n" }
        var page = page
        try page.draw(reply, to: inquiry)
        return page.text
    }

    /// JSON as it came, with what a terminal would obey escaped if it goes to one.
    func shownJSON(_ json: String) -> String { TerminalFacts.outputIsTerminal ? SafeText.json(json) : json }
}
