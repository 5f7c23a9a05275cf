// A data folder with a journal of many submissions, as a server leaves it that was killed before any snapshot: for
// measuring how long recovery takes without having to put a server under load for minutes first.

import Aggregation
import ByteCoding
import LineProtocol
import Persistence
import Scoring

/// What the journal of a sample folder holds.
struct SampleFolder {
    let submissions: Int
    let organisations: Int
    /// Over how many days before `SampleSubmissions.received` they are spread.
    let days: Int

    private static let channels = ["web", "phone", "email", "app", "store"].map { Array($0.utf8) }
    private static let batchBytes = 1 << 20

    /// Writes the journal into a folder, which is made if it is missing and must be empty.
    func make(at path: String) throws {
        let samples = try SampleSubmissions()
        let spread = Int64(days) * 24 * 3_600_000
        try Self.make(at: path, count: submissions) { number, writer in
            let before = spread * Int64(submissions - number) / Int64(submissions)
            encode(number, samples, received: SampleSubmissions.received - before, into: &writer)
        }
    }

    /// Writes a journal of so many submissions.
    static func make(at path: String, count: Int, _ encode: (Int, inout ByteWriter) -> Void) throws {
        var configuration = JournalConfiguration()
        configuration.policy = .os
        configuration.lexiconRevision = Lexicon.standard.revision
        let start = JournalPosition(sequence: 0, checksum: 0)
        var journal = try Journal(disk: SystemDisk(path: path), configuration: configuration, after: start)
        var writer = ByteWriter(capacity: 1 << 12)
        for number in 0..<count {
            writer.bytes.removeAll(keepingCapacity: true)
            encode(number, &writer)
            _ = try journal.append(kind: 1, payload: writer.bytes.span)
            if journal.pendingBytes >= batchBytes { try journal.commit(nowMilliseconds: Int64(number)) }
        }
        try journal.commit(nowMilliseconds: Int64(count))
        try journal.close()
    }

    /// A submission of an organisation and a channel picked by a hash of its number, with one of the sample texts.
    private func encode(_ number: Int, _ samples: SampleSubmissions, received: Int64, into writer: inout ByteWriter) {
        var random = SplitMix(state: UInt64(number))
        // The first ones have a submission each, so that all of them are there; named as `earshot bench` names them.
        let digits = String(number < organisations ? number : random.below(organisations))
        let org = Array(("bench-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits).utf8)
        let id = Array(String(random.next(), radix: 16).utf8)
        let channel = Self.channels[random.below(Self.channels.count)]
        let sample = random.below(samples.requests.count)
        var encoder = SubmissionEncoder(received: received, at: nil, into: &writer)
        encoder.write(.org, org.span, into: &writer)
        encoder.write(.id, id.span, into: &writer)
        encoder.write(.channel, channel.span, into: &writer)
        encoder.write(.text, samples.requests[sample][.text], into: &writer)
        encoder.finish(score: samples.scores[sample], lexicon: samples.revision.span, into: &writer)
    }
}
