// The reply to a submission. It is rendered in the turn that scores it, into the batch that goes to the writer, but for
// the few members that only the writer knows: so neither score nor verbatim has to be kept until the answer comes.

internal import ByteCoding
internal import LineProtocol
internal import Scoring

/// Where the parts of a prepared reply are in its batch's `replies`.
package struct PreparedReply: Sendable {
    /// The request's tag; empty without.
    var tag: Range<Int>
    /// The client's id as a JSON string; empty when the server gives one.
    var id: Range<Int>
    /// The members that follow those of the writer.
    var rest: Range<Int>
}

extension WriterBatch {
    /// Renders what is known of the reply.
    ///
    /// - Parameter lexicon: The revision of the lists that made the score.
    mutating func prepareReply(
        to request: SubmitRequest, _ content: SubmissionContent, tag: [UInt8], lexicon: String
    ) -> PreparedReply {
        let start = replies.count
        replies += tag
        let idStart = replies.count
        var writer = JSONWriter(appendingTo: replies)
        replies = []
        if let id = request.id { writer.string(id) }
        let restStart = writer.bytes.count
        writer.beginMembers()
        writer.members(of: content, evidence: request.explain ? .full : .brief, lexicon: lexicon)
        replies = writer.bytes
        return PreparedReply(tag: start..<idStart, id: idStart..<restStart, rest: restStart..<replies.count)
    }

    /// Completes a prepared reply by the writer's result.
    func render(
        _ reply: PreparedReply, _ result: WriterResult, durability: String, into output: inout [UInt8]
    ) {
        let tag = Array(copying: replies.span.extracting(reply.tag))
        let sequence: UInt64
        let isDuplicate: Bool
        switch result {
        case .stored(let number): (sequence, isDuplicate) = (number, false)
        case .duplicate(let number): (sequence, isDuplicate) = (number, true)
        case .refused(let refusal): return ReplyLine.error(refusal, tag: tag, to: &output)
        case .answer, .later: preconditionFailure("a submission is stored or refused")
        }
        ReplyLine.ok(tag: tag, to: &output) { writer in
            writer.key("id")
            if reply.id.isEmpty {
                writer.string("s\(sequence)")
            } else {
                writer.raw(utf8: replies.span.extracting(reply.id))
            }
            writer.key("seq")
            writer.integer(sequence)
            writer.key("duplicate")
            writer.bool(isDuplicate)
            writer.key("durability")
            writer.string(durability)
            writer.raw(utf8: replies.span.extracting(reply.rest))
        }
    }
}

extension JSONWriter {
    /// Writes what a reply tells of the content: the survey that was answered, what was masked, the score.
    fileprivate mutating func members(
        of content: SubmissionContent, evidence: EvidenceDetail, lexicon: String
    ) {
        if let survey = content.survey {
            key("survey")
            object { writer in
                writer.key("id")
                writer.string(survey.id)
                writer.key("version")
                writer.integer(survey.version)
                writer.key("newest_version")
                writer.integer(survey.newestVersion)
            }
        }
        if let masked = content.redacted?.matches.map(\.kind), !masked.isEmpty {
            key("masked")
            object { writer in
                for kind in PersonalData.Kind.allCases where masked.contains(kind) {
                    writer.key(kind.rawValue)
                    writer.integer(masked.count { $0 == kind })
                }
            }
        }
        key("score")
        guard let score = content.score else { return null() }
        object { writer in
            writer.members(of: score, text: content.text.span, lexicon: lexicon, evidence: evidence)
        }
    }
}
