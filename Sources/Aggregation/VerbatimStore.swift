// The submissions themselves, as far as they are kept: the newest of an organisation, as the bytes of their entries. They
// lie one behind the other in pieces of some kilobytes, so that keeping one more and letting the oldest go is neither an
// allocation of its own nor a reference.

import ByteCoding
import DequeModule

/// The newest submissions of one organisation in ascending order of their sequence numbers, bounded in number and
/// bytes. Who adds says how far it may grow.
struct VerbatimStore: Sendable {
    /// Where one lies.
    struct Place: Sendable {
        let sequence: UInt64
        /// The number of its piece: the pieces are counted on for ever, from 0 again after the last number.
        fileprivate let piece: UInt32
        fileprivate(set) var start: UInt32
        let payloadByteCount: UInt32
        /// Behind the payload.
        fileprivate(set) var remnantByteCount: UInt32

        /// What it is counted as: its bytes, and something for its place. How much is kept must not depend on how.
        fileprivate var byteCount: Int { Int(payloadByteCount) + Int(remnantByteCount) + VerbatimStore.bytesBeside }

        fileprivate var remnant: Range<Int> {
            let start = Int(start) + Int(payloadByteCount)
            return start..<(start + Int(remnantByteCount))
        }
    }

    private static let bytesBeside = 56
    /// How large a piece gets: an eighth of what is kept, within these bounds. The room that no longer and not yet holds any is
    /// small against the rest so.
    private static let pieceBytes = (4 << 10)...(16 << 10)

    private var places = Deque<Place>()
    /// The pieces that are full. There is something kept in the first piece, unless nothing is kept at all.
    private var full = Deque<[UInt8]>()
    /// The piece behind them.
    private var newest = ByteWriter()
    /// The bytes that the kept ones take.
    private(set) var byteCount = 0
    /// How many were dropped to keep within the bounds.
    private(set) var droppedCount = 0

    /// Nothing kept, and so many dropped.
    init(droppedCount: Int = 0) { self.droppedCount = droppedCount }

    var count: Int { places.count }

    /// Something of where the next one goes.
    var glance: Int { Int(newest.bytes.last ?? 0) &+ Int(places.last?.start ?? 0) &+ Int(newestPiece) }

    /// The bytes of all pieces, what has gone and is still there among them.
    var roomBytes: Int { full.reduce(newest.bytes.count) { $0 + $1.count } }

    /// The one at a position, counted from the oldest.
    subscript(position: Int) -> StoredVerbatim { StoredVerbatim(places[position], in: piece(places[position].piece)) }

    /// Keeps one more, which comes after the others: its entry, and what it added, whose amounts are there encoded.
    mutating func append(_ payload: Span<UInt8>, _ amounts: EncodedAmounts, _ remnant: FreshRemnant) {
        // The first takes what it needs: most organisations of a small server have one or two.
        if !places.isEmpty { makeRoom(payload.count + amounts.byteCount + FreshRemnant.bytesMax) }
        let start = newest.bytes.count
        remnant.encode(after: payload, AmountBytes(payload, amounts), into: &newest)
        addPlace(remnant.sequence, at: start, payloadByteCount: payload.count)
    }

    /// Keeps one more, which comes after the others: its entry, and what it added, encoded and checked.
    mutating func append(_ payload: Span<UInt8>, remnant: Span<UInt8>, sequence: UInt64) {
        makeRoom(payload.count + remnant.count)
        let start = newest.bytes.count
        newest.writeRaw(payload)
        newest.writeRaw(remnant)
        addPlace(sequence, at: start, payloadByteCount: payload.count)
    }

    /// Whether more is kept than that.
    func exceeds(countMax: Int, byteCountMax: Int) -> Bool { places.count > countMax || byteCount > byteCountMax }

    /// Drops the oldest if a bound does not hold, and adds what is left of it to `remnants`; whether it did.
    mutating func dropOldest(countMax: Int, byteCountMax: Int, into remnants: inout RemnantStore) -> Bool {
        guard exceeds(countMax: countMax, byteCountMax: byteCountMax), let oldest = places.popFirst() else {
            return false
        }
        let piece = full.first ?? newest.bytes
        remnants.append(piece.span.extracting(oldest.remnant), sequence: oldest.sequence)
        byteCount -= oldest.byteCount
        droppedCount += 1
        cutFront(from: oldest.piece)
        return true
    }

    /// Removes one for good, without counting it as dropped; what it added.
    mutating func remove(sequence: UInt64) -> Remnant? {
        guard let position = position(of: sequence) else { return nil }
        let remnant = self[position].remnant
        let removed = places[position]
        let first = firstPiece
        byteCount -= removed.byteCount
        replace(Int(removed.start)..<removed.remnant.upperBound, with: [], inPieceOf: position)
        places.remove(at: position)
        cutFront(from: first)
        return remnant
    }

    /// Takes note that one was sent again; what it added, nil when there is none.
    mutating func noteRepeat(sequence: UInt64) -> Remnant? {
        guard let position = position(of: sequence), var remnant = self[position].remnant else { return nil }
        if remnant.repeatCount < .max { remnant.repeatCount += 1 }
        var writer = ByteWriter()
        remnant.encode(into: &writer)
        replace(places[position].remnant, with: writer.bytes, inPieceOf: position)
        byteCount += writer.bytes.count - Int(places[position].remnantByteCount)
        places[position].remnantByteCount = UInt32(writer.bytes.count)
        return remnant
    }

    /// The one with that sequence number.
    func find(sequence: UInt64) -> StoredVerbatim? { position(of: sequence).map { self[$0] } }

    /// The position of the oldest one with at least that sequence number; the count when there is none.
    func firstPosition(notBelow sequence: UInt64) -> Int {
        (0..<places.count).partitioningIndex { places[$0].sequence >= sequence }
    }

    private func position(of sequence: UInt64) -> Int? {
        let position = firstPosition(notBelow: sequence)
        return position < places.count && places[position].sequence == sequence ? position : nil
    }
}

// MARK: - Pieces

extension VerbatimStore {
    /// The number of the first piece.
    private var firstPiece: UInt32 { places.first?.piece ?? 0 }

    private var newestPiece: UInt32 { firstPiece &+ UInt32(full.count) }

    private func piece(_ number: UInt32) -> [UInt8] {
        number == newestPiece ? newest.bytes : full[Int(number &- firstPiece)]
    }

    /// Makes room for so many bytes in the newest piece, or begins another.
    private mutating func makeRoom(_ count: Int) {
        let used = newest.bytes.count
        if newest.bytes.capacity - used >= count { return }
        let eighth = byteCount / 8
        let pieceBytes = max(Self.pieceBytes.lowerBound, min(eighth, Self.pieceBytes.upperBound))
        if used > 0, used + count > pieceBytes {
            full.append(newest.bytes)
            newest = ByteWriter(capacity: max(count, min(eighth, pieceBytes)))
        } else {
            // The first piece of few is doubled.
            newest.bytes.reserveCapacity(used + max(count, min(max(used, eighth), pieceBytes - used)))
        }
    }

    /// Takes note of one that was written to the end of the newest piece.
    private mutating func addPlace(_ sequence: UInt64, at start: Int, payloadByteCount: Int) {
        let place = Place(
            sequence: sequence, piece: newestPiece, start: UInt32(start), payloadByteCount: UInt32(payloadByteCount),
            remnantByteCount: UInt32(newest.bytes.count - start - payloadByteCount))
        // It would be copied for each of the first four.
        if places.isEmpty { places.reserveCapacity(4) }
        places.append(place)
        byteCount += place.byteCount
    }

    /// Lets go of the pieces from `number` on before the oldest one that is kept, and of the bytes before it when they are more
    /// than all that is kept: otherwise many that keep little could hold much.
    private mutating func cutFront(from number: UInt32) {
        guard let first = places.first else {
            self = VerbatimStore(droppedCount: droppedCount)
            return
        }
        for _ in 0..<(first.piece &- number) { full.removeFirst() }
        if Int(first.start) > byteCount { replace(0..<Int(first.start), with: [], inPieceOf: 0) }
    }

    /// Replaces bytes of the piece in which the one at a position lies; those behind them move.
    private mutating func replace(_ range: Range<Int>, with content: [UInt8], inPieceOf position: Int) {
        let number = places[position].piece
        // Anew, so that what was replaced is not left behind the end.
        let old = piece(number)
        let count = old.count - range.count + content.count
        // With room for as much again where more is to come.
        var changed = ByteWriter(capacity: number == newestPiece ? 2 * count : count)
        changed.writeRaw(old.span.extracting(0..<range.lowerBound))
        changed.writeRaw(content.span)
        changed.writeRaw(old.span.extracting(range.upperBound..<old.count))
        if number == newestPiece {
            newest = changed
        } else {
            full[Int(number &- firstPiece)] = changed.bytes
        }
        var next = position
        while next < places.count, places[next].piece == number {
            if Int(places[next].start) >= range.upperBound {
                places[next].start = UInt32(Int(places[next].start) + content.count - range.count)
            }
            next += 1
        }
    }
}
