// Surveys that every organisation has from the start, in our own words. Their one version never changes: a better one
// gets another name.

import Scoring

/// The built-in surveys.
package enum BuiltInSurveys {
    /// All of them, in the order in which they are listed.
    package static let all = [nps, csat, ces, ServperfSurvey.survey, MysteryShopSurvey.survey]

    /// The one with that name.
    package static func survey(_ id: String) -> Survey? { all.first { $0.id == id } }

    private static let nps = Survey(
        id: "nps", title: "Would you recommend us?",
        questions: [
            question("nps", .nps, "How likely are you to recommend us to a friend or colleague?") {
                $0.isRequired = true
                $0.labels = ["not at all likely", "certain to"]
            },
            question("why", .text, "What is the main reason for your answer?"),
        ])

    private static let csat = Survey(
        id: "csat", title: "Were you satisfied?",
        questions: [
            question("csat", .csat, "How satisfied were you with what we did for you?") {
                $0.isRequired = true
                $0.labels = ["very dissatisfied", "very satisfied"]
            },
            question("why", .text, "What made the difference?"),
        ])

    private static let ces = Survey(
        id: "ces", title: "Was it easy?",
        questions: [
            question("ces", .ces, "How easy was it to get done what you came for?") {
                $0.isRequired = true
                $0.labels = ["very hard", "very easy"]
                $0.dimension = .effort
            },
            question("why", .text, "What was hard, or what made it easy?"),
        ])

    /// A question with its words and whatever else `more` says of it.
    static func question(
        _ name: String, _ type: QuestionType, _ text: String, _ more: (inout SurveyQuestion) -> Void = { _ in }
    ) -> SurveyQuestion {
        var question = SurveyQuestion(name, type)
        question.text = text
        more(&question)
        return question
    }
}
