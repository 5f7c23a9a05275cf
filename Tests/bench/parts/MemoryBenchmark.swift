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
    /// What is told of an organisation with so many submissions.
    static func printAll() throws {
        let samples = try SampleSubmissions()
        for (organisations, each, hours, channels) in [
            (100_000, 1, 1, 1), (20_000, 20, 20, 1), (1_000, 1_000, 168, 1), (1_000, 1_000, 168, 5),
            (200, 10_000, 336, 5),
        ] {
            let benchmark = MemoryBenchmark(
                organisations: organisations, submissionsEach: each, hours: hours, channels: channels)
            let bytes = try benchmark.bytesEach(samples)
            print("\(each) submissions in \(hours) hours and \(channels) channels: \(bytes) bytes an organisation")
        }
    }

    /// Prints the counters of some organisations as Redis commands.
    static func printCommands(organisations: Int, submissionsEach: Int, hours: Int, channels: Int) throws {
        let samples = try SampleSubmissions()
        let benchmark = MemoryBenchmark(
            organisations: organisations, submissionsEach: submissionsEach, hours: hours, channels: channels)
        for organisation in 0..<organisations {
            for command in benchmark.commands(samples, organisation: organisation) { print(command) }
        }
    }
}
