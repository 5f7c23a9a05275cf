// `earshot survey`: define surveys, look at them, read their results.

import ArgumentParser
import EarshotClient

/// The commands about surveys.
struct SurveyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: "Define surveys and read what was answered.",
        discussion: """
            Examples:
              earshot survey list --org acme
              earshot survey define visit --org acme visit.json
              earshot survey results nps --org acme
            A definition is a JSON object: {"title":"…","questions":[{"name":"stars","type":"stars","required":true}]}
            \(CommandFailure.exitCodes)
            """,
        subcommands: [
            SurveyList.self, SurveyDefine.self, SurveyShow.self, SurveyResultsCommand.self, SurveyClose.self,
            SurveyOpen.self,
        ])
}

/// What the commands about one survey have in common.
struct OneSurvey: ParsableArguments {
    @Argument(help: "The survey's name.")
    var survey: String

    @Option(help: "The organisation.")
    var org: String
}

/// The surveys of an organisation.
struct SurveyList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the surveys of an organisation, the built-in ones included.")

    @Option(help: "The organisation; without it the built-in surveys.")
    var org: String?

    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.surveys(org: org, survey: nil, version: nil)) }
}

/// A new version of a survey.
struct SurveyDefine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "define", abstract: "Define a survey, or a new version of it.")

    @OptionGroup var one: OneSurvey

    @Argument(help: "The file with the definition; - for standard input.")
    var file: String = "-"

    @OptionGroup var client: ClientOptions

    func run() throws {
        let change: SurveyAlteration
        do { change = try .definition(try readText(file)) } catch let error as ClientError {
            throw CommandFailure(error).reported()
        }
        try client.ask(.survey(org: one.org, survey: one.survey, change: change))
    }
}

/// The questions of a survey.
struct SurveyShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show the questions of a survey.")

    @OptionGroup var one: OneSurvey

    @Option(name: .customLong("survey-version"), help: "Which version. Default: the newest.")
    var surveyVersion: Int?

    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.surveys(org: one.org, survey: one.survey, version: surveyVersion)) }
}

/// What was answered.
struct SurveyResultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Show what was answered, question by question.")

    @OptionGroup var one: OneSurvey

    @Option(name: .customLong("survey-version"), help: "Which version. Default: the newest.")
    var surveyVersion: Int?

    @Option(help: "The first day that counts.")
    var from: String?

    @Option(help: "The first day that counts no more.")
    var to: String?

    @OptionGroup var client: ClientOptions

    func run() throws {
        try client.ask(.results(org: one.org, survey: one.survey, version: surveyVersion, from: from, to: to))
    }
}

/// No more answers.
struct SurveyClose: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a survey: only what was answered before is taken from now on.")

    @OptionGroup var one: OneSurvey
    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.survey(org: one.org, survey: one.survey, change: .state(isOpen: false))) }
}

/// Answers again.
struct SurveyOpen: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "open", abstract: "Open a closed survey again.")

    @OptionGroup var one: OneSurvey
    @OptionGroup var client: ClientOptions

    func run() throws { try client.ask(.survey(org: one.org, survey: one.survey, change: .state(isOpen: true))) }
}
