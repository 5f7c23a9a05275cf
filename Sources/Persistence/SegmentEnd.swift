// Where a segment that was read ends, and how a start makes that end one to build on.

internal import ByteCoding
internal import Glibc

/// Where the records of a segment end.
struct SegmentEnd {
    /// The file; empty for none.
    var file = ""
    var firstSequence: UInt64 = 0
    /// The first byte after the last record or mark.
    var offset = 0
    /// From here on nothing says that what is before it was durable.
    var unattestedOffset = 0
    /// The check of the last record or mark, or of the header.
    var chain: UInt32 = 0

    init() {}

    init(_ reader: borrowing SegmentReader) {
        file = reader.file.name
        firstSequence = reader.header.firstSequence
        offset = reader.offset
        unattestedOffset = reader.unattestedOffset
        chain = reader.chain
    }

    /// Bytes of records that are written again with one call.
    private static let blockBytes = 1 << 20

    /// Makes the records, and that nothing follows them, durable, and gives back the room behind them.
    ///
    /// After a sync that failed, the system may show bytes that are not on disk and that it no longer means to write: so what
    /// nothing attests is written again, and so are the zeros in the sector where the records end. Nothing else is written
    /// into the segment (`SegmentHeader` says why).
    func settle(on disk: any Disk) throws(DiskError) {
        let opened = try disk.open(file, .update)
        let size = try opened.size()
        let border = min((offset + diskSectorBytes - 1) / diskSectorBytes * diskSectorBytes, size)
        try rewrite(opened, on: disk)
        try opened.clear(offset..<border)
        if border < size {
            do {
                try opened.release(from: border)
            } catch {
                try opened.clear(border..<size)
            }
        }
        try opened.sync()
    }

    /// Checks the records once more on their way: the system may show at any time what is on disk instead of what it showed
    /// before.
    private func rewrite(_ target: any DiskFile, on disk: any Disk) throws(DiskError) {
        var reader = try reader(on: disk)
        var block: [UInt8] = []
        var written = unattestedOffset
        while reader.offset < offset {
            let start = reader.offset
            switch try reader.next() {
            case .record, .mark: break
            case .end, .invalid: throw hasChanged
            }
            if start >= unattestedOffset { block += [UInt8](copying: reader.record) }
            guard block.count >= Self.blockBytes || reader.offset >= offset else { continue }
            try target.write(block.span, at: written)
            written += block.count
            block.removeAll(keepingCapacity: true)
        }
        guard reader.chain == chain else { throw hasChanged }
    }

    private func reader(on disk: any Disk) throws(DiskError) -> SegmentReader {
        do {
            return try SegmentReader(disk, firstSequence: firstSequence)
        } catch {
            switch error {
            case .disk(let error): throw error
            case .damaged: throw hasChanged
            }
        }
    }

    private var hasChanged: DiskError { DiskError(.read, file, code: EIO) }
}
