import Glibc
import Persistence
import Testing

@Suite("A full disk")
struct FullDiskTests {
    @Test("a journal that is full ends in order, and what was refused does not come to life", arguments: 0..<40)
    func close(room: Int) throws {
        let disk = FaultyDisk(seed: UInt64(room))
        var configuration = JournalConfiguration.small()
        configuration.segmentBytes = 1024
        configuration.segmentBytesMin = 1024
        var journal = try Journal(disk: disk, configuration: configuration, after: .start)
        let payloads = TestPayloads.make(count: 400, seed: 3)
        var faults = FaultyDisk.Faults()
        faults.capacity = 4096 + room * 29
        disk.setFaults(faults)
        var stored = 0
        while journal.state == .open, stored + 4 <= payloads.count {
            do {
                for payload in payloads[stored..<(stored + 4)] {
                    _ = try journal.append(kind: payload.kind, payload: payload.bytes.span)
                }
                try journal.commit(nowMilliseconds: 0)
                stored += 4
            } catch {}
        }
        guard case .full = journal.state else {
            Issue.record("it is not full, but \(journal.state)")
            return
        }
        do throws(JournalError) {
            try journal.close()
        } catch {
            // Without room for the mark of the end the journal stays as a kill would leave it.
            guard case .full = error else {
                Issue.record("\(error)")
                return
            }
        }
        disk.losePower()
        disk.setFaults(FaultyDisk.Faults())
        #expect(try Recovered(disk).records == Array(payloads[..<stored]))
    }

    @Test("a snapshot that was given up leaves nothing behind")
    func discardedSnapshot() throws {
        let disk = FaultyDisk(seed: 1)
        var journal = try Journal(disk: disk, configuration: .small(), after: .start)
        var writer: SnapshotWriter? = try SnapshotWriter(
            disk: disk, position: try journal.syncedPosition(), takenAtMilliseconds: 0)
        try writer?.write(section: "records", bytes: [1, 2, 3].span)
        writer = nil
        SnapshotWriter.discard(on: disk)
        #expect(!disk.names.contains { $0.hasSuffix(".tmp") })
    }
}
