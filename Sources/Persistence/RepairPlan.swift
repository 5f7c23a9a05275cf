// What a repair would do, said before it is done: which bytes and records would go, which files would be made anew. It
// gives up only what cannot be read; RepairPlan+CarryOut does it.

/// How a damaged data folder can be made to start again.
package struct RepairPlan: Sendable {
    /// Something that would be given up.
    package struct Loss: Equatable, Sendable {
        /// Where, and what is wrong there.
        package let damage: Damage
        /// How many bytes would go.
        package let byteCount: Int
        /// The first sequence number that would be missing; 0 for what can be done without: a snapshot beside another, records
        /// that a snapshot holds.
        package let firstSequence: UInt64
        /// How many sequence numbers would be missing; 0 where only a mark, or what can be done without, goes, and for an end
        /// whose records are unknown.
        package let recordCount: UInt64

        /// The loss without the records that a snapshot holds.
        func without(coveredThrough: UInt64) -> Loss {
            let end = firstSequence &+ recordCount
            let first = max(firstSequence, coveredThrough &+ 1)
            guard recordCount > 0, first > firstSequence else { return self }
            return Loss(
                damage: damage, byteCount: byteCount, firstSequence: end > first ? first : 0,
                recordCount: end > first ? end - first : 0)
        }
    }

    /// A segment that would be written anew.
    struct Rewrite: Equatable, Sendable {
        let file: String
        let header: [UInt8]
        var pieces: [SegmentPiece]
    }

    /// What would be given up.
    package internal(set) var losses: [Loss] = []
    /// Damaged files that would be renamed, with `.aside` behind their names.
    package internal(set) var setAside: [String] = []
    /// What no repair can help: files of a newer program, or of two histories.
    package internal(set) var hopeless: [Damage] = []
    var rewrites: [Rewrite] = []
    let disk: any Disk

    /// Records that would be missing.
    package var lostRecordCount: UInt64 { losses.reduce(0) { $0 &+ $1.recordCount } }
    /// Whether there is nothing to repair.
    package var isEmpty: Bool { losses.isEmpty && setAside.isEmpty && rewrites.isEmpty && hopeless.isEmpty }
    /// The files that would be written anew; of each the old content is kept under a name with `.aside`.
    package var rewrittenFiles: [String] { rewrites.map(\.file) }

    /// Looks at what is on `disk` and changes nothing.
    package init(disk: any Disk) throws(DiskError) {
        self.disk = disk
        let listing = try FolderListing(disk)
        let base = try planSnapshots(listing)
        guard hopeless.isEmpty else { return }
        try planJournal(listing.segments, after: base)
    }

    private mutating func planSnapshots(_ listing: FolderListing) throws(DiskError) -> JournalPosition {
        var base = JournalPosition.start
        for sequence in listing.snapshots {
            do {
                var reader = try SnapshotReader(disk, sequence: sequence)
                try reader.verify()
                base = reader.header.position
            } catch {
                switch error {
                case .disk(let error): throw error
                case .damaged(let damage):
                    if damage.isUnknownVersion { hopeless.append(damage) }
                    setAside.append(damage.file)
                    let byteCount = try disk.open(damage.file, .read).size()
                    losses.append(Loss(damage: damage, byteCount: byteCount, firstSequence: 0, recordCount: 0))
                }
            }
        }
        return base
    }

    // MARK: - Journal

    private mutating func planJournal(_ segments: [UInt64], after base: JournalPosition) throws(DiskError) {
        guard !segments.isEmpty else { return }
        let start = segments.lastIndex { $0 - 1 <= base.sequence }
        var walk = SegmentWalk(disk: disk, after: base)
        for firstSequence in segments[..<(start ?? 0)] { try planSuperfluous(firstSequence, &walk) }
        if start == nil {
            walk.position = base
        } else if let position = walk.position, position.sequence &+ 1 != segments[start ?? 0] {
            walk.position = nil
        }
        for firstSequence in segments[(start ?? 0)...] {
            if let position = walk.position, position.sequence &+ 1 != firstSequence {
                try bridge(from: position, to: firstSequence, walk)
                walk.position = nil
            }
            try plan(firstSequence, isLast: firstSequence == segments.last, &walk)
        }
        endRewrite(walk)
    }

    /// A segment before the newest snapshot is only of use if it is whole.
    private mutating func planSuperfluous(_ firstSequence: UInt64, _ walk: inout SegmentWalk) throws(DiskError) {
        walk.position = nil
        guard let damage = try damage(in: firstSequence, isLast: false, &walk) else { return }
        setAside.append(damage.file)
    }

    private mutating func plan(
        _ firstSequence: UInt64, isLast: Bool, _ walk: inout SegmentWalk
    ) throws(DiskError) {
        let before = walk.position
        guard let damage = try damage(in: firstSequence, isLast: isLast, &walk) else { return }
        switch damage.reason {
        case .unknownVersion, .foreignHistory:
            hopeless.append(damage)
            return
        default: break
        }
        let bytes = try contents(damage.file)
        guard let header = readHeader(bytes, firstSequence, after: before) else {
            // Nothing in it can be told from noise without its header.
            setAside.append(damage.file)
            losses.append(Loss(damage: damage, byteCount: bytes.count, firstSequence: firstSequence, recordCount: 0))
            return
        }
        let encoded = header.encoded()
        var salvage = SegmentSalvage(
            file: damage.file, bytes: bytes, header: header, check: SegmentHeader.check(ofEncoded: encoded))
        salvage.run(damage)
        losses += salvage.losses.map { $0.without(coveredThrough: walk.coveredThrough) }
        if salvage.losses.isEmpty {
            losses.append(Loss(damage: damage, byteCount: 0, firstSequence: firstSequence, recordCount: 0))
        }
        rewrites.append(Rewrite(file: damage.file, header: encoded, pieces: salvage.pieces))
        walk.goOn(
            after: JournalPosition(sequence: salvage.nextSequence &- 1, checksum: salvage.lastChecksum),
            in: damage.file, chain: salvage.chain)
    }

    /// A last segment that is written anew is shorter than it was made, and has to say that this is its end.
    private mutating func endRewrite(_ walk: SegmentWalk) {
        guard let position = walk.position, let last = rewrites.indices.last, rewrites[last].file == walk.lastFile
        else { return }
        let end = SegmentPiece.mark(.end, sequence: position.sequence &+ 1, previous: walk.end.chain)
        rewrites[last].pieces.append(end)
    }

    private func damage(
        in firstSequence: UInt64, isLast: Bool, _ walk: inout SegmentWalk
    ) throws(DiskError) -> Damage? {
        do {
            _ = try walk.read(firstSequence, isLast: isLast) { _, _, _ in }
            return nil
        } catch {
            switch error {
            case .disk(let error): throw error
            case .damaged(let damage): return damage
            case .refused: return nil
            }
        }
    }

    /// The segment's header, or one in its place if what it needs can be known: the salt, if the first record agrees.
    private func readHeader(
        _ bytes: [UInt8], _ firstSequence: UInt64, after position: JournalPosition?
    ) -> SegmentHeader? {
        let file = StoredFile.segmentName(firstSequence: firstSequence)
        let previous = position?.checksum ?? 0
        if var header = try? SegmentHeader.read(bytes.span, file: file).header, header.firstSequence == firstSequence {
            if let position { header.previous = position.checksum }
            return header
        }
        guard bytes.count >= SegmentHeader.byteCount + RecordHeader.byteCount else { return nil }
        let salt = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[12 + $1]) << UInt32(8 * $1) }
        let head = RecordHeader(bytes.span, at: SegmentHeader.byteCount)
        guard head.isIntact(in: bytes.span, at: SegmentHeader.byteCount, salt: salt) else { return nil }
        return SegmentHeader(
            salt: salt, firstSequence: firstSequence, previous: previous, reservedBytes: 0, lexiconRevision: "")
    }

    // MARK: - Bridges

    /// Lets the journal go on at `firstSequence` although the records before it are missing: by a mark at the end of the
    /// segment before, or in a segment made for it.
    private mutating func bridge(
        from position: JournalPosition, to firstSequence: UInt64, _ walk: SegmentWalk
    ) throws(DiskError) {
        let file = StoredFile.segmentName(firstSequence: firstSequence)
        let next = try contents(file, count: SegmentHeader.byteCount)
        let previous = (try? SegmentHeader.read(next.span, file: file).header.previous) ?? 0
        let resume = Mark.resume(sequence: firstSequence, previous: previous)
        if firstSequence > position.sequence {
            losses.append(
                Loss(
                    damage: Damage(file, offset: 0, .missingSegment(expected: position.sequence &+ 1)), byteCount: 0,
                    firstSequence: position.sequence &+ 1, recordCount: firstSequence &- position.sequence &- 1
                )
                .without(coveredThrough: walk.coveredThrough))
        }
        let mark = SegmentPiece.mark(resume, sequence: position.sequence &+ 1, previous: walk.end.chain)
        if let index = rewrites.firstIndex(where: { $0.file == walk.lastFile }) {
            rewrites[index].pieces.append(mark)
        } else if let lastFile = walk.lastFile {
            let header = try contents(lastFile, count: SegmentHeader.byteCount)
            let kept = SegmentPiece.copy(SegmentHeader.byteCount..<walk.end.offset)
            rewrites.append(Rewrite(file: lastFile, header: header, pieces: [kept, mark]))
        } else {
            let header = SegmentHeader(
                salt: 0, firstSequence: position.sequence &+ 1, previous: position.checksum, reservedBytes: 0,
                lexiconRevision: "")
            let encoded = header.encoded()
            let first = SegmentPiece.mark(
                resume, sequence: header.firstSequence, previous: SegmentHeader.check(ofEncoded: encoded))
            let name = StoredFile.segmentName(firstSequence: header.firstSequence)
            rewrites.append(Rewrite(file: name, header: encoded, pieces: [first]))
        }
    }

    private func contents(_ file: String, count: Int? = nil) throws(DiskError) -> [UInt8] {
        let opened = try disk.open(file, .read)
        let size = try opened.size()
        var bytes = [UInt8](repeating: 0, count: min(size, count ?? size))
        var span = bytes.mutableSpan
        _ = try opened.read(at: 0, into: &span)
        return bytes
    }
}
