// What an organisation asks its customers: a survey in one of its versions. A version never changes once it is defined,
// so that an answer always means what it meant when it was given.

package import Scoring

/// One version of a survey.
package struct Survey: Equatable, Sendable {
    /// Its name within the organisation: visible ASCII.
    package var id: String
    /// Counted from 1.
    package var version: Int
    package var title: String
    package var questions: [SurveyQuestion]

    package init(id: String, version: Int = 1, title: String, questions: [SurveyQuestion]) {
        self.id = id
        self.version = version
        self.title = title
        self.questions = questions
    }

    /// The place of the question with that name.
    package func place(of question: String) -> Int? { questions.firstIndex { $0.name == question } }
}

/// One question of a survey.
package struct SurveyQuestion: Equatable, Sendable {
    /// What its answer is called: visible ASCII, once in a survey.
    package var name: String
    package var type: QuestionType
    /// The words that the customer is shown.
    package var text = ""
    package var isRequired = false
    /// The dimension of service that it measures.
    package var dimension: Dimension?
    /// The touchpoint that it is about.
    package var touchpoint: String?
    /// What the lowest and the highest point of a scale are called, or one name for each point; may be empty.
    package var labels: [String] = []
    /// The points of a Likert scale or the number of stars.
    package var points = 5
    /// What can be chosen.
    package var options: [String] = []
    /// The range of a number, in thousandths.
    package var minimum: Int64 = -SurveyLimits.numberThousandthsMax
    package var maximum: Int64 = SurveyLimits.numberThousandthsMax

    package init(_ name: String, _ type: QuestionType) {
        self.name = name
        self.type = type
        if type == .likert { points = 7 }
    }

    /// The whole numbers of its scale; nil for a question that has none.
    package var scale: ClosedRange<Int>? {
        switch type {
        case .nps: 0...10
        case .csat: 1...5
        case .ces: 1...7
        case .likert, .stars: 1...points
        case .yesno, .choice, .multi, .number, .text: nil
        }
    }
}

/// How a question is answered. The raw value is stored: never renumber, only append.
package enum QuestionType: UInt8, CaseIterable, Sendable {
    /// How likely one is to recommend, 0 to 10 (Reichheld 2003).
    case nps = 1
    /// How satisfied one is, 1 to 5.
    case csat
    /// How easy it was, 1 to 7.
    case ces
    /// Agreement on a scale of so many points.
    case likert
    case stars
    case yesno
    /// One of the options.
    case choice
    /// Any of the options.
    case multi
    case number
    case text

    /// The name on the wire.
    package var name: String { Self.names[Int(rawValue) - 1] }

    package static let names = [
        "nps", "csat", "ces", "likert", "stars", "yesno", "choice", "multi", "number", "text",
    ]

    /// The type with that name.
    package init?(name: String) {
        guard let index = Self.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: UInt8(index + 1))
    }
}

/// How large surveys may be, with the reason beside each.
package enum SurveyLimits {
    /// More questions are not answered by anybody.
    package static let questionsMax = 100
    package static let optionsMax = 50
    package static let pointsRange: ClosedRange<Int> = 2...11
    package static let nameBytesMax = 64
    package static let titleBytesMax = 200
    package static let textBytesMax = 500
    package static let labelBytesMax = 100
    /// Numbers are a million at most, so that no sum of squares overflows.
    package static let numberThousandthsMax: Int64 = 1_000_000_000
    /// Surveys of one organisation, and versions of one survey: each costs memory for ever.
    package static let surveysMax = 64
    package static let versionsMax = 100
    /// Versions of all organisations together: every event loop knows them all.
    package static let versionsTotalMax = 50_000
}
