// Every call to the disk made to fail once: the first write, the second, … until a whole life of a folder has no such call any
// more; the same for every other kind of call. Whatever fails, what was acknowledged is found again.

import Glibc
import Persistence
import Testing

@Suite("Every call that fails once")
struct EveryFaultTests {
    @Test(
        "whichever call fails, nothing acknowledged is lost, and the next start goes on",
        arguments: DiskError.Operation.allCases, [EIO, ENOSPC, EMFILE])
    func everyCall(operation: DiskError.Operation, code: Int32) throws {
        var call = 0
        var wasMet = true
        while wasMet {
            call += 1
            for losesPower in [true, false] {
                var life = Life()
                wasMet = life.live(failing: operation, call: call, code: code)
                try life.check(losesPower: losesPower, "\(operation) \(call)")
            }
        }
        let isNeverMade = [.makeFolder, .freeSpace].contains(operation)
        #expect(isNeverMade == (call == 1))
    }
}

/// A folder that is started, written, snapshot, closed, started again, killed and started again, whatever fails.
private struct Life: ~Copyable {
    private let disk = FaultyDisk(seed: 5)
    private let payloads = TestPayloads.make(count: 240, seed: 11)
    private var acknowledged = 0
    private var attempted = 0

    /// Whether the call was made.
    mutating func live(failing operation: DiskError.Operation, call: Int, code: Int32) -> Bool {
        var faults = FaultyDisk.Faults()
        faults.once = (operation, call, code)
        disk.setFaults(faults)
        for round in 0..<3 { liveOnce(round) }
        defer { disk.setFaults(FaultyDisk.Faults()) }
        return disk.callCount(operation) >= call
    }

    private mutating func liveOnce(_ round: Int) {
        guard let lock = try? FolderLock(disk), let found = try? Recovered(disk),
            var journal = try? Journal(disk: disk, configuration: .small(), after: found.report.position)
        else { return }
        defer { withExtendedLifetime(lock) {} }
        // A batch that was refused may have survived, and is then counted as stored.
        acknowledged = max(acknowledged, Int(found.report.position.sequence))
        for turn in 0..<20 {
            commit(&journal, now: Int64(turn * 300))
            if turn % 8 == 3 { snapshot(&journal) }
            try? journal.tick(nowMilliseconds: Int64(turn * 300 + 290))
        }
        if round == 0 { try? journal.close() }
    }

    private mutating func commit(_ journal: inout Journal, now: Int64) {
        let batch = payloads[min(acknowledged, payloads.count)..<min(acknowledged + 4, payloads.count)]
        do {
            for payload in batch { _ = try journal.append(kind: payload.kind, payload: payload.bytes.span) }
            try journal.commit(nowMilliseconds: now)
            acknowledged += batch.count
        } catch {
            attempted = max(attempted, acknowledged + batch.count)
        }
    }

    private func snapshot(_ journal: inout Journal) {
        do {
            let position = try journal.syncedPosition()
            var writer = try SnapshotWriter(disk: disk, position: position, takenAtMilliseconds: 0)
            try writer.write(
                section: "records", bytes: TestPayloads.encode(payloads[..<Int(position.sequence)]).span)
            _ = try writer.finish()
            _ = try Retention(disk: disk).prune()
        } catch {}
    }

    /// The folder starts, and holds what was acknowledged and at most the batch that was under way besides.
    borrowing func check(losesPower: Bool, _ what: String) throws {
        if losesPower { disk.losePower() }
        let found = try Recovered(disk).allRecords()
        #expect(found.count >= acknowledged && found.count <= max(acknowledged, attempted), "\(what)")
        #expect(payloads.starts(with: found), "\(what)")
    }
}
