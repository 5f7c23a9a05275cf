// The readers of the disk: recovery over a journal file of any bytes, and the decoders behind the checksums.

import Access
import Aggregation
import ByteCoding
import Persistence
import Synchronization

/// Recovery reads a folder whose one segment has any bytes, or refuses it; what it repaired is read the same again.
enum JournalFuzz {
    static func run(_ bytes: [UInt8]) {
        let disk = MemoryDisk(["journal-00000000000000000001.log": bytes])
        guard let first = recover(disk) else { return }
        precondition(recover(disk) == first, "a second recovery finds something else")
    }

    /// The records found; nil when the folder was refused.
    private static func recover(_ disk: MemoryDisk) -> [[UInt8]]? {
        var records: [[UInt8]] = []
        let report = try? Recovery(disk: disk).run(
            section: { _, _ in }, record: { _, _, payload in records.append([UInt8](copying: payload)) })
        return report == nil ? nil : records
    }
}

/// The decoders that stand behind the checksums: a disk that lies well enough reaches them.
enum RecordFuzz {
    static func run(_ bytes: [UInt8]) {
        guard let kind = bytes.first else { return }
        let payload = Array(bytes.dropFirst())
        switch kind % 4 {
        case 0:
            var ledger = Ledger(limits: LedgerLimits(), seed: HashSeed(1, 2))
            guard let entry = try? EncodedEntry(payload.span) else { return }
            _ = try? ledger.apply(entry, sequence: 1)
            _ = ledger.figures
        case 1:
            guard let change = try? AccessChange(payload.span) else { return }
            var table = AccessTable()
            if (try? table.check(change)) != nil { table.apply(change) }
        case 2: _ = try? AccessTable(section: payload.span)
        default:
            var decoder = LedgerDecoder(limits: LedgerLimits())
            try? decoder.decode(payload.span)
        }
    }
}

/// A folder in memory.
final class MemoryDisk: Disk {
    private let files: Mutex<[String: MemoryFile]>

    init(_ contents: [String: [UInt8]]) {
        var files: [String: MemoryFile] = [:]
        for (name, bytes) in contents { files[name] = MemoryFile(name, bytes) }
        self.files = Mutex(files)
    }

    func makeFolder() {}
    func list() -> [String] { files.withLock { Array($0.keys) } }
    func open(_ name: String, _ mode: OpenMode) throws(DiskError) -> any DiskFile {
        files.withLock { files in
            if case .replace = mode { files[name] = nil }
            let file = files[name] ?? MemoryFile(name, [])
            files[name] = file
            return file
        }
    }
    func rename(_ name: String, to newName: String) { files.withLock { $0[newName] = $0.removeValue(forKey: name) } }
    func remove(_ name: String) { files.withLock { $0[name] = nil } }
    func syncFolder() {}
    func freeBytes() -> Int { 1 << 40 }
}

/// A file in memory.
final class MemoryFile: DiskFile {
    let name: String
    private let content: Mutex<[UInt8]>

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        content = Mutex(bytes)
    }

    func size() -> Int { content.withLock { $0.count } }
    func readSome(at offset: Int, into buffer: inout MutableSpan<UInt8>) -> Int {
        let bytes = content.withLock { $0 }
        let count = max(0, min(buffer.count, bytes.count - offset))
        for index in 0..<count { buffer[index] = bytes[offset + index] }
        return count
    }
    func writeSome(_ bytes: Span<UInt8>, at offset: Int) -> Int {
        let new = [UInt8](copying: bytes)
        content.withLock { content in
            if content.count < offset + new.count {
                content += [UInt8](repeating: 0, count: offset + new.count - content.count)
            }
            content.replaceSubrange(offset..<(offset + new.count), with: new)
        }
        return bytes.count
    }
    func preallocate(byteCount: Int) {}
    func release(from offset: Int) {}
    func truncate(byteCount: Int) {
        content.withLock { content in
            if content.count > byteCount { content.removeLast(content.count - byteCount) }
            if content.count < byteCount { content += [UInt8](repeating: 0, count: byteCount - content.count) }
        }
    }
    func sync() {}
    func lock() -> Bool { true }
}
