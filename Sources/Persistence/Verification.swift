// Reads everything in the data folder without changing it: every checksum, every count, every link between files.

/// A journal segment that was found whole.
package struct SegmentInfo: Equatable, Sendable {
    /// The file's name in the data folder.
    package let file: String
    /// The sequence number of its first record.
    package let firstSequence: UInt64
    /// How many records it holds.
    package let recordCount: Int
    /// Bytes up to the end of the last record.
    package let byteCount: Int
}

/// What verification found.
package struct VerificationReport: Equatable, Sendable {
    /// Whole snapshots, oldest first.
    package internal(set) var snapshots: [SnapshotInfo] = []
    /// Whole segments, oldest first.
    package internal(set) var segments: [SegmentInfo] = []
    /// What a crash left at the end of the journal; the next start cuts it off.
    package internal(set) var tornTail: TornTail?
    /// What is wrong, by file and offset.
    package internal(set) var damages: [Damage] = []

    /// Whether nothing is wrong.
    package var isSound: Bool { damages.isEmpty }
    /// Records in whole segments.
    package var recordCount: Int { segments.reduce(0) { $0 + $1.recordCount } }
}

/// Checks the data folder. A server may be running on it only if it is not writing: take the lock.
package struct Verification {
    private let disk: any Disk

    /// A verification of what is on `disk`.
    package init(disk: any Disk) { self.disk = disk }

    /// Reads every snapshot and every segment. Damage is noted and reading goes on; only a failing disk stops it.
    package func run() throws(DiskError) -> VerificationReport {
        var report = VerificationReport()
        let listing = try FolderListing(disk)
        for sequence in listing.snapshots {
            do {
                var reader = try SnapshotReader(disk, sequence: sequence)
                try reader.verify()
                report.snapshots.append(reader.info)
            } catch {
                switch error {
                case .disk(let error): throw error
                case .damaged(let damage): report.damages.append(damage)
                }
            }
        }
        try checkJournal(listing.segments, after: report.snapshots.last?.position ?? .start, into: &report)
        return report
    }

    private func checkJournal(
        _ segments: [UInt64], after base: JournalPosition, into report: inout VerificationReport
    ) throws(DiskError) {
        var walk = SegmentWalk(disk: disk, after: base)
        // What lies before the newest snapshot is read too, but a gap there leaves nothing missing.
        let start = segments.lastIndex { $0 - 1 <= base.sequence }
        if let first = segments.first, start == nil {
            let file = StoredFile.segmentName(firstSequence: first)
            report.damages.append(Damage(file, offset: 0, .missingSegment(expected: base.sequence + 1)))
        }
        for (index, firstSequence) in segments.enumerated() {
            let isGap = walk.position.map { $0.sequence &+ 1 != firstSequence } ?? false
            if index <= start ?? 0, isGap { walk.position = nil }
            do {
                report.tornTail = try walk.read(firstSequence, isLast: index == segments.count - 1) { _, _, _ in }
                report.segments.append(
                    SegmentInfo(
                        file: StoredFile.segmentName(firstSequence: firstSequence), firstSequence: firstSequence,
                        recordCount: walk.segmentRecordCount, byteCount: walk.end.offset))
            } catch {
                switch error {
                case .disk(let error): throw error
                case .damaged(let damage): report.damages.append(damage)
                case .refused: break
                }
                walk.position = nil
            }
        }
    }
}
