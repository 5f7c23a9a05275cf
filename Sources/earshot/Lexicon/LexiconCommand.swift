// `earshot lexicon`: what an operator does with lists of his own before the server gets them.

import ArgumentParser
import LineProtocol
import Scoring

/// Checks lists, and tells what they would change.
struct LexiconCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lexicon",
        abstract: "Check lists of your own, and see what they would change.",
        discussion: """
            A list named like ours (words-….tsv, phrases-….tsv, everyday-….tsv, …) is read like ours; any other is a \
            list in VADER's format (term, mean, deviation, ratings) or AFINN's (term, number). They stand over ours:
              earshot serve --lexicon DIR
            """,
        subcommands: [CheckLexiconCommand.self, DiffLexiconCommand.self])
}

/// Tells every mistake in a folder of lists.
struct CheckLexiconCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell every mistake in a list or a folder of lists, by file and line.",
        discussion: "Exit codes: 0 nothing is wrong; 1 something is; 64 wrong usage.")

    @Argument(help: "The list or the folder.")
    var path: String

    func run() throws {
        let files = try LexiconSource.files(at: path)
        let mistakes = ListCheck.mistakes(in: files)
        for mistake in mistakes { complain(LexiconSource.place(of: mistake, in: path)) }
        guard mistakes.isEmpty else { throw ExitCode(1) }
        let rows = files.reduce(0) { $0 + ListCheck.rowCount(of: $1) }
        say("\(files.count) lists with \(rows) rows: nothing is wrong\n")
    }
}

/// Tells what lists would change in the scores of texts.
struct DiffLexiconCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Tell which scores of these texts a list or a folder of lists would change.",
        discussion: """
            Each line of the file is {"id":…,"text":…}. Each text that changes is told in one line: its id, the label \
            and compound before and after. A dry run: nothing is stored.
            Exit codes: 0 done; 1 a list or a line could not be read; 64 wrong usage.
            """)

    @Argument(help: "The list or the folder.")
    var path: String

    @Argument(help: "The texts, as JSON Lines; - for standard input.")
    var texts: String

    func run() throws {
        var before = Scorer(.standard)
        var after = Scorer(try LexiconSource.lexicon(over: path))
        var lines = try ByteLines(path: texts)
        var output = StandardOutput()
        var tally = (texts: 0, changed: 0, labels: 0)
        var hasMistake = false
        while let line = try lines.next() {
            guard case .bytes(let bytes) = line else {
                hasMistake = true
                complain("line \(lines.lineNumber): it is too long")
                continue
            }
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            do throws(ScoreStream.Mistake) {
                let (id, text) = try ScoreStream.read(bytes)
                tally.texts += 1
                let (old, new) = (before.score(text.span), after.score(text.span))
                guard Self.differs(old, new) else { continue }
                tally.changed += 1
                if old.label != new.label { tally.labels += 1 }
                output.writeLine("\(Self.shown(id))  \(Self.shown(old)) -> \(Self.shown(new))")
            } catch {
                hasMistake = true
                complain("line \(lines.lineNumber): \(error.reason)")
            }
        }
        output.writeLine("\(tally.texts) texts: \(tally.changed) change, \(tally.labels) of them in their label")
        output.flush()
        if hasMistake { throw ExitCode(1) }
    }

    private static func differs(_ old: Score, _ new: Score) -> Bool {
        old.label != new.label || old.compound != new.compound || old.dimensions != new.dimensions
    }

    private static func shown(_ id: [UInt8]) -> String { SafeText.line(String(decoding: id, as: UTF8.self)) }

    private static func shown(_ score: Score) -> String {
        let compound = score.compound.map { Double($0) / Double(Score.unit) }
        var parts = ["\(score.label.name) \(Figures.signed(compound, 4))"]
        for dimension in Dimension.allCases {
            guard let value = score.dimensions[dimension] else { continue }
            parts.append("\(dimension.name) \(Figures.signed(Double(value) / Double(Score.unit), 2))")
        }
        return parts.joined(separator: " ")
    }
}
