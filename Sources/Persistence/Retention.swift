// What is kept of the past: two snapshots, and the journal from the older one on, so that a damaged snapshot can be
// done without.

/// Removes what two good snapshots have made superfluous.
package struct Retention {
    /// How many snapshots are kept.
    package static let keptSnapshotCount = 2

    private let disk: any Disk

    /// Retention of the files on `disk`.
    package init(disk: any Disk) { self.disk = disk }

    /// Removes the snapshots before the last `count`, and the segments that lie wholly before the oldest of these. Call it
    /// after a snapshot was finished, on any thread. Returns the names of the files that are gone. One snapshot is kept
    /// when nothing older may be left, because something in it was forgotten.
    package func prune(keeping count: Int = Self.keptSnapshotCount) throws(DiskError) -> [String] {
        let listing = try FolderListing(disk)
        let kept = listing.snapshots.suffix(count)
        guard count >= 1, kept.count == count, let older = kept.first else { return [] }
        var names = listing.snapshots.dropLast(count).map { StoredFile.snapshotName(sequence: $0) }
        for (firstSequence, next) in zip(listing.segments, listing.segments.dropFirst()) where next - 1 <= older {
            names.append(StoredFile.segmentName(firstSequence: firstSequence))
        }
        for name in names { try disk.remove(name) }
        // What was to be forgotten must not come again after a loss of power.
        if !names.isEmpty { try disk.syncFolder() }
        return names
    }

    /// The sequence number up to which nothing is on the disk but a snapshot: what was forgotten by a record up to there
    /// is gone.
    package func erasedThrough() throws(DiskError) -> UInt64 {
        let listing = try FolderListing(disk)
        let oldest = listing.snapshots.first ?? 0
        return min(oldest, listing.segments.first.map { $0 - 1 } ?? oldest)
    }
}
