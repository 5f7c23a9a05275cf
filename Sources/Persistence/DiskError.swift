// Why an operation on the data folder failed, as a value: the operation, the file, the system's error number.

internal import Glibc

/// A failed operation on the data folder.
package struct DiskError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was tried.
    package enum Operation: String, Sendable, CaseIterable {
        case makeFolder = "make folder"
        case list, open, read, write, size, preallocate, release, truncate, sync, rename, remove, lock
        case syncFolder = "sync folder"
        case freeSpace = "ask for free space of"
    }

    /// What was tried.
    package let operation: Operation
    /// The file's name inside the data folder, or the folder's own path for an operation on the folder.
    package let path: String
    /// The system's error number (`errno`).
    package let code: Int32

    /// An error of `operation` on `path` with the system's error number.
    package init(_ operation: Operation, _ path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// The disk, a quota or a file-size limit has no room: nothing is wrong with what was written before.
    package var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    /// The process or the system lacks something that comes back (room, descriptors, memory). A sync that failed is
    /// never so: what it left undone is unknown.
    package var isPassing: Bool {
        switch operation {
        case .sync, .syncFolder: false
        default: isOutOfSpace || code == EMFILE || code == ENFILE || code == ENOMEM || code == EAGAIN
        }
    }

    /// The folder may be read but not written.
    package var isReadOnly: Bool { code == EROFS || code == EACCES || code == EPERM }

    /// The folder of a copy holds data already.
    package var isFolderInUse: Bool { code == ENOTEMPTY }

    /// There is no file of that name.
    package var isMissing: Bool { code == ENOENT }

    package var description: String {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error"
        return "cannot \(operation.rawValue) \(path): \(reason) (errno \(code))"
    }
}
