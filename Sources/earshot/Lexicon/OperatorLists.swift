// An operator's own word lists: a file or a folder of them, laid over ours.

import ArgumentParser
import Persistence
import Scoring
import Transport

/// The lists at a path, read and not yet judged.
enum OperatorLists {
    /// The longest list that is read, in bytes: ten times all of ours together.
    static let bytesMax = 16 << 20

    /// The lists of a folder (every `.tsv` and `.txt` in it, by name), or the one list that a path names.
    static func read(_ path: String) throws -> [ListFile] {
        guard let names = try? SystemDisk(existing: path).list() else { return [try file(path, named: path)] }
        let lists = names.filter { $0.hasSuffix(".tsv") || $0.hasSuffix(".txt") }.sorted()
        guard !lists.isEmpty else {
            throw CommandFailure("\(path) holds no list: name them *.tsv or *.txt", code: CommandFailure.refused)
                .reported()
        }
        return try lists.map { try file("\(path)/\($0)", named: $0) }
    }

    private static func file(_ path: String, named name: String) throws -> ListFile {
        let bytes: [UInt8]
        do { bytes = try readWhole(path, bytesMax: bytesMax) } catch let error as SystemError {
            throw CommandFailure("\(error)").reported()
        }
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return ListFile(name: last, bytes: bytes)
    }
}

/// The options of the commands that score.
struct LexiconOption: ParsableArguments {
    @Option(
        name: .customLong("lexicon"),
        help: """
            Your own word lists, a file or a folder, laid over ours: rows in our form (the name begins with words, \
            phrases, …), or VADER's or AFINN's files. `earshot lexicon check` reads them first.
            """)
    var path: String?

    @Flag(
        name: .customLong("feedback-only"),
        help: """
            Every text is feedback: without it, one that names neither a service nor goods is read as talk of everyday \
            life, as posts on the web mostly are.
            """)
    var hearsFeedbackOnly = false

    /// Ours, with the operator's lists over them if there are any.
    func lexicon() throws -> Lexicon {
        var lists = try path.map(OperatorLists.read) ?? []
        if hearsFeedbackOnly { lists.append(Self.feedbackOnly) }
        if lists.isEmpty { return Lexicon.standard }
        do throws(LexiconError) { return try Lexicon(ListFile.embedded, overlay: lists) } catch {
            throw CommandFailure("\(error)").reported()
        }
    }

    /// The row that takes everyday talk away.
    private static var feedbackOnly: ListFile {
        ListFile(name: "weights.tsv", bytes: Array("everyday_register\t0\n".utf8))
    }
}
