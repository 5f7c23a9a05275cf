// One server a folder: a lock that the system gives up when its holder ends, however it ends.

internal import Glibc

/// Why the data folder could not be locked.
package enum FolderLockError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another process has the folder; its id as it noted it, if it can be read.
    case held(processID: Int32?)
    /// The lock file could not be made, read or locked.
    case disk(DiskError)

    package var description: String {
        switch self {
        case .held(let processID?): "the data folder is in use by process \(processID)"
        case .held(nil): "the data folder is in use by another process"
        case .disk(let error): "\(error)"
        }
    }
}

/// The exclusive hold of a data folder, as long as the value lives.
package struct FolderLock: ~Copyable, Sendable {
    private let file: any DiskFile

    /// Locks the folder, or says who has it.
    package init(_ disk: any Disk) throws(FolderLockError) {
        file = try Self.take(disk)
    }

    private static func take(_ disk: any Disk) throws(FolderLockError) -> any DiskFile {
        let processID: Int32?
        do {
            let file = try disk.open(StoredFile.lockName, .updateOrMake)
            if try file.lock() {
                let note = Array("\(getpid())\n".utf8)
                try file.truncate(byteCount: 0)
                try file.write(note.span, at: 0)
                return file
            }
            processID = holder(in: file)
        } catch {
            throw .disk(error)
        }
        throw .held(processID: processID)
    }

    private static func holder(in file: any DiskFile) -> Int32? {
        var note = [UInt8](repeating: 0, count: 16)
        var span = note.mutableSpan
        guard let count = try? file.read(at: 0, into: &span) else { return nil }
        return Int32(String(decoding: note.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self))
    }
}
