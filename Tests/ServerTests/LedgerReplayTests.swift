import Aggregation
import ByteCoding
import Logging
import Persistence
import Scoring
import Server
import Testing

@Suite("Recovery on several threads")
struct LedgerReplayTests {
    /// Enough for hundreds of batches: submissions of some organisations, some sent again, some taken back.
    private static let journal: [[UInt8]] = (1...20_000).map { number in
        let random = (UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 20
        let org = "org-\(random % 97)"
        let received = 1_764_000_000_000 + Int64(number) * 60_000
        var writer = ByteWriter()
        switch random % 1_000 {
        case 0..<20: Entry.duplicate(org: org, of: UInt64(number / 2), received: received).encode(into: &writer)
        case 20..<22: Entry.retraction(org: org, sequence: UInt64(number / 2), received: received).encode(into: &writer)
        case 22..<24: Entry.declaration(org: org, keys: ["region"], received: received).encode(into: &writer)
        default:
            var submission = Submission(org: org, received: received)
            if random % 5 != 0 { submission.id = "id-\(number)" }
            submission.channel = ["web", "phone", nil][Int(random >> 8 % 3)]
            submission.text = "The clerk was kind, \(number) times."
            var score = Score()
            score.label = SentimentLabel.allCases[Int(random >> 16) % SentimentLabel.allCases.count]
            score.compound = Int32(random % 20_000) - 10_000
            Entry.submission(submission, score, lexicon: "r").encode(into: &writer)
        }
        return writer.bytes
    }

    @Test(
        "the ledger is the same to the last bit on one thread, two and four, whoever goes on after what is forgotten",
        arguments: [1, 2, 4], [0, 100])
    func sameToTheLastBit(threads: Int, entriesAlone: UInt64) throws {
        var limits = LedgerLimits()
        limits.verbatimsMax = 50
        limits.idsMin = 1_000
        limits.idBytesMax = 4_000 * LedgerLimits.bytesPerID
        limits.factLogBytesMax = 1_000
        let seed = HashSeed(1, 2)
        var expected = Ledger(limits: limits, seed: seed)
        // Small batches, so that many are handed over between two submissions that are taken back.
        var replay = LedgerReplay(
            into: Ledger(limits: limits, seed: seed), threads: threads, batchBytes: 400, entriesAlone: entriesAlone)
        for (index, payload) in Self.journal.enumerated() {
            let sequence = UInt64(index + 1)
            try expected.apply(EncodedEntry(payload.span), sequence: sequence)
            try replay.add(payload.span, sequence: sequence)
        }
        let ledger = try replay.finish()
        #expect(ledger.figures == expected.figures)
        #expect(expected.figures.idsDroppedEarly > 0)
        for section in 0..<Ledger.sectionCount {
            #expect(ledger.section(section) == expected.section(section))
        }
    }

    @Test("a malformed entry is refused when it is met, if each is looked through first, and the threads end")
    func malformed() throws {
        var replay = try Self.replay(checksFirst: true)
        let cut = Array(Self.journal[4].dropLast(3))
        #expect(throws: ByteCodingError.self) { try Self.add(cut, to: &replay) }
    }

    @Test(
        "a malformed entry is refused by the end otherwise, by its number, whatever comes after it", arguments: [1, 2])
    func malformedLate(threads: Int) throws {
        var replay = try Self.replay(checksFirst: false, threads: threads)
        let cut = Array(Self.journal[4].dropLast(3))
        let error = #expect(throws: MalformedEntry.self) {
            try Self.add(cut, to: &replay)
            for (index, payload) in Self.journal.prefix(5_000).enumerated() {
                try replay.add(payload.span, sequence: UInt64(10_000 + index))
            }
            _ = try replay.finish()
        }
        #expect(error?.sequence == 9_999)
    }

    @Test("a folder with a malformed entry is refused with the file and the number of that entry, and left as it was")
    func malformedInFolder() throws {
        let folder = TemporaryFolder()
        let disk = try SystemDisk(path: folder.path)
        var configuration = JournalConfiguration()
        configuration.policy = .os
        var journal = try Journal(
            disk: disk, configuration: configuration, after: JournalPosition(sequence: 0, checksum: 0))
        var file = ""
        for (index, payload) in Self.journal.prefix(3_000).enumerated() {
            let cut = index == 1_233 ? Array(payload.dropLast(3)) : payload
            _ = try journal.append(kind: 1, payload: cut.span)
            if index % 600 < 599 { continue }
            try journal.commit(nowMilliseconds: Int64(index))
            if index == 1_799 { file = try disk.list().max() ?? "" }
            try journal.rotate()
        }
        try journal.close()
        let names = try disk.list().sorted()
        #expect(names.count > 3)
        let error = #expect(throws: RecoveryError.self) {
            _ = try Store.open(
                disk: disk, configuration: configuration, limits: LedgerLimits(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
        guard case .refused(let name, _, let sequence, let cause) = error else {
            Issue.record("not refused: \(String(describing: error))")
            return
        }
        #expect(sequence == 1_234 && name == file && cause is ByteCodingError)
        #expect(try disk.list().filter { $0 != "lock" }.sorted() == names)
    }

    private static func replay(checksFirst: Bool, threads: Int = 2) throws -> LedgerReplay {
        var replay = LedgerReplay(
            into: Ledger(seed: HashSeed(1, 2)), checksFirst: checksFirst, threads: threads, batchBytes: 400,
            entriesAlone: 0)
        for (index, payload) in journal.prefix(5_000).enumerated() {
            try replay.add(payload.span, sequence: UInt64(index + 1))
        }
        return replay
    }

    private static func add(_ payload: [UInt8], to replay: inout LedgerReplay) throws {
        try replay.add(payload.span, sequence: 9_999)
    }
}

extension Ledger {
    fileprivate func section(_ index: Int) -> [UInt8] {
        var writer = ByteWriter()
        encodeSection(index, into: &writer)
        return writer.bytes
    }
}
