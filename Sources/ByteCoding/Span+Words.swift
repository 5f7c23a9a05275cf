// Eight bytes at a time out of borrowed bytes: for hashing, where a byte at a time would be the whole cost.

extension Span<UInt8> {
    /// The eight bytes from `offset` on as a little-endian word. `offset + 8` must not exceed the count (checked).
    @inlinable
    public func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The bytes from `offset` to the end, fewer than eight, as the low bytes of a word.
    @inlinable
    public func tailWord(at offset: Int) -> UInt64 {
        var word: UInt64 = 0
        var shift: UInt64 = 0
        for index in offset..<count {
            word |= UInt64(self[index]) << shift
            shift += 8
        }
        return word
    }

    /// Whether the bytes are the same.
    @inlinable
    public func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        var offset = 0
        while offset + 8 <= count {
            if word(at: offset) != other.word(at: offset) { return false }
            offset += 8
        }
        return tailWord(at: offset) == other.tailWord(at: offset)
    }
}
