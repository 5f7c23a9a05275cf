// Forgetting: in the ledger at once, on disk soon after. A snapshot is taken that does not have the words any more; then
// everything that was written before it goes, older snapshots too.

internal import Aggregation
internal import LineProtocol
internal import Persistence
internal import Transport

/// How soon the words of what was forgotten are gone from the disk.
enum Erasure {
    /// What is promised: the wait and a snapshot of many gigabytes.
    static let secondsMax = 60
    /// What several requests wait for each other, so that each does not cost a snapshot of its own.
    static let waitMilliseconds: Int64 = 5_000
    /// Submissions erased by one request.
    static let submissionsMax = 10_000
    /// Entries of one commit.
    static let entriesMax = 1_000
}

extension Writer {
    mutating func forget(_ request: ForgetRequest) throws(Refusal) -> Forgotten {
        let org = Array(request.org.utf8)
        guard ledger.surveys(org: org.span) != nil else { throw Self.unknownOrganisation }
        var forgotten = Forgotten(org: request.org)
        let now = settings.wallClock.milliseconds
        let plan: ForgetPlan
        switch request.subject {
        case .id(let id):
            plan = ledger.forgetPlan(org: org.span, id: Array(id.utf8).span)
            guard !plan.isEmpty else { throw Refusal(.notFound, "there is no such submission", field: "id") }
            if plan.isBeyondFigures {
                try commit([.forgottenID(org: request.org, id: id, received: now)])
                forgotten.figuresKept = 1
            }
        case .customer(let customer):
            let limit = Erasure.submissionsMax
            plan = ledger.forgetPlan(org: org.span, customer: Array(customer.utf8).span, limit: limit)
        }
        var rest = plan.sequences[...]
        while !rest.isEmpty {
            let part = rest.prefix(Erasure.entriesMax)
            rest = rest.dropFirst(part.count)
            try commit(part.map { .retraction(org: request.org, sequence: $0, received: now) })
        }
        forgotten.count = plan.sequences.count
        forgotten.hasMore = plan.hasMore
        return forgotten
    }

    /// Whether words may still be on the disk that were forgotten.
    var isErasurePending: Bool { ledger.lastForgotten > erasedThrough }

    /// Whether it is time for the snapshot that lets go of them.
    mutating func isErasureDue(nowMilliseconds: Int64) -> Bool {
        guard isErasurePending else {
            erasureAskedAt = nil
            return false
        }
        let asked = erasureAskedAt ?? nowMilliseconds
        erasureAskedAt = asked
        return nowMilliseconds - asked >= Erasure.waitMilliseconds
    }

    /// The ledger as it is, and where the journal is; who writes the snapshot makes that durable first. When something was
    /// forgotten, the journal goes on in a new segment, so that all older ones can go.
    mutating func snapshotSource() throws(JournalError) -> SnapshotSource {
        let erases = isErasurePending
        if erases { try journal.rotate() }
        let (position, due) = try journal.position()
        return SnapshotSource(
            ledger: ledger, access: access, position: position, due: due, disk: disk, erases: erases)
    }

    /// Takes note of a snapshot that was written.
    mutating func noteSnapshot(_ sequence: UInt64, erased: Bool) {
        lastSnapshot = sequence
        if erased { erasedThrough = sequence }
    }
}
