// A place in the journal: how a snapshot says what it holds, and how a journal is taken up after recovery.

/// The place after a record: its sequence number and its checksum, which tells two histories apart.
package struct JournalPosition: Equatable, Sendable {
    /// The sequence number of the last record before this place; 0 before the first.
    package var sequence: UInt64
    /// The checksum of that record; 0 before the first.
    package var checksum: UInt32

    /// The place after the record of this sequence number and checksum.
    package init(sequence: UInt64, checksum: UInt32) {
        self.sequence = sequence
        self.checksum = checksum
    }

    /// The beginning of an empty journal.
    package static let start = JournalPosition(sequence: 0, checksum: 0)
}
