// The stored form of a tally, as snapshots have it.

import ByteCoding

extension PackedTally {
    /// Appends the stored form, with its length in bytes before it: for each counter other than zero, in order, the distance
    /// from the one before (LEB128) and the value (zigzag). `room` is used again and again.
    func encode(into writer: inout ByteWriter, in room: inout ByteWriter) {
        room.bytes.removeAll(keepingCapacity: true)
        var before = 0
        forEach { counter, value in
            if value == 0 { return }
            // A distance takes two bytes at most, a value ten.
            room.append(atMost: 12) { output in
                output.writeVarint(UInt64(counter - before))
                output.writeSigned(value)
            }
            before = counter
        }
        writer.writeBytes(room.bytes.span)
    }
}

/// A tally in its stored form, on its way into the packed one: what both have is taken over as it stands.
struct StoredTally: ~Escapable {
    private let bytes: Span<UInt8>

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// Appends the packed form, and checks the stored one. `scratch` is used where that is not as it would have been written:
    /// a counter comes twice, or with a zero.
    func pack(into writer: inout ByteWriter, _ scratch: inout Tally) throws(ByteCodingError) {
        let start = writer.bytes.count
        if try packInOrder(into: &writer) { return }
        writer.bytes.removeLast(writer.bytes.count - start)
        try scratch.add(decoding: bytes)
        scratch.encode(into: &writer)
        scratch.clear()
    }

    /// Appends the packed form of counters in ascending order, none of them zero; false at the first that is not.
    private func packInOrder(into writer: inout ByteWriter) throws(ByteCodingError) -> Bool {
        var reader = ByteReader(bytes)
        var packer = TallyPacker()
        var counter = 0
        while !reader.isAtEnd {
            let isFirst = reader.offset == 0
            let distance = try reader.readDistance(from: counter)
            counter += distance
            let value = try reader.readSigned()
            if value == 0 || distance == 0 && !isFirst { return false }
            packer.append(counter, value, to: &writer)
        }
        packer.finish(&writer)
        return true
    }
}

extension ByteReader {
    /// Reads how far the next counter of a stored tally is from the one before it; there must be one so far.
    @inline(__always)
    fileprivate mutating func readDistance(from counter: Int) throws(ByteCodingError) -> Int {
        let start = offset
        let distance = try readVarint()
        guard distance < UInt64(Counter.count - counter) else { throw .malformed(offset: start) }
        return Int(distance)
    }
}

extension Tally {
    /// Adds the sums of a tally in its stored form, which is checked.
    mutating func add(decoding stored: Span<UInt8>) throws(ByteCodingError) {
        var row = row
        var reader = ByteReader(stored)
        var counter = 0
        while !reader.isAtEnd {
            counter += try reader.readDistance(from: counter)
            row.add(counter, try reader.readSigned())
        }
    }
}
