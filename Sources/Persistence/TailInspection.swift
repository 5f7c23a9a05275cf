// Tells the four things apart that can stand at the end of the last segment: zeros (the end), the traces of a crash (cut
// off), a file that was cut, damage (stop at both). A crash may leave any part of what was not yet synced: a batch with its first
// half, or its second, or holes of whole disk sectors. Nothing that was synced can be missing after it.

internal import Glibc

/// What a crash left behind the last good record: never acknowledged under `always`, and cut off.
package struct TornTail: Equatable, Sendable, CustomStringConvertible {
    /// The segment.
    package let file: String
    /// Where the good records end, in bytes.
    package let offset: Int
    /// Bytes from there to the last that is not zero.
    package let byteCount: Int
    /// Whole records behind the tear, which go with it.
    package let recordCount: Int

    package var description: String {
        let records = recordCount == 0 ? "" : ", among them \(recordCount) whole record\(recordCount == 1 ? "" : "s")"
        return "\(byteCount) bytes at byte \(offset) of \(file), as a crash leaves them\(records)"
    }
}

/// What follows the last good record of the last segment.
enum TailVerdict: Equatable {
    case clean
    case torn(TornTail)
    case damaged
    /// The file is shorter than it was made.
    case cut
}

/// Looks at what follows the last good record of the last segment.
struct TailInspection {
    let file: any DiskFile
    let fileByteCount: Int
    let salt: UInt32
    /// Where the good records end.
    let offset: Int
    /// The sequence number that should follow.
    let nextSequence: UInt64
    /// The check that what follows should name as its predecessor's.
    let chain: UInt32
    /// Whether the file is shorter than it was made, and does not say that this is its end.
    let isCut: Bool

    init(_ reader: borrowing SegmentReader) {
        file = reader.file
        fileByteCount = reader.fileByteCount
        salt = reader.header.salt
        offset = reader.offset
        nextSequence = reader.nextSequence
        chain = reader.chain
        isCut = !reader.isEnded && UInt64(reader.fileByteCount) < reader.header.reservedBytes
    }

    /// A sector that ends in so many zeros was not written to its end; what is written seldom has as many there.
    private static let zeroRunBytes = 16

    /// Decides by these rules:
    /// 1. Nothing but zeros: the end; but the file was cut if it is short and there are too few zeros for a head.
    /// 2. The file is shorter than it was made, which no crash does: cut.
    /// 3. A whole record follows which says that the missing one was durable when it was written: damage.
    /// 4. Some sector of the gap before the next whole record was not written, or not to its end: torn.
    /// 5. No whole record follows, and the last one ends before its time: torn.
    /// 6. Else: damage. A crash loses sectors whole; it does not change bytes within them.
    ///
    /// In another than the last segment only rule 1 is of interest, and what follows tells whether it was cut.
    func verdict(isLast: Bool) throws(DiskError) -> TailVerdict {
        let used = try usedByteCount()
        if used == 0 { return isLast && isCut && fileByteCount - offset < RecordHeader.byteCount ? .cut : .clean }
        if isCut { return isLast ? .cut : .damaged }
        var bytes = [UInt8](repeating: 0, count: used)
        var target = bytes.mutableSpan
        _ = try file.read(at: offset, into: &target)
        let behind = RecordScan(bytes: bytes, salt: salt, after: nextSequence).records()
        // After a sync that failed, the system may show at any time what is on disk instead of what it showed before.
        let first = behind.first
        if let first, first.offset == 0, first.head.previous == chain, first.head.sequence == nextSequence {
            throw DiskError(.read, file.name, code: EIO)
        }
        // The record at the tear may be the one that was lost: a later one must not know it as durable.
        if behind.contains(where: { $0.head.syncedThrough >= nextSequence && $0.head.syncedThrough < .max / 2 }) {
            return .damaged
        }
        let isCrash = hasHole(bytes, before: behind.first?.offset ?? used) || behind.isEmpty && isCutShort(bytes)
        guard isCrash else { return .damaged }
        let whole = behind.count { $0.head.kind != Mark.kind }
        return .torn(TornTail(file: file.name, offset: offset, byteCount: used, recordCount: whole))
    }

    /// Whether the record at the front of `bytes`, after which there are only zeros, has not all its bytes.
    private func isCutShort(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= RecordHeader.byteCount else { return true }
        let head = RecordHeader(bytes.span, at: 0)
        return head.isIntact(in: bytes.span, at: 0, salt: salt) && head.recordByteCount > bytes.count
    }

    /// Bytes after the good records up to the last that is not zero.
    private func usedByteCount() throws(DiskError) -> Int {
        var block = [UInt8](repeating: 0, count: min(256 << 10, max(0, fileByteCount - offset)))
        var position = offset
        var used = 0
        while position < fileByteCount {
            var span = block.mutableSpan
            let count = try file.read(at: position, into: &span)
            if count == 0 { break }
            if let last = Self.lastNonZero(block.span.extracting(first: count)) {
                used = position + last + 1 - offset
            }
            position += count
        }
        return used
    }

    private static func lastNonZero(_ bytes: Span<UInt8>) -> Int? {
        var index = bytes.count
        while index > 0 {
            index -= 1
            if bytes[index] != 0 { return index }
        }
        return nil
    }

    /// Whether some sector in the first `end` of `bytes` ends in zeros: it, or its end, was never written.
    private func hasHole(_ bytes: [UInt8], before end: Int) -> Bool {
        var start = 0
        while start < end {
            let sectorEnd = diskSectorBytes - (offset + start) % diskSectorBytes + start
            // Of the sector that holds the next whole record only what is before that is known.
            let part = start..<min(sectorEnd, end)
            let zeros = part.reversed().prefix { bytes[$0] == 0 }.count
            if zeros == part.count || sectorEnd <= end && zeros >= Self.zeroRunBytes { return true }
            start = part.upperBound
        }
        return false
    }
}

/// Finds whole records at any byte of a stretch that lost its chain.
struct RecordScan {
    struct Found {
        let offset: Int
        let head: RecordHeader
    }

    let bytes: [UInt8]
    let salt: UInt32
    /// Only records from this sequence number on count: what is older is not of this segment.
    let after: UInt64

    /// A segment holds fewer records than this.
    private static let sequenceWindow: UInt64 = 1 << 32

    /// The records, in the order of their offsets, none within another. Linear in the bytes: a payload is read only
    /// behind a head that checks, which its salt keeps a client from making up.
    func records() -> [Found] {
        var found: [Found] = []
        var offset = 0
        while let record = first(from: offset) {
            found.append(record)
            offset = record.offset + record.head.recordByteCount
        }
        return found
    }

    /// The first whole record from `start` on.
    func first(from start: Int) -> Found? {
        let span = bytes.span
        var offset = start
        while offset + RecordHeader.byteCount <= span.count {
            let head = RecordHeader(span, at: offset)
            if head.sequence >= after, head.sequence - after < Self.sequenceWindow,
                head.recordByteCount <= span.count - offset, head.isIntact(in: span, at: offset, salt: salt),
                CRC32C.checksum(
                    span.extracting((offset + RecordHeader.byteCount)..<(offset + head.recordByteCount)))
                    == head.payloadChecksum
            {
                return Found(offset: offset, head: head)
            }
            offset += 1
        }
        return nil
    }
}
