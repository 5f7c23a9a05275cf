// Writes a snapshot section by section, beside the journal and independent of it. The file takes its name only when all of
// it is durable; until then it is a temporary that the next start removes.

internal import ByteCoding

/// Which snapshot, and how large.
package struct SnapshotInfo: Equatable, Sendable {
    /// The file's name in the data folder.
    package let file: String
    /// The last journal record that it holds.
    package let position: JournalPosition
    /// When it was taken, milliseconds since 1970.
    package let takenAtMilliseconds: Int64
    /// How many sections it has.
    package let sectionCount: Int
    /// The file's length in bytes.
    package let byteCount: Int
}

/// A snapshot that is being written; one at a time. To give it up, let go of it: a temporary remains, which `discard`
/// or the next start removes.
package struct SnapshotWriter: ~Copyable, Sendable {
    /// The longest section, in bytes: a reader holds one in memory.
    package static let sectionBytesMax = 1 << 30
    /// Bytes between syncs: little enough that the journal's next sync does not wait long behind the snapshot's writes.
    private static let syncEveryBytes = 4 << 20
    private static let temporaryName = "snapshot" + StoredFile.temporarySuffix

    private let disk: any Disk
    private let file: any DiskFile
    private let header: SnapshotHeader
    private var buffer: [UInt8]
    private var bufferOffset = 0
    private var syncedBytes = 0
    private var check: UInt32
    private var sectionCount = 0
    private var payloadByteCount = 0

    /// Removes what a snapshot that was given up has left: the journal may need the room.
    package static func discard(on disk: any Disk) { try? disk.remove(temporaryName) }

    /// Begins a snapshot of the state at `position`, which the journal said was durable (`Journal.syncedPosition`).
    package init(
        disk: any Disk, position: JournalPosition, takenAtMilliseconds: Int64
    ) throws(DiskError) {
        self.disk = disk
        file = try disk.open(Self.temporaryName, .replace)
        header = SnapshotHeader(position: position, takenAtMilliseconds: takenAtMilliseconds)
        buffer = header.encoded()
        check = SegmentHeader.check(ofEncoded: buffer)
    }

    /// Adds a section. Its name is 1 to 63 bytes; names may repeat, and sections are read in the order written.
    package mutating func write(section name: String, bytes: Span<UInt8>) throws(DiskError) {
        precondition((1...SectionHead.nameBytesMax).contains(name.utf8.count), "a section's name is 1 to 63 bytes")
        try write(name: name, bytes: bytes)
        sectionCount += 1
        payloadByteCount += bytes.count
    }

    /// Ends the snapshot, makes it durable and gives it its name.
    package consuming func finish() throws(DiskError) -> SnapshotInfo {
        var trailer = ByteWriter(capacity: 16)
        trailer.writeFixed(UInt64(sectionCount))
        trailer.writeFixed(UInt64(payloadByteCount))
        try write(name: "", bytes: trailer.bytes.span)
        try flush()
        try file.sync()
        let name = StoredFile.snapshotName(sequence: header.position.sequence)
        try disk.rename(Self.temporaryName, to: name)
        try disk.syncFolder()
        return SnapshotInfo(
            file: name, position: header.position, takenAtMilliseconds: header.takenAtMilliseconds,
            sectionCount: sectionCount, byteCount: bufferOffset)
    }

    private mutating func write(name: String, bytes: Span<UInt8>) throws(DiskError) {
        precondition(bytes.count <= Self.sectionBytesMax, "a section is at most 1 GiB")
        let head = SectionHead(
            payloadChecksum: CRC32C.checksum(bytes), payloadByteCount: bytes.count, name: name
        ).encoded(after: check)
        check = head.check
        buffer.append(contentsOf: head.bytes)
        var rest = bytes
        while rest.count > 0 {
            let part = rest.extracting(first: Self.syncEveryBytes)
            unsafe part.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
            rest = rest.extracting(droppingFirst: part.count)
            if buffer.count >= Self.syncEveryBytes { try flush() }
        }
    }

    private mutating func flush() throws(DiskError) {
        try file.write(buffer.span, at: bufferOffset)
        bufferOffset += buffer.count
        buffer.removeAll(keepingCapacity: true)
        if bufferOffset - syncedBytes >= Self.syncEveryBytes {
            try file.sync()
            syncedBytes = bufferOffset
        }
    }
}
