// Does what a repair plan says. Nothing is deleted: of every file that changes, the old content stays under a name with
// `.aside` behind it, durable before the new content takes the name.

internal import ByteCoding

extension RepairPlan {
    private static let blockBytes = 1 << 20

    /// Repairs the folder, which must be locked and not have changed since the plan was made. If it is interrupted, a
    /// new plan goes on from there.
    package func carryOut() throws(DiskError) {
        for rewrite in rewrites { try carryOut(rewrite) }
        for name in setAside {
            try disk.rename(name, to: try FolderListing(disk).asideName(for: name))
        }
        try disk.syncFolder()
    }

    private func carryOut(_ rewrite: Rewrite) throws(DiskError) {
        let temporary = "repair" + StoredFile.temporarySuffix
        let target = try disk.open(temporary, .replace)
        try target.write(rewrite.header.span, at: 0)
        var offset = rewrite.header.count
        let listing = try FolderListing(disk)
        let source = listing.names.contains(rewrite.file) ? try disk.open(rewrite.file, .read) : nil
        for piece in rewrite.pieces {
            switch piece {
            case .copy(let range):
                guard let source else { continue }
                try copy(source, range, to: target, at: offset)
                offset += range.count
            case .mark(let mark, let sequence, let previous):
                let bytes = encoded(mark, sequence: sequence, previous: previous, salt: salt(of: rewrite))
                try target.write(bytes.span, at: offset)
                offset += bytes.count
            }
        }
        try target.sync()
        if let source { try keepAside(source, listing) }
        try disk.rename(temporary, to: rewrite.file)
        try disk.syncFolder()
    }

    private func keepAside(_ source: any DiskFile, _ listing: FolderListing) throws(DiskError) {
        let temporary = "aside" + StoredFile.temporarySuffix
        let kept = try disk.open(temporary, .replace)
        try copy(source, 0..<(try source.size()), to: kept, at: 0)
        try kept.sync()
        try disk.rename(temporary, to: listing.asideName(for: source.name))
    }

    private func copy(
        _ source: any DiskFile, _ range: Range<Int>, to target: any DiskFile, at offset: Int
    ) throws(DiskError) {
        var block = [UInt8](repeating: 0, count: min(Self.blockBytes, range.count))
        var done = 0
        while done < range.count {
            var span = block.mutableSpan
            let count = min(try source.read(at: range.lowerBound + done, into: &span), range.count - done)
            guard count > 0 else { break }
            try target.write(block.span.extracting(first: count), at: offset + done)
            done += count
        }
    }

    private func encoded(_ mark: Mark, sequence: UInt64, previous: UInt32, salt: UInt32) -> [UInt8] {
        var batch = RecordBatch()
        batch.begin(after: previous, salt: salt)
        batch.append(kind: Mark.kind, sequence: sequence, unsyncedCount: 0, payload: mark.payload.span)
        return [UInt8](copying: batch.span)
    }

    private func salt(of rewrite: Rewrite) -> UInt32 {
        (try? SegmentHeader.read(rewrite.header.span, file: rewrite.file).header.salt) ?? 0
    }
}
