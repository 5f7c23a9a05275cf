// Answers to a survey as they are written on a command line.

import EarshotClient

enum AnswerText {
    /// An answer written `QUESTION=VALUE`.
    static func answered(_ text: String) -> Submission.Answered {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return .init(question: String(parts[0]), answer: value(parts.count > 1 ? String(parts[1]) : ""))
    }

    private static func value(_ text: String) -> SurveyAnswer {
        switch text {
        case "true", "yes": return .yes(true)
        case "false", "no": return .yes(false)
        default: break
        }
        if let number = Double(text), number.isFinite { return .number(number) }
        if text.contains("|") { return .choices(text.split(separator: "|").map(String.init)) }
        return .text(text)
    }
}
