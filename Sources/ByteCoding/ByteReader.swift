// Reads what ByteWriter wrote, from bytes that may be damaged: every read is checked, none traps.

/// Why bytes could not be read.
package enum ByteCodingError: Error, Equatable {
    /// The bytes ended within a value; `offset` is where the value began.
    case truncated(offset: Int)
    /// A value is not of its form (an over-long integer, a count beyond the bytes, invalid UTF-8), at `offset`.
    case malformed(offset: Int)
}

/// A checked cursor over borrowed bytes.
package struct ByteReader: ~Escapable {
    @usableFromInline let bytes: Span<UInt8>

    /// Where the next read begins, in bytes from the start.
    package private(set) var offset = 0

    /// A reader at the start of `bytes`, which it borrows.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// How many bytes are left.
    package var remaining: Int { bytes.count - offset }

    /// Whether everything was read.
    package var isAtEnd: Bool { offset == bytes.count }

    /// The next byte.
    package mutating func read() throws(ByteCodingError) -> UInt8 {
        guard offset < bytes.count else { throw .truncated(offset: offset) }
        let byte = bytes[offset]
        offset += 1
        return byte
    }

    /// An integer of the wanted type in little-endian order.
    package mutating func readFixed<Value: FixedWidthInteger>(
        _ type: Value.Type = Value.self
    ) throws(ByteCodingError) -> Value {
        let width = Value.bitWidth / 8
        guard remaining >= width else { throw .truncated(offset: offset) }
        var value: Value = 0
        for index in 0..<width {
            value |= Value(truncatingIfNeeded: bytes[offset + index]) << Value(8 * index)
        }
        offset += width
        return value
    }

    /// An unsigned integer in LEB128, at most ten bytes.
    package mutating func readVarint() throws(ByteCodingError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard offset < bytes.count else { throw .truncated(offset: start) }
            let byte = bytes[offset]
            offset += 1
            if shift == 63, byte > 1 { throw .malformed(offset: start) }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    /// A count of items that take at least `bytesEach` bytes each, so that a damaged count cannot make a reader
    /// reserve more memory than the input could fill.
    package mutating func readCount(bytesEach: Int = 1) throws(ByteCodingError) -> Int {
        let start = offset
        let value = try readVarint()
        guard value <= UInt64(remaining / max(1, bytesEach)) else { throw .malformed(offset: start) }
        return Int(value)
    }

    /// A signed integer in zigzag LEB128.
    package mutating func readSigned() throws(ByteCodingError) -> Int64 {
        let raw = try readVarint()
        return Int64(bitPattern: (raw >> 1) ^ (0 &- (raw & 1)))
    }

    /// Bytes with their length before them, copied.
    package mutating func readBytes() throws(ByteCodingError) -> [UInt8] {
        let count = try readCount()
        return readRaw(count: count)
    }

    /// A string with its length in bytes before it; invalid UTF-8 is an error.
    package mutating func readString() throws(ByteCodingError) -> String {
        let start = offset
        let raw = try readBytes()
        guard let string = String(validating: raw, as: UTF8.self) else { throw .malformed(offset: start) }
        return string
    }

    private mutating func readRaw(count: Int) -> [UInt8] {
        let slice = bytes.extracting(offset..<(offset + count))
        offset += count
        return [UInt8](copying: slice)
    }
}

extension [UInt8] {
    /// A copy of borrowed bytes.
    package init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe [UInt8]($0) }
    }
}
