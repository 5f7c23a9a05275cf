// Where bytes stand among others, in half the room of a range: records of entries and requests hold several.

/// A range of bytes. Nothing that is read or stored has 4 GiB.
public struct ByteRange: Sendable {
    /// Where the first of them stands.
    public let start: UInt32
    /// The place behind the last.
    public let end: UInt32

    /// The bytes from `start` to `end`, exclusive; none without them.
    @inlinable
    public init(start: UInt32 = 0, end: UInt32 = 0) {
        self.start = start
        self.end = end
    }
}

extension Range<Int> {
    /// The same; the end must not be before the start (checked).
    @inlinable
    public init(_ bytes: ByteRange) { self = Int(bytes.start)..<Int(bytes.end) }
}
