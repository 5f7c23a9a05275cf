// The head of a journal record on disk, and the checks that make a record trustworthy on its own and in its place.

/// The 28 bytes before the payload of a journal record, format version 1. All integers are little-endian.
///
/// | offset | bytes | what |
/// |---|---|---|
/// | 0 | 4 | check: CRC32C of the 24 bytes after it, seeded with the segment's salt |
/// | 4 | 4 | check of the record before (of the segment's header for the first) |
/// | 8 | 4 | CRC32C of the payload |
/// | 12 | 4 | bytes of the payload (lower 24 bits), kind (upper 8) |
/// | 16 | 8 | sequence number |
/// | 24 | 4 | how many records before this one were not known to be durable when it was written |
///
/// The check covers the predecessor's check and, through its CRC, the payload: records are a chain. The head checks by
/// itself, so a damaged payload does not hide where the next record begins. The last field tells a crash from
/// damage: bytes that a later record says were durable cannot be missing for any honest reason.
///
/// Kind 0 is the journal's own (`Mark`); all others are the caller's and mean nothing here. The recipe for changing the
/// format stands above `SegmentHeader`.
struct RecordHeader: Equatable {
    static let byteCount = 28
    /// 2 MiB: twice the longest line a server can be configured to take, with room for its score.
    static let payloadBytesMax = 2 << 20

    var check: UInt32 = 0
    var previous: UInt32
    var payloadChecksum: UInt32
    var payloadByteCount: Int
    var kind: UInt8
    var sequence: UInt64
    var unsyncedCount: UInt32

    /// Bytes of the whole record.
    var recordByteCount: Int { Self.byteCount + payloadByteCount }

    /// The last sequence number that was durable for certain when the record was written. A mark bears the number of
    /// the next record, and claims nothing about it, just as a record claims nothing about itself.
    var syncedThrough: UInt64 { sequence &- 1 &- UInt64(unsyncedCount) }

    /// Writes the head at `offset` of `buffer`, which has room for it, and sets its check.
    mutating func encode(into buffer: inout [UInt8], at offset: Int, salt: UInt32) {
        let lengthAndKind = UInt32(truncatingIfNeeded: payloadByteCount) | UInt32(kind) << 24
        var span = buffer.mutableSpan
        var raw = unsafe span.mutableBytes
        raw.storeBytes(of: previous.littleEndian, toByteOffset: offset + 4, as: UInt32.self)
        raw.storeBytes(of: payloadChecksum.littleEndian, toByteOffset: offset + 8, as: UInt32.self)
        raw.storeBytes(of: lengthAndKind.littleEndian, toByteOffset: offset + 12, as: UInt32.self)
        raw.storeBytes(of: sequence.littleEndian, toByteOffset: offset + 16, as: UInt64.self)
        raw.storeBytes(of: unsyncedCount.littleEndian, toByteOffset: offset + 24, as: UInt32.self)
        check = CRC32C.checksum(buffer.span.extracting((offset + 4)..<(offset + Self.byteCount)), after: salt)
        span = buffer.mutableSpan
        raw = unsafe span.mutableBytes
        raw.storeBytes(of: check.littleEndian, toByteOffset: offset, as: UInt32.self)
    }

    /// The head in the 28 bytes at `offset`, which must be there, unchecked.
    init(_ bytes: Span<UInt8>, at offset: Int) {
        let raw = unsafe bytes.extracting(offset..<(offset + Self.byteCount)).bytes
        check = UInt32(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self))
        previous = UInt32(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt32.self))
        payloadChecksum = UInt32(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt32.self))
        let lengthAndKind = UInt32(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: 12, as: UInt32.self))
        payloadByteCount = Int(lengthAndKind & 0xFF_FFFF)
        kind = UInt8(truncatingIfNeeded: lengthAndKind >> 24)
        sequence = UInt64(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: 16, as: UInt64.self))
        unsyncedCount = UInt32(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: 24, as: UInt32.self))
    }

    /// A head to be encoded.
    init(
        previous: UInt32, payloadChecksum: UInt32, payloadByteCount: Int, kind: UInt8, sequence: UInt64,
        unsyncedCount: UInt32
    ) {
        self.previous = previous
        self.payloadChecksum = payloadChecksum
        self.payloadByteCount = payloadByteCount
        self.kind = kind
        self.sequence = sequence
        self.unsyncedCount = unsyncedCount
    }

    /// Whether the 28 bytes at `offset`, which this head was read from, are as they were written under `salt`.
    func isIntact(in bytes: Span<UInt8>, at offset: Int, salt: UInt32) -> Bool {
        check == CRC32C.checksum(bytes.extracting((offset + 4)..<(offset + Self.byteCount)), after: salt)
            && payloadByteCount <= Self.payloadBytesMax
    }
}
