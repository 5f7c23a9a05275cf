// The requests about surveys: definitions, lists, results.

package import Surveys
internal import Scoring

/// `SURVEY`: define a version, close, or open again.
package struct SurveyRequest: Sendable {
    /// What is to happen to the survey.
    package enum Change: Sendable {
        case define(Survey)
        case close
        case reopen
    }

    package var org = ""
    package var survey = ""
    package var change = Change.close

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        var title = ""
        var isOpen: Bool?
        var questions: (value: JSONValue, offset: Int)?
        while let index = try fields.next(["org", "survey", "title", "questions", "open"]) {
            switch index {
            case 0: org = try fields.name()
            case 1: survey = try fields.surveyName()
            case 2: title = try fields.label(bytesMax: SurveyLimits.titleBytesMax)
            case 3: questions = try fields.tree()
            default: isOpen = try fields.flag()
            }
        }
        guard !org.isEmpty else { throw RequestFields.missing("org") }
        guard !survey.isEmpty else { throw RequestFields.missing("survey") }
        if let isOpen {
            guard questions == nil, title.isEmpty else {
                throw Refusal(.badValue, "open stands alone: a definition does not change it", field: "open")
            }
            change = isOpen ? .reopen : .close
        } else {
            guard let questions else { throw RequestFields.missing("questions") }
            do throws(SurveyFault) {
                let read = try SurveyQuestion.read(questions.value)
                let survey = Survey(id: survey, title: title, questions: read)
                try survey.check()
                change = .define(survey)
            } catch {
                var refusal = Refusal(error)
                refusal.offset = questions.offset
                throw refusal
            }
        }
    }
}

/// `SURVEYS`: the surveys of an organisation, or the definition of one.
package struct SurveysRequest: Sendable {
    /// Nil for the built-in surveys alone.
    package var org: String?
    package var survey: String?
    package var version: Int?

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { return }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(["org", "survey", "version"]) {
            switch index {
            case 0: org = try fields.name()
            case 1: survey = try fields.surveyName()
            default: version = Int(try fields.integer(in: 1...Int64(SurveyLimits.versionsMax)))
            }
        }
        guard version == nil || survey != nil else { throw RequestFields.missing("survey") }
    }
}

/// `RESULTS`: what was answered to one version of a survey.
package struct ResultsRequest: Sendable {
    package var org = ""
    package var survey = ""
    /// Nil for the newest.
    package var version: Int?
    /// The window's borders in milliseconds since 1970; `from` is inclusive, `to` exclusive.
    package var from: Int64?
    package var to: Int64?

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(["org", "survey", "version", "from", "to"]) {
            switch index {
            case 0: org = try fields.name()
            case 1: survey = try fields.surveyName()
            case 2: version = Int(try fields.integer(in: 1...Int64(SurveyLimits.versionsMax)))
            case 3: from = try fields.time()
            default: to = try fields.time()
            }
        }
        guard !org.isEmpty else { throw RequestFields.missing("org") }
        guard !survey.isEmpty else { throw RequestFields.missing("survey") }
        if let from, let to, from >= to { throw Refusal(.badValue, "from must be before to", field: "from") }
    }
}
