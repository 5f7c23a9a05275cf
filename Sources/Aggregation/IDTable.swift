// Which ids were taken, so that a resubmission is counted once. One table of a shard: pages in the order of application,
// so that the oldest go first, and an index by hash.
//
// A record is 40 bytes and the index takes 11 to 21 more: 50 to 60 bytes an id. The key is a 128-bit SipHash under a
// secret seed instead of the text: with a million ids remembered, the chance that any two submissions ever meet by
// accident is below 10^-26, and nobody who does not know the seed can make two that meet. The exact texts (a UUID is 36
// bytes, and they are ragged) would double the table.

import DequeModule

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
}

extension IDRecord {
    /// That of a submission which came with an id; nil for other entries.
    init?(_ entry: borrowing EncodedEntry, _ keys: EntryKeys, sequence: UInt64) {
        guard entry.kind == .submission, let key = keys.id else { return nil }
        self.init(key: key, sequence: sequence, contentHash: entry.contentHash, received: entry.received)
    }

    /// The same of an entry of which no more is known than where it goes.
    init?(_ address: borrowing EntryAddress, _ keys: EntryKeys, sequence: UInt64) {
        guard address.kind == .submission, let key = keys.id else { return nil }
        self.init(key: key, sequence: sequence, contentHash: address.contentHash, received: address.received)
    }

    private init(key: Hash128, sequence: UInt64, contentHash: UInt64, received: Int64) {
        self.init(
            key: key, sequence: sequence, contentHash: contentHash,
            receivedSeconds: UInt32(clamping: received / 1_000))
    }
}

/// Ids in the order in which they were taken.
struct IDTable: Sendable {
    /// Large enough that few are needed, small enough to be copied in passing when a snapshot shares them.
    private static let pageCount = 256

    /// Full but for the last; of the first some records may be gone.
    private var pages = Deque<[IDRecord]>()
    /// The place of the first page's first record.
    private var base = 0
    /// The place of the oldest id. Places are counted on for ever, and begun anew before an index could not hold them.
    private var head = 0
    private(set) var count = 0
    private var index = HashIndex()

    /// No ids.
    init() {}

    /// The table of ids given oldest first; nil when one comes twice.
    init?(_ records: [IDRecord]) {
        index = HashIndex(capacity: records.count)
        for record in records where !append(record) { return nil }
    }

    /// What is known of a key.
    func find(_ key: Hash128) -> IDRecord? { place(of: key).map { record(at: $0) } }

    /// Something of where a key is looked for, and of where the next id goes.
    func glance(at key: Hash128) -> Int { index.glance(at: key.high) &+ Int(pages.last?.last?.receivedSeconds ?? 0) }

    /// Adds an id; false when it is there already.
    mutating func append(_ record: IDRecord) -> Bool {
        if head + count == HashIndex.placesMax { renumber() }
        let place = head + count
        let isNew = index.insert(record.key.high, place: place) { [pages, base] place in
            Self.record(at: place - base, in: pages).key == record.key
        }
        guard isNew else { return false }
        if place - base == pages.count * Self.pageCount { addPage() }
        pages[pages.count - 1].append(record)
        count += 1
        return true
    }

    /// The oldest id.
    var oldest: IDRecord? { count == 0 ? nil : record(at: head) }

    /// Removes the oldest id, if there is one.
    mutating func removeOldest() {
        if count == 0 { return }
        index.remove(record(at: head).key.high, place: head)
        head += 1
        count -= 1
        guard head - base == Self.pageCount else { return }
        pages.removeFirst()
        base = head
    }

    /// Marks an id as forgotten: it stays taken, and tells nothing of its content.
    mutating func forget(_ key: Hash128) {
        guard let place = place(of: key) else { return }
        pages[(place - base) / Self.pageCount][(place - base) % Self.pageCount].contentHash = 0
    }

    /// The ids, oldest first.
    func forEach(_ body: (IDRecord) -> Void) {
        for place in head..<(head + count) { body(record(at: place)) }
    }

    /// What it takes in memory.
    var byteCount: Int {
        pages.reduce(0) { $0 + 32 + $1.capacity * MemoryLayout<IDRecord>.stride } + index.byteCount
    }

    /// The first page grows as it fills: most tables of a small server never have a second.
    private mutating func addPage() {
        var page: [IDRecord] = []
        page.reserveCapacity(pages.isEmpty ? 16 : Self.pageCount)
        pages.append(page)
    }

    private func place(of key: Hash128) -> Int? { index.find(key.high) { record(at: $0).key == key } }

    private func record(at place: Int) -> IDRecord { Self.record(at: place - base, in: pages) }

    private static func record(at offset: Int, in pages: Deque<[IDRecord]>) -> IDRecord {
        pages[offset / pageCount][offset % pageCount]
    }

    /// Counts the places from the first page's first record anew.
    private mutating func renumber() {
        head -= base
        base = 0
        index = HashIndex(capacity: count + 1)
        for place in head..<(head + count) { index.insert(record(at: place).key.high, place: place) }
    }
}
