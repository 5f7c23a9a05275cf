// The files of the faulty disk: how their calls misbehave. What they hold, and what a crash leaves of it, is in Inode.

import Glibc
import Persistence
import Synchronization

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
        let bytes = try disk.with(.read, name) { state throws(DiskError) in
            inode.evict(&state.random, oneIn: 8)
            return inode.bytes
        }
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
            let holeBytes = inode.holeBytes(in: offset..<(offset + max(1, count)))
            guard count > 0, holeBytes <= room(in: state, toGrow: holeBytes) else {
                throw DiskError(.write, name, code: ENOSPC)
            }
            inode.write(new.prefix(count), at: offset)
            return count
        }
    }

    /// Room for a file to grow, where it is to grow and there is a limit.
    private func room(in state: FaultyDisk.State, toGrow growth: Int) -> Int {
        guard growth > 0, state.faults.capacity < .max else { return max(0, growth) }
        return max(0, state.faults.capacity - state.usedBytes)
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

    func release(from offset: Int) throws(DiskError) {
        try disk.with(.release, name) { _ throws(DiskError) in inode.release(from: offset) }
    }

    func truncate(byteCount: Int) throws(DiskError) {
        try disk.with(.truncate, name) { _ throws(DiskError) in inode.resize(to: byteCount) }
    }

    func sync() throws(DiskError) {
        try disk.with(.sync, name) { state throws(DiskError) in
            if state.faults.failedSync > 0, state.random.oneIn(state.faults.failedSync) {
                if !name.hasPrefix("snapshot") { state.hasGivenUp = true }
                inode.failSync(&state.random)
                inode.evict(&state.random, oneIn: 4)
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
