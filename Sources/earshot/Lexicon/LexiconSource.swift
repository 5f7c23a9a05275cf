// An operator's lists: a file or a folder, laid over our own.

import ArgumentParser
import Glibc
import Persistence
import Scoring
import Transport

/// Where a command's lexicon comes from.
enum LexiconSource {
    /// A list with more bytes than this is refused.
    private static let listBytesMax = 16 << 20

    /// Our lists, with those at `path` over them if it is given; a mistake in them is told by file and line.
    static func lexicon(over path: String?) throws -> Lexicon {
        guard let path else { return .standard }
        let files = try files(at: path)
        do throws(LexiconError) {
            return try Lexicon(ListFile.embedded, overlay: files)
        } catch {
            throw CommandFailure(place(of: error, in: path)).reported()
        }
    }

    /// A mistake with the path of its file.
    static func place(of error: LexiconError, in path: String) -> String {
        path.hasSuffix(error.file) ? "\(path)\(error.description.dropFirst(error.file.count))" : "\(path)/\(error)"
    }

    /// The lists at a path: the file, or the .tsv and .txt files of the folder in the order of their names.
    static func files(at path: String) throws -> [ListFile] {
        do {
            return [ListFile(name: name(of: path), bytes: try readWhole(path, bytesMax: listBytesMax))]
        } catch let error as SystemError where error.code == EISDIR {
            return try folder(path)
        } catch let error as SystemError {
            throw CommandFailure("\(error). Name a list or a folder of lists.").reported()
        }
    }

    private static func folder(_ path: String) throws -> [ListFile] {
        let names = try SystemDisk(path: path).list().sorted().filter { $0.hasSuffix(".tsv") || $0.hasSuffix(".txt") }
        guard !names.isEmpty else {
            throw CommandFailure("\(path) has no lists: their names end in .tsv or .txt").reported()
        }
        return try names.map { name in
            ListFile(name: name, bytes: try readWhole("\(path)/\(name)", bytesMax: listBytesMax))
        }
    }

    private static func name(of path: String) -> String {
        String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
    }
}
