// Answers against their questions: each of the type and in the range that its question asks for.

extension Survey {
    /// The answers in the order of the questions, if they fit.
    ///
    /// - Throws: the first fault, named with its question.
    package func check(_ given: [GivenAnswer]) throws(SurveyFault) -> [CheckedAnswer] {
        for (index, answer) in given.enumerated() {
            guard place(of: answer.question) != nil else {
                throw SurveyFault(
                    "answers.\(answer.question)", "is no question of version \(version) of \(id)",
                    offset: answer.offset)
            }
            if given[..<index].contains(where: { $0.question == answer.question }) {
                throw SurveyFault("answers.\(answer.question)", "stands twice", offset: answer.offset)
            }
        }
        var checked: [CheckedAnswer] = []
        for question in questions {
            if let answer = given.first(where: { $0.question == question.name }) {
                checked.append(CheckedAnswer(question: question.name, value: try question.check(answer)))
            } else if question.isRequired {
                throw SurveyFault("answers.\(question.name)", "is missing, and required", isMissing: true)
            }
        }
        return checked
    }
}

extension SurveyQuestion {
    fileprivate func check(_ answer: GivenAnswer) throws(SurveyFault) -> CheckedAnswer.Value {
        switch (type, answer.value) {
        case (.nps, .number(let value)), (.csat, .number(let value)), (.ces, .number(let value)),
            (.likert, .number(let value)), (.stars, .number(let value)):
            return .number(thousandths: try point(value, answer))
        case (.yesno, .flag(let value)): return .number(thousandths: value ? 1_000 : 0)
        case (.number, .number(let value)): return .number(thousandths: try number(value, answer))
        case (.choice, .string(let option)): return .choices(try chosen([option], answer))
        case (.multi, .strings(let options)): return .choices(try chosen(options, answer))
        case (.multi, .string(let option)): return .choices(try chosen([option], answer))
        case (.text, .string(let text)): return .text(text)
        default: throw fault("must be \(expectation)", answer)
        }
    }

    private func point(_ value: Double, _ answer: GivenAnswer) throws(SurveyFault) -> Int64 {
        guard let scale, let point = Int(exactly: value), scale.contains(point) else {
            throw fault("must be \(expectation)", answer)
        }
        return Int64(point) * 1_000
    }

    private func number(_ value: Double, _ answer: GivenAnswer) throws(SurveyFault) -> Int64 {
        let thousandths = (value * 1_000).rounded()
        guard thousandths.magnitude <= Double(SurveyLimits.numberThousandthsMax),
            (value * 1_000 - thousandths).magnitude < 1e-6,
            Int64(thousandths) >= minimum, Int64(thousandths) <= maximum
        else { throw fault("must be \(expectation)", answer) }
        return Int64(thousandths)
    }

    private func chosen(_ chosen: [String], _ answer: GivenAnswer) throws(SurveyFault) -> [String] {
        for (index, option) in chosen.enumerated() {
            guard options.contains(option) else { throw fault("must be \(expectation)", answer) }
            guard !chosen[..<index].contains(option) else { throw fault("names an option twice", answer) }
        }
        return options.filter { chosen.contains($0) }
    }

    /// What an answer must be, as the end of a sentence.
    private var expectation: String {
        switch type {
        case .nps, .csat, .ces, .likert, .stars:
            "a whole number from \(scale?.lowerBound ?? 0) to \(scale?.upperBound ?? 0)"
        case .yesno: "true or false"
        case .choice: "one of \(options.joined(separator: ", "))"
        case .multi: "an array of any of \(options.joined(separator: ", "))"
        case .number:
            "a number from \(Self.decimal(minimum)) to \(Self.decimal(maximum)) with at most three decimals"
        case .text: "a string"
        }
    }

    private static func decimal(_ thousandths: Int64) -> String {
        if thousandths % 1_000 == 0 { return String(thousandths / 1_000) }
        return String(Double(thousandths) / 1_000)
    }

    private func fault(_ reason: String, _ answer: GivenAnswer) -> SurveyFault {
        SurveyFault("answers.\(name)", reason, offset: answer.offset)
    }
}
