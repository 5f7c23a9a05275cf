// A backup while the server runs: one snapshot, checked as it is read, into another folder from which a server can start.

internal import Glibc

/// Copies snapshots between folders.
package struct SnapshotCopy {
    private let source: any Disk
    private let target: any Disk

    /// A copy from `source` to `target`, a folder without a journal or snapshot of its own.
    package init(from source: any Disk, to target: any Disk) {
        self.source = source
        self.target = target
    }

    /// Copies the newest snapshot; nil if there is none. The copy is checked section by section on the way, gets its
    /// name when it is durable, and is a complete data folder: the journal after it begins with the next record.
    package func run() throws(RecoveryError) -> SnapshotInfo? {
        do {
            guard var reader = try newest() else { return nil }
            try target.makeFolder()
            try requireUnused()
            do {
                return try copy(&reader)
            } catch {
                SnapshotWriter.discard(on: target)
                throw error
            }
        } catch let error as DiskError {
            throw .disk(error)
        } catch let error as ReadError {
            throw RecoveryError(error)
        } catch {
            throw .refused(file: "", offset: 0, sequence: 0, error: error)
        }
    }

    private func newest() throws -> SnapshotReader? {
        while let sequence = try FolderListing(source).snapshots.last {
            do throws(ReadError) {
                return try SnapshotReader(source, sequence: sequence)
            } catch {
                // The server may have removed it meanwhile: then there is a newer one.
                guard case .disk(let error) = error, error.isMissing else { throw error }
            }
        }
        return nil
    }

    private func copy(_ reader: inout SnapshotReader) throws -> SnapshotInfo {
        var writer = try SnapshotWriter(
            disk: target, position: reader.header.position, takenAtMilliseconds: reader.header.takenAtMilliseconds)
        while try reader.next() { try writer.write(section: reader.name, bytes: reader.payload) }
        return try writer.finish()
    }

    /// A snapshot beside the files of another history would make a folder that no server starts from.
    private func requireUnused() throws(DiskError) {
        let listing = try FolderListing(target)
        guard listing.segments.isEmpty, listing.snapshots.isEmpty else {
            throw DiskError(.makeFolder, "data folder", code: ENOTEMPTY)
        }
    }
}
