// `earshot score`: the scorer without a server, for one text or for very many.

import ArgumentParser
import EarshotClient
import LineProtocol
import Scoring

/// Scores texts on this machine.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score words here, without a server and without storing anything.",
        discussion: """
            Examples:
              earshot score --text "Nobody called me back." --explain
              earshot score story.txt
              earshot score --stdin < texts.jsonl > scores.jsonl
            With --stdin each line is {"id":…,"text":…}; each answer has id, compound (null without evidence), label \
            and dimensions; with --explain it is the whole score with its evidence.
            Exit codes: 0 done; 1 a line or file could not be read; 64 wrong usage.
            """)

    @Argument(help: "A file with the words; - for standard input.")
    var file: String?

    @Option(help: "The words.")
    var text: String?

    @Flag(help: "Read JSON Lines from standard input and write one JSON object a line.")
    var stdin = false

    @Flag(help: "Show each piece of evidence and what it adds.")
    var explain = false

    @OptionGroup var lists: LexiconOption

    @OptionGroup var display: DisplayOptions

    func validate() throws {
        guard [file != nil, text != nil, stdin].count(where: { $0 }) == 1 else {
            throw ValidationError("Give one of --text, a file, and --stdin.")
        }
    }

    func run() throws {
        let lexicon = try lists.lexicon()
        if stdin { return try ScoreStream.run(lexicon, explains: explain) }
        let words = try text ?? readText(file ?? "-")
        var scorer = Scorer(lexicon)
        let utf8 = Array(words.utf8)
        let score = scorer.score(utf8.span)
        var writer = JSONWriter()
        writer.object {
            $0.members(of: score, text: utf8.span, lexicon: lexicon.revision, evidence: explain ? .full : .brief)
        }
        let json = String(decoding: writer.bytes, as: UTF8.self)
        if display.json { return say(display.shownJSON(json) + "\n") }
        var page = display.page
        let shown = try VerbatimScore(json: JSONValue(parsing: writer.bytes.span))
        page.draw(verdictOf: shown, id: nil)
        page.draw(shown)
        page.draw(evidenceOf: shown, in: words, listing: explain)
        say(page.text)
    }
}
