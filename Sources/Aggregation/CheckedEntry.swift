// What applying an entry needs to know of it, worked out beforehand: all that can fail, and all that does not depend on
// the state of the ledger. So a batch of entries can be made ready on one thread and applied on others.

import ByteCoding

/// An entry of which every byte that counts was checked: applying it cannot fail.
struct CheckedEntry: Sendable {
    /// The record of what a submission adds to the figures; its segments and ratings are known only when it is applied.
    var record: FactRecord
    /// Where what it adds stands encoded.
    private(set) var amounts = EncodedAmounts()
    let keys: EntryKeys

    /// Checks an entry with those keys.
    init(_ entry: borrowing EncodedEntry, _ keys: EntryKeys) throws(ByteCodingError) {
        self.keys = keys
        guard entry.isScored else {
            record = FactRecord(nil, nil)
            return
        }
        var reader = try entry.figuresReader()
        record = try FactRecord(from: &reader, &amounts)
    }

    /// Throws what making one would.
    static func check(_ entry: borrowing EncodedEntry) throws(ByteCodingError) {
        if !entry.isScored { return }
        var reader = try entry.figuresReader()
        var amounts = EncodedAmounts()
        _ = try FactRecord(from: &reader, &amounts)
    }
}

extension EncodedEntry {
    /// The hour it counts for, in hours since 1970.
    var hour: Int32 { HourRange.hour(of: eventTime) }

    /// Whether it takes something back, which may lie in any shard.
    package var forgets: Bool { kind == .retraction || kind == .forgottenID }
}
