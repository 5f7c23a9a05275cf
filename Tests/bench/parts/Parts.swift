// The benchmarks of the parts as a program: `make bench-parts` measures times, `Tests/bench/instructions.py` counts
// instructions under callgrind.

import ArgumentParser
import Scoring
import Transport

/// What is asked of the program.
@main
struct Parts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "earshot-parts", abstract: "Measures the parts of the server, each by itself.")

    @Argument(help: "Which parts; all but the hostile texts without any.")
    var names: [String] = []

    @Option(help: "Score the texts of this JSON Lines file, and the same cut into forty words, besides our own.")
    var texts: String?

    @Option(help: "Rounds of 50 ms to take the median of.")
    var rounds = 15

    @Option(help: "Do the operations of the named parts so many times and print nothing: for counting instructions.")
    var once: Int?

    @Option(help: "Print one number for all scores of this JSON Lines file: whether a change left them as they were.")
    var fingerprint: String?

    func run() throws {
        if let fingerprint {
            return print(Fingerprint.of(SampleTexts.texts(of: try Self.contents(of: fingerprint))))
        }
        let chosen = try benchmarks()
        if let once {
            for benchmark in chosen { for _ in 0..<once { benchmark.run() } }
            return
        }
        for benchmark in chosen {
            let (fastest, median) = benchmark.measure(rounds: rounds)
            print(Self.line(benchmark, fastest: fastest, median: median))
        }
    }

    private func benchmarks() throws -> [Benchmark] {
        let own = SampleTexts.own(count: 2_000)
        var all: [Benchmark] = [.score("score", own), .wordLoop("word-loop", own), .lexicon]
        all += try SampleSubmissions().benchmarks
        if let texts {
            let texts = SampleTexts.texts(of: try Self.contents(of: texts))
            let cut = SampleTexts.cut(texts)
            all += [.score("score-file", texts), .wordLoop("word-loop-file", texts)]
            all += [.score("score-file-40", cut), .wordLoop("word-loop-file-40", cut)]
        }
        if names.isEmpty { return all }
        all += Benchmark.hostile
        let known = Set(all.map { $0.name })
        if let wrong = names.first(where: { !known.contains($0) }) {
            throw ValidationError("there is no part \(wrong); there are: \(known.sorted().joined(separator: ", "))")
        }
        return all.filter { names.contains($0.name) }
    }

    private static func contents(of path: String) throws -> [UInt8] {
        let file = try Descriptor.open(reading: path)
        var bytes: [UInt8] = []
        while try file.read(into: &bytes, limit: 1 << 20) > 0 {}
        return bytes
    }

    private static func line(_ benchmark: Benchmark, fastest: Double, median: Double) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
        let name = benchmark.name + String(repeating: " ", count: max(0, 22 - benchmark.name.count))
        var line = name + padded(tenths(median), 12) + " ns (fastest " + tenths(fastest) + ") " + benchmark.operation
        if benchmark.bytesEach > 0 {
            let each = (median / benchmark.bytesEach * 1000).rounded() / 1000
            line += ", \(each) ns a byte of \(Int(benchmark.bytesEach))"
        }
        return line
    }
}
