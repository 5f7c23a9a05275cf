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

extension Tally {
    /// Adds the sums of a tally in its stored form, which is checked.
    mutating func add(decoding stored: Span<UInt8>) throws(ByteCodingError) {
        var row = row
        var reader = ByteReader(stored)
        var counter = 0
        while !reader.isAtEnd {
            let start = reader.offset
            let distance = try reader.readVarint()
            guard distance < UInt64(Counter.count - counter) else { throw .malformed(offset: start) }
            counter += Int(distance)
            row.add(counter, try reader.readSigned())
        }
    }
}
