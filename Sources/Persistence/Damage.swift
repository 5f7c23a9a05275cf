// What recovery, verification and repair call damage: stored bytes that are not what was written, named by file and
// offset. An operation of the disk that fails is a DiskError instead.

/// Stored bytes that cannot be what was written.
package struct Damage: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with them.
    package enum Reason: Equatable, Sendable {
        /// The file does not begin with the magic bytes of its kind.
        case notOurs
        /// The file ends within its header.
        case shortHeader
        /// The header's checksum does not match.
        case headerChecksum
        /// The format version is not one that this program reads: most likely a newer program wrote it.
        case unknownVersion(UInt16)
        /// The header's sequence number is not the one in the file's name.
        case misnamed
        /// The bytes end within a record or a section.
        case cutShort
        /// The file is shorter than it was made, and the mark of its end is not there.
        case endMissing
        /// The checksum of a record's or section's head does not match.
        case headChecksum
        /// The checksum of a record's payload or of a section does not match.
        case payloadChecksum
        /// A record is whole, but is not the one that was written after the record before it.
        case brokenChain
        /// A record is whole, but its sequence number does not follow.
        case sequenceGap(expected: UInt64, found: UInt64)
        /// No segment holds the record of this sequence number.
        case missingSegment(expected: UInt64)
        /// The snapshot's record is not the journal's record of that sequence number: two histories are mixed.
        case foreignHistory
        /// There are bytes after the end.
        case trailingBytes
        /// The counts in a snapshot's trailer do not match its sections.
        case wrongTotals
    }

    /// The file's name in the data folder.
    package let file: String
    /// Where in the file, in bytes.
    package let offset: Int
    /// What is wrong.
    package let reason: Reason

    /// Damage in `file` at `offset`.
    package init(_ file: String, offset: Int, _ reason: Reason) {
        self.file = file
        self.offset = offset
        self.reason = reason
    }

    /// Whether the bytes are whole, but of a version that this program does not read.
    package var isUnknownVersion: Bool {
        if case .unknownVersion = reason { true } else { false }
    }

    package var description: String {
        isUnknownVersion ? "\(file) cannot be read: \(reason)" : "\(file) is damaged at byte \(offset): \(reason)"
    }
}

extension Damage.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notOurs: "not a file of this kind"
        case .shortHeader: "it ends within its header"
        case .headerChecksum: "the checksum of its header does not match"
        case .unknownVersion(let version): "it has format version \(version), which a newer earshot wrote"
        case .misnamed: "its name and its header disagree about the sequence number"
        case .cutShort: "it ends within a record"
        case .endMissing: "it is shorter than it was made: its end is missing"
        case .headChecksum: "the checksum of a record's head does not match"
        case .payloadChecksum: "the checksum of a record's content does not match"
        case .brokenChain: "a record does not follow the one before it"
        case .sequenceGap(let expected, let found): "record \(found) stands where \(expected) should"
        case .missingSegment(let expected): "no segment holds record \(expected)"
        case .foreignHistory: "snapshot and journal are of different histories"
        case .trailingBytes: "there are bytes after its end"
        case .wrongTotals: "its totals do not match its sections"
        }
    }
}
