// Entries of the journal on their way into the shards that they concern. A shard reads and changes nothing of the others, so
// its entries can wait until there are many, and be applied one after the other while all of the shard that they touch
// lies in the processor's caches: otherwise nearly every entry would wait for memory.

package import ByteCoding

/// What concerns one shard of some entries, in their order: the entries of its organisations, and the ids that lie in it.
package struct ShardBatch: Sendable {
    /// An entry, where its bytes end, and when it is applied.
    private struct Item: Sendable {
        let entry: CheckedEntry
        let layout: EntryLayout
        let now: Moment
        let end: Int
    }

    /// The number of the shard.
    package let number: Int
    private var payloads = ByteWriter()
    private var items: [Item] = []
    private var ids: [(record: IDRecord, now: Moment)] = []

    fileprivate init(number: Int) { self.number = number }

    fileprivate var isEmpty: Bool { items.isEmpty && ids.isEmpty }

    /// Whether it has so many bytes of entries, or ids in proportion.
    fileprivate func isFull(_ bytes: Int) -> Bool { payloads.bytes.count >= bytes || ids.count >= bytes / 192 }

    /// Adds an entry; when it is the first, with room for so many bytes of them.
    fileprivate mutating func append(
        _ entry: CheckedEntry, _ view: borrowing EncodedEntry, at now: Moment, room bytes: Int
    ) {
        if items.isEmpty {
            payloads = ByteWriter(capacity: bytes + bytes / 8)
            items.reserveCapacity(bytes / 384)
        }
        payloads.writeRaw(view.payload)
        items.append(Item(entry: entry, layout: view.layout, now: now, end: payloads.bytes.count))
    }

    fileprivate mutating func append(_ id: IDRecord, at now: Moment) {
        ids.append((id, now))
    }

    /// Calls with each entry of an organisation, its bytes, and when it is applied.
    func forEachEntry(_ body: (CheckedEntry, borrowing EncodedEntry, Moment) -> Void) {
        // Through a span: an item is large.
        let items = items.span
        var start = 0
        for place in items.indices {
            let payload = payloads.bytes.span.extracting(start..<items[place].end)
            start = items[place].end
            body(items[place].entry, EncodedEntry(payload, items[place].layout), items[place].now)
        }
    }

    /// Calls with each id, and when it is taken.
    func forEachID(_ body: (IDRecord, Moment) -> Void) {
        for id in ids { body(id.record, id.now) }
    }
}

/// Deals entries out to the shards of a ledger.
package struct EntryDealer: Sendable {
    private let seed: HashSeed
    private let limits: LedgerLimits
    private let batchBytes: Int
    private var batches = (0..<Shard.count).map { ShardBatch(number: $0) }
    /// Where the last entry stands that was dealt out, or applied to the ledger itself.
    package var now: Moment

    /// Deals out what comes after the last entry of a ledger, in batches of about so many bytes: large enough that an
    /// organisation finds several of its entries in one, small enough to stay in the second-level cache.
    package init(after ledger: borrowing Ledger, batchBytes: Int = 48 << 10) {
        self.batchBytes = batchBytes
        seed = ledger.seed
        limits = ledger.limits
        now = ledger.now
    }

    /// The shards that an entry concerns, of which the batches are full now.
    package struct FullShards {
        package var ofOrganisation: Int?
        package var ofID: Int?
    }

    /// Deals an entry out, which comes after the others and forgets nothing. An error means that it is malformed, and leaves
    /// everything as it was.
    package mutating func deal(
        _ view: borrowing EncodedEntry, sequence: UInt64
    ) throws(ByteCodingError) -> FullShards {
        let entry = try CheckedEntry(view, EntryKeys(view, seed: seed))
        var full = FullShards()
        now.advance(to: sequence, received: view.received, limits: limits)
        let number = Shard.number(of: entry.keys.organisation)
        batches[number].append(entry, view, at: now, room: batchBytes)
        if batches[number].isFull(batchBytes) { full.ofOrganisation = number }
        if let id = IDRecord(entry, view, sequence: sequence) {
            let number = Shard.number(of: id.key)
            batches[number].append(id, at: now)
            if batches[number].isFull(batchBytes) { full.ofID = number }
        }
        return full
    }

    /// Takes what was dealt out to a shard; nil when there is nothing.
    package mutating func take(_ number: Int) -> ShardBatch? {
        if batches[number].isEmpty { return nil }
        var batch = ShardBatch(number: number)
        swap(&batch, &batches[number])
        return batch
    }

    /// Takes everything that was dealt out and not taken.
    package mutating func takeAll() -> [ShardBatch] { batches.indices.compactMap { take($0) } }
}
