// Scores JSON Lines, one object in and one out, as fast as the scorer goes: it is what the scorer is measured by.

import ArgumentParser
import LineProtocol
import Scoring
import Transport

/// From standard input to standard output.
enum ScoreStream {
    /// Why a line has no answer.
    struct Mistake: Error, Equatable {
        var reason: String
    }

    /// Scores until the end of the input; lines that are wrong are told with their number, and the exit code is 1.
    static func run(_ lexicon: Lexicon, explains: Bool) throws {
        var lines = try ByteLines(path: "-")
        var scorer = Scorer(lexicon)
        var output = StandardOutput(flushBytes: 1 << 18)
        var hasMistake = false
        while let line = try lines.next() {
            guard case .bytes(let bytes) = line else {
                hasMistake = true
                complain("line \(lines.lineNumber): it is too long")
                continue
            }
            if bytes.isBlank { continue }
            do throws(Mistake) {
                output.write(try answer(to: bytes, &scorer, explaining: explains ? lexicon.revision : nil))
            } catch {
                hasMistake = true
                complain("line \(lines.lineNumber): \(error.reason)")
            }
        }
        output.flush()
        if hasMistake { throw ExitCode(1) }
    }

    /// The answer to one line, with its line feed: in brief, or with all its evidence and the lists' revision.
    static func answer(
        to line: [UInt8], _ scorer: inout Scorer, explaining revision: String? = nil
    ) throws(Mistake) -> [UInt8] {
        let (id, text) = try read(line)
        let score = scorer.score(text.span)
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.key("id")
            writer.raw(id)
            if let revision {
                return writer.members(of: score, text: text.span, lexicon: revision, evidence: .full)
            }
            writer.key("compound")
            writer.fraction(score.compound)
            writer.key("label")
            writer.string(score.label.name)
            writer.key("dimensions")
            writer.object { writer in
                for dimension in Dimension.allCases {
                    guard let value = score.dimensions[dimension] else { continue }
                    writer.key(escaping: dimension.name)
                    writer.fraction(value)
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// The id as it was written, and the text. Other members are skipped.
    static func read(_ line: [UInt8]) throws(Mistake) -> (id: [UInt8], text: [UInt8]) {
        var id: [UInt8]?
        var text: [UInt8]?
        do throws(JSONError) {
            var reader = JSONReader(line.span)
            try reader.beginObject()
            var isFirst = true
            while let key = try reader.nextKey(first: isFirst) {
                isFirst = false
                if reader.matches(key, "text") {
                    text = reader.decode(try reader.readString())
                } else if reader.matches(key, "id") {
                    _ = try reader.peekKind()
                    let start = reader.offset
                    try reader.skipValue()
                    id = Array(line[start..<reader.offset])
                } else {
                    try reader.skipValue()
                }
            }
            try reader.finish()
        } catch { throw Mistake(reason: "byte \(error.offset): \(error.reason)") }
        guard let id else { throw Mistake(reason: "id is missing") }
        guard let text else { throw Mistake(reason: "text is missing") }
        return (id, text)
    }
}
