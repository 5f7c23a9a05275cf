// What a line typed into the shell means: a request of the protocol as it stands, a short form for people, or a command
// of the program with its options.

import EarshotClient

/// A line of the shell.
enum ShellLine: Equatable {
    case nothing
    case help
    case quit
    /// A line of the protocol, sent as it is.
    case raw(String)
    case inquiry(Inquiry)
    /// A command of the program, with its options.
    case command([String])
    case mistake(String)

    /// The short forms, for help.
    static let forms: [(form: String, purpose: String)] = [
        ("submit ORG WORDS…", "store and score a customer's words"),
        ("score WORDS…", "score words without storing them"),
        ("report ORG [FROM [TO]]", "how an organisation stands"),
        ("explain [ORG] ID", "why a submission got its score"),
        ("verbatims ORG [LABEL]", "the words behind the numbers"),
        ("orgs [PREFIX]", "the organisations"),
        ("status, ping, snapshot", "the server"),
        ("COMMAND --OPTION …", "any command of earshot, such as submit --org acme --text \"No reply.\" --channel web"),
        ("VERB {JSON}", "a line of the protocol as it is, such as HELP or SCORE {\"text\":\"…\"}"),
        ("help, quit", "this list; leave"),
    ]

    init(_ line: String) {
        let text = String(line.drop { $0 == " " || $0 == "\t" })
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard let first = words.first else {
            self = .nothing
            return
        }
        let rest = text.dropFirst(first.count).drop { $0 == " " || $0 == "\t" }
        // A verb in capitals, a tag or an object is the protocol's own language.
        if text.hasPrefix("@") || rest.hasPrefix("{") || first.contains("{") || first.allSatisfy({ $0.isUppercase }) {
            self = .raw(text)
            return
        }
        if Self.hasOption(first, words.dropFirst()) {
            self = ShellWords.split(text).map { .command($0) } ?? .mistake("a quote is not closed")
            return
        }
        self = Self.short(first.lowercased(), words.dropFirst().map(String.init), String(rest))
    }

    /// Whether it is a command with options; in the short forms that take words, only the first can be one.
    private static func hasOption(_ verb: Substring, _ words: ArraySlice<Substring>) -> Bool {
        let places = ["submit", "score"].contains(verb) ? words.prefix(1) : words
        return places.contains { $0.hasPrefix("--") && $0.count > 2 }
    }

    private static func short(_ verb: String, _ words: [String], _ rest: String) -> ShellLine {
        switch (verb, words.count) {
        case ("help", 0), ("?", 0): return .help
        case ("quit", 0), ("exit", 0): return .quit
        case ("status", 0): return .inquiry(.status)
        case ("ping", 0): return .inquiry(.ping)
        case ("snapshot", 0): return .inquiry(.snapshot)
        case ("submit", 2...):
            let text = rest.dropFirst(words[0].count).drop { $0 == " " || $0 == "\t" }
            return .inquiry(.submit(Submission(org: words[0], text: String(text)), explain: true))
        case ("score", 1...): return .inquiry(.score(text: rest, explain: true))
        case ("report", 1...3):
            return .inquiry(
                .report(
                    ReportQuery(
                        Scope(
                            org: words[0], from: words.count > 1 ? words[1] : nil, to: words.count > 2 ? words[2] : nil)
                    )))
        case ("explain", 1): return .inquiry(.explain(id: words[0], org: nil))
        case ("explain", 2): return .inquiry(.explain(id: words[1], org: words[0]))
        case ("verbatims", 1...2):
            return .inquiry(.verbatims(VerbatimQuery(org: words[0], label: words.count > 1 ? words[1] : nil)))
        case ("orgs", 0...1): return .inquiry(.organisations(prefix: words.first, after: nil, limit: nil))
        default:
            if let form = forms.first(where: { $0.form.hasPrefix(verb + " ") }) { return .mistake("use: \(form.form)") }
            return .mistake("there is no \(verb); type help")
        }
    }
}
