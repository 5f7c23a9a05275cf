// Whether a definition makes sense: asked before it becomes a version, so that whatever is stored can be counted.

extension Survey {
    /// Checks everything that can be wrong with a definition.
    ///
    /// - Throws: the first fault, with the place of its question.
    package func check() throws(SurveyFault) {
        guard title.utf8.count <= SurveyLimits.titleBytesMax else {
            throw SurveyFault("title", "has at most \(SurveyLimits.titleBytesMax) bytes")
        }
        guard !questions.isEmpty, questions.count <= SurveyLimits.questionsMax else {
            throw SurveyFault("questions", "must be 1 to \(SurveyLimits.questionsMax)")
        }
        for (index, question) in questions.enumerated() {
            try question.check("questions[\(index)]")
            if questions[..<index].contains(where: { $0.name == question.name }) {
                throw SurveyFault("questions[\(index)].name", "stands twice")
            }
        }
    }
}

extension SurveyQuestion {
    fileprivate func check(_ place: String) throws(SurveyFault) {
        let isName = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard isName, !name.isEmpty, name.utf8.count <= SurveyLimits.nameBytesMax else {
            throw SurveyFault("\(place).name", "must be 1 to \(SurveyLimits.nameBytesMax) visible ASCII characters")
        }
        guard text.utf8.count <= SurveyLimits.textBytesMax else {
            throw SurveyFault("\(place).text", "has at most \(SurveyLimits.textBytesMax) bytes")
        }
        if let touchpoint { try Self.check([touchpoint], "\(place).touchpoint") }
        try Self.check(labels, "\(place).labels")
        try Self.check(options, "\(place).options")
        try checkScale(place)
        try checkOptions(place)
        guard minimum <= maximum else { throw SurveyFault("\(place).min", "must not be above max") }
    }

    private func checkScale(_ place: String) throws(SurveyFault) {
        if type == .likert || type == .stars, !SurveyLimits.pointsRange.contains(points) {
            let range = SurveyLimits.pointsRange
            throw SurveyFault("\(place).points", "must be \(range.lowerBound) to \(range.upperBound)")
        }
        guard let scale else {
            if labels.isEmpty { return }
            throw SurveyFault("\(place).labels", "are for a scale: nps, csat, ces, likert, stars")
        }
        guard labels.isEmpty || labels.count == 2 || labels.count == scale.count else {
            throw SurveyFault("\(place).labels", "must be two, for the ends, or one for each point")
        }
    }

    private func checkOptions(_ place: String) throws(SurveyFault) {
        guard type == .choice || type == .multi else {
            if options.isEmpty { return }
            throw SurveyFault("\(place).options", "are for choice and multi")
        }
        guard options.count >= 2, options.count <= SurveyLimits.optionsMax else {
            throw SurveyFault("\(place).options", "must be 2 to \(SurveyLimits.optionsMax)")
        }
        for (index, option) in options.enumerated() where options[..<index].contains(option) {
            throw SurveyFault("\(place).options", "names an option twice")
        }
    }

    private static func check(_ labels: [String], _ field: String) throws(SurveyFault) {
        for label in labels {
            let isPlain = label.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            guard isPlain, !label.isEmpty, label.utf8.count <= SurveyLimits.labelBytesMax else {
                throw SurveyFault(field, "must have 1 to \(SurveyLimits.labelBytesMax) bytes, no control characters")
            }
        }
    }
}
