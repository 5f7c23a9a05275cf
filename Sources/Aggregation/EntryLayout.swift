// Where the parts of an encoded entry stand: what reading its bytes once finds out. It holds none of them, so it can be
// handed from one thread to another beside them.

import ByteCoding
import Surveys

/// The frame of an entry, checked, with its numbers and the places of its texts.
package struct EntryLayout: Sendable {
    let kind: EntryKind
    let received: Int64
    let contentHash: UInt64
    private(set) var at: Int64?
    private(set) var target: UInt64 = 0
    private(set) var surveyVersion: Int?
    /// Where the fields begin, and where the score does.
    private(set) var fieldsOffset = 0
    private(set) var scoreOffset = 0
    private var texts = SubmissionPlaces(repeating: ByteRange())

    /// Looks through the bytes of an entry.
    init(_ payload: Span<UInt8>) throws(ByteCodingError) {
        var reader = ByteReader(payload)
        let opening = try EntryOpening(&reader)
        (kind, received, contentHash) = (opening.kind, opening.received, opening.contentHash)
        if kind == .submission {
            fieldsOffset = reader.offset
            try findFields(&reader)
            scoreOffset = reader.offset
            guard contentHash != 0, try reader.read() <= 1 else { throw .malformed(offset: scoreOffset) }
        } else {
            try setText(.org, &reader)
            if kind == .retraction || kind == .duplicate { target = try reader.readVarint() }
            fieldsOffset = reader.offset
            if kind == .forgottenID { try setText(.id, &reader) }
            if kind == .survey { _ = try Survey(from: &reader) }
            if kind == .surveyState {
                _ = try reader.readSpan()
                guard try reader.read() <= 1 else { throw .malformed(offset: reader.offset) }
            }
            if kind == .declaration || kind == .withdrawal { _ = try EncodedEntry.readKeys(&reader) }
            guard reader.isAtEnd else { throw .malformed(offset: reader.offset) }
        }
        guard !self[.org].isEmpty else { throw .malformed(offset: 0) }
    }

    /// Whether a text is there.
    @inline(__always)
    func has(_ field: SubmissionField) -> Bool { texts[Int(field.rawValue)].end != 0 }

    /// Where a text stands in the payload; empty when it is absent.
    subscript(field: SubmissionField) -> Range<Int> {
        Range(texts[Int(field.rawValue)])
    }

    private mutating func findFields(_ caller: inout ByteReader) throws(ByteCodingError) {
        // Where it stands is in a register in a copy.
        var reader = caller
        while true {
            let start = reader.offset
            let tag = try reader.read()
            switch tag {
            case EntryFormat.end:
                caller = reader
                return
            case EntryFormat.texts:
                let place = try reader.skipBytes()
                guard texts[Int(tag)].end == 0, place.start < place.end else { throw .malformed(offset: start) }
                texts[Int(tag)] = place
            case EntryFormat.at:
                guard at == nil else { throw .malformed(offset: start) }
                var field = ByteReader(try reader.readSpan())
                at = try field.readSigned()
                guard field.isAtEnd else { throw .malformed(offset: start) }
            case EntryFormat.surveyVersion:
                guard surveyVersion == nil else { throw .malformed(offset: start) }
                var field = ByteReader(try reader.readSpan())
                surveyVersion = try field.readVarint(as: Int.self)
                guard field.isAtEnd else { throw .malformed(offset: start) }
            case EntryFormat.tag, EntryFormat.answer: _ = try reader.skipBytes()
            default: throw .malformed(offset: start)
            }
        }
    }

    private mutating func setText(
        _ field: SubmissionField, _ reader: inout ByteReader
    ) throws(ByteCodingError) {
        let start = reader.offset
        let place = try reader.skipBytes()
        guard place.start < place.end else { throw .malformed(offset: start) }
        texts[Int(field.rawValue)] = place
    }
}
