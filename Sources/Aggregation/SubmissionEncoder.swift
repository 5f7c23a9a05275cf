// Writes a submission as a journal payload straight out of borrowed bytes: the way of the event loops, which hold the
// fields of a request in their own buffers and score the text there. Nothing is copied but into the payload.

package import ByteCoding
package import Scoring
package import Surveys

/// Where a submission's texts stand among some bytes, by their fields' numbers: nowhere what it does not have.
package typealias SubmissionPlaces = [9 of ByteRange]

/// Writes one submission, field by field. Several payloads may follow each other in one writer: this one's bytes are
/// those from `start` to the end of the writer, once `finish` has been called.
package struct SubmissionEncoder {
    /// Where the payload begins in the writer.
    package let start: Int
    private var contentHash = ContentHash()

    /// Begins a submission that was received then and happened at `at`, if the client said when: in milliseconds
    /// since 1970.
    package init(received: Int64, at: Int64?, into writer: inout ByteWriter) {
        start = writer.bytes.count
        writer.append(atMost: 20) { output in
            output.append(EntryFormat.version)
            output.append(EntryKind.submission.rawValue)
            output.writeFixed(0)
            output.writeSigned(received)
        }
        guard let at else { return }
        contentHash.add(EntryFormat.at, number: at)
        writer.write(EntryFormat.at)
        var field = ByteWriter(capacity: 10)
        field.writeSigned(at)
        writer.writeBytes(field.bytes)
    }

    /// Writes one of the texts, which must be valid UTF-8; an empty one is left out. Each at most once.
    package mutating func write(_ field: SubmissionField, _ bytes: Span<UInt8>, into writer: inout ByteWriter) {
        if bytes.isEmpty { return }
        // The id is what the content is compared under; for the verbatim see `note(text:)`.
        if field != .id, field != .text { contentHash.add(field.rawValue, bytes) }
        writer.append(atMost: Self.fieldHeadBytesMax + bytes.count) { Self.write(field, bytes, into: &$0) }
    }

    /// Writes the short texts that stand at their places in `bytes`, no two at one, and the verbatim, into room that is made
    /// once. Each must be valid UTF-8; what is empty is left out.
    package mutating func write(
        _ places: SubmissionPlaces, of bytes: Span<UInt8>, text: Span<UInt8>, into writer: inout ByteWriter
    ) {
        let fieldsMax = Self.fieldHeadBytesMax * SubmissionField.allCases.count
        writer.append(atMost: fieldsMax + bytes.count + text.count) { output in
            writeShort(.org, places, of: bytes, into: &output)
            writeShort(.id, places, of: bytes, into: &output)
            writeShort(.channel, places, of: bytes, into: &output)
            writeShort(.touchpoint, places, of: bytes, into: &output)
            writeShort(.staff, places, of: bytes, into: &output)
            writeShort(.customer, places, of: bytes, into: &output)
            writeShort(.survey, places, of: bytes, into: &output)
            if !text.isEmpty { Self.write(.text, text, into: &output) }
        }
    }

    /// Writes one of the short texts, unless it is empty.
    @inline(__always)
    private mutating func writeShort(
        _ field: SubmissionField, _ places: SubmissionPlaces, of bytes: Span<UInt8>,
        into output: inout OutputSpan<UInt8>
    ) {
        let place = places[Int(field.rawValue)]
        if place.start < place.end { writeShort(field, bytes.extracting(Range(place)), into: &output) }
    }

    @inline(never)
    private mutating func writeShort(
        _ field: SubmissionField, _ content: Span<UInt8>, into output: inout OutputSpan<UInt8>
    ) {
        if field != .id { contentHash.add(field.rawValue, content) }
        Self.write(field, content, into: &output)
    }

    /// The number of a field and a length.
    private static let fieldHeadBytesMax = 11

    @inline(__always)
    private static func write(_ field: SubmissionField, _ content: Span<UInt8>, into output: inout OutputSpan<UInt8>) {
        output.append(field.rawValue)
        output.writeVarint(UInt64(content.count))
        output.append(copying: content)
    }

    /// Takes note of the verbatim as the client gave it, with its personal data masked: what the content of a resubmission is
    /// compared by. The text that is kept has the answers' words behind it, as the survey has them by then.
    package mutating func note(text: Span<UInt8>) {
        if !text.isEmpty { contentHash.add(SubmissionField.text.rawValue, text) }
    }

    /// Takes note of an answer as the client gave it, in whatever encoding: likewise.
    package mutating func note(answer: Span<UInt8>) { contentHash.add(EntryFormat.answer, answer) }

    /// Writes a key and a value that the client attached.
    package mutating func writeTag(key: Span<UInt8>, value: Span<UInt8>, into writer: inout ByteWriter) {
        let lengthWidth = ByteWriter.varintWidth(UInt64(key.count))
        writer.write(EntryFormat.tag)
        writer.writeCount(lengthWidth + key.count + value.count)
        let content = writer.bytes.count
        writer.writeBytes(key)
        writer.writeRaw(value)
        contentHash.add(EntryFormat.tag, writer.bytes.span.extracting(content...))
    }

    /// Writes which version of its survey the submission answers. At most once. It is no part of the content: a client
    /// that sends again does not know that there is a newer version now.
    package mutating func write(surveyVersion: Int, into writer: inout ByteWriter) {
        writer.write(EntryFormat.surveyVersion)
        var field = ByteWriter(capacity: 2)
        field.writeCount(surveyVersion)
        writer.writeBytes(field.bytes)
    }

    /// Writes the answer to a survey's question, as the survey has taken it.
    package mutating func write(_ answer: Answer, into writer: inout ByteWriter) {
        var field = ByteWriter(capacity: 32)
        answer.encode(into: &field)
        writer.write(EntryFormat.answer)
        writer.writeBytes(field.bytes)
    }

    /// Ends the submission with the score of its text, nil without a text, and the revision of the lexicon.
    package mutating func finish(score: Score?, lexicon: Span<UInt8>, into writer: inout ByteWriter) {
        writer.overwriteFixed(contentHash.value, at: start + EntryFormat.contentHashOffset)
        writer.append(atMost: 12 + lexicon.count + (score?.encodedBytesMax ?? 0)) { output in
            output.append(EntryFormat.end)
            guard let score else { return output.append(0) }
            output.append(1)
            output.writeVarint(UInt64(lexicon.count))
            output.append(copying: lexicon)
            score.encode(into: &output)
        }
    }
}

extension ByteWriter {
    /// How many bytes `writeVarint` takes for a value.
    static func varintWidth(_ value: UInt64) -> Int { max(1, (64 - value.leadingZeroBitCount + 6) / 7) }
}
