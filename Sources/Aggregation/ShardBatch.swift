// Entries of the journal on their way into the shards that they concern. A shard reads and changes nothing of the others, so
// its entries can wait until there are many, and be applied one after the other while all of the shard that they touch
// lies in the processor's caches: otherwise nearly every entry would wait for memory.

package import ByteCoding

/// What concerns one shard of some entries, in their order: the entries of its organisations, and the ids that lie in it.
package struct ShardBatch: Sendable {
    /// What is known of an entry beside its bytes: its keys, when it is applied, and where the bytes end. What else was read
    /// out of them is read again: it is as large as they are, and would go through memory a second time.
    private struct Item: Sendable {
        let keys: EntryKeys
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
        _ entry: borrowing EncodedEntry, _ keys: EntryKeys, at now: Moment, room bytes: Int
    ) {
        if items.isEmpty {
            payloads = ByteWriter(capacity: bytes + bytes / 8)
            items.reserveCapacity(bytes / 384)
        }
        payloads.writeRaw(entry.payload)
        items.append(Item(keys: keys, now: now, end: payloads.bytes.count))
    }

    fileprivate mutating func append(_ id: IDRecord, at now: Moment) {
        ids.append((id, now))
    }

    /// The bytes of its entries.
    package var byteCount: Int { payloads.bytes.count }

    /// How many entries there are of organisations.
    var count: Int { items.count }

    /// Calls with the organisation of each entry, and with each id.
    func forEachKey(organisation: (Hash128) -> Void, id: (Hash128) -> Void) {
        for item in items { organisation(item.keys.organisation) }
        for taken in ids { id(taken.record.key) }
    }

    /// Calls with each entry of an organisation, its bytes, and when it is applied.
    func forEachEntry(_ body: (inout CheckedEntry, borrowing EncodedEntry, Moment) -> Void) {
        var start = 0
        for item in items {
            let payload = payloads.bytes.span.extracting(start..<item.end)
            start = item.end
            do {
                let entry = try EncodedEntry(payload)
                var checked = try CheckedEntry(entry, item.keys)
                body(&checked, entry, item.now)
            } catch {
                preconditionFailure("it was checked when it was dealt out: \(error)")
            }
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
    package init(after ledger: borrowing Ledger, batchBytes: Int = 96 << 10) {
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
        _ entry: borrowing EncodedEntry, sequence: UInt64
    ) throws(ByteCodingError) -> FullShards {
        try CheckedEntry.check(entry)
        let keys = EntryKeys(entry, seed: seed)
        // Before anything is written that is not in the processor's cache: what is read again right after it was written
        // would wait for all of that.
        let id = IDRecord(entry, keys, sequence: sequence)
        var full = FullShards()
        now.advance(to: sequence, received: entry.received, limits: limits)
        let number = Shard.number(of: keys.organisation)
        batches[number].append(entry, keys, at: now, room: batchBytes)
        if batches[number].isFull(batchBytes) { full.ofOrganisation = number }
        if let id {
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

    /// How many shards there are.
    package var shardCount: Int { batches.count }
}
