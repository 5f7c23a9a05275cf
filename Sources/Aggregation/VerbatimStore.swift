// The submissions themselves, as far as they are kept: the newest of an organisation, as the bytes of their entries.

import ByteCoding
import DequeModule

/// One kept submission.
struct StoredVerbatim: Equatable, Sendable {
    let sequence: UInt64
    /// The encoded entry.
    let payload: [UInt8]
    /// How many times it was sent again.
    var repeatCount: UInt32 = 0

    /// What it takes in memory: the bytes, an array's head and what is here.
    var byteCount: Int { payload.count + 56 }
}

/// The newest submissions of one organisation in ascending order of their sequence numbers, bounded in number and
/// bytes. Who adds says how far it may grow.
struct VerbatimStore: Sendable {
    private var entries = Deque<StoredVerbatim>()
    /// The bytes that the kept ones take.
    private(set) var byteCount = 0
    /// How many were dropped to keep within the bounds.
    private(set) var droppedCount = 0

    /// Nothing kept.
    init() {}

    /// Takes over entries from a snapshot; nil unless they ascend.
    init?(_ entries: [StoredVerbatim], droppedCount: Int) {
        guard zip(entries, entries.dropFirst()).allSatisfy({ $0.sequence < $1.sequence }) else { return nil }
        self.entries = Deque(entries)
        self.droppedCount = droppedCount
        byteCount = entries.reduce(0) { $0 + $1.byteCount }
    }

    var count: Int { entries.count }

    /// The one at a position, counted from the oldest.
    subscript(position: Int) -> StoredVerbatim { entries[position] }

    /// Keeps one more.
    mutating func append(_ verbatim: StoredVerbatim) {
        entries.append(verbatim)
        byteCount += verbatim.byteCount
    }

    /// Drops the oldest until both bounds hold; those that had to go, oldest first.
    mutating func trim(countMax: Int, byteCountMax: Int) -> [StoredVerbatim] {
        var dropped: [StoredVerbatim] = []
        while entries.count > countMax || byteCount > byteCountMax, let oldest = entries.popFirst() {
            byteCount -= oldest.byteCount
            droppedCount += 1
            dropped.append(oldest)
        }
        return dropped
    }

    /// Removes one for good, without counting it as dropped.
    mutating func remove(sequence: UInt64) -> StoredVerbatim? {
        let position = firstPosition(notBelow: sequence)
        guard position < entries.count, entries[position].sequence == sequence else { return nil }
        let removed = entries.remove(at: position)
        byteCount -= removed.byteCount
        return removed
    }

    /// Takes note that one was sent again; nil when there is none.
    mutating func noteRepeat(sequence: UInt64) -> StoredVerbatim? {
        let position = firstPosition(notBelow: sequence)
        guard position < entries.count, entries[position].sequence == sequence else { return nil }
        if entries[position].repeatCount < .max { entries[position].repeatCount += 1 }
        return entries[position]
    }

    /// The one with that sequence number.
    func find(sequence: UInt64) -> StoredVerbatim? {
        let position = firstPosition(notBelow: sequence)
        guard position < entries.count, entries[position].sequence == sequence else { return nil }
        return entries[position]
    }

    /// The position of the oldest one with at least that sequence number; the count when there is none.
    func firstPosition(notBelow sequence: UInt64) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
