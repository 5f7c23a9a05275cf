// The verbs of the protocol as calls. Each waits for its reply; `ERR` is thrown as `ClientError.refused`.

internal import LineProtocol

extension Connection {
    /// Stores and scores one submission.
    ///
    /// - Parameter explain: Whether the evidence comes with its rules and dimensions.
    public mutating func submit(
        _ submission: Submission, explain: Bool = false
    ) throws(ClientError) -> Receipt {
        try Receipt(json: try request(submission.line(explain: explain)).checked().object)
    }

    /// Scores a text without storing it.
    public mutating func score(_ text: String, explain: Bool = false) throws(ClientError) -> VerbatimScore {
        var writer = RequestWriter(.score)
        writer.field("text", text)
        if explain { writer.field("explain", .bool(true)) }
        return try VerbatimScore(json: try request(writer.line).checked().object)
    }

    /// The evidence of a stored submission.
    ///
    /// - Parameter org: The organisation; may be nil for an id that the server gave.
    public mutating func explain(id: String, org: String? = nil) throws(ClientError) -> StoredSubmission {
        var writer = RequestWriter(.explain)
        writer.field("org", org)
        writer.field("id", id)
        return try StoredSubmission(json: try request(writer.line).checked().object)
    }

    /// How an organisation stands.
    ///
    /// - Parameters:
    ///   - from: The first moment that counts, in RFC 3339 or as a date; nil for all.
    ///   - to: The first moment that counts no more.
    public mutating func report(
        org: String, from: String? = nil, to: String? = nil
    ) throws(ClientError) -> OrganisationReport {
        var writer = RequestWriter(.report)
        writer.field("org", org)
        writer.field("from", from)
        writer.field("to", to)
        return try OrganisationReport(json: try request(writer.line).checked().object)
    }

    /// A page of the organisations.
    ///
    /// - Parameters:
    ///   - prefix: Only names that begin so.
    ///   - after: Only names behind this one: ``OrganisationPage/next`` of the page before.
    public mutating func organisations(
        prefix: String? = nil, after: String? = nil, limit: Int? = nil
    ) throws(ClientError) -> OrganisationPage {
        var writer = RequestWriter(.orgs)
        writer.field("prefix", prefix)
        writer.field("after", after)
        writer.field("limit", limit)
        return OrganisationPage(json: try request(writer.line).checked().object)
    }

    /// A page of the words behind the numbers.
    public mutating func verbatims(_ query: VerbatimQuery) throws(ClientError) -> VerbatimPage {
        try VerbatimPage(json: try request(query.line).checked().object)
    }

    /// How the server stands, as the JSON that it gave.
    public mutating func status() throws(ClientError) -> String {
        try request(RequestWriter(.status).line).checked().json
    }

    /// Waits until the server answers.
    public mutating func ping() throws(ClientError) { _ = try request(RequestWriter(.ping).line).checked() }

    /// Has the server write a snapshot now; the number of the last submission in it.
    public mutating func snapshot() throws(ClientError) -> Int {
        Int(clamping: try request(RequestWriter(.snapshot).line).checked().object.required("seq", \.integer))
    }

    /// Ends the conversation politely.
    public mutating func quit() throws(ClientError) { _ = try request(RequestWriter(.quit).line).checked() }
}
