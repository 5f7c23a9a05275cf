// How the server stands, as STATUS tells it.

package import Access
package import Aggregation
internal import LineProtocol
internal import Transport

/// What the journal and the recovery told when the folder was opened.
package struct OpeningReport: Sendable {
    /// The sequence number of the snapshot that was read; nil when there was none.
    package var snapshotSequence: UInt64?
    /// Journal records that were applied after it.
    package var recordCount: UInt64 = 0
    /// What was cut off the end of the journal, in words; nil when nothing was.
    package var tornTail: String?
    package var milliseconds: Int64 = 0
}

/// The state of the server at one moment.
package struct WriterStatus: Sendable {
    /// Whether submissions are taken, and if not why not.
    package enum Condition: String, Sendable {
        case ready
        /// The disk is full: submissions are refused until there is room.
        case diskFull = "disk_full"
        /// The disk failed: nothing is stored any more; questions are answered.
        case failed
        case stopping
        /// The memory budget is nearly used up: submissions are refused until there is room.
        case memoryFull = "memory_full"
    }

    package var condition: Condition
    package var server: String
    package var lexicon: String
    package var durability: String
    package var startedAt: Int64
    package var now: Int64
    package var figures: LedgerFigures
    package var sequence: UInt64
    package var syncedThrough: UInt64
    package var syncCount: Int
    package var segmentCount: Int
    package var opening: OpeningReport
    package var lastSnapshot: UInt64?
    /// Whether words may still be on the disk that were forgotten.
    package var isErasurePending: Bool
    package var counters: ServerCounters
    /// Whose status it is: who may not operate the server learns nothing of what others do on it.
    package var scope: OrganisationScope
    package var principals: Int
}

extension WriterStatus {
    /// Writes the status into the object that is open.
    func members(_ writer: inout JSONWriter) {
        let isWhole = scope == .all
        writer.key("state")
        writer.string(condition.rawValue)
        writer.key("server")
        writer.string(server)
        writer.key("lexicon")
        writer.string(lexicon)
        if isWhole { totals(&writer) }
        writer.key("durability")
        writer.object { durability(&$0) }
        if isWhole { resources(&writer) }
    }

    private func totals(_ writer: inout JSONWriter) {
        writer.key("started")
        writer.string(Timestamp.format(startedAt))
        writer.key("uptime_s")
        writer.integer(max(0, now - startedAt) / 1000)
        writer.key("organisations")
        writer.integer(figures.organisations)
        writer.key("submissions")
        writer.integer(figures.submissions)
    }

    private func resources(_ writer: inout JSONWriter) {
        writer.key("idempotency")
        writer.object { idempotency(&$0) }
        writer.key("verbatims")
        writer.object { writer in
            writer.key("held")
            writer.integer(figures.verbatims)
            writer.key("bytes")
            writer.integer(figures.verbatimBytes)
        }
        writer.key("forgotten")
        writer.object { writer in
            writer.key("submissions")
            writer.integer(figures.forgotten)
            writer.key("erasure_pending")
            writer.bool(isErasurePending)
        }
        writer.key("connections")
        writer.object { connections(&$0) }
        writer.key("principals")
        writer.integer(principals)
        writer.key("certificate_expires")
        if counters.certificateExpiry < .max {
            writer.string(Timestamp.format(counters.certificateExpiry))
        } else {
            writer.null()
        }
        writer.key("process")
        writer.object { process(&$0) }
    }

    private func process(_ writer: inout JSONWriter) {
        let usage = ProcessUsage.current()
        writer.key("resident_bytes")
        writer.integer(usage.residentBytes)
        writer.key("cpu_us")
        writer.integer(usage.cpuMicroseconds)
        writer.key("descriptors")
        writer.integer(usage.descriptorCount)
    }

    private func durability(_ writer: inout JSONWriter) {
        writer.key("policy")
        writer.string(durability)
        guard case .all = scope else { return }
        writer.key("seq")
        writer.integer(sequence)
        writer.key("synced_seq")
        writer.integer(syncedThrough)
        writer.key("syncs")
        writer.integer(syncCount)
        writer.key("segments_begun")
        writer.integer(segmentCount)
        writer.key("snapshot_seq")
        if let lastSnapshot { writer.integer(lastSnapshot) } else { writer.null() }
        writer.key("recovery")
        writer.object { writer in
            writer.key("snapshot_seq")
            if let sequence = opening.snapshotSequence { writer.integer(sequence) } else { writer.null() }
            writer.key("records")
            writer.integer(opening.recordCount)
            writer.key("ms")
            writer.integer(opening.milliseconds)
            writer.key("torn_tail")
            if let tornTail = opening.tornTail { writer.string(tornTail) } else { writer.null() }
        }
    }

    private func idempotency(_ writer: inout JSONWriter) {
        writer.key("ids")
        writer.integer(figures.idsHeld)
        writer.key("oldest")
        if let oldest = figures.oldestIDReceived { writer.string(Timestamp.format(oldest)) } else { writer.null() }
        writer.key("dropped_early")
        writer.integer(figures.idsDroppedEarly)
    }

    private func connections(_ writer: inout JSONWriter) {
        writer.key("open")
        writer.integer(counters.openConnections)
        writer.key("accepted")
        writer.integer(counters.acceptedConnections)
        writer.key("turned_away")
        writer.integer(counters.turnedAwayConnections)
        writer.key("failed_handshakes")
        writer.integer(counters.failedHandshakeCount)
        writer.key("timed_out")
        writer.integer(counters.timedOutConnections)
        writer.key("overloaded")
        writer.integer(counters.shedSubmissions)
        writer.key("rate_limited")
        writer.integer(counters.limitedSubmissions)
    }
}
