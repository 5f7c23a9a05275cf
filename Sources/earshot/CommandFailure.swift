// How a client command fails: one line on standard error that says what to do next, and an exit code for scripts.

import ArgumentParser
import EarshotClient

/// What went wrong, for a person and for a script.
struct CommandFailure: Equatable {
    var message: String
    var code: Int32

    /// The exit codes, for --help.
    static let exitCodes = "Exit codes: 0 done; 1 refused or failed; 3 no connection; 64 wrong usage."

    /// The server refused, or an answer makes no sense.
    static let refused: Int32 = 1
    /// There is no server, or not one to be trusted.
    static let noConnection: Int32 = 3

    init(_ message: String, code: Int32 = Self.refused) {
        self.message = message
        self.code = code
    }

    /// The failure with what to do next.
    init(_ error: ClientError) {
        switch error {
        case .refused(let refusal): self.init(Self.text(of: refusal))
        case .malformedReply, .unsendable: self.init(error.description)
        case .cannotConnect:
            self.init(
                "\(error). Is `earshot serve` running there? Choose another with --server HOST:PORT.",
                code: Self.noConnection)
        case .notTrusted:
            self.init(
                "\(error). Name the authority that signed the server's certificate with --ca FILE.",
                code: Self.noConnection)
        case .badAuthority: self.init("\(error). Name another file with --ca FILE.", code: Self.noConnection)
        case .connectionLost: self.init("\(error). Try again.", code: Self.noConnection)
        case .timedOut: self.init("\(error). Wait longer with --timeout SECONDS.", code: Self.noConnection)
        }
    }

    /// Tells it and gives the exit code to throw.
    func reported() -> ExitCode {
        complain(message)
        return ExitCode(code)
    }

    /// Which command lists what there is.
    private static func `where`(_ field: String?) -> String? {
        switch field {
        case "org": "`earshot orgs` lists the organisations."
        case "survey", "survey_version", "version": "`earshot survey list` has the surveys of an organisation."
        case "id": "`earshot verbatims` shows the ids of what is kept."
        case "drop": "`earshot segments` lists the keys that are declared."
        default: nil
        }
    }

    /// A refusal with its code, the field at fault, and a hint where one helps.
    static func text(of error: ServerError) -> String {
        var text = "\(error.code): \(error.message)"
        if let field = error.field, !error.message.contains(field) { text += " (field \(field))" }
        if let milliseconds = error.retryAfterMilliseconds {
            return text + ". Try again in \(Figures.fixed(Double(milliseconds) / 1000, 1)) s."
        }
        switch error.code {
        case "not_found": return text + (Self.where(error.field).map { ". \($0)" } ?? "")
        case "unauthenticated": return text + ". Give the token by EARSHOT_TOKEN or --token-file FILE."
        case "missing_field" where error.field == "org": return text + ". Name the organisation with --org."
        default: return text
        }
    }
}
