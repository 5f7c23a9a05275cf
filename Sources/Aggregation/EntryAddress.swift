// Where an entry goes: to the shards of its organisation and of its id. Recovery deals entries out by this alone; whoever
// applies an entry looks through the whole of it, so that each is looked through once.

package import ByteCoding

/// What of an entry says where it goes, and when it came. The bytes behind it are not looked at.
package struct EntryAddress {
    private let opening: EntryOpening
    private var organisation = ByteRange()
    private var id = ByteRange()

    /// Reads it off the front of an entry. An error means that the entry is malformed.
    package init(_ payload: Span<UInt8>) throws(ByteCodingError) {
        var reader = ByteReader(payload)
        opening = try EntryOpening(&reader)
        if kind == .submission { try findNames(&reader) } else { organisation = try reader.skipBytes() }
        guard organisation.start < organisation.end else { throw .malformed(offset: reader.offset) }
    }

    var kind: EntryKind { opening.kind }
    var received: Int64 { opening.received }
    var contentHash: UInt64 { opening.contentHash }

    /// Passes over fields until it has both names, which come first as a rule.
    private mutating func findNames(_ reader: inout ByteReader) throws(ByteCodingError) {
        while organisation.end == 0 || id.end == 0 {
            let field = try reader.read()
            if field == EntryFormat.end { return }
            let place = try reader.skipBytes()
            if field == SubmissionField.org.rawValue { organisation = place }
            if field == SubmissionField.id.rawValue { id = place }
        }
    }

    /// Whether it takes something back, which may lie in any shard.
    package var forgets: Bool { kind == .retraction || kind == .forgottenID }

    /// The keys of the entry, whose bytes these are.
    func keys(of payload: Span<UInt8>, seed: HashSeed) -> EntryKeys {
        EntryKeys(
            organisation: payload.extracting(Range(organisation)), id: payload.extracting(Range(id)), seed: seed)
    }
}

/// What an entry begins with.
struct EntryOpening {
    let kind: EntryKind
    /// Of what a submission says; 1 in any other entry.
    private(set) var contentHash: UInt64 = 1
    let received: Int64

    /// Reads it off the front of an entry.
    @inline(__always)
    init(_ reader: inout ByteReader) throws(ByteCodingError) {
        guard reader.remaining <= Int(Int32.max) else { throw .malformed(offset: 0) }
        _ = try reader.readVersion(to: EntryFormat.version)
        guard let kind = EntryKind(rawValue: try reader.read()) else { throw .malformed(offset: 1) }
        self.kind = kind
        if kind == .submission { contentHash = try reader.readFixed() }
        received = try reader.readSigned()
    }
}
