// Eight bytes at a time out of borrowed bytes, for hashing, and sixteen, for searching, where a byte at a time would
// be the whole cost.

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
    @inline(__always)
    public func tailWord(at offset: Int) -> UInt64 {
        if offset == count { return 0 }
        // The last eight bytes hold those that are asked for, and some before them.
        if count >= 8 { return word(at: count - 8) >> UInt64(8 * (8 - (count - offset))) }
        return fewBytes >> UInt64(8 * offset)
    }

    /// All bytes, fewer than eight and at least one, as the low bytes of a word: out of pieces that overlap.
    @inlinable
    var fewBytes: UInt64 {
        if count >= 4 {
            let first = UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self))
            let last = UInt32(
                littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            return UInt64(first) | UInt64(last) << UInt64(8 * (count - 4))
        }
        let middle = count / 2
        return UInt64(self[0]) | UInt64(self[middle]) << UInt64(8 * middle)
            | UInt64(self[count - 1]) << UInt64(8 * (count - 1))
    }

    /// The first byte from `start` on that `marks` marks in its block of sixteen; the count when there is none. `start`
    /// must not exceed the count (checked).
    @inlinable
    @inline(__always)
    public func firstIndex(from start: Int, markedBy marks: (ByteBlock) -> ByteMarks) -> Int {
        precondition(start >= 0 && start <= count)
        var index = start
        let lastBlock = count &- 16
        while index <= lastBlock {
            let block = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: SIMD16<UInt8>.self)
            let found = marks(ByteBlock(block))
            if !found.isEmpty { return index &+ found.first }
            index &+= 16
        }
        // What is marked behind the end is none of ours.
        let rest = marks(ByteBlock(paddedWord(at: index), paddedWord(at: index &+ 8)))
        return rest.isEmpty ? count : min(count, index &+ rest.first)
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
        let index = firstIndex(from: start) { $0.marks(byte) }
        return index < count ? index : nil
    }
}

/// Sixteen bytes that are looked at together.
public struct ByteBlock {
    @usableFromInline let bytes: SIMD16<UInt8>

    @inlinable
    init(_ bytes: SIMD16<UInt8>) { self.bytes = bytes }

    /// The bytes of two words, those of the first and its lowest first.
    @inlinable
    init(_ low: UInt64, _ high: UInt64) {
        bytes = unsafe unsafeBitCast(SIMD2(low.littleEndian, high.littleEndian), to: SIMD16<UInt8>.self)
    }

    /// The block with capital letters of ASCII made small, and other bytes changed with them.
    @inlinable
    @inline(__always)
    public var lowerCased: ByteBlock { ByteBlock(bytes | SIMD16<UInt8>(repeating: 0x20)) }

    // Types are written out below, for of several such operators those that work through any vector lane by lane would
    // be taken.

    /// Marks the bytes that are `byte`.
    @inlinable
    @inline(__always)
    public func marks(_ byte: UInt8) -> ByteMarks {
        let isEqual: SIMDMask<SIMD16<Int8>> = bytes .== SIMD16<UInt8>(repeating: byte)
        return ByteMarks(isEqual)
    }

    /// Marks the bytes from `first` to `last`, on from 0 after 255 where `last` is the smaller.
    @inlinable
    @inline(__always)
    public func marks(from first: UInt8, to last: UInt8) -> ByteMarks {
        let distance: SIMD16<UInt8> = bytes &- SIMD16<UInt8>(repeating: first)
        let isWithin: SIMDMask<SIMD16<Int8>> = distance .<= SIMD16<UInt8>(repeating: last &- first)
        return ByteMarks(isWithin)
    }
}

/// Which bytes of a block were marked.
public struct ByteMarks {
    /// A byte for each, of ones where it was marked and else of zeros.
    @usableFromInline let words: SIMD2<UInt64>

    @inlinable
    init(_ words: SIMD2<UInt64>) { self.words = words }

    @inlinable
    init(_ mask: SIMDMask<SIMD16<Int8>>) { words = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self) }

    @inlinable var isEmpty: Bool { words[0] | words[1] == 0 }

    /// The place of the first mark; only where there is one.
    @inlinable
    @inline(__always)
    var first: Int {
        if words[0] != 0 { return words[0].littleEndian.trailingZeroBitCount / 8 }
        return 8 &+ words[1].littleEndian.trailingZeroBitCount / 8
    }

    /// What is marked by one or the other.
    @inlinable
    @inline(__always)
    public static func | (left: ByteMarks, right: ByteMarks) -> ByteMarks { ByteMarks(left.words | right.words) }

    /// The marks that another follows, or may follow in the next word of eight.
    @inlinable
    @inline(__always)
    public var doubled: ByteMarks { ByteMarks(words & (words &>> 8 | 0x80 &<< 56)) }
}
