// A tally at rest: only the counters that differ from zero, in a few bytes each. Thousands of hours and days lie in
// memory in this form, and go to the snapshot as they are.

import ByteCoding

/// The bytes of a tally: for each counter other than zero, in order, the distance from the one before (LEB128) and the
/// value (zigzag). The same sums always give the same bytes.
struct PackedTally: Equatable, Sendable {
    private(set) var bytes: [UInt8] = []

    /// A tally of nothing.
    init() {}

    /// The packed form of a tally, put together in `writer`, whose room is used again and again. The bytes are those of
    /// `other` where they are the same.
    init(_ tally: Tally, in writer: inout ByteWriter, sharing other: PackedTally = PackedTally()) {
        writer.bytes.removeAll(keepingCapacity: true)
        tally.encode(into: &writer)
        // A copy has no spare room.
        bytes = other.hasBytes(writer.bytes.span) ? other.bytes : [UInt8](copying: writer.bytes.span)
    }

    /// Takes over bytes from a snapshot, which are checked; those of `other` where they are the same.
    init(checking bytes: Span<UInt8>, sharing other: PackedTally = PackedTally()) throws(ByteCodingError) {
        if other.hasBytes(bytes) {
            self = other
        } else {
            try Self.read(bytes) { _, _ in }
            self.bytes = [UInt8](copying: bytes)
        }
    }

    private func hasBytes(_ other: Span<UInt8>) -> Bool { bytes.span.isEqual(to: other) }

    /// Whether every sum is zero.
    var isEmpty: Bool { bytes.isEmpty }

    /// Adds the sums of the counters below `bound` to a tally.
    func add(to tally: inout Tally, below bound: Int = Counter.count) {
        forEach(below: bound) { counter, value in tally.add(counter, value) }
    }

    /// Calls with each counter below `bound` that differs from zero, and its value, in order.
    @inline(__always)
    func forEach(below bound: Int, _ body: (Int, Int64) -> Void) {
        // These bytes were packed here or checked when they were taken over.
        try? Self.read(bytes.span, below: bound, body)
    }

    private static func read(
        _ bytes: Span<UInt8>, below bound: Int = Counter.count, _ body: (Int, Int64) -> Void
    ) throws(ByteCodingError) {
        var reader = ByteReader(bytes)
        var counter = 0
        while !reader.isAtEnd {
            let start = reader.offset
            let distance = try reader.readVarint()
            guard distance < UInt64(Counter.count - counter) else { throw .malformed(offset: start) }
            counter += Int(distance)
            if counter >= bound { return }
            body(counter, try reader.readSigned())
        }
    }
}
