// `earshot lexicon`: an operator's own word lists, before they go into a server.

import ArgumentParser
import Scoring

/// What can be done with lists.
struct LexiconCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lexicon",
        abstract: "Check your own word lists, and see what they would change.",
        subcommands: [LexiconCheckCommand.self, LexiconDiffCommand.self])
}

/// Reads lists and tells every mistake.
struct LexiconCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read a list or a folder of lists and tell every mistake by file and line.",
        discussion: """
            Examples:
              earshot lexicon check lists/
              earshot lexicon check vader_lexicon.txt
            A list is ours by the beginning of its name (words, phrases, modifiers, emoji, …; tab-separated rows of term, \
            valence from -4 to 4, dimensions, …), VADER's (term, mean, deviation, ratings) or AFINN's (term, number).
            Exit codes: 0 no mistake; 1 at least one; 64 wrong usage.
            """)

    @Argument(help: "A list, or a folder with *.tsv and *.txt lists.")
    var path: String

    func run() throws {
        let files = try OperatorLists.read(path)
        let mistakes = ListCheck.mistakes(in: files)
        for mistake in mistakes { complain("\(mistake)") }
        guard mistakes.isEmpty else {
            complain(mistakes.count == 1 ? "1 row is wrong" : "\(mistakes.count) rows are wrong")
            throw ExitCode(CommandFailure.refused)
        }
        let rows = files.reduce(0) { $0 + ListCheck.rowCount(of: $1) }
        say(
            "\(Figures.count(files.count)) \(files.count == 1 ? "list" : "lists"), \(Figures.count(rows)) rows: no mistake\n"
        )
    }
}

/// Scores texts with and without lists.
struct LexiconDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what your lists would change on your texts, without changing anything.",
        discussion: """
            Examples:
              earshot lexicon diff lists/ feedback.jsonl
              earshot export --org acme --format jsonl | earshot lexicon diff lists/ - --limit 50
            Each line of the file is {"id":…,"text":…}; other members are skipped. The largest changes come first.
            Exit codes: 0 done; 1 a line or list could not be read; 64 wrong usage.
            """)

    @Argument(help: "A list, or a folder with *.tsv and *.txt lists.")
    var lists: String

    @Argument(help: "JSON Lines with the texts; - for standard input.")
    var texts: String

    @Option(help: "How many changed texts are shown.")
    var limit = 20

    @OptionGroup var display: DisplayOptions

    func validate() throws {
        guard (0...10_000).contains(limit) else { throw ValidationError("--limit must be 0 to 10000.") }
    }

    func run() throws {
        let lexicon: Lexicon
        let files = try OperatorLists.read(lists)
        do throws(LexiconError) { lexicon = try Lexicon(ListFile.embedded, overlay: files) } catch {
            throw CommandFailure("\(error)").reported()
        }
        var comparison = LexiconComparison(from: Lexicon.standard, to: lexicon, shown: limit)
        var lines = try ByteLines(path: texts)
        while let line = try lines.next() {
            guard case .bytes(let bytes) = line else {
                comparison.skip("line \(lines.lineNumber): it is too long")
                continue
            }
            if bytes.isBlank { continue }
            do throws(ScoreStream.Mistake) {
                let (id, text) = try ScoreStream.read(bytes)
                comparison.add(id: id, text: text)
            } catch { comparison.skip("line \(lines.lineNumber): \(error.reason)") }
        }
        say(display.json ? display.shownJSON(comparison.json) + "\n" : comparison.page(display.page).text)
        for reason in comparison.skipped { complain(reason) }
        if !comparison.skipped.isEmpty { throw ExitCode(CommandFailure.refused) }
    }
}
