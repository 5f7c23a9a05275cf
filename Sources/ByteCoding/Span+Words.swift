// Eight bytes at a time out of borrowed bytes: for hashing and searching, where a byte at a time would be the whole cost.

extension Span<UInt8> {
    /// The eight bytes from `offset` on as a little-endian word. `offset + 8` must not exceed the count (checked).
    @inlinable
    public func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The eight bytes from `offset` on as a little-endian word, with zeros from the end on.
    @inlinable
    @inline(__always)
    public func paddedWord(at offset: Int) -> UInt64 {
        precondition(offset >= 0)
        guard count &- offset >= 8 else { return offset < count ? tailWord(at: offset) : 0 }
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// The bytes from `offset` to the end, fewer than eight, as the low bytes of a word.
    @inlinable
    public func tailWord(at offset: Int) -> UInt64 {
        if offset == count { return 0 }
        // The last eight bytes hold those that are asked for, and some before them.
        if count >= 8 { return word(at: count - 8) >> UInt64(8 * (8 - (count - offset))) }
        var word: UInt64 = 0
        var shift: UInt64 = 0
        for index in offset..<count {
            word |= UInt64(self[index]) << shift
            shift += 8
        }
        return word
    }

    /// The first byte from `start` on that `marks` marks in the word of eight in which it is given it: with its top bit;
    /// above the lowest mark of a word there may be false ones. The count when there is none.
    @inlinable
    @inline(__always)
    public func firstIndex(from start: Int, markedBy marks: (UInt64) -> UInt64) -> Int {
        precondition(start >= 0 && start <= count)
        let tops: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while count &- index >= 8 {
            let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            let found = marks(UInt64(littleEndian: word)) & tops
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index &+= 8
        }
        // What is marked behind the end is none of ours.
        let found = marks(tailWord(at: index)) & tops
        return found == 0 ? count : min(count, index + found.trailingZeroBitCount / 8)
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

    /// Where a byte is found first, from `start` on; nil when it is not. `start` must not exceed the count (checked).
    @inlinable
    public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= count)
        var start = start
        // Sixteen at a time while none of them is it. Types are written out, for of several such operators those that work
        // through any vector lane by lane would be taken.
        let wantedBlock = SIMD16<UInt8>(repeating: byte)
        while count &- start >= 16 {
            let block = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: SIMD16<UInt8>.self)
            let isEqual: SIMDMask<SIMD16<Int8>> = block .== wantedBlock
            let equal = unsafe unsafeBitCast(isEqual, to: SIMD2<UInt64>.self)
            if equal[0] | equal[1] != 0 { break }
            start &+= 16
        }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let wanted = ones &* UInt64(byte)
        // A byte that is the wanted one is zero in the difference, and only a zero borrows into its top bit.
        let index = firstIndex(from: start) { word in
            let difference = word ^ wanted
            return (difference &- ones) & ~difference
        }
        return index < count ? index : nil
    }
}
