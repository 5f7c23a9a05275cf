// `earshot submit`: one customer's words.

import ArgumentParser
import EarshotClient

/// Stores and scores one submission.
struct SubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Submit one customer's words and show what was heard in them.",
        discussion: """
            Examples:
              earshot submit --org acme --text "Nobody called me back."
              earshot submit --org acme --channel email --tag region=north < story.txt
              earshot submit --org acme --survey nps --answer nps=9 --answer why="They always call back."
            \(CommandFailure.exitCodes)
            """)

    @Option(help: "The organisation that the words are about.")
    var org: String

    @Option(help: "The words. Without it they are read from standard input.")
    var text: String?

    @Option(help: "Your own id: a submission is counted once however often it is sent.")
    var id: String?

    @Option(help: "When it was said: 2026-11-23T09:30:00Z, or a date. Default: now.")
    var at: String?

    @Option(help: "Where it came in, such as web.")
    var channel: String?

    @Option(help: "Where customer and organisation met, such as billing.")
    var touchpoint: String?

    @Option(help: "Who served the customer.")
    var staff: String?

    @Option(help: "Who said it.")
    var customer: String?

    @Option(name: .customLong("tag"), help: "A label of your own, KEY=VALUE; may be repeated.")
    var tags: [String] = []

    @Option(help: "The survey that is answered, such as nps, csat, ces, servperf or one of your own.")
    var survey: String?

    @Option(name: .customLong("survey-version"), help: "Which version of it. Default: the newest.")
    var surveyVersion: Int?

    @Option(
        name: .customLong("answer"),
        help:
            "An answer, QUESTION=VALUE; may be repeated. Numbers, true and false are meant as such; A|B are two options."
    )
    var answers: [String] = []

    @OptionGroup var client: ClientOptions

    func validate() throws {
        for answer in answers where answer.first == "=" || !answer.contains("=") {
            throw ValidationError("--answer must be QUESTION=VALUE.")
        }
        guard answers.isEmpty || survey != nil else { throw ValidationError("--answer needs --survey.") }
        for tag in tags where tag.first == "=" || !tag.contains("=") {
            throw ValidationError("--tag must be KEY=VALUE.")
        }
    }

    func run() throws {
        if text == nil, survey == nil, TerminalFacts.inputIsTerminal {
            complain("reading the words from the terminal; end with Ctrl-D")
        }
        var submission = Submission(org: org, text: try text ?? (survey == nil ? readText("-") : ""))
        submission.id = id
        submission.at = at
        submission.channel = channel
        submission.touchpoint = touchpoint
        submission.staff = staff
        submission.customer = customer
        submission.tags = tags.map { tag in
            let parts = tag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Submission.Tag(key: String(parts[0]), value: String(parts[1]))
        }
        submission.survey = survey
        submission.surveyVersion = surveyVersion
        submission.answers = answers.map { AnswerText.answered($0) }
        try client.ask(.submit(submission, explain: !client.display.json))
    }
}
