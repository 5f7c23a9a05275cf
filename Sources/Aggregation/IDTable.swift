// Which ids were taken, so that a resubmission is counted once. One table of a shard; a ring in the order of
// application, so that the oldest go first, and an index by hash.
//
// A place is 40 bytes and the index takes 11 to 21 more: 50 to 60 bytes an id. The key is a 128-bit SipHash under a
// secret seed instead of the text: with a million ids remembered, the chance that any two submissions ever meet by
// accident is below 10^-26, and nobody who does not know the seed can make two that meet. The exact texts (a UUID is 36
// bytes, and they are ragged) would double the table.

/// What is remembered of an id.
struct IDRecord: Equatable, Sendable {
    /// The keyed hash of organisation and id.
    var key: Hash128
    /// The submission that took it.
    var sequence: UInt64
    /// The hash of its content; 0 when it was forgotten.
    var contentHash: UInt64
    /// When, in seconds since 1970 (0 to 2106).
    var receivedSeconds: UInt32
    /// How many ids the whole ledger had taken before, modulo 2^32.
    var ordinal: UInt32
}

/// Ids in the order in which they were taken.
struct IDTable: Sendable {
    private var ring: [IDRecord] = []
    private var head = 0
    private(set) var count = 0
    private var index = HashIndex()

    /// No ids.
    init() {}

    /// The table of ids given oldest first.
    init(_ records: [IDRecord]) {
        ring = records
        count = records.count
        index = HashIndex(capacity: count)
        for place in records.indices { index.insert(records[place].key.high, place: place) }
    }

    /// What is known of a key.
    func find(_ key: Hash128) -> IDRecord? { place(of: key).map { ring[$0] } }

    /// Adds an id, which must not be there.
    mutating func append(_ record: IDRecord) {
        if count == ring.count { grow() }
        let place = wrap(head + count)
        ring[place] = record
        count += 1
        index.insert(record.key.high, place: place)
    }

    /// The oldest id.
    var oldest: IDRecord? { count == 0 ? nil : ring[head] }

    /// Removes the oldest id, if there is one.
    mutating func removeOldest() {
        if count == 0 { return }
        index.remove(ring[head].key.high, place: head)
        head = wrap(head + 1)
        count -= 1
    }

    /// Marks an id as forgotten: it stays taken, and tells nothing of its content.
    mutating func forget(_ key: Hash128) {
        guard let place = place(of: key) else { return }
        ring[place].contentHash = 0
    }

    /// The ids, oldest first.
    func forEach(_ body: (IDRecord) -> Void) {
        for offset in 0..<count { body(ring[wrap(head + offset)]) }
    }

    /// What it takes in memory.
    var byteCount: Int { ring.capacity * MemoryLayout<IDRecord>.stride + index.byteCount }

    private func place(of key: Hash128) -> Int? { index.find(key.high) { ring[$0].key == key } }

    private func wrap(_ place: Int) -> Int { place >= ring.count ? place - ring.count : place }

    /// Makes room for an eighth more. When ids have gone from the front the ring begins anew at its first place, and the
    /// index with it, as the places change.
    private mutating func grow() {
        let capacity = count + max(8, count / 8)
        let free = IDRecord(
            key: Hash128(low: 0, high: 0), sequence: 0, contentHash: 0, receivedSeconds: 0, ordinal: 0)
        if head != 0 {
            var records: [IDRecord] = []
            records.reserveCapacity(capacity)
            forEach { records.append($0) }
            ring = records
            head = 0
            index = HashIndex(capacity: count + 1)
            for place in 0..<count { index.insert(ring[place].key.high, place: place) }
        }
        ring.reserveCapacity(capacity)
        for _ in count..<capacity { ring.append(free) }
    }
}
