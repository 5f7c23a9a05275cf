// A few bytes on their way somewhere else, in place: no allocation holds them, and they are appended a word at a time.

import ByteCoding

/// At most `room` bytes. The last seven of them are for words that are appended with fewer bytes than they have.
struct InlineBytes<let room: Int>: Sendable {
    private var storage = InlineArray<room, UInt8>(repeating: 0)
    private(set) var count: Int

    /// So many bytes, all of them zero.
    @inline(__always)
    init(zeros count: Int = 0) { self.count = count }

    /// They change nothing, but it would be copied for a getter that cannot.
    var span: Span<UInt8> {
        @_lifetime(&self)
        @inline(__always)
        mutating get { storage.span.extracting(0..<count) }
    }

    /// Appends the first bytes, at most eight, of a word, the lowest first.
    @inline(__always)
    mutating func append(_ word: UInt64, count wordBytes: Int) {
        setWord(word, at: count)
        count &+= wordBytes
    }

    /// Appends bytes.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        var offset = 0
        while offset < bytes.count {
            append(bytes.paddedWord(at: offset), count: min(8, bytes.count &- offset))
            offset &+= 8
        }
    }

    /// Puts a word over eight bytes.
    @inline(__always)
    mutating func setWord(_ word: UInt64, at offset: Int) {
        var bytes = storage.mutableSpan
        bytes.setWord(word, at: offset)
    }
}
