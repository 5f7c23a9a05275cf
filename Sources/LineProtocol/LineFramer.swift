// Cuts a stream of bytes into lines. No I/O: it is given bytes, however they were split on the way, and says where
// the lines are. An over-long line is a state of its own, so that the stream never loses step.

internal import ByteCoding

/// What the framer found next.
package enum FramedLine: Equatable, Sendable {
    /// A line, as a range of the bytes given, without its LF or CRLF; never empty.
    case line(Range<Int>)
    /// A line longer than the limit has ended; its bytes are gone.
    case tooLong
}

/// The state between two deliveries of bytes: whether an over-long line is being thrown away.
package struct LineFramer: Sendable {
    /// Bytes of a line without its end, at most.
    package var lineBytesMax: Int
    private var isDiscarding = false
    /// How many bytes of the unfinished line were searched before, so that none is searched twice.
    private var searched = 0

    /// A framer at the start of a stream.
    package init(lineBytesMax: Int) { self.lineBytesMax = lineBytesMax }

    /// The next complete line in `bytes` from `start`; `start` moves behind it. Nil when no line is complete: then
    /// the bytes from `start` on must be given again, at the start of the next delivery.
    package mutating func next(in bytes: Span<UInt8>, from start: inout Int) -> FramedLine? {
        while true {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start + searched) else {
                hold(bytes.count, from: &start)
                return nil
            }
            var last = end
            if last > start, bytes[last - 1] == UInt8(ascii: "\r") { last -= 1 }
            let line = start..<last
            start = end + 1
            searched = 0
            if isDiscarding {
                isDiscarding = false
                return .tooLong
            }
            if line.count > lineBytesMax { return .tooLong }
            if !line.isEmpty { return .line(line) }
        }
    }

    /// Whether bytes of an unfinished line are waiting or being thrown away, given how many were left over.
    package func isUnfinished(leftOver: Int) -> Bool { isDiscarding || leftOver > 0 }

    /// Keeps an unfinished line for the next delivery, or throws it away when it is too long already.
    private mutating func hold(_ end: Int, from start: inout Int) {
        // One more byte than the limit may be the CR of a CRLF that is still on its way.
        if isDiscarding || end - start > lineBytesMax + 1 {
            isDiscarding = true
            start = end
        }
        searched = end - start
    }
}
