// The real data folder: a directory, through the system's calls. All of the target's unsafe calls to the system are here
// and in SystemFile.

internal import CLinux
internal import Glibc

/// A folder of the file system.
///
/// The process must ignore SIGXFSZ: a file-size limit is then an error like a full disk instead of its end.
package final class SystemDisk: Disk {
    /// The folder's path as given.
    package let path: String
    private let descriptor: Int32

    /// Opens the folder at `path`, made where missing.
    package convenience init(path: String) throws(DiskError) {
        try Self.makeFolders(path)
        try self.init(existing: path)
    }

    /// Opens the folder at `path`, which must exist.
    package init(existing path: String) throws(DiskError) {
        self.path = path
        let opened = unsafe earshot_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0)
        guard opened >= 0 else { throw DiskError(.open, path, code: errno) }
        descriptor = opened
    }

    deinit { _ = Glibc.close(descriptor) }

    package func makeFolder() throws(DiskError) { try Self.makeFolders(path) }

    private static func makeFolders(_ path: String) throws(DiskError) {
        var partial = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            let parent = partial.isEmpty ? "/" : partial
            partial += "/" + part
            // Readable by its owner alone: it holds what customers said.
            if unsafe mkdir(partial, 0o700) == 0 {
                // Else the folder itself could be gone after a loss of power, with everything durable in it.
                try syncFolder(parent)
            } else if errno != EEXIST, errno != EROFS, errno != EACCES {
                throw DiskError(.makeFolder, path, code: errno)
            }
        }
    }

    private static func syncFolder(_ path: String) throws(DiskError) {
        let opened = unsafe earshot_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0)
        if opened < 0 {
            // Who may make a folder there need not be allowed to read the one above it.
            if errno == EACCES { return }
            throw DiskError(.syncFolder, path, code: errno)
        }
        defer { _ = Glibc.close(opened) }
        guard fsync(opened) == 0 else { throw DiskError(.syncFolder, path, code: errno) }
    }

    package func list() throws(DiskError) -> [String] {
        // A descriptor of its own: the position of a directory stream is shared with the descriptor it came from.
        let own = unsafe earshot_openat(descriptor, ".", O_RDONLY | O_DIRECTORY, 0)
        guard own >= 0 else { throw DiskError(.list, path, code: errno) }
        guard let stream = unsafe fdopendir(own) else {
            let code = errno
            _ = Glibc.close(own)
            throw DiskError(.list, path, code: code)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw DiskError(.list, path, code: errno) }
        return names
    }

    package func open(_ name: String, _ mode: OpenMode) throws(DiskError) -> any DiskFile {
        let flags =
            switch mode {
            case .read: O_RDONLY
            case .update: O_RDWR
            case .replace: O_RDWR | O_CREAT | O_TRUNC
            case .updateOrMake: O_RDWR | O_CREAT
            }
        while true {
            let opened = unsafe earshot_openat(descriptor, name, flags | O_NOFOLLOW, 0o600)
            if opened >= 0 { return SystemFile(descriptor: opened, name: name) }
            guard errno == EINTR else { throw DiskError(.open, name, code: errno) }
        }
    }

    package func rename(_ name: String, to newName: String) throws(DiskError) {
        guard unsafe renameat(descriptor, name, descriptor, newName) == 0 else {
            throw DiskError(.rename, name, code: errno)
        }
    }

    package func remove(_ name: String) throws(DiskError) {
        guard unsafe unlinkat(descriptor, name, 0) == 0 else { throw DiskError(.remove, name, code: errno) }
    }

    package func syncFolder() throws(DiskError) {
        guard fsync(descriptor) == 0 else { throw DiskError(.syncFolder, path, code: errno) }
    }

    package func freeBytes() throws(DiskError) -> Int {
        let free = earshot_free_bytes(descriptor)
        guard free >= 0 else { throw DiskError(.freeSpace, path, code: errno) }
        return Int(free)
    }
}
