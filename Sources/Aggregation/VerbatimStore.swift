// The submissions themselves, as far as they are kept: the newest of an organisation, as the bytes of their entries.

import ByteCoding
import DequeModule

/// One kept submission, and behind it what will be left of it when its words go.
struct StoredVerbatim: Equatable, Sendable {
    let sequence: UInt64
    /// The encoded entry, then the encoded remnant.
    private let bytes: [UInt8]
    private let payloadByteCount: Int

    /// A copy of a submission's entry with what it added; where its amounts stand in it.
    init(_ payload: Span<UInt8>, _ amounts: EncodedAmounts, _ remnant: Remnant) {
        let amounts = AmountBytes(payload, amounts)
        var writer = ByteWriter()
        remnant.encode(after: payload, amounts, into: &writer)
        sequence = remnant.sequence
        bytes = writer.bytes
        payloadByteCount = payload.count
    }

    /// A copy of an entry with what it added.
    init(_ payload: Span<UInt8>, _ remnant: Remnant) {
        var writer = ByteWriter(capacity: payload.count + 64)
        writer.writeRaw(payload)
        remnant.encode(into: &writer)
        sequence = remnant.sequence
        bytes = writer.bytes
        payloadByteCount = payload.count
    }

    /// Takes over bytes from a snapshot, which are checked.
    init(sequence: UInt64, _ payload: Span<UInt8>, checking remnant: Span<UInt8>) throws(ByteCodingError) {
        var reader = ByteReader(remnant)
        self.init(payload, try Remnant(sequence: sequence, from: &reader))
        guard reader.isAtEnd else { throw .malformed(offset: reader.offset) }
    }

    /// The encoded entry.
    var payload: Span<UInt8> {
        @_lifetime(borrow self)
        get { bytes.span.extracting(first: payloadByteCount) }
    }

    /// What it added, encoded.
    var encodedRemnant: Span<UInt8> {
        @_lifetime(borrow self)
        get { bytes.span.extracting(droppingFirst: payloadByteCount) }
    }

    /// What it added; nil only if the bytes were damaged in memory.
    var remnant: Remnant? {
        var reader = ByteReader(encodedRemnant)
        return try? Remnant(sequence: sequence, from: &reader)
    }

    /// What it takes in memory: the bytes, an array's head and this value.
    var byteCount: Int { bytes.count + 56 }
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
    mutating func append(_ verbatim: consuming StoredVerbatim) {
        // It would be copied for each of the first four.
        if entries.isEmpty { entries.reserveCapacity(4) }
        byteCount += verbatim.byteCount
        entries.append(verbatim)
    }

    /// Drops the oldest if a bound does not hold; what was dropped.
    mutating func dropOldest(countMax: Int, byteCountMax: Int) -> StoredVerbatim? {
        guard entries.count > countMax || byteCount > byteCountMax, let oldest = entries.popFirst() else { return nil }
        byteCount -= oldest.byteCount
        droppedCount += 1
        return oldest
    }

    /// Removes one for good, without counting it as dropped.
    mutating func remove(sequence: UInt64) -> StoredVerbatim? {
        let position = firstPosition(notBelow: sequence)
        guard position < entries.count, entries[position].sequence == sequence else { return nil }
        let removed = entries.remove(at: position)
        byteCount -= removed.byteCount
        return removed
    }

    /// Takes note that one was sent again; what it added, nil when there is none.
    mutating func noteRepeat(sequence: UInt64) -> Remnant? {
        let position = firstPosition(notBelow: sequence)
        guard position < entries.count, entries[position].sequence == sequence,
            var remnant = entries[position].remnant
        else { return nil }
        if remnant.repeatCount < .max { remnant.repeatCount += 1 }
        let verbatim = entries[position]
        let noted = StoredVerbatim(verbatim.payload, remnant)
        byteCount += noted.byteCount - verbatim.byteCount
        entries[position] = noted
        return remnant
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
