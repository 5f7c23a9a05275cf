// Folders that older programs wrote, kept as they were: each format version stays readable for ever. A new version gets a
// folder of its own, made by EARSHOT_FREEZE=1 swift test --filter Frozen, and the older ones stay untouched.

import Foundation
import Persistence
import Testing

@Suite("Frozen formats")
struct FrozenFormatTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Frozen")
    private static let expected = "records.expected"

    @Test("what each format version wrote is read as it was written", arguments: ["version-1"])
    func read(version: String) throws {
        let folder = Self.folder.appendingPathComponent(version)
        if ProcessInfo.processInfo.environment["EARSHOT_FREEZE"] != nil { try Self.freeze(into: folder) }
        let disk = FaultyDisk(seed: 1)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            disk.setContents(name, [UInt8](try Data(contentsOf: folder.appendingPathComponent(name))))
        }
        let records = try TestPayloads.decode(try #require(disk.contents(Self.expected)))
        let report = try Verification(disk: disk).run()
        #expect(report.isSound && report.snapshots.count == 1 && report.segments.count > 1, "\(report)")
        let found = try Recovered(disk)
        #expect(try found.allRecords() == records)
        #expect(found.report.snapshot?.takenAtMilliseconds == 0)
        #expect(found.report.lexiconRevision == "test")
    }

    /// While the formats are unreleased: makes the folder anew with the program as it is.
    private static func freeze(into folder: URL) throws {
        let sample = try SampleFolder(recordCount: 60, snapshotsAfter: [30], endsCleanly: true)
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in sample.disk.names {
            try Data(sample.disk.contents(name) ?? []).write(to: folder.appendingPathComponent(name))
        }
        try Data(TestPayloads.encode(sample.records[...])).write(to: folder.appendingPathComponent(expected))
    }
}
