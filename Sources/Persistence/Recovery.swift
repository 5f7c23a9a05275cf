// From the files to the state that answered the last query: the newest whole snapshot, then every record of the journal
// after it, each once, in order. It cuts off what a crash left at the very end, and stops at anything else that is wrong.

/// Reads the data folder at the start of a server. Lock the folder first.
package struct Recovery {
    /// Takes a section of the snapshot: its name and its bytes, checked.
    package typealias SectionHandler = (_ name: String, _ bytes: Span<UInt8>) throws -> Void
    /// Takes a record: kind, sequence number, payload, checked.
    package typealias RecordHandler = (_ kind: UInt8, _ sequence: UInt64, _ payload: Span<UInt8>) throws -> Void

    private let disk: any Disk
    private let progressBytes: Int

    /// A recovery of what is on `disk` that says how far it is after so many bytes of the journal.
    package init(disk: any Disk, progressBytes: Int = 64 << 20) {
        self.disk = disk
        self.progressBytes = progressBytes
    }

    /// Hands out the sections of the newest whole snapshot, then the records after it. Where a newer snapshot is damaged,
    /// the one before is taken (each is checked whole before its first section is handed out). `end` is called behind the last
    /// record, before anything on the disk is changed: the last chance to refuse one of them.
    package func run(
        progress: (RecoveryProgress) -> Void = { _ in }, section: SectionHandler, record: RecordHandler,
        end: () throws -> Void = {}
    ) throws(RecoveryError) -> RecoveryReport {
        var report = RecoveryReport()
        let listing = try asRecovery { () throws(DiskError) in try FolderListing(disk) }
        try readSnapshot(listing, into: &report, section)
        let segmentEnd = try readJournal(listing, into: &report, progress, record)
        do { try end() } catch {
            let file = listing.segments.last.map { StoredFile.segmentName(firstSequence: $0) } ?? ""
            throw .refused(file: file, offset: 0, sequence: report.position.sequence, error: error)
        }
        try asRecovery { () throws(DiskError) in
            try segmentEnd?.settle(on: disk)
            try tidy(listing, report)
        }
        return report
    }

    // MARK: - Snapshot

    private func readSnapshot(
        _ listing: FolderListing, into report: inout RecoveryReport, _ section: SectionHandler
    ) throws(RecoveryError) {
        for sequence in listing.snapshots.reversed() {
            do {
                var check = try SnapshotReader(disk, sequence: sequence)
                try check.verify()
            } catch {
                guard case .damaged(let damage) = error else { throw RecoveryError(error) }
                // Not to be passed over: an older snapshot would bring an older state to life.
                if damage.isUnknownVersion { throw .damaged(damage) }
                report.setAside.append(damage)
                continue
            }
            let reading = try handOut(sequence, section)
            report.snapshot = reading
            report.position = reading.position
            return
        }
        // Without any snapshot the journal must reach back to the first record.
        if let damage = report.setAside.first, listing.segments.first != 1 { throw .damaged(damage) }
    }

    private func handOut(_ sequence: UInt64, _ section: SectionHandler) throws(RecoveryError) -> SnapshotInfo {
        let file = StoredFile.snapshotName(sequence: sequence)
        do {
            var reader = try SnapshotReader(disk, sequence: sequence)
            while try reader.next() { try section(reader.name, reader.payload) }
            return reader.info
        } catch let error as ReadError {
            throw RecoveryError(error)
        } catch {
            throw .refused(file: file, offset: 0, sequence: sequence, error: error)
        }
    }

    // MARK: - Journal

    /// Reads the journal after the snapshot.
    private func readJournal(
        _ listing: FolderListing, into report: inout RecoveryReport, _ progress: (RecoveryProgress) -> Void,
        _ record: RecordHandler
    ) throws(RecoveryError) -> SegmentEnd? {
        let segments = try segments(of: listing, after: report.position.sequence)
        let total = try asRecovery { () throws(DiskError) in try totalBytes(of: segments) }
        var walk = SegmentWalk(disk: disk, after: report.position)
        var nextProgress = progressBytes
        for firstSequence in segments {
            let start = report.byteCount
            let tail = try walk.read(firstSequence, isLast: firstSequence == segments.last) { head, payload, offset in
                try record(head.kind, head.sequence, payload)
                report.recordCount += 1
                guard start + offset >= nextProgress else { return }
                nextProgress += progressBytes
                progress(
                    RecoveryProgress(bytesRead: start + offset, bytesTotal: total, recordCount: report.recordCount))
            }
            report.segmentCount += 1
            report.byteCount = start + walk.end.offset
            report.tornTail = tail
        }
        report.repairedLossCount = walk.repairedLossCount
        report.lexiconRevision = walk.lexiconRevision
        // A journal that was not synced may end before a snapshot that was.
        if let position = walk.position, position.sequence > report.position.sequence { report.position = position }
        return segments.isEmpty ? nil : walk.end
    }

    /// The segments from the one that holds the record after `sequence`.
    private func segments(
        of listing: FolderListing, after sequence: UInt64
    ) throws(RecoveryError) -> ArraySlice<UInt64> {
        guard let first = listing.segments.first else { return [] }
        guard let start = listing.segments.lastIndex(where: { $0 - 1 <= sequence }) else {
            let name = StoredFile.segmentName(firstSequence: first)
            throw .damaged(Damage(name, offset: 0, .missingSegment(expected: sequence + 1)))
        }
        return listing.segments[start...]
    }

    private func totalBytes(of segments: ArraySlice<UInt64>) throws(DiskError) -> Int {
        var total = 0
        for firstSequence in segments {
            total += try disk.open(StoredFile.segmentName(firstSequence: firstSequence), .read).size()
        }
        return total
    }

    // MARK: - Tidying

    /// Removes temporaries, and renames damaged snapshots.
    private func tidy(_ listing: FolderListing, _ report: RecoveryReport) throws(DiskError) {
        for name in listing.temporaries { try disk.remove(name) }
        for damage in report.setAside {
            try disk.rename(damage.file, to: listing.asideName(for: damage.file))
        }
        if !report.setAside.isEmpty { try disk.syncFolder() }
    }

    private func asRecovery<Value>(_ body: () throws(DiskError) -> Value) throws(RecoveryError) -> Value {
        do {
            return try body()
        } catch {
            throw .disk(error)
        }
    }
}
