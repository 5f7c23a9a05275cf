// The files of the faulty disk: what a reader sees now, and what a crash may leave of it.

import Glibc
import Persistence
import Synchronization

/// A file's content: as seen now, as last synced, and every version of every sector in between.
final class Inode: @unchecked Sendable {
    static let sectorBytes = 512

    private(set) var bytes: [UInt8]
    private var synced: [UInt8]
    /// Contents of sectors since the last sync, by sector number: any of them, or the synced one, may survive.
    private var pending: [Int: [[UInt8]]] = [:]
    private var pendingSizes: [Int] = []

    init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
        synced = bytes
    }

    func write(_ new: ArraySlice<UInt8>, at offset: Int) {
        guard !new.isEmpty else { return }
        if offset + new.count > bytes.count { grow(to: offset + new.count) }
        bytes.replaceSubrange(offset..<(offset + new.count), with: new)
        note(offset..<(offset + new.count))
    }

    func resize(to count: Int) {
        if count > bytes.count { return grow(to: count) }
        let cut = count..<bytes.count
        bytes.removeLast(cut.count)
        pendingSizes.append(count)
        if !cut.isEmpty { note(cut) }
    }

    private func grow(to count: Int) {
        bytes.append(contentsOf: [UInt8](repeating: 0, count: count - bytes.count))
        pendingSizes.append(count)
    }

    private func note(_ range: Range<Int>) {
        for sector in (range.lowerBound / Self.sectorBytes)...((range.upperBound - 1) / Self.sectorBytes) {
            pending[sector, default: []].append(Self.sector(sector, of: bytes))
        }
    }

    func sync() {
        guard !pending.isEmpty || !pendingSizes.isEmpty else { return }
        synced = bytes
        pending = [:]
        pendingSizes = []
    }

    /// A sync that fails: some of what was written is dropped for good, although a reader still sees it and the next
    /// sync will succeed.
    func failSync(_ random: inout SeededRandom) {
        persistSome(&random)
        pending = [:]
        pendingSizes = []
    }

    /// Power is lost.
    func crash(_ random: inout SeededRandom) {
        persistSome(&random)
        bytes = synced
        pending = [:]
        pendingSizes = []
    }

    private func persistSome(_ random: inout SeededRandom) {
        let size = (pendingSizes + [synced.count]).randomElement(using: &random) ?? synced.count
        var survivor = synced
        let last = max(size, synced.count)
        survivor.append(contentsOf: [UInt8](repeating: 0, count: last - survivor.count))
        for (sector, versions) in pending.sorted(by: { $0.key < $1.key }) {
            let choice = Int.random(in: 0...versions.count, using: &random)
            guard choice < versions.count, sector * Self.sectorBytes < last else { continue }
            let start = sector * Self.sectorBytes
            let end = min(start + Self.sectorBytes, last)
            survivor.replaceSubrange(start..<end, with: versions[choice].prefix(end - start))
        }
        survivor.removeLast(last - size)
        synced = survivor
    }

    private static func sector(_ number: Int, of bytes: [UInt8]) -> [UInt8] {
        let start = min(number * sectorBytes, bytes.count)
        let present = bytes[start..<min(start + sectorBytes, bytes.count)]
        return Array(present) + [UInt8](repeating: 0, count: sectorBytes - present.count)
    }
}

/// An open file of a `FaultyDisk`.
final class FaultyFile: DiskFile {
    let name: String
    private let disk: FaultyDisk
    private let inode: Inode

    init(_ disk: FaultyDisk, _ name: String, _ inode: Inode) {
        self.disk = disk
        self.name = name
        self.inode = inode
    }

    deinit { disk.state.withLock { _ = $0.locked.remove(ObjectIdentifier(self)) } }

    func size() throws(DiskError) -> Int {
        try disk.with(.size, name) { _ throws(DiskError) in inode.bytes.count }
    }

    func readSome(at offset: Int, into buffer: inout MutableSpan<UInt8>) throws(DiskError) -> Int {
        let bytes = try disk.with(.read, name) { _ throws(DiskError) in inode.bytes }
        guard offset < bytes.count else { return 0 }
        let count = min(buffer.count, bytes.count - offset)
        unsafe buffer.withUnsafeMutableBytes { target in
            unsafe bytes[offset..<(offset + count)].withUnsafeBytes { unsafe target.copyMemory(from: $0) }
        }
        return count
    }

    func writeSome(_ bytes: Span<UInt8>, at offset: Int) throws(DiskError) -> Int {
        let new = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
        return try disk.with(.write, name) { state throws(DiskError) in
            let faults = state.faults
            var count = new.count
            // A write within one sector is whole or not at all; a longer one ends anywhere.
            let splits = count > 1 && offset / Inode.sectorBytes != (offset + count - 1) / Inode.sectorBytes
            func part(_ random: inout SeededRandom) -> Int {
                splits ? Int.random(in: 0...count, using: &random) : random.oneIn(2) ? count : 0
            }
            if faults.failedWrite > 0, state.random.oneIn(faults.failedWrite) {
                inode.write(new.prefix(part(&state.random)), at: offset)
                throw DiskError(.write, name, code: EIO)
            }
            if faults.fullWrite > 0, state.random.oneIn(faults.fullWrite) {
                inode.write(new.prefix(part(&state.random)), at: offset)
                throw DiskError(.write, name, code: ENOSPC)
            }
            if faults.shortWrite > 0, splits, state.random.oneIn(faults.shortWrite) {
                count = Int.random(in: 1..<count, using: &state.random)
            }
            let growth = offset + count - inode.bytes.count
            count -= max(0, growth - room(in: state, toGrow: growth))
            guard count > 0 else { throw DiskError(.write, name, code: ENOSPC) }
            inode.write(new.prefix(count), at: offset)
            return count
        }
    }

    /// Room for a file to grow, where it is to grow and there is a limit.
    private func room(in state: FaultyDisk.State, toGrow growth: Int) -> Int {
        guard growth > 0, state.faults.capacity < .max else { return max(0, growth) }
        return max(0, state.faults.capacity - state.current.values.reduce(0) { $0 + $1.bytes.count })
    }

    func preallocate(byteCount: Int) throws(DiskError) {
        try disk.with(.preallocate, name) { state throws(DiskError) in
            let growth = byteCount - inode.bytes.count
            guard growth > 0 else { return }
            if room(in: state, toGrow: growth) < growth {
                throw DiskError(.preallocate, name, code: ENOSPC)
            }
            inode.resize(to: byteCount)
        }
    }

    func truncate(byteCount: Int) throws(DiskError) {
        try disk.with(.truncate, name) { _ throws(DiskError) in inode.resize(to: byteCount) }
    }

    func sync() throws(DiskError) {
        try disk.with(.sync, name) { state throws(DiskError) in
            if state.faults.failedSync > 0, state.random.oneIn(state.faults.failedSync) {
                inode.failSync(&state.random)
                throw DiskError(.sync, name, code: EIO)
            }
            inode.sync()
        }
    }

    func lock() throws(DiskError) -> Bool {
        try disk.with(.lock, name) { state throws(DiskError) in
            guard state.locked.isEmpty else { return false }
            state.locked.insert(ObjectIdentifier(self))
            return true
        }
    }
}
