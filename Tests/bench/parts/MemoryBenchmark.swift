// What an organisation costs in memory: ledgers of many organisations that are alike, without their words and ids, and
// the same counters as commands for a Redis, one hash for each tally that the ledger keeps.

import Aggregation
import ByteCoding
import Scoring
import Transport

/// Organisations that are alike.
struct MemoryBenchmark {
    let organisations: Int
    let submissionsEach: Int
    /// Over how many hours the submissions of each are spread.
    let hours: Int
    /// In how many channels.
    let channels: Int

    private static let received = SampleSubmissions.received / 86_400_000 * 86_400_000

    /// Bytes an organisation, by the growth of the process.
    func bytesEach(_ samples: SampleSubmissions) throws -> Int {
        var limits = LedgerLimits()
        limits.verbatimsMax = 0
        limits.remnantBytesMax = 0
        var ledger = Ledger(limits: limits, seed: HashSeed(1, 2))
        // Room that is free in the process would be filled first.
        let before = try Self.residentBytes()
        var sequence: UInt64 = 0
        for number in 0..<submissionsEach {
            for organisation in 0..<organisations {
                sequence += 1
                let payload = payload(number, organisation, samples)
                try ledger.apply(EncodedEntry(payload.span), sequence: sequence)
            }
        }
        let after = try Self.residentBytes()
        keep(ledger)
        return (after - before) / organisations
    }

    /// Writes a journal of their submissions, without words and ids, into an empty folder.
    func makeFolder(at path: String) throws {
        let samples = try SampleSubmissions()
        try SampleFolder.make(at: path, count: organisations * submissionsEach) { number, writer in
            writer.writeRaw(payload(number / organisations, number % organisations, samples).span)
        }
    }

    /// The counters of one organisation as Redis commands: a hash for ever, each day and each hour, of the organisation
    /// and of each of its channels.
    func commands(_ samples: SampleSubmissions, organisation: Int) -> [String] {
        var tallies: [String: Tally] = [:]
        for number in 0..<submissionsEach {
            let (submission, score) = submission(number, organisation, samples)
            let hour = submission.received / 3_600_000
            for segment in ["", ":" + (submission.channel ?? "")] {
                for bucket in ["", ":h\(hour)", ":d\(hour / 24)"] {
                    tallies[submission.org + segment + bucket, default: Tally()].merge(Tally(submission, score))
                }
            }
        }
        return tallies.map { key, tally in
            var command = "HSET \(key)"
            tally.forEachTouched { counter, sum in if sum != 0 { command += " \(counter) \(sum)" } }
            return command
        }
    }

    private func submission(_ number: Int, _ organisation: Int, _ samples: SampleSubmissions) -> (Submission, Score) {
        let hour = Int64(number * hours / submissionsEach)
        var submission = Submission(
            org: "organisation-\(organisation)", received: Self.received + hour * 3_600_000)
        submission.channel = "channel-\(number % channels)"
        return (submission, samples.scores[(number &* 7 &+ organisation &* 31) % samples.scores.count])
    }

    private func payload(_ number: Int, _ organisation: Int, _ samples: SampleSubmissions) -> [UInt8] {
        let (submission, score) = submission(number, organisation, samples)
        var writer = ByteWriter()
        Entry.submission(submission, score, lexicon: "").encode(into: &writer)
        return writer.bytes
    }

    private static func residentBytes() throws -> Int {
        let file = try Descriptor.open(reading: "/proc/self/statm")
        var bytes: [UInt8] = []
        while try file.read(into: &bytes, limit: 1 << 12) > 0 {}
        let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first
        return (pages.flatMap { Int($0) } ?? 0) * 4_096
    }
}

extension MemoryBenchmark {
    /// Organisations of a shape that is written SUBMISSIONS,HOURS,CHANNELS; nil for anything else.
    init?(organisations: Int, shape: String) {
        let numbers = shape.split(separator: ",").compactMap { Int($0) }
        guard numbers.count == 3, numbers.allSatisfy({ $0 > 0 }) else { return nil }
        self.init(
            organisations: organisations, submissionsEach: numbers[0], hours: numbers[1], channels: numbers[2])
    }

    /// What so many organisations take each; as many as have half a million submissions together when it is not said.
    static func printBytesEach(shape: String, _ organisations: Int?) throws -> Bool {
        guard let one = MemoryBenchmark(organisations: 1, shape: shape),
            let many = MemoryBenchmark(
                organisations: organisations ?? max(100, 500_000 / one.submissionsEach), shape: shape)
        else { return false }
        print("Earshot, \(shape): \(try many.bytesEach(try SampleSubmissions())) bytes an organisation")
        return true
    }

    /// Prints the counters of so many organisations as Redis commands.
    static func printCommands(shape: String, _ organisations: Int) throws -> Bool {
        let samples = try SampleSubmissions()
        guard let benchmark = MemoryBenchmark(organisations: organisations, shape: shape) else { return false }
        for organisation in 0..<benchmark.organisations {
            for command in benchmark.commands(samples, organisation: organisation) { print(command) }
        }
        return true
    }
}
