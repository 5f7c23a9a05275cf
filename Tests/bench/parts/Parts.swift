// The benchmarks of the parts as a program: `make bench-parts` measures times, `make instructions` counts
// instructions under callgrind.

import ArgumentParser
import LineProtocol
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

    @Flag(help: "Print our own texts of forty words as JSON Lines, for measuring other scorers on them.")
    var sample = false

    @Option(help: "Write a journal of made-up submissions into this empty folder, for measuring recovery.")
    var folder: String?

    @Option(help: "Have that journal hold SUBMISSIONS,HOURS,CHANNELS of each organisation, without words and ids.")
    var shape: String?

    @Option(help: "How many submissions that journal holds.")
    var submissions = 1_000_000

    @Option(help: "How many organisations there are; 1000 in a folder without it.")
    var organisations: Int?

    @Option(help: "Over how many days they are spread.")
    var days = 1

    @Option(help: "Print what organisations of SUBMISSIONS,HOURS,CHANNELS each take in memory.")
    var memory: String?

    @Option(help: "Print the counters of organisations of SUBMISSIONS,HOURS,CHANNELS each as Redis commands, of 100.")
    var redisCounters: String?

    func run() throws {
        if let memory {
            guard try MemoryBenchmark.printBytesEach(shape: memory, organisations) else {
                throw ValidationError("no such shape")
            }
            return
        }
        if let redisCounters {
            guard try MemoryBenchmark.printCommands(shape: redisCounters, organisations ?? 100) else {
                throw ValidationError("no such shape")
            }
            return
        }
        if sample { return Self.printSample() }
        if let folder, let shape {
            guard let each = MemoryBenchmark(organisations: organisations ?? 1_000, shape: shape) else {
                throw ValidationError("no such shape")
            }
            return try each.makeFolder(at: folder)
        }
        if let folder {
            let sample = SampleFolder(submissions: submissions, organisations: organisations ?? 1_000, days: days)
            return try sample.make(at: folder)
        }
        if let fingerprint {
            return print(Fingerprint.of(SampleTexts.texts(of: try Self.contents(of: fingerprint))))
        }
        let chosen = try benchmarks()
        if let once {
            for benchmark in chosen { for _ in 0..<once { benchmark.run() } }
            if once == 0 { for benchmark in chosen { print(benchmark.name, benchmark.operations) } }
            return
        }
        for benchmark in chosen {
            let (fastest, median) = benchmark.measure(rounds: rounds)
            print(Self.line(benchmark, fastest: fastest, median: median))
        }
    }

    /// The benchmarks that were asked for; only what they need is set up.
    private func benchmarks() throws -> [Benchmark] {
        var known: [(name: String, make: () throws -> Benchmark)] = [
            ("score", { .score("score", SampleTexts.own(count: 2_000)) }),
            ("word-loop", { .wordLoop("word-loop", SampleTexts.own(count: 2_000)) }),
            ("lexicon", { .lexicon }),
        ]
        known += SampleSubmissions.parts.map { part in (part.name, { part.make(try SampleSubmissions()) }) }
        if let texts {
            let texts = SampleTexts.texts(of: try Self.contents(of: texts))
            let cut = SampleTexts.cut(texts)
            known += [
                ("score-file", { .score("score-file", texts) }),
                ("word-loop-file", { .wordLoop("word-loop-file", texts) }),
                ("score-file-40", { .score("score-file-40", cut) }),
                ("word-loop-file-40", { .wordLoop("word-loop-file-40", cut) }),
            ]
        }
        if names.isEmpty { return try known.map { try $0.make() } }
        known += Benchmark.hostile.map { text in (text.name, { .hostile(text) }) }
        return try names.map { name in
            guard let part = known.first(where: { $0.name == name }) else {
                let all = known.map { $0.name }.joined(separator: ", ")
                throw ValidationError("there is no part \(name); there are: \(all)")
            }
            return try part.make()
        }
    }

    private static func printSample() {
        for (number, text) in SampleTexts.own(count: 2_000).enumerated() {
            var writer = JSONWriter()
            writer.object { writer in
                writer.key("id")
                writer.integer(number)
                writer.key("text")
                writer.string(utf8: text.span)
            }
            print(String(decoding: writer.bytes, as: UTF8.self))
        }
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
