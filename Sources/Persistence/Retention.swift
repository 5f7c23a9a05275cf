// What is kept of the past: two snapshots, and the journal from the older one on, so that a damaged snapshot can be
// done without.

/// Removes what two good snapshots have made superfluous.
package struct Retention {
    /// How many snapshots are kept.
    package static let keptSnapshotCount = 2

    private let disk: any Disk

    /// Retention of the files on `disk`.
    package init(disk: any Disk) { self.disk = disk }

    /// Removes the snapshots before the last two, and the segments that lie wholly before the older of these. Call it
    /// after a snapshot was finished, on any thread. Returns the names of the files that are gone.
    package func prune() throws(DiskError) -> [String] {
        let listing = try FolderListing(disk)
        let kept = listing.snapshots.suffix(Self.keptSnapshotCount)
        guard kept.count == Self.keptSnapshotCount, let older = kept.first else { return [] }
        var names = listing.snapshots.dropLast(Self.keptSnapshotCount).map { StoredFile.snapshotName(sequence: $0) }
        for (firstSequence, next) in zip(listing.segments, listing.segments.dropFirst()) where next - 1 <= older {
            names.append(StoredFile.segmentName(firstSequence: firstSequence))
        }
        for name in names { try disk.remove(name) }
        return names
    }
}
