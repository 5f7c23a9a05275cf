// The bytes that came from the server, cut into lines.

internal import LineProtocol
internal import Transport

/// Bytes that have arrived and have not been taken yet.
struct ReplyInput: Sendable {
    /// Bytes of one line, at most: a page of 200 verbatims of the server's longest line, escaped.
    static let lineBytesMax = 64 << 20

    /// What has arrived; those before `start` have been taken.
    var bytes: [UInt8] = []
    private var start = 0
    private var framer = LineFramer(lineBytesMax: Self.lineBytesMax)

    /// The next line if it is there.
    mutating func arrived() throws(ClientError) -> [UInt8]? {
        // Out of self, because the framer may not change while self lends its bytes.
        var framer = framer
        var start = start
        let frame = framer.next(in: bytes.span, from: &start)
        self.framer = framer
        self.start = start
        switch frame {
        case .line(let range): return Array(bytes[range])
        case .tooLong:
            throw ClientError.malformedReply(reason: "a line has more than \(Self.lineBytesMax) bytes")
        case nil: return nil
        }
    }

    /// The next line, read from the connection until it is there.
    mutating func next(
        from stream: inout BlockingConnection, deadline: Deadline
    ) throws(ClientError) -> [UInt8] {
        while true {
            if let line = try arrived() { return line }
            forgetTaken()
            do throws(ConnectionError) {
                if try stream.readSome(into: &bytes, deadline: deadline) == 0 { throw ConnectionError.closed }
            } catch { throw ClientError(error) }
        }
    }

    /// Lets go of the bytes that were taken, so that the buffer stays about as long as one line.
    mutating func forgetTaken() {
        guard start > 0 else { return }
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
        } else {
            bytes.removeSubrange(0..<start)
        }
        start = 0
    }
}
