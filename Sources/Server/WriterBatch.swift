// What an event loop hands to the writer in one turn of its own, and gets back answered. A batch belongs to one thread
// at a time: it moves through the mailboxes and its buffers are used again.

package import Access
package import Aggregation
package import ByteCoding
package import LineProtocol
package import Surveys

/// Which reply of which connection something is for.
package struct ReplyAddress: Equatable, Sendable {
    /// The connection's number on its loop; never used again.
    package var connection: UInt64
    /// The request's number on its connection, from 0.
    package var request: UInt64
}

/// A question that only the owner of the ledger can answer.
package enum Question: Sendable {
    case explain(ExplainRequest)
    case figures(FigureRequest)
    case segments(SegmentsRequest)
    case orgs(OrgsRequest)
    case verbatims(VerbatimsRequest)
    case status
    case snapshot
    case surveys(SurveysRequest)
    case results(ResultsRequest)
    case watch(WatchRequest)
    case access(AccessRequest)
    case tokens(TokensRequest)
    case drain
}

/// A change that only the owner of the ledger can make, beside submissions.
package enum Change: Sendable {
    case survey(SurveyRequest)
    case forget(ForgetRequest)
}

/// One request of a batch.
package struct WriterItem: Sendable {
    /// What is asked of the writer. As in its results, what is rare and large is boxed: there is one for each submission.
    package enum Work: Sendable {
        /// Journal and apply the submission encoded at this range of the batch's payloads, and answer it. With the place
        /// of a refusal that is the answer, unless it was taken before.
        case submission(Range<Int>, PreparedReply, orRefuse: Int?)
        indirect case question(Question)
        indirect case change(Change)
    }

    package var address: ReplyAddress
    package var work: Work
    /// The organisations that the answer may tell of.
    package var scope = OrganisationScope.all

    /// Whether it is a question, whose answer may be long.
    var isQuestion: Bool {
        if case .question = work { true } else { false }
    }
}

/// What came of one request.
package enum WriterResult: Sendable {
    /// The submission is stored under this sequence number, as durably as the policy says.
    case stored(sequence: UInt64)
    /// The submission was stored before, under this sequence number. With what was stored if a fresh reply would tell
    /// something else than the first did.
    indirect case duplicate(of: UInt64, StoredReply? = nil)
    indirect case refused(Refusal)
    indirect case answer(WriterAnswer)
    /// The reply comes later, by its address.
    case later
}

/// What a question was answered with; the loops render it.
package enum WriterAnswer: Sendable {
    case entry(StoredEntry)
    case report(org: String, Report)
    case orgs(OrganisationPage)
    case verbatims(VerbatimPage)
    case status(WriterStatus)
    case snapshot(sequence: UInt64)
    case surveyChanged(SurveyChange)
    case surveys(SurveyBook)
    case survey(Survey, newestVersion: Int, closedAt: Int64?)
    case results(org: String, SurveyResults)
    case forgotten(Forgotten)
    case watch(OrganisationWatch, org: String, topics: Set<WatchRequest.Topic>)
    /// The members of the reply, as JSON.
    case written([UInt8])
    /// A principal, and its token where the server has just made one.
    case principal(Credential, token: String?)
    case revoked(name: String)
    case organisation(name: String)
    case tokens([ListedPrincipal], isLast: Bool)
    case draining
}

/// What was forgotten.
package struct Forgotten: Equatable, Sendable {
    package var org: String
    /// How many submissions were erased and taken out of the figures.
    package var count = 0
    /// How many were erased whose figures could not be told from the others' any more.
    package var figuresKept = 0
    /// Whether there are more: ask again.
    package var hasMore = false
}

/// What became of a survey.
package struct SurveyChange: Equatable, Sendable {
    package var org: String
    package var survey: String
    /// The newest version.
    package var version: Int
    /// Whether there was anything to change.
    package var isNew: Bool
    /// When it was closed, in milliseconds since 1970; nil while it is open.
    package var closedAt: Int64?
}

/// The requests of one loop's turn and, once the writer has had them, their results.
package struct WriterBatch: Sendable {
    /// Which loop it comes from and goes back to.
    package var loop: Int
    /// The journal payloads of the submissions, one after the other.
    package var payloads = ByteWriter(capacity: 4096)
    /// The replies to the submissions, as far as they are known before the writer has had them.
    package var replies: [UInt8] = []
    package var items: [WriterItem] = []
    /// Of submissions that are not taken unless they were before.
    package var refusals: [Refusal] = []
    /// Under what the submission of each item is filed, nil for another; empty until the writer has had the batch.
    package var filed: [FiledEntry?] = []
    /// One for each item, in their order; empty until the writer has had the batch.
    package var results: [WriterResult] = []

    package init(loop: Int) { self.loop = loop }

    /// The items from one on that came one after the other from its connection.
    func run(from start: Int) -> Range<Int> {
        let connection = items[start].address.connection
        var end = start + 1
        while end < items.count, items[end].address.connection == connection { end += 1 }
        return start..<end
    }

    /// Empties it for the next turn; the buffers stay.
    package mutating func reset() {
        payloads.bytes.removeAll(keepingCapacity: payloads.bytes.count <= Self.bytesKeptMax)
        replies.removeAll(keepingCapacity: replies.count <= Self.bytesKeptMax)
        items.removeAll(keepingCapacity: true)
        refusals.removeAll()
        filed.removeAll(keepingCapacity: true)
        results.removeAll(keepingCapacity: true)
    }

    /// A buffer that grew beyond this is not kept: one burst must not hold its memory for ever.
    private static let bytesKeptMax = 1_048_576
}
