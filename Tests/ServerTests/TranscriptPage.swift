// Reads the conversations out of the pages in protocol/. A page is the documentation and the test: `C:` is a line of
// the client, `S:` one of the server, in which `…` stands for anything; in a line that begins with `B:` instead of `C:`
// `\xff` is one byte. `!restart` stops the server and starts it again on the same data, `!kill` does so without letting it
// finish; `!connect` begins another connection beside those before. What stands behind the word `transcript` are options of
// `earshot serve`, or `in process` and a state of the server that only a test can bring about (InProcessServer.State).

import Foundation
import Testing

/// One conversation of a page.
struct Transcript: Sendable, CustomTestStringConvertible {
    /// One line of a conversation.
    enum Step: Equatable, Sendable {
        case client([UInt8])
        case server(String)
        case restart
        case kill
        case connect
    }

    var page: String
    /// The line of the page on which the conversation begins, from 1.
    var line: Int
    /// What stands behind the word `transcript`.
    var options: [String]
    var steps: [(step: Step, line: Int)]

    var testDescription: String { "\(page):\(line)" }

    /// The part of a conversation that happens on one connection: what the client says, what it must hear.
    struct Stretch {
        var requests: [[UInt8]] = []
        var replies: [(text: String, line: Int)] = []
        /// How the stretch ends.
        var end: Step?
    }

    /// The conversation cut at its restarts. The greeting that opens each connection need not be written down.
    var stretches: [Stretch] {
        var result = [Stretch()]
        for (step, line) in steps {
            switch step {
            case .client(let bytes): result[result.count - 1].requests.append(bytes)
            case .server(let text): result[result.count - 1].replies.append((text, line))
            case .restart, .kill, .connect:
                result[result.count - 1].end = step
                result.append(Stretch())
            }
        }
        return result
    }

    /// Whether a line is as the page has it, where `…` stands for anything.
    static func matches(_ line: String, _ expected: String) -> Bool {
        let parts = expected.split(separator: "…", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return line == expected }
        guard line.hasPrefix(parts[0]), line.hasSuffix(parts[parts.count - 1]) else { return false }
        var rest = line.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.count >= parts[parts.count - 1].count
    }
}

/// The pages of the protocol.
enum TranscriptPages {
    /// The folder that holds them.
    static let folder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/") + "/protocol"
    }()

    /// Every conversation of every page.
    static let all: [Transcript] = names.flatMap { read($0) }

    /// The conversations of one page.
    static func read(_ page: String) -> [Transcript] {
        var transcripts: [Transcript] = []
        var isInside = false
        for (index, line) in text(page).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```transcript") {
                isInside = true
                let options = line.split(separator: " ").dropFirst().map(String.init)
                transcripts.append(Transcript(page: page, line: index + 1, options: options, steps: []))
            } else if line == "```" {
                isInside = false
            } else if isInside, let step = step(String(line)) {
                transcripts[transcripts.count - 1].steps.append((step, index + 1))
            }
        }
        return transcripts
    }

    /// Writes a page anew with other lines, by their numbers.
    static func rewrite(_ page: String, lines: [Int: String]) {
        var all = text(page).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (number, line) in lines { all[number - 1] = line }
        let bytes = Array(all.joined(separator: "\n").utf8)
        guard let file = unsafe fopen(folder + "/" + page, "w") else { return }
        _ = unsafe fwrite(bytes, 1, bytes.count, file)
        unsafe fclose(file)
    }

    private static func step(_ line: String) -> Transcript.Step? {
        if line.hasPrefix("C: ") { return .client(Array(line.utf8.dropFirst(3))) }
        if line.hasPrefix("B: ") { return .client(bytes(String(line.dropFirst(3)))) }
        if line.hasPrefix("S: ") { return .server(String(line.dropFirst(3))) }
        if line == "!restart" { return .restart }
        if line == "!kill" { return .kill }
        if line == "!connect" { return .connect }
        return nil
    }

    /// A line in which `\x` and two hexadecimal digits are a byte.
    private static func bytes(_ text: String) -> [UInt8] {
        let parts = text.components(separatedBy: "\\x")
        return parts.dropFirst().reduce(Array(parts[0].utf8)) { bytes, part in
            bytes + [UInt8(part.prefix(2), radix: 16) ?? 0] + Array(part.utf8.dropFirst(2))
        }
    }

    /// The names of the pages.
    static var names: [String] {
        guard let directory = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".md") { names.append(name) }
        }
        return names.sorted()
    }

    /// What is on a page.
    static func text(_ page: String) -> String {
        guard let file = unsafe fopen(folder + "/" + page, "r") else { return "" }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while case let count = unsafe fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
