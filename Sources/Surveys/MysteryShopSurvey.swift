// A checklist for somebody who visits as a customer and writes down what happened, touchpoint by touchpoint.

import Scoring

enum MysteryShopSurvey {
    static let survey = Survey(
        id: "mystery-shop", title: "A visit in disguise",
        questions: [
            check("web-found", "web", .access, "I found on the site how to reach a person."),
            check("web-true", "web", .reliability, "What the site says about prices and hours was true."),
            minutes("phone-minutes", "phone", "Minutes until a person answered the telephone."),
            check("phone-name", "phone", .courtesy, "The person on the telephone gave a name."),
            check("phone-solved", "phone", .competence, "My question was settled in that one call."),
            check("phone-transferred", "phone", .effort, "I was passed on from one person to another."),
            check("billing-clear", "billing", .value, "I understood every line of the bill."),
            check("billing-right", "billing", .reliability, "The bill was what had been agreed."),
            check("sales-listened", "sales", .empathy, "They asked what I needed before they offered anything."),
            check("sales-honest", "sales", .ethics, "They told me of a drawback without being asked."),
            minutes("store-minutes", "store", "Minutes until somebody in the store turned to me."),
            check("store-greeted", "store", .courtesy, "I was greeted."),
            check("store-clean", "store", .tangibles, "The store was clean and in order."),
            stars, BuiltInSurveys.question("story", .text, "What happened, in the order in which it happened?"),
        ])

    private static let stars = BuiltInSurveys.question("overall", .stars, "All in all, how many stars?") {
        $0.points = 5
        $0.isRequired = true
    }

    private static func check(
        _ name: String, _ touchpoint: String, _ dimension: Dimension, _ text: String
    ) -> SurveyQuestion {
        BuiltInSurveys.question(name, .yesno, text) {
            $0.touchpoint = touchpoint
            $0.dimension = dimension
        }
    }

    private static func minutes(_ name: String, _ touchpoint: String, _ text: String) -> SurveyQuestion {
        BuiltInSurveys.question(name, .number, text) {
            $0.touchpoint = touchpoint
            $0.dimension = .responsiveness
            $0.minimum = 0
            $0.maximum = 1_440_000
        }
    }
}
