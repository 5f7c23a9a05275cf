// How a server ended: what its exit code says.

/// What was left behind at the end of the journal. Whatever it was, everything that was acknowledged is kept.
package enum StopOutcome: Sendable {
    /// The journal's end is marked and durable.
    case clean
    /// The end could not be marked for want of room; the next start reads the journal to its last record.
    case diskFull
    /// A write or a sync had failed.
    case failed
}
