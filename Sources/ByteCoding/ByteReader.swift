// Reads what ByteWriter wrote, from bytes that may be damaged: every read is checked, none traps. Public, like the whole
// target, though no product exports it: the compiler does not inline `package` functions into other targets, and a view
// of an entry took 1,170 ns so, 46 ns like this.

/// Why bytes could not be read.
public enum ByteCodingError: Error, Equatable {
    /// The bytes ended within a value; `offset` is where the value began.
    case truncated(offset: Int)
    /// A value is not of its form (an over-long integer, a count beyond the bytes, invalid UTF-8), at `offset`.
    case malformed(offset: Int)
    /// The bytes are of a later version of their form than this program reads.
    case newerVersion(UInt8)
}

extension ByteCodingError: CustomStringConvertible {
    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .truncated(let offset): "the bytes end within the value at \(offset)"
        case .malformed(let offset): "the value at byte \(offset) is not of its form"
        case .newerVersion(let version): "version \(version), which a newer earshot wrote"
        }
    }
}

/// A checked cursor over borrowed bytes.
public struct ByteReader: ~Escapable {
    @usableFromInline let bytes: Span<UInt8>

    /// Where the next read begins, in bytes from the start.
    @inlinable public var offset: Int { position }

    @usableFromInline var position = 0

    /// A reader at the start of `bytes`, which it borrows.
    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// How many bytes are left.
    @inlinable public var remaining: Int { bytes.count &- offset }

    /// Whether everything was read.
    @inlinable public var isAtEnd: Bool { offset == bytes.count }

    /// The next eight bytes, the first of them lowest, with zeros behind the end. They are looked at and not passed over.
    @inlinable public var upcomingWord: UInt64 {
        @inline(__always) get { bytes.paddedWord(at: position) }
    }

    /// The next byte as the version of what follows: from `first`, the oldest that is still read, to `last`, the newest that
    /// is known.
    @inlinable
    @inline(__always)
    public mutating func readVersion(from first: UInt8 = 1, to last: UInt8) throws(ByteCodingError) -> UInt8 {
        let start = offset
        let version = try read()
        if version > last { throw .newerVersion(version) }
        guard version >= first else { throw .malformed(offset: start) }
        return version
    }

    /// The next byte.
    @inlinable
    public mutating func read() throws(ByteCodingError) -> UInt8 {
        guard offset < bytes.count else { throw .truncated(offset: offset) }
        let byte = bytes[offset]
        position += 1
        return byte
    }

    /// An integer of the wanted type in little-endian order.
    @inlinable
    public mutating func readFixed<Value: FixedWidthInteger>(
        _ type: Value.Type = Value.self
    ) throws(ByteCodingError) -> Value {
        let width = Value.bitWidth / 8
        guard remaining >= width else { throw .truncated(offset: offset) }
        var value: Value = 0
        if width == 8 {
            value = Value(truncatingIfNeeded: bytes.word(at: offset))
        } else {
            for index in 0..<width {
                value |= Value(truncatingIfNeeded: bytes[offset + index]) << Value(8 * index)
            }
        }
        position += width
        return value
    }

    /// An unsigned integer in LEB128, at most ten bytes.
    @inlinable
    @inline(__always)
    public mutating func readVarint() throws(ByteCodingError) -> UInt64 {
        // Most are below 128.
        guard offset < bytes.count else { throw .truncated(offset: offset) }
        let first = bytes[offset]
        if first >= 0x80 { return try readVarintElsewhere() }
        position &+= 1
        return UInt64(first)
    }

    /// The same, for a loop over numbers of which most take two or three bytes.
    @inlinable
    @inline(__always)
    public mutating func readShortVarint() throws(ByteCodingError) -> UInt64 {
        guard remaining >= 8 else { return try readVarintElsewhere() }
        let word = upcomingWord
        if word & 0x80 == 0 {
            position &+= 1
            return word & 0x7F
        }
        if word & 0x8000 == 0 {
            position &+= 2
            return word & 0x7F | word >> 1 & 0x3F80
        }
        if word & 0x80_0000 == 0 {
            position &+= 3
            return word & 0x7F | word >> 1 & 0x3F80 | word >> 2 & 0x1F_C000
        }
        return try readVarintElsewhere()
    }

    /// The same by a call, which gets a copy: where this reader stands may stay in a register.
    @inlinable
    @inline(__always)
    mutating func readVarintElsewhere() throws(ByteCodingError) -> UInt64 {
        var copy = self
        let value = try copy.readLongVarint()
        self = copy
        return value
    }

    /// An integer of two bytes and more; of one too where fewer than eight are left.
    @usableFromInline
    mutating func readLongVarint() throws(ByteCodingError) -> UInt64 {
        if remaining >= 8 {
            let word = bytes.word(at: position)
            // Most of the long ones take two bytes or three.
            if word & 0x8000 == 0 {
                position += 2
                return word & 0x7F | word >> 1 & 0x3F80
            }
            if word & 0x80_0000 == 0 {
                position += 3
                return word & 0x7F | word >> 1 & 0x3F80 | word >> 2 & 0x1F_C000
            }
            // A byte below 128 ends it: where the first of the eight stands.
            let ends = ~word & 0x8080_8080_8080_8080
            if ends != 0 {
                // Up to there seven bits of each byte: moved together in pairs of bytes, then of pairs, then of fours.
                var value = word & (ends ^ (ends &- 1)) & 0x7F7F_7F7F_7F7F_7F7F
                value = value & 0x007F_007F_007F_007F | value >> 1 & 0x3F80_3F80_3F80_3F80
                value = value & 0x0000_3FFF_0000_3FFF | value >> 2 & 0x0FFF_C000_0FFF_C000
                value = value & 0x0000_0000_0FFF_FFFF | value >> 4 & 0x00FF_FFFF_F000_0000
                position += ends.trailingZeroBitCount / 8 + 1
                return value
            }
        }
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard offset < bytes.count else { throw .truncated(offset: start) }
            let byte = bytes[offset]
            position += 1
            if shift == 63, byte > 1 { throw .malformed(offset: start) }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    /// An unsigned integer in LEB128 that must fit the wanted type.
    @inlinable
    public mutating func readVarint<Value: FixedWidthInteger>(
        as type: Value.Type
    ) throws(ByteCodingError) -> Value {
        let start = offset
        guard let value = Value(exactly: try readVarint()) else { throw .malformed(offset: start) }
        return value
    }

    /// A count of items that take at least `bytesEach` bytes each, so that a damaged count cannot make a reader
    /// reserve more memory than the input could fill.
    @inlinable
    public mutating func readCount(bytesEach: Int = 1) throws(ByteCodingError) -> Int {
        let start = offset
        let value = try readVarint()
        guard value <= UInt64(remaining / max(1, bytesEach)) else { throw .malformed(offset: start) }
        return Int(value)
    }

    /// A signed integer in zigzag LEB128.
    @inlinable
    public mutating func readSigned() throws(ByteCodingError) -> Int64 {
        let raw = try readVarint()
        return Int64(bitPattern: (raw >> 1) ^ (0 &- (raw & 1)))
    }

    /// A signed integer in zigzag LEB128 that must fit the wanted type.
    @inlinable
    public mutating func readSigned<Value: FixedWidthInteger>(
        as type: Value.Type
    ) throws(ByteCodingError) -> Value {
        let start = offset
        guard let value = Value(exactly: try readSigned()) else { throw .malformed(offset: start) }
        return value
    }

    /// The next `count` bytes, borrowed.
    @inlinable
    @_lifetime(copy self)
    public mutating func readSpan(count: Int) throws(ByteCodingError) -> Span<UInt8> {
        guard count >= 0, count <= remaining else { throw .truncated(offset: offset) }
        let slice = bytes.extracting(offset..<(offset + count))
        position += count
        return slice
    }

    /// Bytes with their length before them, borrowed.
    @inlinable
    @_lifetime(copy self)
    public mutating func readSpan() throws(ByteCodingError) -> Span<UInt8> {
        let count = try readCount()
        return try readSpan(count: count)
    }

    /// Passes over bytes with their length before them; where they stand.
    @inlinable
    @inline(__always)
    public mutating func skipBytes() throws(ByteCodingError) -> ByteRange {
        let start = offset
        let count = try readShortVarint()
        guard count <= UInt64(remaining) else { throw .malformed(offset: start) }
        let begin = position
        position &+= Int(count)
        return ByteRange(start: UInt32(truncatingIfNeeded: begin), end: UInt32(truncatingIfNeeded: position))
    }

    /// Passes over `count` bytes.
    @inlinable
    @inline(__always)
    public mutating func skip(count: Int) throws(ByteCodingError) {
        guard count >= 0, count <= remaining else { throw .truncated(offset: offset) }
        position += count
    }

    /// Bytes with their length before them, copied.
    @inlinable
    public mutating func readBytes() throws(ByteCodingError) -> [UInt8] {
        [UInt8](copying: try readSpan())
    }

    /// A string with its length in bytes before it; invalid UTF-8 is an error.
    public mutating func readString() throws(ByteCodingError) -> String {
        let start = offset
        guard let string = String(copying: try readSpan()) else { throw .malformed(offset: start) }
        return string
    }
}

extension [UInt8] {
    /// A copy of borrowed bytes.
    @inlinable
    public init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe [UInt8]($0) }
    }
}

extension String {
    /// A copy of borrowed UTF-8; nil when it is not valid.
    public init?(copying span: Span<UInt8>) {
        guard let string = unsafe span.withUnsafeBufferPointer({ unsafe String(validating: $0, as: UTF8.self) }) else {
            return nil
        }
        self = string
    }
}
