// What applying an entry needs to know of it, worked out beforehand: all that can fail, and all that does not depend on
// the state of the ledger. So a batch of entries can be made ready on one thread and applied on others.

package import ByteCoding

/// An entry of which every byte that counts was checked: applying it cannot fail.
struct CheckedEntry: Sendable {
    /// The record of what a submission adds to the figures; its segments and ratings are known only when it is applied.
    var record: FactRecord
    /// Where what it adds stands encoded.
    private(set) var amounts = EncodedAmounts()
    let keys: EntryKeys

    /// Checks an entry with those keys. In place: it is long to copy.
    @inline(__always)
    init(_ entry: borrowing EncodedEntry, _ keys: EntryKeys) throws(ByteCodingError) {
        self.keys = keys
        record = FactRecord()
        if !entry.isScored { return }
        var reader = try entry.figuresReader()
        try record.read(from: &reader, &amounts)
    }
}

extension EncodedEntry {
    /// The hour it counts for, in hours since 1970.
    var hour: Int32 { HourRange.hour(of: eventTime) }

    /// Throws what making a checked entry of it would.
    package func check() throws(ByteCodingError) {
        if !isScored { return }
        var record = FactRecord()
        var amounts = EncodedAmounts()
        var reader = try figuresReader()
        try record.read(from: &reader, &amounts)
    }

    /// Whether it takes something back, which may lie in any shard.
    package var forgets: Bool { kind == .retraction || kind == .forgottenID }
}
