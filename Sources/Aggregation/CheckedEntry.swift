// What applying an entry needs to know of it, worked out beforehand: all that can fail, and all that does not depend on
// the state of the ledger. So a batch of entries can be made ready on one thread and applied on others.

package import ByteCoding

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

}

extension EncodedEntry {
    /// Whether it takes something back, which may lie in any shard.
    var forgets: Bool { kind == .retraction || kind == .forgottenID }
}

/// Entries in the order of their sequence numbers, checked and ready to be applied.
package struct EntryBatch: Sendable {
    private var payloads = ByteWriter()
    private var entries: [(entry: CheckedEntry, layout: EntryLayout, sequence: UInt64, start: Int)] = []
    /// Whether something in it is forgotten: then it has to be applied to a whole ledger.
    package private(set) var forgets = false

    /// No entries, and room for about so many bytes of them.
    package init(byteCount: Int = 0) {
        payloads = ByteWriter(capacity: byteCount + byteCount / 8)
        entries.reserveCapacity(byteCount / 256)
    }

    package var isEmpty: Bool { entries.isEmpty }
    /// The bytes of its payloads.
    package var byteCount: Int { payloads.bytes.count }

    /// Adds an entry for a ledger with that seed. An error means that it is malformed, and leaves the batch as it was.
    package mutating func append(
        _ payload: Span<UInt8>, sequence: UInt64, seed: HashSeed
    ) throws(ByteCodingError) {
        let view = try EncodedEntry(payload)
        let entry = try CheckedEntry(view, EntryKeys(view, seed: seed))
        entries.append((entry, view.layout, sequence, payloads.bytes.count))
        payloads.writeRaw(payload)
        if view.forgets { forgets = true }
    }

    /// Calls with each entry, its bytes and its sequence number.
    func forEach(_ body: (CheckedEntry, borrowing EncodedEntry, UInt64) -> Void) {
        // Through a span: an entry is large, and most are another thread's.
        let entries = entries.span
        for place in entries.indices {
            let end = place + 1 < entries.count ? entries[place + 1].start : payloads.bytes.count
            let payload = payloads.bytes.span.extracting(entries[place].start..<end)
            body(entries[place].entry, EncodedEntry(payload, entries[place].layout), entries[place].sequence)
        }
    }
}
