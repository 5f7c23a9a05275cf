// A small data folder that was written with no faults: 200 records in several segments, two snapshots. The tests of damage
// flip, cut and repair it.

import ByteCoding
import Persistence

/// A folder, and what a start must find in it.
struct SampleFolder {
    let disk: FaultyDisk
    /// All records; that of sequence n is at n - 1.
    let records: [TestPayload]
    /// How many records the last commit had.
    let lastBatchCount: Int

    /// Under `always`, in batches of one to four. Without `endsCleanly` it is left as by `kill -9`.
    init(recordCount: Int = 200, snapshotsAfter: [Int] = [80, 140], endsCleanly: Bool) throws {
        disk = FaultyDisk(seed: 1)
        records = TestPayloads.make(count: recordCount, seed: 7)
        var journal = try Journal(disk: disk, configuration: .small(), after: .start)
        var random = SeededRandom(seed: 3)
        var written = 0
        var due = snapshotsAfter[...]
        var batchCount = 0
        while written < recordCount {
            batchCount = min(Int.random(in: 1...4, using: &random), recordCount - written)
            for payload in records[written..<(written + batchCount)] {
                _ = try journal.append(kind: payload.kind, payload: payload.bytes.span)
            }
            try journal.commit(nowMilliseconds: 0)
            written += batchCount
            if let next = due.first, written >= next {
                due.removeFirst()
                let position = try journal.syncedPosition()
                var writer = try SnapshotWriter(disk: disk, position: position, takenAtMilliseconds: 0)
                for part in stride(from: 0, to: written, by: 50) {
                    let bytes = TestPayloads.encode(records[part..<min(part + 50, written)])
                    try writer.write(section: "records", bytes: bytes.span)
                }
                _ = try writer.finish()
            }
        }
        lastBatchCount = batchCount
        if endsCleanly { try journal.close() } else { disk.losePower() }
    }

    /// The names of the journal's segments, oldest first.
    var segments: [String] { disk.names.filter { $0.hasSuffix(".log") } }
    /// The names of the snapshots, oldest first.
    var snapshots: [String] { disk.names.filter { $0.hasSuffix(".snap") } }

    /// The folder with other bytes in one of its files.
    func changed(_ file: String, _ change: (inout [UInt8]) -> Void) -> FaultyDisk {
        let twin = disk.copy()
        var bytes = twin.contents(file) ?? []
        change(&bytes)
        twin.setContents(file, bytes)
        return twin
    }

    /// What a start makes of `changed`.
    func start(_ changed: FaultyDisk) -> Outcome {
        do {
            let found = try Recovered(changed)
            let all = try found.allRecords()
            if all == records { return .whole(found.report) }
            if let tail = found.report.tornTail, records.starts(with: all) {
                return .cutOff(tail, missing: records.count - all.count)
            }
            return .silent("\(all.count) of \(records.count) records, \(found.report)")
        } catch RecoveryError.damaged(let damage) {
            return .refused(damage)
        } catch {
            return .silent("\(error)")
        }
    }

    /// What came of a start.
    enum Outcome {
        /// Everything is there.
        case whole(RecoveryReport)
        /// The last records are missing, and it said so.
        case cutOff(TornTail, missing: Int)
        case refused(Damage)
        /// Something is wrong and was not said.
        case silent(String)
    }
}
