// An entry read in place: the ledger applies the bytes of the journal themselves, live and in replay alike, so that
// both come to the same state by the same path, and without a copy of any field.

package import ByteCoding
import Scoring
import Surveys

/// A checked view of one encoded entry, which it borrows. Making one checks the frame and the fields; the score's
/// parties and evidence are checked when they are decoded.
package struct EncodedEntry: ~Escapable {
    /// The whole payload.
    package let payload: Span<UInt8>
    /// What was found in it.
    let layout: EntryLayout

    /// Looks through the bytes of an entry.
    @_lifetime(copy payload)
    package init(_ payload: Span<UInt8>) throws(ByteCodingError) {
        layout = try EntryLayout(payload)
        self.payload = payload
    }

    /// A view of bytes that were looked through before, and filed.
    @_lifetime(copy payload)
    package init(_ payload: Span<UInt8>, _ filed: borrowing FiledEntry) {
        layout = filed.layout
        self.payload = payload
    }

    package var kind: EntryKind { layout.kind }
    /// When the server took it, in milliseconds since 1970.
    package var received: Int64 { layout.received }
    /// When it happened according to the client, in milliseconds since 1970.
    package var at: Int64? { layout.at }
    /// The hash of a submission's content; never 0.
    package var contentHash: UInt64 { layout.contentHash }
    /// The sequence number of what a retraction retracts, and of what a duplicate repeats.
    package var target: UInt64 { layout.target }
    /// Which version of its survey a submission answers.
    package var surveyVersion: Int? { layout.surveyVersion }

    /// One of the texts; empty when it is absent.
    package subscript(field: SubmissionField) -> Span<UInt8> {
        @_lifetime(copy self)
        @inline(__always)
        get {
            payload.extracting(layout[field])
        }
    }

    /// Whether there is one.
    @inline(__always)
    func has(_ field: SubmissionField) -> Bool { layout.has(field) }

    /// The time it counts for, in milliseconds since 1970: the client's, but never later than it was received.
    package var eventTime: Int64 { min(at ?? received, received) }

    /// Whether there is a score.
    package var isScored: Bool { kind == .submission && payload[layout.scoreOffset] == 1 }

    /// A reader that stands before the first field.
    @_lifetime(copy self)
    func fieldReader() throws(ByteCodingError) -> ByteReader {
        var reader = ByteReader(payload)
        try reader.skip(count: layout.fieldsOffset)
        return reader
    }

    /// A reader that stands after the byte which says whether there is a score.
    @_lifetime(copy self)
    func scoreReader() throws(ByteCodingError) -> ByteReader {
        var reader = ByteReader(payload)
        try reader.skip(count: layout.scoreOffset + 1)
        return reader
    }

    /// A reader that stands before the figures of the score, behind the revision of the lists.
    @_lifetime(copy self)
    func figuresReader() throws(ByteCodingError) -> ByteReader {
        var reader = try scoreReader()
        _ = try reader.skipBytes()
        return reader
    }

    /// The figures of the score, nil without one.
    @inline(__always)
    func figures() throws(ByteCodingError) -> ScoreFigures? {
        guard isScored else { return nil }
        var reader = try figuresReader()
        return try ScoreFigures(from: &reader)
    }

    /// The version that an entry of that kind defines.
    func survey() throws(ByteCodingError) -> Survey {
        var reader = try fieldReader()
        return try Survey(from: &reader)
    }

    /// The survey that an entry of that kind closes or opens.
    func surveyState() throws(ByteCodingError) -> (id: String, isOpen: Bool) {
        var reader = try fieldReader()
        let id = try reader.readString()
        return (id, try reader.read() == 1)
    }

    /// The answers of a submission, copied out.
    func answers() throws(ByteCodingError) -> [Answer] {
        if surveyVersion == nil { return [] }
        var answers: [Answer] = []
        var reader = try fieldReader()
        while true {
            let tag = try reader.read()
            if tag == EntryFormat.end { return answers }
            var field = ByteReader(try reader.readSpan())
            if tag == EntryFormat.answer { answers.append(try Answer(from: &field)) }
        }
    }

    /// Calls with the key and the value of each tag of a submission.
    func forEachTag(_ body: (Span<UInt8>, Span<UInt8>) -> Void) {
        guard kind == .submission, var reader = try? fieldReader() else { return }
        while let field = try? reader.read(), field != EntryFormat.end, let content = try? reader.readSpan() {
            if field != EntryFormat.tag { continue }
            var tag = ByteReader(content)
            guard let key = try? tag.readSpan(), let value = try? tag.readSpan(count: tag.remaining) else { return }
            body(key, value)
        }
    }

    /// The tag keys that a declaration or a withdrawal names.
    func tagKeys() throws(ByteCodingError) -> [[UInt8]] {
        guard kind == .declaration || kind == .withdrawal else { return [] }
        var reader = try fieldReader()
        return try Self.readKeys(&reader)
    }

    static func readKeys(_ reader: inout ByteReader) throws(ByteCodingError) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        for _ in 0..<(try reader.readCount(bytesEach: 2)) {
            let start = reader.offset
            let key = try reader.readBytes()
            guard !key.isEmpty else { throw .malformed(offset: start) }
            keys.append(key)
        }
        return keys
    }
}
