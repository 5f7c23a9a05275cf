// The worked examples of SCORING.md, which are computed here again: a document that teaches the algorithm must not
// promise what the scorer does not do.

import Foundation
import Testing

@testable import Scoring

@Suite("The document of the algorithm")
struct DocumentTests {
    /// The blocks fenced as `example`: the verbatim, then what it comes to.
    static let examples: [[String]] = {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().appendingPathComponent("../../Sources/Scoring/SCORING.md")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var examples: [[String]] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isInside = line == "```example"
                if isInside { examples.append([]) }
            } else if isInside {
                examples[examples.count - 1].append(String(line))
            }
        }
        return examples
    }()

    @Test("there are worked examples")
    func some() { #expect(Self.examples.count >= 8) }

    @Test("a worked example is what the scorer says", arguments: examples)
    func example(lines: [String]) throws {
        let text = try #require(lines.first)
        #expect(Array(lines.dropFirst()) == Self.explained(text))
    }

    /// The verdict, each piece of evidence, and the dimensions, as the document shows them.
    static func explained(_ text: String) -> [String] {
        let bytes = [UInt8](text.utf8)
        let score = score(text)
        var lines = ["\(score.label.name) \(score.compound.map(decimal) ?? "null")"]
        for piece in score.evidence {
            let words = String(decoding: bytes[Int(piece.start)..<Int(piece.end)], as: UTF8.self)
            let rules = RuleSet.names.filter { piece.rules.contains($0.rule) }.map(\.name).joined(separator: " ")
            let dimensions = piece.dimensions.members.map(\.name).joined(separator: " ")
            var line = "\(decimal(piece.contribution)) «\(words)»"
            if !rules.isEmpty { line += " by \(rules)" }
            if piece.amount != 0 { line += "; \(dimensions) \(decimal(piece.amount * 10))" }
            lines.append(line)
        }
        let dimensions = Dimension.allCases.compactMap { dimension in
            score.dimensions[dimension].map { "\(dimension.name) \(decimal($0))" }
        }
        if !dimensions.isEmpty { lines.append(dimensions.joined(separator: ", ")) }
        return lines
    }

    /// Ten-thousandths as a signed decimal.
    private static func decimal(_ value: Int32) -> String {
        let digits = String(abs(value))
        let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        return (value < 0 ? "-" : "+") + padded.dropLast(4) + "." + padded.suffix(4)
    }
}
