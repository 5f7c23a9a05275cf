// The performance half of SERVQUAL as Cronin and Taylor (1992) use it alone: 22 statements over five dimensions, each
// answered from 1 to 7. The statements are worded here anew; what they have in common with the literature is what they
// measure. Assurance is split in our twelve dimensions into competence and courtesy; its four items stand under
// competence, so that the five of RATER come out as five: reliability, competence (assurance), tangibles, empathy,
// responsiveness.

import Scoring

enum ServperfSurvey {
    static let survey = Survey(
        id: "servperf", title: "How good was our service?",
        questions: items.map { name, dimension, text in
            BuiltInSurveys.question(name, .likert, text) {
                $0.points = 7
                $0.dimension = dimension
                $0.labels = ["strongly disagree", "strongly agree"]
            }
        } + [BuiltInSurveys.question("comment", .text, "Is there anything that you would like to add?")])

    private static let items: [(String, Dimension, String)] = [
        ("tangibles-1", .tangibles, "Their equipment works and looks up to date."),
        ("tangibles-2", .tangibles, "Their rooms, or their pages, are pleasant to be in."),
        ("tangibles-3", .tangibles, "The people who serve me look tidy."),
        ("tangibles-4", .tangibles, "Their letters, forms and screens are easy on the eye."),
        ("reliability-1", .reliability, "When they say that something will be done by a certain day, it is."),
        ("reliability-2", .reliability, "When I have a problem, they honestly try to solve it."),
        ("reliability-3", .reliability, "They get it right the first time."),
        ("reliability-4", .reliability, "I can count on them from one time to the next."),
        ("reliability-5", .reliability, "Their bills and records contain no mistakes."),
        ("responsiveness-1", .responsiveness, "They tell me when the work will be done."),
        ("responsiveness-2", .responsiveness, "I am served without waiting long."),
        ("responsiveness-3", .responsiveness, "They are willing to help, whatever I ask."),
        ("responsiveness-4", .responsiveness, "They are never too busy to answer me."),
        ("assurance-1", .competence, "I trust what their people tell me."),
        ("assurance-2", .competence, "I feel safe in doing business with them."),
        ("assurance-3", .competence, "Their people stay polite, also when it is difficult."),
        ("assurance-4", .competence, "Their people know enough to answer my questions."),
        ("empathy-1", .empathy, "They treat me as a person, not as a number."),
        ("empathy-2", .empathy, "They give me attention of my own."),
        ("empathy-3", .empathy, "They understand what I need."),
        ("empathy-4", .empathy, "They want what is best for me."),
        ("empathy-5", .empathy, "They can be reached at hours that suit me."),
    ]
}
