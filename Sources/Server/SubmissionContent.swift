// What is stored of a submission's words and answers: checked against the survey, scored, put together. The verbatim is
// the `text` and, each on a line of its own, the answers to questions that ask for words.

internal import Aggregation
internal import ByteCoding
package import LineProtocol
package import Scoring
package import Surveys

/// The words and answers of one submission.
package struct SubmissionContent: ~Copyable {
    /// The version of the survey that is answered, and the newest there is.
    package struct Answered: Equatable, Sendable {
        var id: String
        var version: Int
        var newestVersion: Int
    }

    package var survey: Answered?
    package var answers: [Answer] = []
    /// The verbatim in UTF-8 with the words of answers behind it; nil when it is the request's own.
    fileprivate var longText: [UInt8]?
    /// The score of the words as they were sent; nil without a verbatim.
    package var score: Score?
    /// What is kept of words with personal data in them; nil when all is kept.
    package var redacted: RedactedText?

    /// The verbatim in UTF-8, where the content is that of `request`; empty when there is none.
    @_lifetime(borrow self, borrow request)
    package func text(of request: borrowing SubmitRequest) -> Span<UInt8> {
        if let words = longText?.span { return words }
        return request[.text]
    }

    /// What of the words goes to the journal.
    @_lifetime(borrow self, borrow request)
    package func keptText(of request: borrowing SubmitRequest) -> Span<UInt8> {
        if let words = redacted?.bytes.span { return words }
        return text(of: request)
    }

    /// The answers as they go to the journal: their offsets are into the text that is kept.
    package var keptAnswers: [Answer] {
        guard let redacted else { return answers }
        return answers.map { answer in
            guard case .excerpt(var excerpt) = answer.value else { return answer }
            let end = redacted.offset(of: excerpt.start + excerpt.count, isEnd: true)
            excerpt.start = redacted.offset(of: excerpt.start, isEnd: false)
            excerpt.count = max(0, end - excerpt.start)
            return Answer(question: answer.question, value: .excerpt(excerpt))
        }
    }
}

extension GivenAnswer {
    /// Appends the answer as it was given, with its personal data masked; the same whichever version of the survey it is for
    /// and in whatever order options are named.
    func encode(into writer: inout ByteWriter) {
        writer.writeString(question)
        switch value {
        case .number(let number):
            writer.write(0)
            // Zero has two signs.
            writer.writeFixed((number == 0 ? 0 : number).bitPattern)
        case .flag(let flag): writer.write(flag ? 2 : 1)
        case .string(let string): Self.encode([string], into: &writer)
        case .strings(let strings): Self.encode(strings.sorted(), into: &writer)
        }
    }

    private static func encode(_ strings: [String], into writer: inout ByteWriter) {
        writer.write(3)
        for string in strings { writer.writeBytes(RedactedText.masking(Array(string.utf8))) }
    }
}

extension LoopContext {
    /// What a submission says whose survey does not take it any more, in case it was taken before.
    mutating func contentOfResubmission(_ request: borrowing SubmitRequest) -> SubmissionContent {
        let text = request[.text]
        return SubmissionContent(score: text.isEmpty ? nil : score(text), redacted: redacted(text))
    }

    /// Reads what a submission says.
    ///
    /// - Throws: the refusal of answers that do not fit, or of a survey that takes none.
    package mutating func content(of request: borrowing SubmitRequest) throws(Refusal) -> SubmissionContent {
        guard let survey = try survey(of: request) else {
            let text = request[.text]
            return SubmissionContent(score: score(text), redacted: redacted(text))
        }
        var content = SubmissionContent()
        var words = [UInt8](copying: request[.text])
        content.survey = .init(
            id: survey.definition.id, version: survey.definition.version, newestVersion: survey.newest)
        let checked: [CheckedAnswer]
        do throws(SurveyFault) { checked = try survey.definition.check(request.answers) } catch {
            throw Refusal(error)
        }
        for answer in checked {
            content.answers.append(Answer(question: answer.question, value: take(answer, &words)))
        }
        if !words.isEmpty { content.score = score(words.span) }
        content.redacted = redacted(words.span)
        content.longText = words
        return content
    }

    private mutating func redacted(_ text: Span<UInt8>) -> RedactedText? {
        keepsPersonalData ? nil : RedactedText(text)
    }

    /// The version that a submission answers; nil when it answers none.
    private mutating func survey(
        of request: borrowing SubmitRequest
    ) throws(Refusal) -> (definition: Survey, newest: Int)? {
        guard let id = request.survey else { return nil }
        guard let listing = surveys.listing(org: request.org, survey: id) else {
            throw Refusal(.notFound, "there is no such survey", field: "survey")
        }
        let version = request.surveyVersion ?? listing.versions.count
        guard listing.versions.indices.contains(version - 1) else {
            throw Refusal(.notFound, "the survey has versions 1 to \(listing.versions.count)", field: "survey_version")
        }
        if let closedAt = listing.closedAt, min(request.at ?? now, now) >= closedAt {
            let time = Timestamp.format(closedAt)
            throw Refusal(.surveyClosed, "the survey was closed at \(time)", field: "survey")
        }
        return (listing.versions[version - 1], listing.versions.count)
    }

    /// An answer as it is stored; words go behind the verbatim, and are judged alone as well.
    private mutating func take(_ answer: CheckedAnswer, _ verbatim: inout [UInt8]) -> AnswerValue {
        switch answer.value {
        case .number(let thousandths): return .number(thousandths: thousandths)
        case .choices(let options): return .choices(options)
        case .text(let words):
            let bytes = Array(words.utf8)
            if !verbatim.isEmpty, !bytes.isEmpty { verbatim.append(UInt8(ascii: "\n")) }
            let start = verbatim.count
            verbatim += bytes
            let verdict = score(bytes.span)
            return .excerpt(
                Excerpt(start: start, count: bytes.count, label: verdict.label, compound: verdict.compound))
        }
    }
}
