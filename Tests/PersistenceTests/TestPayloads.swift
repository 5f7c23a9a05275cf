// What the tests put into a journal, and what they get back.

import ByteCoding
import Persistence

/// A record's kind and payload.
struct TestPayload: Equatable {
    var kind: UInt8
    var bytes: [UInt8]
}

enum TestPayloads {
    /// Payloads of 0 to about 100 bytes, the same from the same seed.
    static func make(count: Int, seed: UInt64) -> [TestPayload] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in next(&random) }
    }

    static func next(_ random: inout SeededRandom) -> TestPayload {
        let count = random.oneIn(10) ? 0 : Int.random(in: 1...100, using: &random)
        var bytes = [UInt8](repeating: 0, count: count)
        if !random.oneIn(5) {
            var word: UInt64 = 0
            for index in 0..<count {
                if index % 8 == 0 { word = random.next() }
                bytes[index] = UInt8(truncatingIfNeeded: word)
                word >>= 8
            }
        }
        return TestPayload(kind: UInt8.random(in: 1...255, using: &random), bytes: bytes)
    }

    /// A section of a snapshot that holds `records`.
    static func encode(_ records: ArraySlice<TestPayload>) -> [UInt8] {
        var writer = ByteWriter()
        for record in records {
            writer.write(record.kind)
            writer.writeBytes(record.bytes)
        }
        return writer.bytes
    }

    /// The records in a snapshot's sections.
    static func decode(_ bytes: [UInt8]) throws -> [TestPayload] {
        var reader = ByteReader(bytes.span)
        var records: [TestPayload] = []
        while !reader.isAtEnd {
            records.append(TestPayload(kind: try reader.read(), bytes: try reader.readBytes()))
        }
        return records
    }
}

extension JournalConfiguration {
    /// Segments of a few records, and salts that follow from nothing but their order.
    static func small(_ policy: SyncPolicy = .always) -> JournalConfiguration {
        var configuration = JournalConfiguration()
        configuration.policy = policy
        configuration.lexiconRevision = "test"
        configuration.segmentBytes = 4096
        configuration.segmentBytesMin = 1024
        configuration.makeSalt = { 0x5EED_5A17 }
        return configuration
    }
}

/// What recovery hands out.
struct Recovered {
    var report: RecoveryReport
    var sections: [String: [UInt8]] = [:]
    var records: [TestPayload] = []
    var firstSequence: UInt64 = 0

    init(_ disk: any Disk) throws {
        var sections: [String: [UInt8]] = [:]
        var records: [TestPayload] = []
        var next: UInt64?
        var first: UInt64 = 0
        report = try Recovery(disk: disk).run(
            section: { name, bytes in sections[name, default: []] += [UInt8](copying: bytes) },
            record: { kind, sequence, payload in
                if let next, next != sequence { throw OutOfOrder(expected: next, found: sequence) }
                if next == nil { first = sequence }
                next = sequence + 1
                records.append(TestPayload(kind: kind, bytes: [UInt8](copying: payload)))
            })
        self.sections = sections
        self.records = records
        firstSequence = first
    }

    /// Those of the snapshot, then those of the journal after it.
    func allRecords() throws -> [TestPayload] { try TestPayloads.decode(sections["records"] ?? []) + records }

    struct OutOfOrder: Error {
        let expected: UInt64
        let found: UInt64
    }
}
