// The head of a journal segment on disk. What follows it is in RecordHeader.swift.

internal import ByteCoding

/// The first 512 bytes of a journal segment, format version 1. All integers are little-endian.
///
/// | offset | bytes | what |
/// |---|---|---|
/// | 0 | 8 | `EARSHOTJ` |
/// | 8 | 2 | format version, 1 |
/// | 10 | 2 | bytes of this header, 512 |
/// | 12 | 4 | salt: seeds the checks of all record headers in the segment |
/// | 16 | 8 | sequence number of the first record |
/// | 24 | 4 | check of the record before it, 0 for none |
/// | 28 | 8 | length in bytes that the file was given ahead, 0 where the file system gives none |
/// | 36 | 1 | bytes of the lexicon revision |
/// | 37 | 255 | lexicon revision of whoever wrote the segment, UTF-8, then zeros |
/// | 508 | 4 | CRC32C of the bytes before |
///
/// A segment gets its name only when its header, and all that is before it in the journal, is durable, so a header that
/// does not check is damage, never a crash. Records begin at byte 512 and are followed by zeros; a file that is
/// shorter than it was made ends with `Mark.end`. The salt is never shown to a
/// client, who could else put bytes that look like a record into a verbatim and confuse recovery after a torn write.
///
/// Why a start can tell a crash from damage, whatever the crash, the failed syncs before it and the starts after them:
///
/// 1. A journal only appends. What a write that failed may have left is zeroed durably before anything else is written;
///    if that fails, nothing is written any more. So the disk has seen of each sector a row of contents, each a longer
///    part of the same bytes with zeros after it, and what was synced never goes back behind what it was then.
/// 2. A start writes into a segment only records that it has read there, where they stand, and zeros behind them. It makes the
///    file neither longer nor shorter and puts no mark there. So each content of a sector is still part of the same bytes,
///    with zeros after it.
/// 3. Hence, in whatever order sectors reach the disk and whatever a failed sync has given up: where the first record that is
///    not whole has its first missing byte, zeros follow to that sector's end, and nothing that was synced is missing.
///    That is what `TailInspection` takes for a crash.
/// 4. New records go to a new segment, which is named once that end is durable with nothing behind it: so a segment that
///    another one follows holds all that it must and nothing more.
///
/// To change the format: raise `currentVersion`; keep magic, version, length and the CRC in the last four bytes where
/// they are; read the older version beside the new one (`RecordHeader` takes the version); write only the new one; add a
/// frozen sample of the old version to the tests before touching anything. A start never rewrites old segments.
struct SegmentHeader: Equatable {
    static let currentVersion: UInt16 = 1
    /// What is read: every version that was ever written.
    static let readableVersions: ClosedRange<UInt16> = 1...currentVersion
    static let byteCount = 512
    static let revisionBytesMax = 255
    private static let magic: [UInt8] = Array("EARSHOTJ".utf8)

    var salt: UInt32
    var firstSequence: UInt64
    var previous: UInt32
    var reservedBytes: UInt64
    var lexiconRevision: String

    /// The 512 bytes; a longer revision is cut to 255 bytes.
    func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.bytes.append(contentsOf: Self.magic)
        writer.writeFixed(Self.currentVersion)
        writer.writeFixed(UInt16(Self.byteCount))
        writer.writeFixed(salt)
        writer.writeFixed(firstSequence)
        writer.writeFixed(previous)
        writer.writeFixed(reservedBytes)
        let revision = Array(lexiconRevision.utf8.prefix(Self.revisionBytesMax))
        writer.write(UInt8(revision.count))
        writer.bytes.append(contentsOf: revision)
        writer.bytes.append(contentsOf: [UInt8](repeating: 0, count: Self.byteCount - 4 - writer.bytes.count))
        writer.writeFixed(CRC32C.checksum(writer.bytes.span))
        return writer.bytes
    }

    /// The check that the first record of the segment names as its predecessor's: the CRC in the encoded header.
    static func check(ofEncoded bytes: [UInt8]) -> UInt32 {
        var reader = ByteReader(bytes.span.extracting(last: 4))
        return (try? reader.readFixed(UInt32.self)) ?? 0
    }

    /// Reads the header and its check from the first 512 bytes of the segment `file`.
    static func read(_ bytes: Span<UInt8>, file: String) throws(Damage) -> (header: SegmentHeader, check: UInt32) {
        guard bytes.count >= byteCount else { throw Damage(file, offset: bytes.count, .shortHeader) }
        do {
            var reader = ByteReader(bytes.extracting(first: byteCount))
            for expected in magic where try reader.read() != expected { throw Damage(file, offset: 0, .notOurs) }
            let version = try reader.readFixed(UInt16.self)
            let headerBytes = try reader.readFixed(UInt16.self)
            var tail = ByteReader(bytes.extracting((byteCount - 4)..<byteCount))
            let check = try tail.readFixed(UInt32.self)
            guard check == CRC32C.checksum(bytes.extracting(first: byteCount - 4)) else {
                throw Damage(file, offset: 0, .headerChecksum)
            }
            guard readableVersions.contains(version), headerBytes == byteCount else {
                throw Damage(file, offset: 8, .unknownVersion(version))
            }
            let salt = try reader.readFixed(UInt32.self)
            let firstSequence = try reader.readFixed(UInt64.self)
            let previous = try reader.readFixed(UInt32.self)
            let reservedBytes = try reader.readFixed(UInt64.self)
            let revisionCount = Int(try reader.read())
            let revision = bytes.extracting(37..<(37 + revisionCount))
            let header = SegmentHeader(
                salt: salt, firstSequence: firstSequence, previous: previous, reservedBytes: reservedBytes,
                lexiconRevision: String(decoding: [UInt8](copying: revision), as: UTF8.self))
            return (header, check)
        } catch let damage as Damage {
            throw damage
        } catch {
            throw Damage(file, offset: 0, .shortHeader)
        }
    }
}
