// What the conversations of one event loop share: the scorer with its workspace, the batch that collects for the
// writer, the time of the turn. One thread at a time.

internal import Aggregation
internal import ByteCoding
package import LineProtocol
package import Scoring
package import Surveys

/// The workspace of one event loop. What is done for each submission is `mutating` even where it changes nothing: to be
/// borrowed, the workspace would be copied.
package struct LoopContext: ~Copyable {
    package let limits: Limits
    /// Name and version, as the greeting says it.
    package let serverName: String
    /// The revision of the lists.
    package let lexicon: String
    /// The policy of the journal, as replies name it.
    package let durability: String
    /// The wall clock in milliseconds since 1970, read once a turn.
    package var now: Int64 = 0
    /// Whether personal data stays in the words that are kept.
    package var keepsPersonalData = false
    /// The surveys that can be answered.
    package var surveys = SurveyDirectory()
    /// The loop's clock in milliseconds, which only goes forward, read once a turn.
    package var tick: Int64 = 0
    /// Whether the server stops: every request is refused.
    package var isDraining = false
    /// Where refusals are counted.
    package var counters: ServerCounters?
    /// What the loop can take now.
    package var load = LoopLoad()
    /// Whether clients are asked for certificates.
    package let takesCertificates: Bool
    /// Who may do what.
    package var access: AccessView
    /// What this turn has for the writer.
    package var batch: WriterBatch

    private var scorer: Scorer
    private let lexiconBytes: [UInt8]

    /// A workspace for the loop with that number.
    package init(
        loop: Int, lexicon: Lexicon, limits: Limits, serverName: String, durability: String,
        access: AccessBoard = AccessBoard(), takesCertificates: Bool = false
    ) {
        self.limits = limits
        self.serverName = serverName
        self.lexicon = lexicon.revision
        self.durability = durability
        self.access = AccessView(access)
        self.takesCertificates = takesCertificates
        lexiconBytes = Array(lexicon.revision.utf8)
        batch = WriterBatch(loop: loop)
        scorer = Scorer(lexicon)
    }

    /// How a client can prove who it is; empty where it need not.
    var authentication: [String] {
        if access.isOpen { return [] }
        return takesCertificates ? ["token", "certificate"] : ["token"]
    }

    /// Whether requests can be read, and whoever sends them has not had his share.
    mutating func canGoOn() -> Bool { load.canTake(itemCount: batch.items.count) && !load.isShareOver }

    /// Scores a text.
    package mutating func score(_ text: Span<UInt8>) -> Score { scorer.score(text) }

    /// Encodes a submission behind the batch's payloads; where it stands.
    package mutating func encode(
        _ request: borrowing SubmitRequest, _ content: borrowing SubmissionContent
    ) -> Range<Int> {
        let start = batch.payloads.bytes.count
        var encoder = SubmissionEncoder(received: now, at: request.at, into: &batch.payloads)
        request.write(text: content.keptText(of: request), with: &encoder, into: &batch.payloads)
        for tag in request.tags {
            encoder.writeTag(key: tag.key.utf8Span.span, value: tag.value.utf8Span.span, into: &batch.payloads)
        }
        if let version = content.survey?.version {
            encoder.write(surveyVersion: version, into: &batch.payloads)
            for answer in content.keptAnswers { encoder.write(answer, into: &batch.payloads) }
        }
        note(request, content, with: &encoder)
        let lexicon = lexiconBytes
        if let redacted = content.redacted {
            let score = content.score.map(redacted.moved)
            encoder.finish(score: score, lexicon: lexicon.span, into: &batch.payloads)
        } else {
            encoder.finish(score: content.score, lexicon: lexicon.span, into: &batch.payloads)
        }
        return start..<batch.payloads.bytes.count
    }

    /// Takes note of what the client said, by which a resubmission is told from other content under the same id. It depends
    /// neither on what the survey has made of it nor on whether personal data is kept.
    private mutating func note(
        _ request: borrowing SubmitRequest, _ content: borrowing SubmissionContent,
        with encoder: inout SubmissionEncoder
    ) {
        // Without answers' words behind it the verbatim has been masked already.
        let isMasked = request.answers.isEmpty && !keepsPersonalData
        if isMasked {
            encoder.note(text: content.keptText(of: request))
        } else if let redacted = RedactedText(request[.text]) {
            encoder.note(text: redacted.bytes.span)
        } else {
            encoder.note(text: request[.text])
        }
        for answer in request.answers {
            var writer = ByteWriter(capacity: 64)
            answer.encode(into: &writer)
            encoder.note(answer: writer.bytes.span)
        }
    }
}
