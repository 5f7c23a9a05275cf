// Questions about surveys.

internal import Aggregation
internal import LineProtocol
internal import Surveys

extension Writer {
    func surveys(_ request: SurveysRequest) throws(Refusal) -> WriterAnswer {
        var book = SurveyBook()
        if let org = request.org, let known = ledger.surveys(org: Array(org.utf8).span) { book = known }
        guard let id = request.survey else { return .surveys(book) }
        guard let record = record(id, in: book) else { throw Self.unknownSurvey }
        let version = try version(request.version, of: record)
        return .survey(version.survey, newestVersion: record.versions.count, closedAt: record.closedAt)
    }

    func results(_ request: ResultsRequest) throws(Refusal) -> SurveyResults {
        guard let book = ledger.surveys(org: Array(request.org.utf8).span) else { throw Self.unknownOrganisation }
        guard let record = record(request.survey, in: book) else { throw Self.unknownSurvey }
        var window: TimeWindow?
        if request.from != nil || request.to != nil {
            window = TimeWindow(
                from: request.from ?? Timestamp.range.lowerBound, until: request.to ?? Timestamp.range.upperBound)
        }
        return SurveyResults(record, version: try version(request.version, of: record), window: window)
    }

    private func record(_ id: String, in book: SurveyBook) -> SurveyRecord? {
        if let record = book.record(id) { return record }
        return BuiltInSurveys.survey(id).map {
            SurveyRecord(id: id, versions: [SurveyVersion($0, defined: 0)])
        }
    }

    private func version(_ number: Int?, of record: SurveyRecord) throws(Refusal) -> SurveyVersion {
        let number = number ?? record.versions.count
        guard record.versions.indices.contains(number - 1) else {
            throw Refusal(.notFound, "the survey has versions 1 to \(record.versions.count)", field: "version")
        }
        return record.versions[number - 1]
    }
}
