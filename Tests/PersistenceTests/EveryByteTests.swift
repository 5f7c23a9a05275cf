// Every byte of a journal of 200 records and of its snapshots changed, and every file cut at every length: a start tells of it,
// by file and offset, or has lost nothing. EARSHOT_EVERY_BIT=1 flips each bit of each byte instead of one.

import Glibc
import Persistence
import Testing

@Suite("Every byte")
struct EveryByteTests {
    private static let bits = unsafe getenv("EARSHOT_EVERY_BIT") == nil ? nil : Array(0..<8)

    @Test("a flipped bit of a journal that ended cleanly stops the start, by file and offset", arguments: 0..<8)
    func flipsInClosedJournal(part: Int) throws {
        let folder = try SampleFolder(endsCleanly: true)
        try forEachFlip(in: folder, of: folder.segments, part) { file, offset, disk in
            switch folder.start(disk) {
            case .refused(let damage): #expect(damage.file == file && damage.offset <= offset, "\(damage)")
            // What a snapshot holds is not read from the journal.
            case .whole: #expect(!Self.isRead(file, of: folder), "\(file) \(offset)")
            case let other: Issue.record("\(file) byte \(offset): \(other)")
            }
        }
    }

    @Test(
        "after kill -9 a flipped bit stops the start; in the last batch it may be taken for a crash, and said",
        arguments: 0..<8)
    func flipsAfterKill(part: Int) throws {
        let folder = try SampleFolder(endsCleanly: false)
        try forEachFlip(in: folder, of: folder.segments, part) { file, offset, disk in
            switch folder.start(disk) {
            case .refused(let damage): #expect(damage.file == file && damage.offset <= offset, "\(damage)")
            case .cutOff(let tail, let missing):
                #expect(tail.file == file && tail.offset <= offset && missing <= folder.lastBatchCount, "\(tail)")
            case .whole(let report):
                let isSaid = report.tornTail.map { $0.file == file && $0.offset <= offset } ?? false
                #expect(isSaid || !Self.isRead(file, of: folder), "\(file) \(offset)")
            case .silent(let what): Issue.record("\(file) byte \(offset): \(what)")
            }
        }
    }

    @Test(
        "a flipped bit of the newest snapshot is said, and the one before it is taken; of another it does no harm",
        arguments: 0..<8)
    func flipsInSnapshots(part: Int) throws {
        let folder = try SampleFolder(endsCleanly: true)
        try forEachFlip(in: folder, of: folder.snapshots, part) { file, offset, disk in
            guard case .whole(let report) = folder.start(disk) else {
                Issue.record("\(file) byte \(offset): \(folder.start(disk))")
                return
            }
            guard file == folder.snapshots.last else { return }
            #expect(report.setAside.first?.file == file)
            #expect(report.setAside.first.map { $0.offset <= offset } ?? false)
        }
    }

    @Test("verification names every flipped bit by file and offset", arguments: 0..<8)
    func verification(part: Int) throws {
        let folder = try SampleFolder(endsCleanly: true)
        try forEachFlip(in: folder, of: folder.segments + folder.snapshots, part) { file, offset, disk in
            let report = try Verification(disk: disk).run()
            let isNamed = report.damages.contains { $0.file == file && $0.offset <= offset }
            #expect(isNamed, "\(file) byte \(offset): \(report.damages)")
        }
    }

    @Test("a segment that was cut, at any length, stops the start or has lost nothing", arguments: [true, false])
    func cuts(endsCleanly: Bool) throws {
        let folder = try SampleFolder(endsCleanly: endsCleanly)
        let whole = try #require(folder.segments.last.flatMap { folder.disk.contents($0) })
        let used = (whole.lastIndex { $0 != 0 } ?? 0) + 1
        for file in folder.segments where Self.isRead(file, of: folder) {
            let isLast = file == folder.segments.last
            for count in 0..<(folder.disk.contents(file) ?? []).count where !isLast || count < used {
                switch folder.start(folder.changed(file) { $0.removeLast($0.count - count) }) {
                // What is missing at the end of a segment may only be seen from the next.
                case .refused(let damage): #expect(damage.file >= file && damage.offset <= count, "\(damage)")
                // Nothing but the mark of the end was cut off, and the next segment tells that no record was.
                case .whole: #expect(!isLast)
                case let other: Issue.record("\(file) cut to \(count) bytes: \(other)")
                }
            }
        }
    }

    @Test("a snapshot that was cut, at any length, is said, and the one before it is taken")
    func cutSnapshots() throws {
        let folder = try SampleFolder(endsCleanly: true)
        let file = try #require(folder.snapshots.last)
        for count in 0..<(folder.disk.contents(file) ?? []).count {
            guard case .whole(let report) = folder.start(folder.changed(file) { $0.removeLast($0.count - count) }),
                report.setAside.first?.file == file
            else {
                Issue.record("cut to \(count) bytes")
                continue
            }
        }
    }

    /// Whether a start of the undamaged folder reads the file at all.
    private static func isRead(_ file: String, of folder: SampleFolder) -> Bool {
        // The segment that holds the record after the newest snapshot, and all after it.
        let digits = file.split(separator: "-").last?.prefix(20) ?? ""
        let next = folder.segments.first { $0 > file }.flatMap {
            UInt64($0.split(separator: "-").last?.prefix(20) ?? "")
        }
        let snapshot = folder.snapshots.last.flatMap { UInt64($0.split(separator: "-").last?.prefix(20) ?? "") } ?? 0
        return UInt64(digits) != nil && (next ?? .max) > snapshot + 1
    }

    /// Flips in one of eight parts of the bytes, so that the parts run beside each other.
    private func forEachFlip(
        in folder: SampleFolder, of files: [String], _ part: Int,
        _ check: (_ file: String, _ offset: Int, _ disk: FaultyDisk) throws -> Void
    ) throws {
        for file in files {
            let count = (folder.disk.contents(file) ?? []).count
            for offset in stride(from: part, to: count, by: 8) {
                for bit in Self.bits ?? [(offset / 8) % 8] {
                    try check(file, offset, folder.changed(file) { $0[offset] ^= 1 << UInt8(bit) })
                }
            }
        }
    }
}
