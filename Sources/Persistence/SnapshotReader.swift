// Reads a snapshot section by section; nothing is handed out that was not checked.

internal import ByteCoding

/// A checked cursor over the sections of one snapshot.
struct SnapshotReader: ~Copyable {
    let file: any DiskFile
    let fileByteCount: Int
    let header: SnapshotHeader
    /// The name of the section that `next` moved to.
    private(set) var name = ""
    /// Sections read so far.
    private(set) var sectionCount = 0
    private var offset = SnapshotHeader.byteCount
    private var check: UInt32
    private var payloadByteTotal = 0
    private var buffer: [UInt8] = []
    private var payloadByteCount = 0

    /// Opens the snapshot of `sequence`, and checks its header.
    init(_ disk: any Disk, sequence: UInt64) throws(ReadError) {
        let name = StoredFile.snapshotName(sequence: sequence)
        let opened = try OpenedFile(disk, name, frontBytes: SnapshotHeader.byteCount)
        let read = try opened.header { bytes throws(Damage) in try SnapshotHeader.read(bytes, file: name) }
        guard read.header.position.sequence == sequence else { throw .damaged(Damage(name, offset: 16, .misnamed)) }
        file = opened.file
        fileByteCount = opened.byteCount
        (header, check) = read
    }

    /// The bytes of the section that `next` moved to.
    var payload: Span<UInt8> {
        @_lifetime(borrow self) get { buffer.span.extracting(first: payloadByteCount) }
    }

    /// What is known of the snapshot once all sections were read.
    var info: SnapshotInfo {
        SnapshotInfo(
            file: file.name, position: header.position, takenAtMilliseconds: header.takenAtMilliseconds,
            sectionCount: sectionCount, byteCount: fileByteCount)
    }

    /// Reads and checks the next section; false at the end, after its totals and the file's length were checked.
    mutating func next() throws(ReadError) -> Bool {
        let start = offset
        let head = try readHead()
        try load(head.payloadByteCount)
        guard CRC32C.checksum(payload) == head.payloadChecksum else { throw damaged(start, .payloadChecksum) }
        if head.name.isEmpty {
            try checkTotals()
            return false
        }
        name = head.name
        sectionCount += 1
        payloadByteTotal += head.payloadByteCount
        return true
    }

    /// Reads all sections, to know that they are whole.
    mutating func verify() throws(ReadError) {
        while try next() {}
    }

    private mutating func readHead() throws(ReadError) -> SectionHead {
        let start = offset
        try load(SectionHead.fixedByteCount)
        let nameByteCount = Int(buffer[SectionHead.fixedByteCount - 1])
        guard nameByteCount <= SectionHead.nameBytesMax else { throw damaged(start, .headChecksum) }
        offset = start
        try load(SectionHead.fixedByteCount + nameByteCount)
        let computed = CRC32C.checksum(payload.extracting(droppingFirst: 4), after: check)
        var reader = ByteReader(payload)
        guard let stored = try? reader.readFixed(UInt32.self), stored == computed,
            let payloadChecksum = try? reader.readFixed(UInt32.self),
            let payloadByteCount = try? reader.readFixed(UInt64.self)
        else { throw damaged(start, .headChecksum) }
        guard payloadByteCount <= UInt64(fileByteCount - offset) else { throw damaged(start, .cutShort) }
        check = computed
        let name = String(decoding: buffer[SectionHead.fixedByteCount..<self.payloadByteCount], as: UTF8.self)
        return SectionHead(
            payloadChecksum: payloadChecksum, payloadByteCount: Int(payloadByteCount), name: name)
    }

    private func checkTotals() throws(ReadError) {
        var reader = ByteReader(payload)
        guard let count = try? reader.readFixed(UInt64.self), let total = try? reader.readFixed(UInt64.self),
            reader.isAtEnd, count == UInt64(sectionCount), total == UInt64(payloadByteTotal)
        else { throw damaged(offset, .wrongTotals) }
        guard offset == fileByteCount else { throw damaged(offset, .trailingBytes) }
    }

    /// Has the next `count` bytes of the file in the buffer.
    private mutating func load(_ count: Int) throws(ReadError) {
        guard count <= fileByteCount - offset else { throw damaged(offset, .cutShort) }
        if count > buffer.count { buffer.append(contentsOf: [UInt8](repeating: 0, count: count - buffer.count)) }
        payloadByteCount = count
        if count == 0 { return }
        let file = file
        let start = offset
        let read: Int
        do {
            var span = buffer.mutableSpan
            var target = span._mutatingExtracting(first: count)
            read = try file.read(at: start, into: &target)
        } catch {
            throw .disk(error)
        }
        guard read == count else { throw damaged(offset, .cutShort) }
        offset += count
    }

    private func damaged(_ offset: Int, _ reason: Damage.Reason) -> ReadError {
        .damaged(Damage(file.name, offset: offset, reason))
    }
}
