// Reads the fields of requests about surveys: a survey's name, the answers of a submission.

package import Surveys

extension RequestFields {
    /// The name of a survey.
    package mutating func surveyName() throws(Refusal) -> String { reader.text(try scanSurveyName()) }

    /// Where the name of a survey stands.
    mutating func scanSurveyName() throws(Refusal) -> JSONString {
        let name = try scanName()
        guard reader.byteCount(of: name) <= SurveyLimits.nameBytesMax else {
            throw bad("must have 1 to \(SurveyLimits.nameBytesMax) bytes")
        }
        return name
    }

    /// The answers of a submission, each under the name of its question.
    package mutating func answers() throws(Refusal) -> [GivenAnswer] {
        try expect(.object, "must be an object of answers")
        try Self.refusing(&reader) { reader throws(JSONError) in try reader.beginObject() }
        var answers: [GivenAnswer] = []
        while true {
            let isFirst = answers.isEmpty
            let key = try Self.refusing(&reader) { reader throws(JSONError) in try reader.nextKey(first: isFirst) }
            guard let key else { return answers }
            let question = reader.text(key)
            guard answers.count < SurveyLimits.questionsMax else {
                throw bad("must be at most \(SurveyLimits.questionsMax)")
            }
            guard !answers.contains(where: { $0.question == question }) else {
                throw Refusal(.badJSON, "the key stands twice", field: "answers", offset: key.start - 1)
            }
            let kind = try peek()
            let offset = valueOffset
            guard let value = try answer(kind) else {
                let isPlain = question.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
                throw Refusal(
                    .badValue, "an answer must be a number, a string, an array of strings, true or false",
                    field: isPlain ? "answers.\(question)" : "answers", offset: offset)
            }
            answers.append(GivenAnswer(question: question, value: value, offset: offset))
        }
    }

    private mutating func answer(_ kind: JSONKind) throws(Refusal) -> GivenAnswer.Value? {
        switch kind {
        case .number:
            return .number(try Self.refusing(&reader) { reader throws(JSONError) in try reader.readDouble() })
        case .bool:
            return .flag(try Self.refusing(&reader) { reader throws(JSONError) in try reader.readBool() })
        case .string: return .string(reader.text(try scanString()))
        case .array: return try strings().map { .strings($0) }
        case .object, .null: return nil
        }
    }

    /// The strings of an array; nil when there is something else in it.
    private mutating func strings() throws(Refusal) -> [String]? {
        try Self.refusing(&reader) { reader throws(JSONError) in try reader.beginArray() }
        var strings: [String] = []
        while true {
            let isFirst = strings.isEmpty
            let hasNext = try Self.refusing(&reader) { reader throws(JSONError) in
                try reader.nextElement(first: isFirst)
            }
            guard hasNext else { return strings }
            guard strings.count < SurveyLimits.optionsMax, try peek() == .string else { return nil }
            strings.append(reader.text(try scanString()))
        }
    }

    /// Any JSON value, as a tree, and where it stands.
    mutating func tree() throws(Refusal) -> (value: JSONValue, offset: Int) {
        _ = try peek()
        let start = valueOffset
        try Self.refusing(&reader) { reader throws(JSONError) in try reader.skipValue() }
        do { return (try JSONValue(parsing: reader.bytes.extracting(start..<reader.offset)), start) } catch {
            throw Refusal(.badJSON, error.reason, offset: start + error.offset)
        }
    }
}

extension Refusal {
    /// The refusal of an answer or a definition.
    package init(_ fault: SurveyFault) {
        // A field's name may be the client's own words: then only its head is said.
        let isPlain = fault.field.utf8.count <= 128 && fault.field.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let field = isPlain ? fault.field : String(fault.field.prefix { $0 != "." })
        self.init(
            fault.isMissing ? .missingField : .badValue, "\(field) \(fault.reason)", field: field,
            offset: fault.offset)
    }
}
