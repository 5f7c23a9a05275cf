import Foundation
import Persistence
import Testing

@Suite("The lock of a data folder")
struct FolderLockTests {
    private let folder = TemporaryFolder()

    @Test("a lock that is given up is free at once, also while a child still has the descriptors")
    func inherited() throws {
        let disk = try SystemDisk(path: folder.path)
        let inherited = try withExtendedLifetime(try FolderLock(disk)) {
            #expect(throws: FolderLockError.self) { _ = try FolderLock(disk) }
            return try duplicates()
        }
        defer { for descriptor in inherited { close(descriptor) } }
        #expect(inherited.count >= 2)
        _ = try FolderLock(disk)
    }

    /// Every descriptor of the folder and of what is in it once more, as a child has it between `fork` and `exec`.
    private func duplicates() throws -> [Int32] {
        let files = FileManager.default
        let open = try files.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
        let own = open.filter { descriptor in
            let target = try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
            return target?.hasPrefix(folder.path) ?? false
        }
        return own.map { dup($0) }
    }
}
