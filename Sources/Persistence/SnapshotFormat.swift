// The snapshot file on disk: its header, the heads of its sections, its trailer. What a section means is the caller's.

internal import ByteCoding

/// The first 64 bytes of a snapshot, format version 1. All integers are little-endian.
///
/// | offset | bytes | what |
/// |---|---|---|
/// | 0 | 8 | `EARSHOTS` |
/// | 8 | 2 | format version, 1 |
/// | 10 | 2 | bytes of this header, 64 |
/// | 12 | 4 | check of the last journal record that the snapshot holds, 0 for none |
/// | 16 | 8 | sequence number of that record |
/// | 24 | 8 | when it was taken, milliseconds since 1970, for people |
/// | 32 | 28 | zeros |
/// | 60 | 4 | CRC32C of the bytes before |
///
/// Sections follow, each a head (`SectionHead`) and its bytes. The last has no name and holds the number of sections
/// before it and the sum of their bytes (8 and 8 bytes); the file ends with it.
///
/// To change the format: as with `SegmentHeader`: raise the version, keep magic, version, length and CRC where they are,
/// read the older beside the new, write only the new, freeze a sample of the old in the tests. What changes inside a
/// section is the business of whoever wrote it.
struct SnapshotHeader: Equatable {
    static let currentVersion: UInt16 = 1
    /// What is read: every version that was ever written.
    static let readableVersions: ClosedRange<UInt16> = 1...currentVersion
    static let byteCount = 64
    private static let magic: [UInt8] = Array("EARSHOTS".utf8)

    var position: JournalPosition
    var takenAtMilliseconds: Int64

    /// The 64 bytes.
    func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.bytes.append(contentsOf: Self.magic)
        writer.writeFixed(Self.currentVersion)
        writer.writeFixed(UInt16(Self.byteCount))
        writer.writeFixed(position.checksum)
        writer.writeFixed(position.sequence)
        writer.writeFixed(takenAtMilliseconds)
        writer.bytes.append(contentsOf: [UInt8](repeating: 0, count: Self.byteCount - 4 - writer.bytes.count))
        writer.writeFixed(CRC32C.checksum(writer.bytes.span))
        return writer.bytes
    }

    /// Reads the header of `file` from its first bytes; the check is the CRC, which the first section's head continues.
    static func read(_ bytes: Span<UInt8>, file: String) throws(Damage) -> (header: SnapshotHeader, check: UInt32) {
        guard bytes.count >= byteCount else { throw Damage(file, offset: bytes.count, .shortHeader) }
        do {
            var reader = ByteReader(bytes.extracting(first: byteCount))
            for expected in magic where try reader.read() != expected { throw Damage(file, offset: 0, .notOurs) }
            let version = try reader.readFixed(UInt16.self)
            let headerBytes = try reader.readFixed(UInt16.self)
            let checksum = try reader.readFixed(UInt32.self)
            let sequence = try reader.readFixed(UInt64.self)
            let takenAtMilliseconds = try reader.readFixed(Int64.self)
            var tail = ByteReader(bytes.extracting((byteCount - 4)..<byteCount))
            let check = try tail.readFixed(UInt32.self)
            guard check == CRC32C.checksum(bytes.extracting(first: byteCount - 4)) else {
                throw Damage(file, offset: 0, .headerChecksum)
            }
            guard readableVersions.contains(version), headerBytes == byteCount else {
                throw Damage(file, offset: 8, .unknownVersion(version))
            }
            let header = SnapshotHeader(
                position: JournalPosition(sequence: sequence, checksum: checksum),
                takenAtMilliseconds: takenAtMilliseconds)
            return (header, check)
        } catch let damage as Damage {
            throw damage
        } catch {
            throw Damage(file, offset: 0, .shortHeader)
        }
    }
}

/// The head of a section: CRC32C of the rest of the head, continuing the check of the head before (4 bytes), CRC32C of
/// the section's bytes (4), their number (8), bytes of the name (1), the name. The checks are a chain, so that no section can be
/// lost, doubled or moved.
struct SectionHead: Equatable {
    static let fixedByteCount = 17
    static let nameBytesMax = 63

    var payloadChecksum: UInt32
    var payloadByteCount: Int
    var name: String

    /// The head's bytes, and its check, after the head with check `previous`.
    func encoded(after previous: UInt32) -> (bytes: [UInt8], check: UInt32) {
        var rest = ByteWriter(capacity: 80)
        rest.writeFixed(payloadChecksum)
        rest.writeFixed(UInt64(payloadByteCount))
        let name = Array(self.name.utf8)
        rest.write(UInt8(name.count))
        rest.bytes.append(contentsOf: name)
        let check = CRC32C.checksum(rest.bytes.span, after: previous)
        var writer = ByteWriter(capacity: 80)
        writer.writeFixed(check)
        return (writer.bytes + rest.bytes, check)
    }
}
