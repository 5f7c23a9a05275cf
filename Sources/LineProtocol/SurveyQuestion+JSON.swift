// A question of a survey as JSON: in a definition, and in the answer to SURVEYS.

internal import Scoring
internal import Surveys

extension SurveyQuestion {
    /// Reads the questions of a definition.
    static func read(_ json: JSONValue) throws(SurveyFault) -> [SurveyQuestion] {
        guard case .array(let elements) = json else { throw SurveyFault("questions", "must be an array") }
        var questions: [SurveyQuestion] = []
        for (index, element) in elements.enumerated() {
            guard index <= SurveyLimits.questionsMax else { break }
            questions.append(try read(element, "questions[\(index)]"))
        }
        return questions
    }

    private static let members = [
        "name", "type", "text", "required", "dimension", "touchpoint", "labels", "points", "options", "min", "max",
    ]

    private static func read(_ json: JSONValue, _ place: String) throws(SurveyFault) -> SurveyQuestion {
        guard case .object(let members) = json else { throw SurveyFault(place, "must be an object") }
        for member in members where !Self.members.contains(member.key) {
            throw SurveyFault(place, "has a member that is none of \(Self.members.joined(separator: ", "))")
        }
        guard let name = json["name"]?.string else {
            throw SurveyFault("\(place).name", "is missing or no string", isMissing: json["name"] == nil)
        }
        guard let type = json["type"]?.string.flatMap({ QuestionType(name: $0) }) else {
            throw SurveyFault("\(place).type", "must be one of \(QuestionType.names.joined(separator: ", "))")
        }
        var question = SurveyQuestion(name, type)
        question.text = try string(json, "text", place) ?? ""
        question.touchpoint = try string(json, "touchpoint", place)
        question.labels = try strings(json, "labels", place)
        question.options = try strings(json, "options", place)
        try question.readDimension(json, place)
        try question.readNumbers(json, place)
        return question
    }

    private mutating func readDimension(_ json: JSONValue, _ place: String) throws(SurveyFault) {
        if let value = json["required"] {
            guard let flag = value.bool else { throw SurveyFault("\(place).required", "must be true or false") }
            isRequired = flag
        }
        guard let name = try Self.string(json, "dimension", place) else { return }
        guard let known = Dimension(name: name) else {
            let names = Dimension.allCases.map(\.name).joined(separator: ", ")
            throw SurveyFault("\(place).dimension", "must be one of \(names)")
        }
        dimension = known
    }

    private mutating func readNumbers(_ json: JSONValue, _ place: String) throws(SurveyFault) {
        if let value = json["points"] {
            guard type == .likert || type == .stars, let number = value.integer else {
                throw SurveyFault("\(place).points", "must be a whole number, and is for likert and stars")
            }
            points = Int(clamping: number)
        }
        if let value = json["min"] { minimum = try thousandths(value, "\(place).min") }
        if let value = json["max"] { maximum = try thousandths(value, "\(place).max") }
    }

    private func thousandths(_ value: JSONValue, _ field: String) throws(SurveyFault) -> Int64 {
        let limit = Double(SurveyLimits.numberThousandthsMax)
        guard type == .number, let number = value.double, (number * 1_000).magnitude <= limit else {
            throw SurveyFault(field, "must be a number up to \(Int(limit / 1_000)), and is for number")
        }
        return Int64((number * 1_000).rounded())
    }

    private static func string(_ json: JSONValue, _ key: String, _ place: String) throws(SurveyFault) -> String? {
        guard let value = json[key] else { return nil }
        guard let text = value.string else { throw SurveyFault("\(place).\(key)", "must be a string") }
        return text
    }

    private static func strings(_ json: JSONValue, _ key: String, _ place: String) throws(SurveyFault) -> [String] {
        guard let value = json[key] else { return [] }
        let strings = value.elements.compactMap(\.string)
        guard case .array(let elements) = value, strings.count == elements.count else {
            throw SurveyFault("\(place).\(key)", "must be an array of strings")
        }
        return strings
    }
}

extension JSONWriter {
    /// Writes a question as an object.
    mutating func question(_ question: SurveyQuestion) {
        object { writer in
            writer.key("name")
            writer.string(question.name)
            writer.key("type")
            writer.string(question.type.name)
            writer.text("text", question.text)
            if question.isRequired {
                writer.key("required")
                writer.bool(true)
            }
            writer.text("dimension", question.dimension?.name ?? "")
            writer.text("touchpoint", question.touchpoint ?? "")
            writer.texts("labels", question.labels)
            if question.type == .likert || question.type == .stars {
                writer.key("points")
                writer.integer(question.points)
            }
            writer.texts("options", question.options)
            if question.type == .number {
                writer.key("min")
                writer.decimal(question.minimum, places: 3)
                writer.key("max")
                writer.decimal(question.maximum, places: 3)
            }
        }
    }

    private mutating func text(_ name: StaticString, _ text: String) {
        if text.isEmpty { return }
        key(name)
        string(text)
    }

    private mutating func texts(_ name: StaticString, _ texts: [String]) {
        if texts.isEmpty { return }
        key(name)
        array { writer in for text in texts { writer.string(text) } }
    }
}
