import ByteCoding
import Surveys
import Testing

@Suite("Answers against their questions")
struct SurveyAnswerTests {
    private static let survey: Survey = {
        var stars = SurveyQuestion("stars", .stars)
        stars.points = 4
        stars.isRequired = true
        var choice = SurveyQuestion("why-us", .choice)
        choice.options = ["price", "habit"]
        var several = SurveyQuestion("used", .multi)
        several.options = ["web", "phone", "store"]
        var wait = SurveyQuestion("wait", .number)
        wait.minimum = 0
        wait.maximum = 90_500
        return Survey(
            id: "visit", title: "A visit",
            questions: [
                stars, choice, several, wait, SurveyQuestion("back", .yesno), SurveyQuestion("words", .text),
                SurveyQuestion("nps", .nps), SurveyQuestion("csat", .csat), SurveyQuestion("ces", .ces),
            ])
    }()

    private func check(_ answers: [(String, GivenAnswer.Value)]) throws(SurveyFault) -> [CheckedAnswer] {
        try Self.survey.check(answers.enumerated().map { GivenAnswer(question: $1.0, value: $1.1, offset: $0) })
    }

    @Test("answers that fit come in the order of the questions, options in the order of the definition")
    func fitting() throws {
        let checked = try check([
            ("words", .string("fine")), ("used", .strings(["store", "web"])), ("wait", .number(12.345)),
            ("back", .flag(true)), ("stars", .number(4)), ("why-us", .string("habit")), ("nps", .number(0)),
        ])
        #expect(
            checked == [
                CheckedAnswer(question: "stars", value: .number(thousandths: 4_000)),
                CheckedAnswer(question: "why-us", value: .choices(["habit"])),
                CheckedAnswer(question: "used", value: .choices(["web", "store"])),
                CheckedAnswer(question: "wait", value: .number(thousandths: 12_345)),
                CheckedAnswer(question: "back", value: .number(thousandths: 1_000)),
                CheckedAnswer(question: "words", value: .text("fine")),
                CheckedAnswer(question: "nps", value: .number(thousandths: 0)),
            ])
    }

    @Test(
        "an answer of another type or out of range is refused with its question named",
        arguments: [
            ("stars", GivenAnswer.Value.number(5)), ("stars", .number(0)), ("stars", .number(2.5)),
            ("stars", .string("4")), ("why-us", .string("luck")), ("why-us", .strings(["price"])),
            ("used", .strings(["web", "fax"])), ("used", .strings(["web", "web"])), ("used", .flag(true)),
            ("wait", .number(90.6)), ("wait", .number(-1)), ("wait", .number(1.2345)), ("wait", .number(1e300)),
            ("back", .number(1)), ("words", .number(1)), ("nps", .number(11)), ("nps", .number(-1)),
            ("csat", .number(6)), ("ces", .number(8)), ("ces", .number(.infinity)), ("unknown", .number(1)),
        ])
    func faulty(_ name: String, _ value: GivenAnswer.Value) {
        let other: [(String, GivenAnswer.Value)] = name == "stars" ? [] : [("stars", .number(1))]
        let fault = #expect(throws: SurveyFault.self) { _ = try check(other + [(name, value)]) }
        #expect(fault?.field == "answers.\(name)" && fault?.isMissing == false && fault?.offset == other.count)
    }

    @Test("a required question without an answer is missing, and named")
    func missing() {
        let fault = #expect(throws: SurveyFault.self) { _ = try check([("nps", .number(3))]) }
        #expect(fault?.field == "answers.stars" && fault?.isMissing == true)
    }

    @Test("the built-in surveys can be defined, coded and answered: servperf has 22 items in five dimensions")
    func builtIn() throws {
        for survey in BuiltInSurveys.all {
            try survey.check()
            var writer = ByteWriter()
            survey.encode(into: &writer)
            var reader = ByteReader(writer.bytes.span)
            let again = try Survey(from: &reader)
            #expect(again == survey && reader.isAtEnd)
        }
        let servperf = try #require(BuiltInSurveys.survey("servperf"))
        let groups = SurveyLayout(servperf).groups
        #expect(groups.count == 5 && groups.reduce(0) { $0 + $1.items.count } == 22)
        let shop = try #require(BuiltInSurveys.survey("mystery-shop"))
        #expect(
            Set(shop.questions.compactMap(\.touchpoint)) == ["web", "phone", "billing", "sales", "store"])
    }

    @Test("a definition that could not be counted is refused with the place of its question")
    func definitions() {
        func fault(_ change: (inout SurveyQuestion) -> Void, _ type: QuestionType = .likert) -> String? {
            var question = SurveyQuestion("q", type)
            change(&question)
            do throws(SurveyFault) { try Survey(id: "s", title: "", questions: [question]).check() } catch {
                return error.field
            }
            return nil
        }
        #expect(fault { _ in } == nil)
        #expect(fault { $0.name = "" } == "questions[0].name")
        #expect(fault { $0.name = "a b" } == "questions[0].name")
        #expect(fault { $0.points = 1 } == "questions[0].points")
        #expect(fault { $0.points = 12 } == "questions[0].points")
        #expect(fault { $0.labels = ["a", "b", "c"] } == "questions[0].labels")
        #expect(fault { $0.options = ["a", "b"] } == "questions[0].options")
        #expect(fault({ $0.options = ["a"] }, .choice) == "questions[0].options")
        #expect(fault({ $0.options = ["a", "a"] }, .multi) == "questions[0].options")
        #expect(fault({ $0.labels = ["a", "b"] }, .text) == "questions[0].labels")
        #expect(fault({ ($0.minimum, $0.maximum) = (1, 0) }, .number) == "questions[0].min")
        #expect(throws: SurveyFault.self) { try Survey(id: "s", title: "", questions: []).check() }
        let twice = [SurveyQuestion("q", .nps), SurveyQuestion("q", .csat)]
        #expect(throws: SurveyFault.self) { try Survey(id: "s", title: "", questions: twice).check() }
    }
}
