// A data folder on the command line: opened without being made, and held while no server may have it.

import ArgumentParser
import Persistence

/// A data folder that a command looks at or repairs.
struct DataFolder: ~Copyable {
    /// The folder, as named on the command line.
    let path: String
    let disk: SystemDisk
    private let lock: FolderLock?

    /// Opens the folder that exists at `path`, and takes its lock, so that no server writes meanwhile. A folder that cannot
    /// be written cannot have a server either, and is only read.
    init(_ path: String) throws {
        let opened = try Self.open(path)
        let held = try Self.lock(opened, path)
        self.path = path
        disk = opened
        lock = held
    }

    private static func open(_ path: String) throws -> SystemDisk {
        do {
            return try SystemDisk(existing: path)
        } catch {
            throw CommandFailure("\(error)").reported()
        }
    }

    private static func lock(_ disk: SystemDisk, _ path: String) throws -> FolderLock? {
        do {
            return try FolderLock(disk)
        } catch {
            switch error {
            case .held:
                complain("\(path): \(error). Stop the server first, or look at a copy: earshot snapshot --to DIR.")
                throw ExitCode(73)
            case .disk(let cause) where cause.isReadOnly: return nil
            case .disk(let cause): throw CommandFailure("\(path): \(cause)").reported()
            }
        }
    }
}
