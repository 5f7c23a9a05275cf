// The verdict files: a verbatim, what a careful reader makes of it, and why. Written for these tests.

import Foundation
import Testing

/// One line of a verdict file.
struct Verdict: CustomTestStringConvertible, Sendable {
    var text: String
    var label: String
    /// Names of dimensions, each with the side on which the text speaks for it.
    var dimensions: [(name: String, isPositive: Bool)]
    /// The file and the line.
    var place: String

    /// On how many sides the text speaks for a dimension.
    func sides(of name: String) -> Int { dimensions.count { $0.name == name } }

    var testDescription: String { "\(place): \(text)" }

    /// All verdicts of the folder `Verdicts`, in the order of the files' names.
    static let all: [Verdict] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Verdicts")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".tsv") }.sorted().flatMap { name in
            let text = (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
            return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
                index, line in
                Verdict(line: String(line), place: "\(name):\(index + 1)")
            }
        }
    }()

    /// Reads `text label dimensions why`; nil for a comment or an empty line.
    private init?(line: String, place: String) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count >= 2, !line.hasPrefix("#") else { return nil }
        text = fields[0]
        label = fields[1]
        self.place = place
        dimensions = (fields.count > 2 ? fields[2] : "").split(separator: " ").map {
            (String($0.dropLast()), $0.last == "+")
        }
    }
}
