// What a program does with files that a newer one wrote. (Older ones are read: FrozenFormatTests.)

import Persistence
import Testing

@Suite("Format versions")
struct FormatVersionTests {
    @Test("a segment or snapshot of a newer format is refused by its name, not as damage, and nothing is changed")
    func newer() throws {
        let folder = try SampleFolder(endsCleanly: false)
        for file in [folder.segments.last, folder.snapshots.last].compactMap({ $0 }) {
            let headerBytes = file.hasSuffix(".log") ? 512 : 64
            let disk = folder.changed(file) { Self.setVersion(2, of: &$0, headerBytes: headerBytes) }
            let before = disk.names.map { disk.contents($0) }
            let expected = Damage(file, offset: 8, .unknownVersion(2))
            do {
                _ = try Recovered(disk)
                Issue.record("\(file) was read")
            } catch RecoveryError.damaged(let damage) {
                #expect(damage == expected)
                #expect(damage.isUnknownVersion && !"\(damage)".contains("damage"), "\(damage)")
            }
            let plan = try RepairPlan(disk: disk)
            #expect(plan.hopeless == [expected] && plan.rewrittenFiles.isEmpty)
            #expect(try Verification(disk: disk).run().damages == [expected])
            #expect(disk.names.map { disk.contents($0) } == before)
        }
    }

    /// Writes a version into a header, with the checksum that belongs to it.
    private static func setVersion(_ version: UInt8, of bytes: inout [UInt8], headerBytes: Int) {
        bytes[8] = version
        let check = CRC32C.checksum(bytes.span.extracting(0..<(headerBytes - 4)))
        for index in 0..<4 { bytes[headerBytes - 4 + index] = UInt8(truncatingIfNeeded: check >> UInt32(8 * index)) }
    }
}
