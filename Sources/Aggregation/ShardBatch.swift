// Entries of the journal on their way into the shards that they concern. A shard reads and changes nothing of the others, so
// its entries can wait until there are many, and be applied one after the other while all of the shard that they touch
// lies in the processor's caches: otherwise nearly every entry would wait for memory.

package import ByteCoding

/// What concerns one shard of some entries, in their order: the entries of its organisations, and the ids that lie in it.
package struct ShardBatch: Sendable {
    /// The number of the shard.
    package let number: Int
    /// Each entry behind its head, one after the other: so to add one touches one place in memory.
    private var entries = ByteWriter()
    /// How many entries there are of organisations.
    private(set) var count = 0
    private var ids: [(record: IDRecord, now: Moment)] = []

    fileprivate init(number: Int) { self.number = number }

    fileprivate var isEmpty: Bool { count == 0 && ids.isEmpty }

    /// Whether it has so many bytes of entries, or ids in proportion.
    fileprivate func isFull(_ bytes: Int) -> Bool { entries.bytes.count >= bytes || ids.count >= bytes / 192 }

    /// Adds an entry; when it is the first, with room for so many bytes of them.
    fileprivate mutating func append(_ payload: Span<UInt8>, _ head: DealtHead, room bytes: Int) {
        if count == 0 { entries = ByteWriter(capacity: bytes + bytes / 8) }
        count += 1
        entries.append(atMost: DealtHead.byteCount + payload.count) { output in
            head.encode(into: &output)
            output.append(copying: payload)
        }
    }

    fileprivate mutating func append(_ id: IDRecord, at now: Moment) {
        ids.append((id, now))
    }

    /// The bytes of its entries.
    package var byteCount: Int { entries.bytes.count }

    /// Something of each line of the processor's cache in which its entries lie: read from the first to the last, which the
    /// processor foresees, as it does not where they are read one here and one there.
    var glance: Int {
        let bytes = entries.bytes.span
        var seen = 0
        var offset = 0
        while offset < bytes.count {
            seen &+= Int(bytes[offset])
            offset &+= 64
        }
        return seen
    }

    /// Calls with the organisation of each entry, and with each id.
    func forEachKey(organisation: (Hash128) -> Void, id: (Hash128) -> Void) {
        forEachHead { head, _ in organisation(head.keys.organisation) }
        for taken in ids { id(taken.record.key) }
    }

    /// Calls with each entry of an organisation, its bytes, and when it is applied, up to one that is malformed.
    func forEachEntry(
        _ body: (inout CheckedEntry, borrowing EncodedEntry, Moment) -> Void
    ) throws(MalformedEntry) {
        try forEachHead { (head, payload) throws(MalformedEntry) in
            do throws(ByteCodingError) {
                let entry = try EncodedEntry(payload)
                var checked = try CheckedEntry(entry, head.keys)
                body(&checked, entry, head.now)
            } catch {
                throw MalformedEntry(sequence: head.now.sequence, error: error)
            }
        }
    }

    /// Calls with each id, and when it is taken.
    func forEachID(_ body: (IDRecord, Moment) -> Void) {
        for id in ids { body(id.record, id.now) }
    }

    @inline(__always)
    private func forEachHead<Failure: Error>(
        _ body: (DealtHead, Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let bytes = entries.bytes.span
        var start = 0
        while start < bytes.count {
            let head = DealtHead(bytes, at: start)
            start += DealtHead.byteCount
            try body(head, bytes.extracting(start..<(start + head.payloadByteCount)))
            start += head.payloadByteCount
        }
    }
}

/// What is known of an entry that was dealt out beside its bytes: its keys, when it is applied, and how long it is.
private struct DealtHead {
    static let byteCount = 64

    let keys: EntryKeys
    let now: Moment
    let payloadByteCount: Int

    init(_ keys: EntryKeys, at now: Moment, payloadByteCount: Int) {
        self.keys = keys
        self.now = now
        self.payloadByteCount = payloadByteCount
    }

    private static let hasID: UInt64 = 1 << 63

    /// Writes its eight words, for which there must be room.
    func encode(into output: inout OutputSpan<UInt8>) {
        output.writeFixed(UInt64(payloadByteCount) | (keys.id == nil ? 0 : Self.hasID))
        output.writeFixed(keys.organisation.low)
        output.writeFixed(keys.organisation.high)
        output.writeFixed(keys.id?.low ?? 0)
        output.writeFixed(keys.id?.high ?? 0)
        output.writeFixed(now.sequence)
        output.writeFixed(UInt64(bitPattern: now.newestReceived))
        let horizon = now.horizon
        output.writeFixed(UInt64(UInt32(bitPattern: horizon.hour)) << 32 | UInt64(UInt32(bitPattern: horizon.day)))
    }

    /// Reads what `encode` wrote.
    init(_ bytes: Span<UInt8>, at start: Int) {
        let first = bytes.word(at: start)
        payloadByteCount = Int(first & ~Self.hasID)
        let organisation = Hash128(low: bytes.word(at: start + 8), high: bytes.word(at: start + 16))
        let id = Hash128(low: bytes.word(at: start + 24), high: bytes.word(at: start + 32))
        keys = EntryKeys(organisation, id: first & Self.hasID == 0 ? nil : id)
        let horizon = bytes.word(at: start + 56)
        now = Moment(
            sequence: bytes.word(at: start + 40), newestReceived: Int64(bitPattern: bytes.word(at: start + 48)),
            horizon: Horizon(
                hour: Int32(truncatingIfNeeded: Int64(bitPattern: horizon) >> 32),
                day: Int32(truncatingIfNeeded: horizon)))
    }
}

/// An entry that was dealt out and cannot be read.
package struct MalformedEntry: Error, CustomStringConvertible {
    /// Its sequence number.
    package let sequence: UInt64
    /// What is wrong with it.
    package let error: ByteCodingError

    package var description: String { "entry \(sequence) is malformed: \(error)" }
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

    /// Deals an entry out, which comes after the others and forgets nothing. It is not looked through: whoever applies it does.
    package mutating func deal(_ payload: Span<UInt8>, _ address: EntryAddress, sequence: UInt64) -> FullShards {
        let keys = address.keys(of: payload, seed: seed)
        // Before anything is written that is not in the processor's cache: what is read again right after it was written
        // would wait for all of that.
        let id = IDRecord(address, keys, sequence: sequence)
        var full = FullShards()
        now.advance(to: sequence, received: address.received, limits: limits)
        let number = Shard.number(of: keys.organisation)
        let head = DealtHead(keys, at: now, payloadByteCount: payload.count)
        batches[number].append(payload, head, room: batchBytes)
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
