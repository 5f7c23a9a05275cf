// Writes the fixed-width and variable-width integers, strings and sections that journal records and snapshots are
// made of. It knows nothing of what they mean: each format lives beside the type it stores.

/// A growing byte buffer with the little-endian and variable-length encodings of the on-disk formats.
package struct ByteWriter: Sendable {
    /// What has been written so far.
    package var bytes: [UInt8]

    /// An empty writer with room for `capacity` bytes.
    package init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Appends one byte.
    @inlinable
    package mutating func write(_ byte: UInt8) { bytes.append(byte) }

    /// Appends an integer in little-endian order, in as many bytes as its type has.
    @inlinable
    package mutating func writeFixed(_ value: some FixedWidthInteger) {
        var rest = value
        for _ in 0..<(value.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Appends an unsigned integer in LEB128: seven bits a byte, the lowest first, the top bit set on all but the last.
    @inlinable
    package mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a count or length, which must not be negative.
    @inlinable
    package mutating func writeCount(_ count: Int) { writeVarint(UInt64(count)) }

    /// Appends a signed integer: zigzag (0, -1, 1, -2 … → 0, 1, 2, 3 …), then LEB128.
    @inlinable
    package mutating func writeSigned(_ value: Int64) {
        writeVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Appends bytes with their length before them.
    @inlinable
    package mutating func writeBytes(_ content: [UInt8]) {
        writeCount(content.count)
        bytes.append(contentsOf: content)
    }

    /// Appends borrowed bytes as they are, without a length.
    @inlinable
    package mutating func writeRaw(_ content: Span<UInt8>) {
        unsafe content.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    /// Appends borrowed bytes with their length before them.
    @inlinable
    package mutating func writeBytes(_ content: Span<UInt8>) {
        writeCount(content.count)
        writeRaw(content)
    }

    /// Puts an integer in little-endian order over bytes that were written before; `offset` must lie within them.
    @inlinable
    package mutating func overwriteFixed(_ value: some FixedWidthInteger, at offset: Int) {
        var rest = value
        for index in 0..<(value.bitWidth / 8) {
            bytes[offset + index] = UInt8(truncatingIfNeeded: rest)
            rest >>= 8
        }
    }

    /// Appends the UTF-8 of a string with its length in bytes before it.
    @inlinable
    package mutating func writeString(_ string: String) {
        let content = string.utf8
        writeCount(content.count)
        bytes.append(contentsOf: content)
    }
}
