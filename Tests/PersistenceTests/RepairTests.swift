// Damage of every kind, repaired: the plan says what goes, nothing else goes, and the folder starts afterwards.

import ByteCoding
import Glibc
import Persistence
import Testing

@Suite("Repair")
struct RepairTests {
    @Test("a sound folder has nothing to repair", arguments: [true, false])
    func nothing(endsCleanly: Bool) throws {
        let folder = try SampleFolder(endsCleanly: endsCleanly)
        let plan = try RepairPlan(disk: folder.disk)
        #expect(plan.isEmpty)
    }

    @Test(
        "after any flipped byte a repair gives up only what it said, and the folder starts", arguments: [true, false])
    func flips(endsCleanly: Bool) throws {
        let folder = try SampleFolder(endsCleanly: endsCleanly)
        for file in folder.segments + folder.snapshots {
            for offset in stride(from: 3, to: (folder.disk.contents(file) ?? []).count, by: 17) {
                try check(folder, folder.changed(file) { $0[offset] ^= 0x41 }, "\(file) byte \(offset)")
            }
        }
    }

    @Test("after any cut a repair gives up only what it said, and the folder starts")
    func cuts() throws {
        let folder = try SampleFolder(endsCleanly: true)
        for file in folder.segments {
            for count in stride(from: 0, to: (folder.disk.contents(file) ?? []).count, by: 61) {
                try check(folder, folder.changed(file) { $0.removeLast($0.count - count) }, "\(file) cut to \(count)")
            }
        }
    }

    @Test("a segment that is missing is bridged, and its records are named as lost")
    func missingSegments() throws {
        let folder = try SampleFolder(snapshotsAfter: [], endsCleanly: true)
        for file in folder.segments.dropLast() {
            let disk = folder.disk.copy()
            try disk.remove(file)
            let plan = try RepairPlan(disk: disk)
            #expect(plan.lostRecordCount > 0)
            try check(folder, disk, "\(file) removed")
        }
    }

    @Test("a repair that is interrupted, at any call, is gone on with by the next")
    func interruptions() throws {
        let folder = try SampleFolder(endsCleanly: true)
        let file = try #require(folder.segments.last)
        let lost = try RepairPlan(disk: folder.changed(file) { $0[700] ^= 1 }).lostRecordCount
        for operation in DiskError.Operation.allCases {
            var call = 0
            var wasMet = true
            while wasMet {
                call += 1
                let disk = folder.changed(file) { $0[700] ^= 1 }
                var faults = FaultyDisk.Faults()
                faults.once = (operation, call, EIO)
                disk.setFaults(faults)
                try? RepairPlan(disk: disk).carryOut()
                wasMet = disk.callCount(operation) >= call
                disk.setFaults(FaultyDisk.Faults())
                disk.losePower()
                try check(folder, disk, "\(operation) \(call)", lost: lost)
            }
        }
    }

    @Test("what a newer program wrote is not repaired, and says so")
    func unknownVersion() throws {
        let folder = try SampleFolder(endsCleanly: true)
        for file in [folder.segments.last, folder.snapshots.last].compactMap(\.self) {
            let disk = folder.changed(file) { bytes in
                bytes[8] = 2
                let count = file.hasSuffix(".log") ? 512 : 64
                let checksum = CRC32C.checksum(bytes.span.extracting(first: count - 4))
                for index in 0..<4 {
                    bytes[count - 4 + index] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * index))
                }
            }
            guard case .refused(let damage) = folder.start(disk) else {
                Issue.record("\(file) of version 2 was read")
                continue
            }
            #expect(damage.reason == .unknownVersion(2) && damage.file == file)
            let plan = try RepairPlan(disk: disk)
            #expect(plan.hopeless.map(\.file) == [file])
        }
    }

    /// Repairs, and compares what a start finds with what the plan said, or an earlier one that was interrupted.
    private func check(_ folder: SampleFolder, _ disk: FaultyDisk, _ what: String, lost: UInt64? = nil) throws {
        let plan = try RepairPlan(disk: disk)
        #expect(plan.hopeless.isEmpty, "\(what)")
        let said = lost ?? plan.lostRecordCount
        // At the very end there is no later record to tell how many are missing.
        let isEndUnknown = plan.losses.contains { $0.recordCount == 0 && $0.firstSequence > 0 }
        try plan.carryOut()
        let rest = try RepairPlan(disk: disk)
        #expect(rest.isEmpty, "\(what): \(rest.losses)")
        var found: [UInt64: TestPayload] = [:]
        var start: UInt64 = 0
        _ = try Recovery(disk: disk).run(
            section: { _, bytes in
                for payload in try TestPayloads.decode([UInt8](copying: bytes)) {
                    start += 1
                    found[start] = payload
                }
            },
            record: { kind, sequence, payload in
                #expect(sequence > start)
                start = sequence
                found[sequence] = TestPayload(kind: kind, bytes: [UInt8](copying: payload))
            })
        for (sequence, payload) in found {
            #expect(payload == folder.records[Int(sequence) - 1], "\(what): record \(sequence)")
        }
        let missing = UInt64(folder.records.count - found.count)
        #expect(missing == said || isEndUnknown && missing > said, "\(what): \(missing) missing, \(said) said")
        let report = try Verification(disk: disk).run()
        #expect(report.isSound, "\(what): \(report.damages)")
    }
}
