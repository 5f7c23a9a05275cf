// An owned entry to bytes and back: for tests, for answers, and for whoever has a Submission in hand. The form is
// described in EntryFormat.swift.

package import ByteCoding
import Scoring
import Surveys

extension Entry {
    /// Appends the entry as a journal payload.
    package func encode(into writer: inout ByteWriter) {
        switch self {
        case .submission(let submission, let score, let lexicon):
            submission.encode(score: score, lexicon: lexicon, into: &writer)
        case .retraction(let org, let sequence, let received):
            Self.encodeHead(.retraction, org: org, received: received, into: &writer)
            writer.writeVarint(sequence)
        case .duplicate(let org, let original, let received):
            Self.encodeHead(.duplicate, org: org, received: received, into: &writer)
            writer.writeVarint(original)
        case .survey(let org, let received, let survey):
            Self.encodeHead(.survey, org: org, received: received, into: &writer)
            survey.encode(into: &writer)
        case .surveyState(let org, let received, let id, let isOpen):
            Self.encodeHead(.surveyState, org: org, received: received, into: &writer)
            writer.writeString(id)
            writer.write(isOpen ? 1 : 0)
        case .forgottenID(let org, let id, let received):
            Self.encodeHead(.forgottenID, org: org, received: received, into: &writer)
            writer.writeString(id)
        case .declaration(let org, let keys, let received):
            Self.encodeHead(.declaration, org: org, received: received, into: &writer)
            Self.encode(keys, into: &writer)
        case .withdrawal(let org, let keys, let received):
            Self.encodeHead(.withdrawal, org: org, received: received, into: &writer)
            Self.encode(keys, into: &writer)
        }
    }

    private static func encode(_ keys: [String], into writer: inout ByteWriter) {
        writer.writeCount(keys.count)
        for key in keys { writer.writeString(key) }
    }

    /// Appends a duplicate of the submission with a sequence number as a journal payload, out of borrowed bytes.
    package static func encodeDuplicate(
        org: Span<UInt8>, of original: UInt64, received: Int64, into writer: inout ByteWriter
    ) {
        writer.write(EntryFormat.version)
        writer.write(EntryKind.duplicate.rawValue)
        writer.writeSigned(received)
        writer.writeBytes(org)
        writer.writeVarint(original)
    }

    /// Reads a journal payload, which must be one whole entry.
    package static func decode(_ payload: Span<UInt8>) throws(ByteCodingError) -> Entry {
        let entry = try EncodedEntry(payload)
        switch entry.kind {
        case .submission:
            let submission = try entry.submission()
            let (score, lexicon) = try entry.score()
            return .submission(submission, score, lexicon: lexicon)
        case .retraction:
            return .retraction(org: try entry.string(.org) ?? "", sequence: entry.target, received: entry.received)
        case .duplicate:
            return .duplicate(org: try entry.string(.org) ?? "", of: entry.target, received: entry.received)
        case .survey:
            return .survey(org: try entry.string(.org) ?? "", received: entry.received, try entry.survey())
        case .surveyState:
            let (id, isOpen) = try entry.surveyState()
            return .surveyState(
                org: try entry.string(.org) ?? "", received: entry.received, id: id, isOpen: isOpen)
        case .forgottenID:
            return .forgottenID(
                org: try entry.string(.org) ?? "", id: try entry.string(.id) ?? "", received: entry.received)
        case .declaration, .withdrawal:
            let org = try entry.string(.org) ?? ""
            let keys = try entry.tagKeys().map { String(decoding: $0, as: UTF8.self) }
            return entry.kind == .declaration
                ? .declaration(org: org, keys: keys, received: entry.received)
                : .withdrawal(org: org, keys: keys, received: entry.received)
        }
    }

    private static func encodeHead(_ kind: EntryKind, org: String, received: Int64, into writer: inout ByteWriter) {
        writer.write(EntryFormat.version)
        writer.write(kind.rawValue)
        writer.writeSigned(received)
        writer.writeString(org)
    }
}

extension Submission {
    fileprivate func encode(score: Score?, lexicon: String, into writer: inout ByteWriter) {
        var encoder = SubmissionEncoder(received: received, at: at, into: &writer)
        let texts: [(SubmissionField, String?)] = [
            (.org, org), (.id, id), (.survey, survey), (.channel, channel), (.touchpoint, touchpoint),
            (.staff, staff), (.customer, customer), (.text, text),
        ]
        for (field, value) in texts {
            guard let value else { continue }
            encoder.write(field, value.utf8Span.span, into: &writer)
        }
        if let text { encoder.note(text: text.utf8Span.span) }
        for tag in tags {
            encoder.writeTag(key: tag.key.utf8Span.span, value: tag.value.utf8Span.span, into: &writer)
        }
        if let surveyVersion { encoder.write(surveyVersion: surveyVersion, into: &writer) }
        for answer in answers {
            var given = ByteWriter(capacity: 32)
            answer.encode(into: &given)
            encoder.note(answer: given.bytes.span)
            encoder.write(answer, into: &writer)
        }
        encoder.finish(score: score, lexicon: lexicon.utf8Span.span, into: &writer)
    }
}

extension EncodedEntry {
    /// The submission, copied out; only of an entry of that kind.
    func submission() throws(ByteCodingError) -> Submission {
        var submission = Submission(org: try string(.org) ?? "", received: received)
        submission.at = at
        submission.id = try string(.id)
        submission.survey = try string(.survey)
        submission.channel = try string(.channel)
        submission.touchpoint = try string(.touchpoint)
        submission.staff = try string(.staff)
        submission.customer = try string(.customer)
        submission.text = try string(.text)
        submission.surveyVersion = surveyVersion
        var reader = try fieldReader()
        while true {
            let tag = try reader.read()
            if tag == EntryFormat.end { return submission }
            var field = ByteReader(try reader.readSpan())
            if tag == EntryFormat.tag {
                let key = try field.readString()
                submission.tags.append(Tag(key: key, value: try field.readRestAsString()))
            } else if tag == EntryFormat.answer {
                submission.answers.append(try Answer(from: &field))
                guard field.isAtEnd else { throw .malformed(offset: reader.offset) }
            }
        }
    }

    /// The score and the revision of the lexicon, copied out; nil and empty without one.
    func score() throws(ByteCodingError) -> (Score?, String) {
        var reader = try scoreReader()
        guard isScored else {
            guard reader.isAtEnd else { throw .malformed(offset: reader.offset) }
            return (nil, "")
        }
        let lexicon = try reader.readString()
        let score = try Score(from: &reader)
        guard reader.isAtEnd else { throw .malformed(offset: reader.offset) }
        return (score, lexicon)
    }

    /// One of the texts, copied out; nil when it is absent.
    package func string(_ field: SubmissionField) throws(ByteCodingError) -> String? {
        let bytes = self[field]
        if bytes.isEmpty { return nil }
        guard let string = String(copying: bytes) else { throw .malformed(offset: 0) }
        return string
    }
}

extension ByteReader {
    fileprivate mutating func readRestAsString() throws(ByteCodingError) -> String {
        let start = offset
        guard let string = String(copying: try readSpan(count: remaining)) else { throw .malformed(offset: start) }
        return string
    }
}
