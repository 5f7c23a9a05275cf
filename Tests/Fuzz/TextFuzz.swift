// The readers of text: the scorer, the framer, JSON, requests, lists.

import LineProtocol
import Scoring

/// Any valid UTF-8 has a score, the same each time, with evidence that lies within the text.
enum ScorerFuzz {
    nonisolated(unsafe) private static var scorer = Scorer(Lexicon.standard)

    static func run(_ bytes: [UInt8]) { unsafe check(bytes, &scorer) }

    /// Scores it twice.
    static func check(_ bytes: [UInt8], _ scorer: inout Scorer) {
        guard UTF8Validation.firstInvalid(in: bytes.span) == nil else { return }
        let first = scorer.score(bytes.span)
        precondition(first == scorer.score(bytes.span), "the same text has two scores")
    }
}

/// However a stream is cut, the lines are the same, and none is longer than the limit.
enum FramerFuzz {
    static func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let stream = Array(bytes.dropFirst())
        let limit = Int(first & 31) + 1
        precondition(
            lines(stream, cutEvery: max(1, stream.count), limit) == lines(stream, cutEvery: Int(first >> 5) + 1, limit),
            "the lines depend on how the bytes came")
    }

    /// The lines of a stream that comes in pieces; nil for one that is too long.
    private static func lines(_ stream: [UInt8], cutEvery count: Int, _ limit: Int) -> [[UInt8]?] {
        var framer = LineFramer(lineBytesMax: limit)
        var found: [[UInt8]?] = []
        var waiting: [UInt8] = []
        for start in stride(from: 0, to: stream.count, by: count) {
            waiting += stream[start..<min(start + count, stream.count)]
            var place = 0
            while let line = framer.next(in: waiting.span, from: &place) {
                if case .line(let range) = line {
                    precondition(range.count <= limit, "a line is longer than the limit")
                    found.append(Array(waiting[range]))
                } else {
                    found.append(nil)
                }
            }
            waiting.removeFirst(place)
        }
        return found
    }
}

/// What is read as JSON is written and read again as the same.
enum JSONFuzz {
    static func run(_ bytes: [UInt8]) {
        guard UTF8Validation.firstInvalid(in: bytes.span) == nil, let value = try? JSONValue(parsing: bytes.span)
        else { return }
        var writer = JSONWriter()
        writer.value(value)
        let again = writer.bytes
        precondition((try? JSONValue(parsing: again.span)) == value, "what was written is read as something else")
    }
}

/// A line is a request or a refusal whose place lies within the line.
enum RequestFuzz {
    static func run(_ bytes: [UInt8]) {
        let line = bytes.filter { $0 != 0x0A }
        guard !line.isEmpty, UTF8Validation.firstInvalid(in: line.span) == nil else { return }
        var tag = 0..<0
        do {
            let request = try RequestLine.parse(line.span, tag: &tag)
            _ = try Request(request, in: line.span)
        } catch {
            precondition(error.offset.map { (0...line.count).contains($0) } ?? true, "an offset beyond the line")
            var reply: [UInt8] = []
            ReplyLine.error(error, tag: line.span.extracting(tag), to: &reply)
            precondition(reply.dropLast().allSatisfy { $0 >= 0x20 }, "a control character in a reply")
        }
    }
}

/// An operator's list is read, or its mistakes are told by line; what has none can be scored with.
enum LexiconFuzz {
    /// What an operator's lists refer to. Our words and phrases stay out: they would be read anew for every input.
    private static let base = ListFile.embedded.filter { file in
        !["words", "phrases", "everyday", "modifiers", "tuned"].contains { file.name.hasPrefix($0) }
    }
    private static let check: ListCheck = {
        do { return try ListCheck(over: base) } catch { fatalError("the lists cannot be read: \(error)") }
    }()
    private static let names = [
        "words-own.tsv", "phrases-own.tsv", "modifiers-own.tsv", "emoji-own.tsv", "own.tsv", "weights.tsv", "sets.tsv",
        "grammar-own.tsv", "touchpoints-own.tsv",
    ]

    static func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let file = ListFile(name: names[Int(first) % names.count], bytes: Array(bytes.dropFirst()))
        let mistakes = check.mistakes(in: [file])
        for mistake in mistakes {
            precondition(mistake.line >= 0 && mistake.line <= bytes.count + 1, "a line that is not there")
            _ = mistake.description
        }
        guard mistakes.isEmpty, first & 0x80 != 0 else { return }
        do {
            var scorer = Scorer(try Lexicon(base, overlay: [file]))
            ScorerFuzz.check(file.bytes, &scorer)
        } catch { _ = error.description }
    }
}
