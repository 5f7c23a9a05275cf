// A file of the real data folder. Interrupted calls are taken up again; short reads and writes are the caller's.

internal import CLinux
internal import Glibc

/// An open file of a `SystemDisk`.
final class SystemFile: DiskFile {
    let name: String
    private let descriptor: Int32

    /// Owns `descriptor`, which is closed with it.
    init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    deinit {
        // A lock would outlive the close as long as a child that is about to execute another program has the descriptor.
        _ = earshot_unlock(descriptor)
        _ = Glibc.close(descriptor)
    }

    func size() throws(DiskError) -> Int {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw DiskError(.size, name, code: errno) }
        return Int(status.st_size)
    }

    func readSome(at offset: Int, into buffer: inout MutableSpan<UInt8>) throws(DiskError) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(offset))
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw DiskError(.read, name, code: errno) }
        }
    }

    func writeSome(_ bytes: Span<UInt8>, at offset: Int) throws(DiskError) -> Int {
        while true {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset))
            }
            if count > 0 || bytes.count == 0 { return count }
            // POSIX lets a write of some bytes write none; tried again for ever it would hang.
            if count == 0 { throw DiskError(.write, name, code: EIO) }
            guard errno == EINTR else { throw DiskError(.write, name, code: errno) }
        }
    }

    func preallocate(byteCount: Int) throws(DiskError) {
        while true {
            let code = earshot_fallocate(descriptor, Int64(byteCount))
            if code == 0 || code == EOPNOTSUPP || code == ENOSYS { return }
            guard code == EINTR else { throw DiskError(.preallocate, name, code: code) }
        }
    }

    func release(from offset: Int) throws(DiskError) {
        let count = try size() - offset
        while true {
            let code = earshot_release(descriptor, Int64(offset), Int64(count))
            if code == 0 { return }
            guard code == EINTR else { throw DiskError(.release, name, code: code) }
        }
    }

    func truncate(byteCount: Int) throws(DiskError) {
        while ftruncate(descriptor, off_t(byteCount)) != 0 {
            guard errno == EINTR else { throw DiskError(.truncate, name, code: errno) }
        }
    }

    func sync() throws(DiskError) {
        // Not tried again after EINTR either: what became of the dirty pages is then unknown.
        guard fdatasync(descriptor) == 0 else { throw DiskError(.sync, name, code: errno) }
    }

    func lock() throws(DiskError) -> Bool {
        let code = earshot_lock_exclusively(descriptor)
        if code == 0 { return true }
        guard code == EWOULDBLOCK else { throw DiskError(.lock, name, code: code) }
        return false
    }
}
