// How the server stands, for Prometheus: its text exposition format 0.0.4
// (https://prometheus.io/docs/instrumenting/exposition_formats/), with the names that its conventions ask for.

import LineProtocol

/// The figures of a `STATUS` as metrics. What the status does not tell, or does not tell this principal, is left out.
enum StatusMetrics {
    /// The name of each, where the status has it, and what it is. A name that ends in `_total` is a counter's.
    private static let metrics = [
        ("earshot_start_time_seconds", "started", "When the server started."),
        ("earshot_organisations", "organisations", "Organisations."),
        ("earshot_submissions_total", "submissions", "Submissions stored."),
        ("earshot_journal_sequence", "durability.seq", "Number of the last change."),
        ("earshot_journal_synced_sequence", "durability.synced_seq", "The last change that is on disk for certain."),
        ("earshot_journal_syncs_total", "durability.syncs", "Syncs of the journal."),
        ("earshot_snapshot_sequence", "durability.snapshot_seq", "The last change in a snapshot."),
        ("earshot_idempotency_ids", "idempotency.ids", "Ids remembered."),
        ("earshot_idempotency_ids_dropped_total", "idempotency.dropped_early", "Ids dropped before their time."),
        ("earshot_verbatims", "verbatims.held", "Submissions kept with their words."),
        ("earshot_verbatim_bytes", "verbatims.bytes", "Bytes that they take."),
        ("earshot_forgotten_submissions_total", "forgotten.submissions", "Submissions forgotten."),
        ("earshot_erasure_pending", "forgotten.erasure_pending", "Whether forgotten words may still be on the disk."),
        ("earshot_connections", "connections.open", "Connections open."),
        ("earshot_connections_accepted_total", "connections.accepted", "Connections accepted."),
        ("earshot_connections_turned_away_total", "connections.turned_away", "Connections ended for want of room."),
        ("earshot_connections_timed_out_total", "connections.timed_out", "Connections ended by a deadline."),
        ("earshot_handshakes_failed_total", "connections.failed_handshakes", "Handshakes that failed."),
        ("earshot_submissions_overloaded_total", "connections.overloaded", "Submissions refused as overloaded."),
        ("earshot_submissions_rate_limited_total", "connections.rate_limited", "Submissions refused as rate_limited."),
        ("earshot_principals", "principals", "Principals that are known."),
        ("earshot_certificate_expiry_timestamp_seconds", "certificate_expires", "When the certificate expires."),
        ("process_resident_memory_bytes", "process.resident_bytes", "Resident memory."),
        ("process_cpu_seconds_total", "process.cpu_us", "Processor time."),
        ("process_open_fds", "process.descriptors", "Open descriptors."),
    ]

    private static let states = ["ready", "disk_full", "memory_full", "failed", "stopping"]

    /// The lines of all metrics.
    static func text(of status: JSONValue) -> String {
        let (version, lexicon) = (label(status["server"]), label(status["lexicon"]))
        var text = header("earshot_build_info", "The server's version and lexicon.")
        text += "earshot_build_info{version=\(version),lexicon=\(lexicon)} 1\n"
        text += header("earshot_state", "1 for the state that the server is in.")
        for state in states {
            text += "earshot_state{state=\"\(state)\"} \(status["state"]?.string == state ? 1 : 0)\n"
        }
        for (name, path, help) in metrics {
            let found = path.split(separator: ".").reduce(Optional(status)) { $0?[String($1)] }
            guard let value = found.flatMap(number) else { continue }
            let inUnit = path.hasSuffix("_us") ? value / 1e6 : value
            text += header(name, help) + "\(name) \(Int64(exactly: inUnit).map { "\($0)" } ?? "\(inUnit)")\n"
        }
        return text
    }

    private static func header(_ name: String, _ help: String) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) \(name.hasSuffix("_total") ? "counter" : "gauge")\n"
    }

    /// A number as it is, a truth as 1 or 0, a time as seconds since 1970.
    private static func number(_ value: JSONValue) -> Double? {
        if let time = value.string { return Timestamp.parse(time).map { Double($0) / 1000 } }
        return value.double ?? value.bool.map { $0 ? 1 : 0 }
    }

    /// The value of a label in its quotes.
    private static func label(_ value: JSONValue?) -> String {
        let text = SafeText.line(value?.string ?? "")
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
