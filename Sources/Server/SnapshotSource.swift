// A copied ledger on its way into a snapshot file. Copying it is cheap; writing it may take long and runs wherever
// the caller likes.

internal import Access
internal import Aggregation
internal import ByteCoding
internal import Persistence
internal import Transport

/// The ledger at a position of the journal.
struct SnapshotSource: Sendable {
    let ledger: Ledger
    let access: AccessTable
    let position: JournalPosition
    /// What makes the position durable; nil if it is.
    let due: DueSync?
    let disk: any Disk
    /// Whether everything older goes with it, because something was forgotten.
    var erases = false

    /// Writes the snapshot, and removes what it makes superfluous; the sequence number it stands at. `synced` is told
    /// how the sync ended that comes before: a snapshot must not be ahead of its journal.
    func write(synced: (DueSync, DiskError?) -> Void = { _, _ in }) -> Result<UInt64, SnapshotFailure> {
        do {
            if let due {
                let error = due.run()
                synced(due, error)
                if let error { throw error }
            }
            var snapshot = try SnapshotWriter(
                disk: disk, position: position, takenAtMilliseconds: WallClock.system.milliseconds)
            var section = ByteWriter()
            for index in 0..<Ledger.sectionCount {
                section.bytes.removeAll(keepingCapacity: true)
                ledger.encodeSection(index, into: &section)
                try snapshot.write(section: "ledger-\(index)", bytes: section.bytes.span)
            }
            section.bytes.removeAll(keepingCapacity: true)
            access.encodeSection(into: &section)
            try snapshot.write(section: AccessTable.sectionName, bytes: section.bytes.span)
            _ = try snapshot.finish()
            _ = try Retention(disk: disk).prune(keeping: erases ? 1 : Retention.keptSnapshotCount)
            return .success(position.sequence)
        } catch {
            SnapshotWriter.discard(on: disk)
            return .failure(SnapshotFailure(description: "\(error)"))
        }
    }
}

/// A SNAPSHOT that is answered when the snapshot is written.
package struct SnapshotWaiter: Sendable {
    package var loop: Int
    package var address: ReplyAddress
}

/// Why a snapshot could not be written.
package struct SnapshotFailure: Error, Sendable {
    package var description: String
}
