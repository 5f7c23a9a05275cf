// One connection of an event loop: its stream, its conversation, what it waits for.

internal import Transport

/// A connection. It belongs to one loop and is used by its thread alone.
final class Connection {
    /// Where it stands between being accepted and being let go.
    enum Phase {
        case handshake
        case conversation
        /// Everything is written; close_notify is on its way.
        case closing
    }

    /// Its number on its loop; never used again.
    let number: UInt64
    var stream: ByteStream
    var session: Session
    var phase = Phase.handshake
    /// Bytes of requests that could not be taken yet: an unfinished line, or whole ones beyond a limit.
    var input: [UInt8] = []
    /// How many bytes of the session's output are written.
    var writtenCount = 0
    /// What the poller watches for.
    var interest: Interest = .readable
    /// What the stream asked to wait for besides, in the middle of a record or the handshake.
    var streamNeedsWritable = false
    /// Whether it is on the loop's list of those to flush.
    var isDirty = false
    /// Whether it stopped reading with something left that the poller does not tell of: at a limit, at the end of its
    /// share of the turn, or because OpenSSL still holds bytes.
    var hasStoppedEarly = false
    /// Whether it is on one of the loop's lists of those to go on with.
    var isQueued = false
    /// What it has cost of late.
    var debt: ServiceDebt
    /// Whether the loop has let it go.
    var isGone = false
    var timer: TimerWheel.Timer?
    /// Bytes of replies and lines that are counted as held, for all connections together.
    var countedBytes = 0
    /// How many lines had been taken when the unfinished one began.
    var linesBefore = 0
    /// When the line that is unfinished was begun, in milliseconds on the loop's clock; nil when none is.
    var lineBegan: Int64?
    /// Since when its client has not proved who it is, on the same clock; nil when it has, or need not.
    var strangeSince: Int64?
    /// Since when its client has taken nothing of the replies that wait, on the same clock; nil when none wait.
    var blockedSince: Int64?
    /// When it was taken over, on the same clock.
    private let openedAt: Int64

    /// A connection that is taken over at a moment of its loop's clock, in nanoseconds.
    init(number: UInt64, stream: consuming ByteStream, session: Session, since moment: Int64) {
        self.number = number
        openedAt = moment / 1_000_000
        debt = ServiceDebt(since: moment)
        self.stream = stream
        self.session = session
    }

    /// A TLS record that is sealed and not taken, in OpenSSL's buffer for it.
    private static let recordBytes = 17_408

    /// Bytes that its buffers take, as large as they were made, and those that are reserved for replies.
    var heldBytes: Int {
        let line = input.isEmpty ? 0 : input.capacity
        let sealed = streamNeedsWritable ? Self.recordBytes : 0
        let unread = stream.hasPending ? TLSContext.readBufferBytes : 0
        return session.heldBytesWithRoom + line + sealed + unread
    }

    /// Since when the server has waited for its client, which is in the middle of something: the handshake, a line, saying
    /// who it is, taking replies. Nil for one that is idle, or for which the server has not done what is its own to do.
    var stalledSince: Int64? {
        if isQueued { return nil }
        if phase == .handshake { return openedAt }
        return [lineBegan, blockedSince, strangeSince].compactMap(\.self).min()
    }

    /// What the poller should watch for now.
    func wantedInterest(canRead: Bool) -> Interest {
        switch phase {
        case .handshake:
            Interest(readable: !isQueued && !streamNeedsWritable, writable: !isQueued && streamNeedsWritable)
        case .closing: .writable
        // Replies are written at the end of the turn without asking; only if the socket did not take them is there
        // something to wait for.
        case .conversation: Interest(readable: canRead && !isQueued, writable: streamNeedsWritable)
        }
    }
}
