// Submissions that the server keeps, the organisations it knows, and pages of both.

package import LineProtocol

/// A submission that the server keeps, with its score.
public struct StoredSubmission: Equatable, Sendable {
    /// The submission as it was handed over; its text is empty when there was none.
    public var submission: Submission
    /// Its id: yours, or the one that the server gave.
    public var id: String
    /// Its number in the journal.
    public var sequence: Int
    /// When it was received, in RFC 3339.
    public var received: String
    /// What was read in it; nil for one without text.
    public var score: VerbatimScore?

    package init(json: JSONValue) throws(ClientError) {
        id = try json.required("id", \.string)
        sequence = Int(clamping: try json.required("seq", \.integer))
        received = json.text("received")
        var submission = Submission(org: json.text("org"), text: json.text("text"))
        submission.id = id
        submission.at = json["at"]?.string
        submission.channel = json["channel"]?.string
        submission.touchpoint = json["touchpoint"]?.string
        submission.staff = json["staff"]?.string
        submission.customer = json["customer"]?.string
        submission.tags = (json["tags"]?.members ?? []).map { .init(key: $0.key, value: $0.value.string ?? "") }
        submission.survey = json["survey"]?.string
        submission.surveyVersion = json.positive("survey_version")
        submission.answers = (json["answers"]?.members ?? []).compactMap { member in
            SurveyAnswer(json: member.value).map { .init(question: member.key, answer: $0) }
        }
        self.submission = submission
        score = try Self.score(json["score"])
    }

    private static func score(_ json: JSONValue?) throws(ClientError) -> VerbatimScore? {
        guard let json, json != .null else { return nil }
        return try VerbatimScore(json: json)
    }
}

/// Verbatims, in the order that was asked for.
public struct VerbatimPage: Equatable, Sendable {
    /// The page.
    public var verbatims: [StoredSubmission]
    /// Where the next page begins; nil at the end.
    public var next: String?
    /// How many of the organisation the server keeps.
    public var heldCount: Int
    /// How many of the organisation were let go because of a limit.
    public var droppedCount: Int

    package init(json: JSONValue) throws(ClientError) {
        verbatims = []
        for element in json["verbatims"]?.elements ?? [] { verbatims.append(try StoredSubmission(json: element)) }
        next = json["next"]?.string
        heldCount = json.count("held")
        droppedCount = json.count("dropped")
    }
}

/// One organisation in a list.
public struct OrganisationSummary: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// How many submissions came.
    public var receivedCount: Int
    /// How many of them had evidence enough for a score.
    public var scoredCount: Int
    /// The mean compound of those, from -1 to 1; nil without any.
    public var compound: Double?
    /// When the last one came, in RFC 3339.
    public var lastReceived: String
}

/// Organisations, in the order of their names' bytes.
public struct OrganisationPage: Equatable, Sendable {
    /// The page.
    public var organisations: [OrganisationSummary]
    /// The name behind which the next page begins; nil at the end.
    public var next: String?

    package init(json: JSONValue) {
        organisations = (json["organisations"]?.elements ?? []).map { element in
            OrganisationSummary(
                name: element.text("org"), receivedCount: element.count("received"),
                scoredCount: element.count("scored"), compound: element["compound"]?.double,
                lastReceived: element.text("last_received"))
        }
        next = json["next"]?.string
    }
}
