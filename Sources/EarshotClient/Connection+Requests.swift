// The verbs of the protocol as calls. Each waits for its reply; `ERR` is thrown as `ClientError.refused`.

internal import LineProtocol

extension Connection {
    /// Stores and scores one submission.
    ///
    /// - Parameter explain: Whether the evidence comes with its rules and dimensions.
    public mutating func submit(
        _ submission: Submission, explain: Bool = false
    ) throws(ClientError) -> Receipt {
        try Receipt(json: try ask(.submit(submission, explain: explain)).object)
    }

    /// Scores a text without storing it.
    public mutating func score(_ text: String, explain: Bool = false) throws(ClientError) -> VerbatimScore {
        try VerbatimScore(json: try ask(.score(text: text, explain: explain)).object)
    }

    /// The evidence of a stored submission.
    ///
    /// - Parameter org: The organisation; may be nil for an id that the server gave.
    public mutating func explain(id: String, org: String? = nil) throws(ClientError) -> StoredSubmission {
        try StoredSubmission(json: try ask(.explain(id: id, org: org)).object)
    }

    /// How an organisation stands.
    ///
    /// - Parameters:
    ///   - from: The first moment that counts, in RFC 3339 or as a date; nil for all.
    ///   - to: The first moment that counts no more.
    public mutating func report(
        org: String, from: String? = nil, to: String? = nil
    ) throws(ClientError) -> OrganisationReport {
        try report(ReportQuery(Scope(org: org, from: from, to: to)))
    }

    /// How an organisation stands, all of it, one segment, or split by an axis.
    public mutating func report(_ query: ReportQuery) throws(ClientError) -> OrganisationReport {
        try OrganisationReport(json: try ask(.report(query)).object)
    }

    /// How metrics went over time.
    public mutating func trend(_ query: TrendQuery) throws(ClientError) -> TrendReport {
        try TrendReport(json: try ask(.trend(query)).object)
    }

    /// Two windows, segments or organisations beside each other.
    public mutating func compare(_ query: CompareQuery) throws(ClientError) -> ComparisonReport {
        try ComparisonReport(json: try ask(.compare(query)).object)
    }

    /// Which dimensions move an outcome most.
    public mutating func drivers(_ query: DriversQuery) throws(ClientError) -> DriverReport {
        try DriverReport(json: try ask(.drivers(query)).object)
    }

    /// A league.
    public mutating func rank(_ query: RankQuery) throws(ClientError) -> RankReport {
        try RankReport(json: try ask(.rank(query)).object)
    }

    /// What an organisation's figures can be split by.
    ///
    /// - Parameters:
    ///   - keys: Tag keys that are to be axes from now on.
    ///   - dropped: Tag keys that are to be axes no more, before others are declared: what was counted by them is gone.
    public mutating func segments(
        org: String, declaring keys: [String] = [], dropping dropped: [String] = []
    ) throws(ClientError) -> SegmentReport {
        try SegmentReport(json: try ask(.segments(org: org, declaring: keys, dropping: dropped)).object)
    }

    /// A page of the organisations.
    ///
    /// - Parameters:
    ///   - prefix: Only names that begin so.
    ///   - after: Only names behind this one: ``OrganisationPage/next`` of the page before.
    public mutating func organisations(
        prefix: String? = nil, after: String? = nil, limit: Int? = nil
    ) throws(ClientError) -> OrganisationPage {
        OrganisationPage(json: try ask(.organisations(prefix: prefix, after: after, limit: limit)).object)
    }

    /// A page of the words behind the numbers.
    public mutating func verbatims(_ query: VerbatimQuery) throws(ClientError) -> VerbatimPage {
        try VerbatimPage(json: try ask(.verbatims(query)).object)
    }

    /// How the server stands, as the JSON that it gave.
    public mutating func status() throws(ClientError) -> String { try ask(.status).json }

    /// Waits until the server answers.
    public mutating func ping() throws(ClientError) { _ = try ask(.ping) }

    /// Has the server write a snapshot now; the number of the last submission in it.
    public mutating func snapshot() throws(ClientError) -> Int {
        Int(clamping: try ask(.snapshot).object.required("seq", \.integer))
    }

    /// Ends the conversation politely.
    public mutating func quit() throws(ClientError) { _ = try ask(.quit) }

    /// The reply to a request, as it came.
    ///
    /// - Throws: ``ClientError/refused(_:)`` if it is `ERR`, besides what goes wrong with the connection.
    package mutating func ask(_ inquiry: Inquiry) throws(ClientError) -> Reply {
        try request(inquiry.line).checked()
    }
}
