// The records of one commit, encoded one after the other into a buffer that is kept, so that a record costs two checksums
// and a copy and no allocation.

/// Encoded records on their way to the disk.
struct RecordBatch: Sendable {
    private var buffer: [UInt8] = []
    private(set) var byteCount = 0
    /// Data records; a mark does not count.
    private(set) var recordCount = 0
    /// The check of the last record or mark.
    private(set) var chain: UInt32 = 0
    /// The check of the last data record.
    private(set) var lastRecordChecksum: UInt32 = 0
    private var salt: UInt32 = 0

    /// Bytes kept between batches: more than most batches, less than would matter to a small machine.
    private static let keptBytesMax = 4 << 20

    /// The encoded records.
    var span: Span<UInt8> {
        @_lifetime(borrow self) get { buffer.span.extracting(first: byteCount) }
    }

    /// Begins a batch after the record or header with check `chain`.
    mutating func begin(after chain: UInt32, salt: UInt32) {
        removeAll()
        self.chain = chain
        self.salt = salt
    }

    /// Forgets the records.
    mutating func removeAll() {
        byteCount = 0
        recordCount = 0
        if buffer.count > Self.keptBytesMax { buffer = [] }
    }

    /// Adds a record, or a mark (of `Mark.kind`).
    mutating func append(kind: UInt8, sequence: UInt64, unsyncedCount: UInt32, payload: Span<UInt8>) {
        var header = RecordHeader(
            previous: chain, payloadChecksum: CRC32C.checksum(payload), payloadByteCount: payload.count, kind: kind,
            sequence: sequence, unsyncedCount: unsyncedCount)
        let end = byteCount + header.recordByteCount
        if end > buffer.count { grow(to: end) }
        header.encode(into: &buffer, at: byteCount, salt: salt)
        copy(payload, to: byteCount + RecordHeader.byteCount)
        byteCount = end
        chain = header.check
        if kind != Mark.kind {
            lastRecordChecksum = header.check
            recordCount += 1
        }
    }

    private mutating func grow(to needed: Int) {
        let wanted = max(needed, 2 * buffer.count, 64 << 10)
        buffer.append(contentsOf: [UInt8](repeating: 0, count: wanted - buffer.count))
    }

    private mutating func copy(_ payload: Span<UInt8>, to offset: Int) {
        guard payload.count > 0 else { return }
        var span = buffer.mutableSpan
        var target = span._mutatingExtracting(offset..<(offset + payload.count))
        unsafe payload.withUnsafeBytes { source in
            unsafe target.withUnsafeMutableBytes { unsafe $0.copyMemory(from: source) }
        }
    }
}
