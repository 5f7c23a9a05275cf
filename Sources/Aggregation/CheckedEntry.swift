// What applying an entry needs to know of it, worked out beforehand: all that can fail, and all that does not depend on
// the state of the ledger. So a batch of entries can be made ready on one thread and applied on others.

import ByteCoding

/// An entry of which every byte that counts was checked: applying it cannot fail.
struct CheckedEntry: Sendable {
    /// What it adds to the figures; its segments and ratings are known only when it is applied.
    let fact: Fact
    /// Where what it adds stands encoded.
    let amounts: EncodedAmounts
    let keys: EntryKeys

    /// Checks an entry with those keys.
    init(_ entry: borrowing EncodedEntry, _ keys: EntryKeys) throws(ByteCodingError) {
        let figures = try entry.figures()
        fact = Fact(entry, figures)
        amounts = figures?.amounts ?? EncodedAmounts()
        self.keys = keys
    }

    /// Throws what making one would.
    static func check(_ entry: borrowing EncodedEntry) throws(ByteCodingError) { _ = try entry.figures() }
}

extension EncodedEntry {
    /// Whether it takes something back, which may lie in any shard.
    package var forgets: Bool { kind == .retraction || kind == .forgottenID }
}
