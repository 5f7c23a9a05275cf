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
///
/// Two locks: of a file, which every file system can do, and of the folder itself, which holds when somebody has removed
/// the file.
package struct FolderLock: ~Copyable, Sendable {
    private let file: any DiskFile
    /// Nil where folders cannot be locked, as over NFS.
    private let folder: (any DiskFile)?

    /// Locks the folder, or says who has it.
    package init(_ disk: any Disk) throws(FolderLockError) {
        (file, folder) = try Self.take(disk)
    }

    private static func take(
        _ disk: any Disk
    ) throws(FolderLockError) -> (file: any DiskFile, folder: (any DiskFile)?) {
        let processID: Int32?
        do {
            let file = try disk.open(StoredFile.lockName, .updateOrMake)
            let folder = try? disk.open(StoredFile.folderName, .read)
            let isFree = try file.lock()
            if isFree, (try? folder?.lock()) ?? true {
                noteHolder(in: file)
                return (file, folder)
            }
            processID = isFree ? nil : holder(in: file)
        } catch {
            throw .disk(error)
        }
        throw .held(processID: processID)
    }

    /// For people alone, so a full disk does no harm.
    private static func noteHolder(in file: any DiskFile) {
        let note = Array("\(getpid())\n".utf8)
        try? file.write(note.span, at: 0)
        try? file.truncate(byteCount: note.count)
    }

    private static func holder(in file: any DiskFile) -> Int32? {
        var note = [UInt8](repeating: 0, count: 16)
        var span = note.mutableSpan
        guard let count = try? file.read(at: 0, into: &span) else { return nil }
        return Int32(String(decoding: note.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self))
    }
}
