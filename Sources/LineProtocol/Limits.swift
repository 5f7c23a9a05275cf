// Every limit of the protocol in one place, each with its reason. The greeting tells a client those it can meet.

/// What one connection and one request may be.
package struct Limits: Equatable, Sendable {
    /// Bytes of a line without its end. 64 KiB holds a long letter; it bounds what one client can make us keep.
    package var lineBytesMax = 65_536
    /// Bytes of a line before `AUTH`, where the server wants one: room for a token, and not a buffer for strangers.
    package var lineBytesBeforeAuth = 4_096
    /// What `lineBytesMax` may be set to: beyond it a single line would hold up the others of its loop.
    package static let lineBytesCeiling = 1_048_576
    /// Requests of a connection that wait for their reply; beyond it the server stops reading from that connection.
    package var requestsInFlightMax = 1_024
    /// Bytes of replies that the client has not taken; beyond it the server stops reading from that connection.
    package var outputBytesMax = 1_048_576
    /// Bytes that wait to be written beyond which a watcher gets no more events: some hundred of them.
    package var eventBytesMax = 65_536
    /// Bytes of a tag: room for a UUID without its hyphens.
    package static let tagBytesMax = 32
    /// Bytes of an organisation's name or of a submission's id: room for a UUID with a prefix.
    package static let nameBytesMax = 128
    /// Bytes of a channel, touchpoint, member of staff, customer, tag key or tag value.
    package static let labelBytesMax = 256
    /// Tags of one submission: they become segments, and each costs memory.
    package static let tagsMax = 16
    /// Verbatims in one reply: a page that a person reads.
    package static let pageMax = 200
    /// Bytes of the stored submissions of such a page, beyond which it ends earlier: what a stalled reader can have the
    /// server hold. The first is there whatever its size.
    package static let pageBytesMax = 131_072
    /// Lines that a client may say before `AUTH`, where the server wants one: nobody needs more than a handful.
    package static let linesBeforeAuthMax = 100

    /// The defaults.
    package init() {}
}
