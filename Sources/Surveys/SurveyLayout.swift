// Which counters a survey needs: every figure of a survey's results is worked out of one row of integers, so that
// results can be merged by adding rows and a forgotten response retracted by subtracting its own.
//
//     0                  responses
//     a scale            one for each of its points
//     yes or no          two: no, yes
//     choice and multi   how many answered, then one for each option
//     number             n · sum · sum of squares in two parts (the square's high and low 32 bits)
//     text               five for the labels · texts with a compound · sum · sum of squares
//     a group            complete responses · sum of totals · squares of totals · for each item: sum, squares
//
// A group is the scales of one dimension when there are at least two of them: what Cronbach's alpha is about. Numbers
// are in thousandths, compounds in ten-thousandths, points of a scale as they are.

package import Scoring

/// The places of a survey's counters. They follow from the definition alone, which never changes.
package struct SurveyLayout: Equatable, Sendable {
    /// The scales of one dimension.
    package struct Group: Equatable, Sendable {
        package let dimension: Dimension
        /// The places of its questions.
        package let items: [Int]
        /// Its first counter.
        package let start: Int
    }

    package static let responses = 0
    /// The first counter of each question.
    package let starts: [Int]
    package let groups: [Group]
    package let count: Int

    package init(_ survey: Survey) {
        var next = 1
        var starts: [Int] = []
        for question in survey.questions {
            starts.append(next)
            next += Self.width(question)
        }
        var groups: [Group] = []
        for dimension in Dimension.allCases {
            let items = survey.questions.indices.filter {
                survey.questions[$0].dimension == dimension && survey.questions[$0].scale != nil
            }
            if items.count < 2 { continue }
            groups.append(Group(dimension: dimension, items: items, start: next))
            next += 3 + 2 * items.count
        }
        self.starts = starts
        self.groups = groups
        count = next
    }

    private static func width(_ question: SurveyQuestion) -> Int {
        switch question.type {
        case .nps, .csat, .ces, .likert, .stars: question.scale?.count ?? 0
        case .yesno: 2
        case .choice, .multi: 1 + question.options.count
        case .number: 4
        case .text: 8
        }
    }
}

/// What a response adds to a counter.
package struct SurveyAmount: Equatable, Sendable {
    package let counter: Int
    package let amount: Int64

    package init(_ counter: Int, _ amount: Int64) {
        self.counter = counter
        self.amount = amount
    }
}

extension Survey {
    /// What a response adds to the counters of `layout`, which must be this survey's. Answers that do not fit (there are
    /// none among those that were checked) add nothing.
    package func amounts(of answers: [Answer], layout: SurveyLayout) -> [SurveyAmount] {
        var amounts = [SurveyAmount(SurveyLayout.responses, 1)]
        var points = [Int64?](repeating: nil, count: questions.count)
        for answer in answers {
            guard let place = place(of: answer.question) else { continue }
            let start = layout.starts[place]
            let question = questions[place]
            switch answer.value {
            case .number(let thousandths):
                points[place] = question.point(thousandths)
                amounts += question.amounts(number: thousandths, start: start)
            case .choices(let chosen):
                guard question.type == .choice || question.type == .multi else { continue }
                amounts.append(SurveyAmount(start, 1))
                for (index, option) in question.options.enumerated() where chosen.contains(option) {
                    amounts.append(SurveyAmount(start + 1 + index, 1))
                }
            case .excerpt(let excerpt):
                if question.type == .text { amounts += excerpt.amounts(start: start) }
            }
        }
        for group in layout.groups { amounts += group.amounts(points) }
        return amounts
    }
}

extension Survey {
    /// The point that was answered to the first question of a type; nil without such an answer.
    package func point(in answers: [Answer], of type: QuestionType) -> Int? {
        guard let question = questions.first(where: { $0.type == type }) else { return nil }
        for answer in answers where answer.question == question.name {
            if case .number(let thousandths) = answer.value { return question.point(thousandths).map { Int($0) } }
        }
        return nil
    }
}

extension SurveyQuestion {
    /// The point of a scale that an answer is; nil for what is none.
    fileprivate func point(_ thousandths: Int64) -> Int64? {
        guard let scale, thousandths % 1_000 == 0, scale.contains(Int(thousandths / 1_000)) else { return nil }
        return thousandths / 1_000
    }

    fileprivate func amounts(number thousandths: Int64, start: Int) -> [SurveyAmount] {
        if type == .yesno { return [SurveyAmount(start + (thousandths == 0 ? 0 : 1), 1)] }
        if let scale {
            return point(thousandths).map { [SurveyAmount(start + Int($0) - scale.lowerBound, 1)] } ?? []
        }
        guard type == .number, thousandths.magnitude <= SurveyLimits.numberThousandthsMax.magnitude else { return [] }
        let square = thousandths * thousandths
        return [
            SurveyAmount(start, 1), SurveyAmount(start + 1, thousandths), SurveyAmount(start + 2, square >> 32),
            SurveyAmount(start + 3, square & 0xFFFF_FFFF),
        ]
    }
}

extension Excerpt {
    fileprivate func amounts(start: Int) -> [SurveyAmount] {
        var amounts = [SurveyAmount(start + Int(label.rawValue), 1)]
        guard let compound, label != .insufficient else { return amounts }
        let wide = Int64(compound)
        amounts.append(SurveyAmount(start + 5, 1))
        amounts.append(SurveyAmount(start + 6, wide))
        amounts.append(SurveyAmount(start + 7, wide * wide))
        return amounts
    }
}

extension SurveyLayout.Group {
    /// Only a response that answers every item counts: the others say nothing of how the items go together.
    fileprivate func amounts(_ points: [Int64?]) -> [SurveyAmount] {
        let answered = items.compactMap { points[$0] }
        guard answered.count == items.count else { return [] }
        let total = answered.reduce(0, +)
        var amounts = [
            SurveyAmount(start, 1), SurveyAmount(start + 1, total), SurveyAmount(start + 2, total * total),
        ]
        for (index, point) in answered.enumerated() {
            amounts.append(SurveyAmount(start + 3 + 2 * index, point))
            amounts.append(SurveyAmount(start + 4 + 2 * index, point * point))
        }
        return amounts
    }
}
