// The reply to a submission. It is rendered in the turn that scores it, into the batch that goes to the writer, but for
// the few members that only the writer knows: so neither score nor verbatim has to be kept until the answer comes.

internal import Aggregation
internal import ByteCoding
internal import LineProtocol
internal import Scoring

/// Where the parts of a prepared reply are in its batch's `replies`.
package struct PreparedReply: Sendable {
    /// The request's tag; empty without.
    var tag: Range<Int>
    /// The client's id as a JSON string; empty when the server gives one.
    var id: Range<Int>
    /// The members that follow those of the writer: what was masked, empty when nothing was …
    var masked: Range<Int>
    /// … and the survey and the score; empty when there is neither.
    var rest: Range<Int>
    /// How the score is told; nil when it is not.
    var evidence: EvidenceDetail?
}

/// What the reply to a resubmission tells when the lists or the survey have changed since the first.
package struct StoredReply: Sendable {
    var entry: StoredEntry
    /// The newest version of its survey; 1 without one.
    var newestSurveyVersion: Int
}

extension WriterBatch {
    /// Renders what is known of the reply.
    ///
    /// - Parameter lexicon: The revision of the lists that made the score.
    mutating func prepareReply(
        to request: borrowing SubmitRequest, _ content: borrowing SubmissionContent, tag: [UInt8], lexicon: String
    ) -> PreparedReply {
        let start = replies.count
        replies += tag
        let idStart = replies.count
        var writer = JSONWriter()
        swap(&writer.bytes, &replies)
        if request.hasID { writer.string(utf8: request[.id]) }
        let maskedStart = writer.bytes.count
        let evidence: EvidenceDetail? =
            request.preference == .minimal ? nil : request.explain ? .full : .brief
        writer.beginMembers()
        writer.masked(of: content)
        let restStart = writer.bytes.count
        writer.beginMembers()
        writer.members(of: content, text: content.text(of: request), evidence: evidence, lexicon: lexicon)
        swap(&writer.bytes, &replies)
        return PreparedReply(
            tag: start..<idStart, id: idStart..<maskedStart, masked: maskedStart..<restStart,
            rest: restStart..<replies.count, evidence: evidence)
    }
}

extension PreparedReply {
    /// Completes the reply by the writer's result, out of the `replies` of its batch.
    func render(
        _ result: WriterResult, from replies: Span<UInt8>, durability: String, into output: inout [UInt8]
    ) {
        switch result {
        case .stored(let sequence):
            render(sequence, isDuplicate: false, from: replies, durability: durability, into: &output) { writer in
                if !rest.isEmpty { writer.raw(utf8: replies.extracting(rest)) }
            }
        case .duplicate(let sequence, let stored):
            render(sequence, isDuplicate: true, from: replies, durability: durability, into: &output) { writer in
                if let stored {
                    writer.members(of: stored, evidence: evidence)
                } else if !rest.isEmpty {
                    writer.raw(utf8: replies.extracting(rest))
                }
            }
        case .refused(let refusal): ReplyLine.error(refusal, tag: replies.extracting(tag), to: &output)
        case .answer, .later: preconditionFailure("a submission is stored or refused")
        }
    }

    private func render(
        _ sequence: UInt64, isDuplicate: Bool, from replies: Span<UInt8>, durability: String,
        into output: inout [UInt8], rest: (inout JSONWriter) -> Void
    ) {
        ReplyLine.ok(tag: replies.extracting(tag), to: &output) { writer in
            writer.members(
                id: replies.extracting(id), sequence: sequence, isDuplicate: isDuplicate, durability: durability)
            if !masked.isEmpty { writer.raw(utf8: replies.extracting(masked)) }
            rest(&writer)
        }
    }
}

extension JSONWriter {
    /// Writes what a reply tells of the content: the survey that was answered, the score.
    fileprivate mutating func members(
        of content: borrowing SubmissionContent, text: Span<UInt8>, evidence: EvidenceDetail?, lexicon: String
    ) {
        if let survey = content.survey {
            members(ofSurvey: survey.id, version: survey.version, newestVersion: survey.newestVersion)
        }
        if let evidence { members(of: content.score, text: text, lexicon: lexicon, evidence: evidence) }
    }

    /// The same of a stored submission.
    fileprivate mutating func members(of stored: StoredReply, evidence: EvidenceDetail?) {
        let entry = stored.entry
        if let survey = entry.submission.survey, let version = entry.submission.surveyVersion {
            members(ofSurvey: survey, version: version, newestVersion: stored.newestSurveyVersion)
        }
        guard let evidence else { return }
        let text = Array((entry.submission.text ?? "").utf8)
        members(of: entry.score, text: text.span, lexicon: entry.lexicon, evidence: evidence)
    }

    private mutating func members(ofSurvey id: String, version: Int, newestVersion: Int) {
        key("survey")
        object { writer in
            writer.key("id")
            writer.string(id)
            writer.key("version")
            writer.integer(version)
            writer.key("newest_version")
            writer.integer(newestVersion)
        }
    }

    private mutating func members(of score: Score?, text: Span<UInt8>, lexicon: String, evidence: EvidenceDetail) {
        key("score")
        guard let score else { return null() }
        object { writer in
            writer.members(of: score, text: text, lexicon: lexicon, evidence: evidence)
        }
    }

    /// Writes what was masked, if anything was.
    fileprivate mutating func masked(of content: borrowing SubmissionContent) {
        guard let masked = content.redacted?.matches.map(\.kind), !masked.isEmpty else { return }
        key("masked")
        object { writer in
            for kind in PersonalData.Kind.allCases where masked.contains(kind) {
                writer.key(escaping: kind.rawValue)
                writer.integer(masked.count { $0 == kind })
            }
        }
    }
}
