import Persistence
import Testing

@Suite("Journal")
struct JournalTests {
    @Test("what was committed is read back, in order, after a clean end and after none")
    func roundTrip() throws {
        for endsCleanly in [true, false] {
            let disk = FaultyDisk(seed: 1)
            let payloads = TestPayloads.make(count: 200, seed: 7)
            var journal = try Journal(disk: disk, configuration: .small(), after: .start)
            for (index, payload) in payloads.enumerated() {
                let sequence = try journal.append(kind: payload.kind, payload: payload.bytes.span)
                #expect(sequence == UInt64(index + 1))
                if index % 3 == 0 { try journal.commit(nowMilliseconds: 0) }
            }
            try journal.commit(nowMilliseconds: 0)
            if endsCleanly { try journal.close() } else { disk.losePower() }
            let read = try Recovered(disk)
            #expect(read.records == payloads)
            #expect(read.report.position.sequence == 200)
            #expect(read.report.tornTail == nil)
            #expect(read.report.segmentCount > 3)
        }
    }

    @Test("a journal taken up again goes on with the next number in a new segment")
    func reopening() throws {
        let disk = FaultyDisk(seed: 1)
        var expected: [TestPayload] = []
        for round in 0..<5 {
            let read = try Recovered(disk)
            #expect(read.records == expected)
            var journal = try Journal(disk: disk, configuration: .small(), after: read.report.position)
            for payload in TestPayloads.make(count: round, seed: UInt64(round)) {
                _ = try journal.append(kind: payload.kind, payload: payload.bytes.span)
                expected.append(payload)
            }
            try journal.commit(nowMilliseconds: 0)
            if round.isMultiple(of: 2) { try journal.close() } else { disk.losePower() }
        }
        let read = try Recovered(disk)
        #expect(read.records == expected)
    }

    @Test("what a crash left is said by the start that finds it and by none after it; it goes on in a new segment")
    func tornTail() throws {
        let disk = FaultyDisk(seed: 1)
        let payloads = TestPayloads.make(count: 12, seed: 7)
        var journal = try Journal(disk: disk, configuration: .small(), after: .start)
        for payload in payloads[..<8] { _ = try journal.append(kind: payload.kind, payload: payload.bytes.span) }
        try journal.commit(nowMilliseconds: 0)
        let file = try #require(disk.names.first)
        var bytes = try #require(disk.contents(file))
        let used = (bytes.lastIndex { $0 != 0 } ?? 0) + 1
        bytes.replaceSubrange((used - 5)..<used, with: repeatElement(0, count: 5))
        disk.setContents(file, bytes)
        let read = try Recovered(disk)
        #expect(read.records == Array(payloads[..<7]) && read.report.tornTail?.file == file)
        var next = try Journal(disk: disk, configuration: .small(), after: read.report.position)
        for payload in payloads[8...] { _ = try next.append(kind: payload.kind, payload: payload.bytes.span) }
        try next.commit(nowMilliseconds: 0)
        let again = try Recovered(disk)
        #expect(again.records == Array(payloads[..<7] + payloads[8...]) && again.report.tornTail == nil)
        let left = try #require(disk.contents(file))
        #expect(left.count == bytes.count && left.lastIndex { $0 != 0 } ?? 0 < used - 28)
    }

    @Test("recovery says how far it is, over all segments")
    func progress() throws {
        let folder = try SampleFolder(snapshotsAfter: [], endsCleanly: false)
        var said: [RecoveryProgress] = []
        let report = try Recovery(disk: folder.disk, progressBytes: 1000).run(
            progress: { said.append($0) }, section: { _, _ in }, record: { _, _, _ in })
        #expect(report.segmentCount > 2 && said.count == report.byteCount / 1000)
        for (index, progress) in said.enumerated() {
            #expect(progress.bytesRead >= 1000 * (index + 1) && progress.bytesRead <= progress.bytesTotal)
        }
        let counts = said.map(\.recordCount)
        #expect(counts == counts.sorted() && counts.last ?? 0 < report.recordCount)
    }

    @Test(
        "a start makes the seal durable that what it found stands behind, if a failed sync has given it up",
        arguments: 0..<30)
    func sealGivenUp(seed: UInt64) throws {
        let disk = FaultyDisk(seed: seed)
        var journal = try Journal(disk: disk, configuration: .small(), after: .start)
        // The seal after it ends with a sector.
        let fitting = [UInt8](repeating: 7, count: 456)
        _ = try journal.append(kind: 1, payload: fitting.span)
        try journal.commit(nowMilliseconds: 0)
        try journal.tick(nowMilliseconds: 2000)
        var faults = FaultyDisk.Faults()
        faults.failedSync = 1
        disk.setFaults(faults)
        _ = try journal.append(kind: 1, payload: fitting.span)
        #expect(throws: JournalError.self) { try journal.commit(nowMilliseconds: 2001) }
        disk.setFaults(FaultyDisk.Faults())
        // A start that sees the bytes change while it reads them ends with an error; the next reads what is on the disk.
        let found = try (try? Recovered(disk)) ?? Recovered(disk)
        _ = try Journal(disk: disk, configuration: .small(), after: found.report.position)
        disk.losePower()
        let again = try Recovered(disk)
        #expect(again.records == found.records && again.report.tornTail == nil)
    }
}
