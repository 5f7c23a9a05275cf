// Writes the fixed-width and variable-width integers, strings and sections that journal records and snapshots are
// made of. It knows nothing of what they mean: each format lives beside the type it stores.

/// What unsigned numbers are written to in LEB128.
public protocol NumberOutput: ~Copyable, ~Escapable {
    mutating func writeVarint(_ value: UInt64)
}

extension ByteWriter: NumberOutput {}
extension OutputSpan: NumberOutput where Element == UInt8 {}

/// A growing byte buffer with the little-endian and variable-length encodings of the on-disk formats.
public struct ByteWriter: Sendable {
    /// What has been written so far.
    public var bytes: [UInt8]

    /// An empty writer with room for `capacity` bytes.
    public init(capacity: Int = 0) {
        bytes = []
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    /// Appends one byte.
    @inlinable
    public mutating func write(_ byte: UInt8) { bytes.append(byte) }

    /// Appends an integer in little-endian order, in as many bytes as its type has.
    @inlinable
    public mutating func writeFixed(_ value: some FixedWidthInteger) {
        var rest = value
        for _ in 0..<(value.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Appends an unsigned integer in LEB128: seven bits a byte, the lowest first, the top bit set on all but the last.
    @inlinable
    @inline(__always)
    public mutating func writeVarint(_ value: UInt64) {
        // Most are below 128.
        if value < 0x80 { bytes.append(UInt8(truncatingIfNeeded: value)) } else { writeLongVarint(value) }
    }

    @usableFromInline
    mutating func writeLongVarint(_ value: UInt64) { append(atMost: 10) { $0.writeVarint(value) } }

    /// Appends what `body` writes, at most so many bytes, for which there is made room once.
    @inlinable
    @inline(__always)
    public mutating func append(atMost count: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        // An empty array would write its count of none into the storage that all empty arrays of the process share.
        if count == 0 { return }
        bytes.append(addingCapacity: count) { body(&$0) }
    }

    /// Appends a count or length, which must not be negative.
    @inlinable
    public mutating func writeCount(_ count: Int) { writeVarint(UInt64(count)) }

    /// Appends a signed integer: zigzag (0, -1, 1, -2 … → 0, 1, 2, 3 …), then LEB128.
    @inlinable
    public mutating func writeSigned(_ value: Int64) {
        writeVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Appends bytes with their length before them.
    @inlinable
    public mutating func writeBytes(_ content: [UInt8]) {
        writeCount(content.count)
        bytes.append(contentsOf: content)
    }

    /// Appends borrowed bytes as they are, without a length.
    @inlinable
    public mutating func writeRaw(_ content: Span<UInt8>) {
        append(atMost: content.count) { $0.append(copying: content) }
    }

    /// Appends borrowed bytes with their length before them.
    @inlinable
    public mutating func writeBytes(_ content: Span<UInt8>) {
        writeCount(content.count)
        writeRaw(content)
    }

    /// Puts an integer in little-endian order over bytes that were written before; `offset` must lie within them.
    @inlinable
    public mutating func overwriteFixed<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ value: Integer, at offset: Int
    ) {
        var span = bytes.mutableSpan
        var raw = unsafe span.mutableBytes
        raw.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Integer.self)
    }

    /// Appends the UTF-8 of a string with its length in bytes before it.
    @inlinable
    public mutating func writeString(_ string: String) {
        let content = string.utf8
        writeCount(content.count)
        bytes.append(contentsOf: content)
    }
}

extension MutableSpan<UInt8> {
    /// Puts a word in little-endian order over the eight bytes from `offset` on, which must be there (checked).
    @inlinable
    @inline(__always)
    public mutating func setWord(_ word: UInt64, at offset: Int) {
        var raw = unsafe mutableBytes
        raw.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
    }
}

extension OutputSpan<UInt8> {
    /// Appends a copy of the bytes; there must be room for them (checked).
    @inlinable
    @inline(__always)
    public mutating func append(copying content: Span<UInt8>) {
        precondition(content.count <= freeCapacity)
        unsafe content.withUnsafeBufferPointer { source in
            guard let from = source.baseAddress, !source.isEmpty else { return }
            unsafe withUnsafeMutableBufferPointer { room, count in
                // There is room, so there is a place for it.
                unsafe (room.baseAddress.unsafelyUnwrapped + count).initialize(from: from, count: source.count)
                count &+= source.count
            }
        }
    }

    /// Appends the first bytes, at most eight, of a word, the lowest first. There must be room for eight (checked).
    @inlinable
    @inline(__always)
    public mutating func append(_ word: UInt64, count: Int) {
        precondition(freeCapacity >= 8 && count >= 0 && count <= 8)
        unsafe withUnsafeMutableBufferPointer { room, used in
            let room = UnsafeMutableRawBufferPointer(room)
            unsafe room.storeBytes(of: word.littleEndian, toByteOffset: used, as: UInt64.self)
            used &+= count
        }
    }

    /// Appends the first bytes, at most 32, of a vector. There must be room for 32 (checked).
    @inlinable
    @inline(__always)
    public mutating func append(_ vector: SIMD32<UInt8>, count: Int) {
        precondition(freeCapacity >= 32 && count >= 0 && count <= 32)
        unsafe withUnsafeMutableBufferPointer { room, used in
            let room = UnsafeMutableRawBufferPointer(room)
            unsafe room.storeBytes(of: vector, toByteOffset: used, as: SIMD32<UInt8>.self)
            used &+= count
        }
    }

    /// Appends a copy of a few bytes, word by word: there must be room for them and for a word (checked).
    @inlinable
    @inline(__always)
    public mutating func append(few content: Span<UInt8>) {
        var offset = 0
        while offset < content.count {
            append(content.paddedWord(at: offset), count: min(8, content.count &- offset))
            offset &+= 8
        }
    }

    /// Appends an integer in little-endian order; there must be room for it.
    @inlinable
    @inline(__always)
    public mutating func writeFixed(_ value: UInt64) { append(value, count: 8) }

    /// Appends an unsigned integer in LEB128; there must be room for it.
    @inlinable
    @inline(__always)
    public mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a signed integer in zigzag LEB128; there must be room for it.
    @inlinable
    @inline(__always)
    public mutating func writeSigned(_ value: Int64) {
        writeVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }
}
