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
    package let kind: EntryKind
    /// When the server took it, in milliseconds since 1970.
    package let received: Int64
    /// When it happened according to the client, in milliseconds since 1970.
    package private(set) var at: Int64?
    /// The hash of a submission's content; never 0.
    package private(set) var contentHash: UInt64 = 1
    /// The sequence number of what a retraction retracts.
    package private(set) var target: UInt64 = 0
    /// Where the fields begin, and where the score does.
    private var fieldsOffset = 0
    /// Which version of its survey a submission answers.
    package private(set) var surveyVersion: Int?
    private var scoreOffset = 0
    private var texts = InlineArray<9, FieldRange>(repeating: FieldRange(start: 0, end: 0))

    private struct FieldRange {
        var start: UInt32
        var end: UInt32
    }

    /// Looks through the bytes of an entry.
    @_lifetime(copy payload)
    package init(_ payload: Span<UInt8>) throws(ByteCodingError) {
        guard payload.count <= Int(Int32.max) else { throw .malformed(offset: 0) }
        self.payload = payload
        var reader = ByteReader(payload)
        _ = try reader.readVersion(to: EntryFormat.version)
        guard let kind = EntryKind(rawValue: try reader.read()) else { throw .malformed(offset: 1) }
        self.kind = kind
        if kind == .submission { contentHash = try reader.readFixed() }
        received = try reader.readSigned()
        if kind == .submission {
            fieldsOffset = reader.offset
            try findFields(&reader)
            scoreOffset = reader.offset
            guard contentHash != 0, try reader.read() <= 1 else { throw .malformed(offset: scoreOffset) }
        } else {
            try setText(.org, at: reader.offset, &reader)
            if kind == .retraction { target = try reader.readVarint() }
            fieldsOffset = reader.offset
            if kind == .forgottenID { try setText(.id, at: reader.offset, &reader) }
            if kind == .survey { _ = try Survey(from: &reader) }
            if kind == .surveyState {
                _ = try reader.readSpan()
                guard try reader.read() <= 1 else { throw .malformed(offset: reader.offset) }
            }
            if kind == .declaration { _ = try Self.readKeys(&reader) }
            guard reader.isAtEnd else { throw .malformed(offset: reader.offset) }
        }
        guard self[.org].count > 0 else { throw .malformed(offset: 0) }
    }

    /// One of the texts; empty when it is absent.
    package subscript(field: SubmissionField) -> Span<UInt8> {
        @_lifetime(copy self)
        get {
            let range = texts[Int(field.rawValue)]
            return payload.extracting(Int(range.start)..<Int(range.end))
        }
    }

    /// The time it counts for, in milliseconds since 1970: the client's, but never later than it was received.
    package var eventTime: Int64 { min(at ?? received, received) }

    /// Whether there is a score.
    package var isScored: Bool { kind == .submission && payload[scoreOffset] == 1 }

    /// A reader that stands before the first field.
    @_lifetime(copy self)
    func fieldReader() throws(ByteCodingError) -> ByteReader {
        var reader = ByteReader(payload)
        try reader.skip(count: fieldsOffset)
        return reader
    }

    /// A reader that stands after the byte which says whether there is a score.
    @_lifetime(copy self)
    func scoreReader() throws(ByteCodingError) -> ByteReader {
        var reader = ByteReader(payload)
        try reader.skip(count: scoreOffset + 1)
        return reader
    }

    /// The figures of the score, nil without one.
    func figures() throws(ByteCodingError) -> ScoreFigures? {
        guard isScored else { return nil }
        var reader = try scoreReader()
        _ = try reader.readSpan()
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

    /// The tag keys that a declaration names.
    func declaredKeys() throws(ByteCodingError) -> [[UInt8]] {
        guard kind == .declaration else { return [] }
        var reader = try fieldReader()
        return try Self.readKeys(&reader)
    }

    private static func readKeys(_ reader: inout ByteReader) throws(ByteCodingError) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        for _ in 0..<(try reader.readCount(bytesEach: 2)) {
            let start = reader.offset
            let key = try reader.readBytes()
            guard !key.isEmpty else { throw .malformed(offset: start) }
            keys.append(key)
        }
        return keys
    }

    private mutating func findFields(_ reader: inout ByteReader) throws(ByteCodingError) {
        while true {
            let start = reader.offset
            let tag = try reader.read()
            if tag == EntryFormat.end { return }
            if let field = SubmissionField(rawValue: tag) {
                guard texts[Int(tag)].end == 0 else { throw .malformed(offset: start) }
                try setText(field, at: start, &reader)
            } else if tag == EntryFormat.at {
                guard at == nil else { throw .malformed(offset: start) }
                var field = ByteReader(try reader.readSpan())
                at = try field.readSigned()
                guard field.isAtEnd else { throw .malformed(offset: start) }
            } else if tag == EntryFormat.surveyVersion {
                guard surveyVersion == nil else { throw .malformed(offset: start) }
                var field = ByteReader(try reader.readSpan())
                surveyVersion = try field.readVarint(as: Int.self)
                guard field.isAtEnd else { throw .malformed(offset: start) }
            } else if tag == EntryFormat.tag || tag == EntryFormat.answer {
                _ = try reader.readSpan()
            } else {
                throw .malformed(offset: start)
            }
        }
    }

    private mutating func setText(
        _ field: SubmissionField, at start: Int, _ reader: inout ByteReader
    ) throws(ByteCodingError) {
        let count = try reader.readCount()
        guard count > 0 else { throw .malformed(offset: start) }
        let begin = reader.offset
        try reader.skip(count: count)
        texts[Int(field.rawValue)] = FieldRange(start: UInt32(begin), end: UInt32(begin + count))
    }
}
