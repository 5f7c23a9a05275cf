// Answers: as they were given, and as they are stored once the survey has taken them.

package import Scoring

/// The answer to one question of a survey, as it is stored.
package struct Answer: Equatable, Sendable {
    /// The question's name within the survey.
    package var question: String
    package var value: AnswerValue

    package init(question: String, value: AnswerValue) {
        self.question = question
        self.value = value
    }
}

/// What was answered, by the kind of its question.
package enum AnswerValue: Equatable, Sendable {
    /// A rating, a number, or yes (1,000) and no (0): in thousandths.
    case number(thousandths: Int64)
    /// The options chosen.
    case choices([String])
    /// Words, which stand in the submission's text.
    case excerpt(Excerpt)
}

/// A part of a submission's text that answers a question, with the verdict on it alone.
package struct Excerpt: Equatable, Sendable {
    /// Bytes of the text before it.
    package var start: Int
    package var count: Int
    package var label: SentimentLabel
    /// In ten-thousandths; nil without evidence.
    package var compound: Int32?

    package init(start: Int, count: Int, label: SentimentLabel, compound: Int32? = nil) {
        self.start = start
        self.count = count
        self.label = label
        self.compound = compound
    }
}

/// An answer as a client gave it.
package struct GivenAnswer: Equatable, Sendable {
    package enum Value: Equatable, Sendable {
        case number(Double)
        case flag(Bool)
        case string(String)
        case strings([String])
    }

    package var question: String
    package var value: Value
    /// Where the value stands in its request, in bytes.
    package var offset: Int

    package init(question: String, value: Value, offset: Int = 0) {
        self.question = question
        self.value = value
        self.offset = offset
    }
}

/// An answer that fits its question.
package struct CheckedAnswer: Equatable, Sendable {
    package enum Value: Equatable, Sendable {
        case number(thousandths: Int64)
        case choices([String])
        case text(String)
    }

    package var question: String
    package var value: Value

    package init(question: String, value: Value) {
        self.question = question
        self.value = value
    }
}

/// Why an answer or a definition is not taken.
package struct SurveyFault: Error, Equatable, Sendable {
    /// The field at fault: `answers.wait`, `questions[2].type`.
    package var field: String
    /// What is wrong with it, as the rest of a sentence that begins with the field.
    package var reason: String
    /// Where the value stands in its request, if that is known.
    package var offset: Int?
    /// Whether something is missing, rather than wrong.
    package var isMissing: Bool

    package init(_ field: String, _ reason: String, offset: Int? = nil, isMissing: Bool = false) {
        self.field = field
        self.reason = reason
        self.offset = offset
        self.isMissing = isMissing
    }
}
