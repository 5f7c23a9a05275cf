// Surveys and their results as JSON.

package import Aggregation
internal import Scoring
package import Surveys

extension JSONWriter {
    /// Writes the members of a list of surveys into the object that is open: those of an organisation, then the built-in
    /// ones that it has not used.
    package mutating func members(ofSurveys book: SurveyBook) {
        key("surveys")
        array { writer in
            for record in book.records {
                guard let newest = record.versions.last else { continue }
                let responses = record.versions.reduce(0) { $0 + ($1.timeline.total.first ?? 0) }
                writer.listed(newest.survey, responses: responses, closedAt: record.closedAt)
            }
            for survey in BuiltInSurveys.all where book.record(survey.id) == nil {
                writer.listed(survey, responses: 0, closedAt: nil)
            }
        }
    }

    /// Writes the members of a survey's definition into the object that is open.
    package mutating func members(of survey: Survey, newestVersion: Int, closedAt: Int64?) {
        key("survey")
        string(survey.id)
        key("version")
        integer(survey.version)
        key("newest_version")
        integer(newestVersion)
        key("title")
        string(survey.title)
        key("built_in")
        bool(BuiltInSurveys.survey(survey.id) != nil)
        key("closed")
        time(closedAt)
        key("questions")
        array { writer in for question in survey.questions { writer.question(question) } }
    }

    /// Writes the members of a survey's results into the object that is open.
    package mutating func members(of results: SurveyResults) {
        key("survey")
        string(results.survey.id)
        key("version")
        integer(results.survey.version)
        key("newest_version")
        integer(results.newestVersion)
        key("closed")
        time(results.closedAt)
        key("window")
        if let window = results.window {
            object { writer in
                writer.key("from")
                writer.time(window.from)
                writer.key("to")
                writer.time(window.until)
            }
        } else {
            null()
        }
        key("responses")
        integer(results.responses)
        key("questions")
        array { writer in for question in results.questions { writer.results(question) } }
        key("dimensions")
        object { writer in for group in results.dimensions { writer.results(group) } }
        key("days")
        array { writer in
            for day in results.days {
                writer.object { writer in
                    writer.key("day")
                    writer.string(String(Timestamp.format(day.start).prefix(10)))
                    writer.key("n")
                    writer.integer(day.count)
                }
            }
        }
    }

    private mutating func listed(_ survey: Survey, responses: Int64, closedAt: Int64?) {
        object { writer in
            writer.key("survey")
            writer.string(survey.id)
            writer.key("title")
            writer.string(survey.title)
            writer.key("version")
            writer.integer(survey.version)
            writer.key("questions")
            writer.integer(survey.questions.count)
            writer.key("responses")
            writer.integer(responses)
            writer.key("built_in")
            writer.bool(BuiltInSurveys.survey(survey.id) != nil)
            writer.key("closed")
            writer.time(closedAt)
        }
    }

    private mutating func results(_ results: QuestionResults) {
        let question = results.question
        object { writer in
            writer.key("name")
            writer.string(question.name)
            writer.key("type")
            writer.string(question.type.name)
            writer.key("n")
            writer.integer(results.n)
            if !results.counts.isEmpty { writer.counts(results) }
            if let mean = results.mean { writer.mean(mean, scale: question.scale) }
            if let share = results.topTwo { writer.share("top_two", share) }
            if let nps = results.nps { writer.promoterScore(nps) }
        }
    }

    private mutating func counts(_ results: QuestionResults) {
        let question = results.question
        let names: [String]
        switch question.type {
        case .yesno: names = ["no", "yes"]
        case .choice, .multi: names = question.options
        case .text: names = SentimentLabel.allCases.map(\.name)
        default: names = (question.scale ?? 0...0).map { String($0) }
        }
        key("counts")
        object { writer in
            for (name, count) in zip(names, results.counts) {
                writer.key(escaping: name)
                writer.integer(count)
            }
        }
    }

    private mutating func promoterScore(_ nps: NetPromoterScore) {
        key("nps")
        object { writer in
            writer.key("score")
            writer.number(nps.score.map { 100 * $0 }, places: 1)
            writer.key("low")
            writer.number(nps.low.map { 100 * $0 }, places: 1)
            writer.key("high")
            writer.number(nps.high.map { 100 * $0 }, places: 1)
            writer.share("promoters", nps.share(nps.promoters))
            writer.share("passives", nps.share(nps.passives))
            writer.share("detractors", nps.share(nps.detractors))
        }
    }

    private mutating func results(_ group: ScaleGroupResults) {
        key(escaping: group.dimension.name)
        object { writer in
            writer.key("items")
            writer.integer(group.items)
            writer.key("n")
            writer.integer(group.mean.n)
            writer.mean(group.mean, scale: nil)
            writer.key("alpha")
            writer.number(group.alpha, places: 4)
        }
    }

    /// The interval of a scale's mean is cut off at the ends of the scale.
    private mutating func mean(_ mean: Mean, scale: ClosedRange<Int>?) {
        let lowest = scale.map { Double($0.lowerBound) } ?? -.infinity
        let highest = scale.map { Double($0.upperBound) } ?? .infinity
        key("mean")
        number(mean.mean, places: 4)
        key("low")
        number(mean.low.map { max(lowest, $0) }, places: 4)
        key("high")
        number(mean.high.map { min(highest, $0) }, places: 4)
        key("sd")
        number(mean.standardDeviation, places: 4)
    }

    private mutating func share(_ name: StaticString, _ share: Share) {
        key(name)
        object { writer in
            writer.key("n")
            writer.integer(share.n)
            writer.key("share")
            writer.number(share.share, places: 4)
            writer.key("low")
            writer.number(share.low, places: 4)
            writer.key("high")
            writer.number(share.high, places: 4)
        }
    }

    private mutating func number(_ value: Double?, places: Int) {
        if let value { double(value, places: places) } else { null() }
    }

    private mutating func time(_ milliseconds: Int64?) {
        if let milliseconds { string(Timestamp.format(milliseconds)) } else { null() }
    }
}
