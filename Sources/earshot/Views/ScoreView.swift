// One verbatim's score: verdict, dimensions, signals, and the words with the evidence marked.

import EarshotClient

extension Page {
    /// What a submission came to.
    mutating func draw(_ receipt: Receipt, text: String) {
        if let score = receipt.score {
            draw(verdictOf: score, id: receipt.id)
        } else {
            add(ink.paint(SafeText.line(receipt.id), .strong) + "  no words, no score")
        }
        let known = receipt.isDuplicate ? "was known already: counted once" : "stored"
        add(ink.paint("\(known), number \(receipt.sequence), durability \(SafeText.line(receipt.durability))", .faint))
        if let version = receipt.surveyVersion, let newest = receipt.newestSurveyVersion, version < newest {
            add(ink.paint("answers version \(version) of the survey, which has a version \(newest)", .faint))
        }
        guard let score = receipt.score else { return }
        draw(score)
        // The words of answers stand behind the text in the order of the questions, which only the server knows.
        if receipt.surveyVersion == nil { draw(evidenceOf: score, in: text, listing: false) }
    }

    /// One line: id, verdict, figure.
    mutating func draw(verdictOf score: VerbatimScore, id: String?) {
        let tone = Ink.tone(ofLabel: score.label)
        var parts = id.map { [ink.paint(SafeText.line($0), .strong)] } ?? []
        parts.append(ink.paint(SafeText.line(score.label), tone))
        parts.append(ink.paint(Figures.signed(score.compound, 4), tone))
        if score.compound != nil { parts.append("confidence \(Figures.fixed(score.confidence, 2))") }
        add(parts.joined(separator: "  "))
    }

    /// Dimensions and signals.
    mutating func draw(_ score: VerbatimScore) {
        if !score.dimensions.isEmpty {
            add()
            var table = Table([.left, .right, .left, .left])
            for dimension in score.dimensions {
                let tone = Ink.tone(of: dimension.score)
                table.add([
                    .init(Figures.words(dimension.name)), .init(Figures.signed(dimension.score, 4), tone),
                    .init(Bars.diverging(dimension.score, half: 8), tone), .init(Self.mentions(dimension), .faint),
                ])
            }
            add(contentsOf: table.lines(ink), indent: 2)
        }
        let signals = Self.signals(score.signals)
        if !signals.isEmpty {
            add()
            add("  signals  " + signals.joined(separator: " · "))
        }
        if !score.parties.isEmpty {
            let parties = score.parties.map { party in
                "\(SafeText.line(party.name)) (\(Figures.words(party.kind)) \(Figures.signed(party.compound, 2)))"
            }
            add("  parties  " + parties.joined(separator: " · "))
        }
    }

    private static func mentions(_ dimension: VerbatimScore.DimensionScore) -> String {
        var parts: [String] = []
        if dimension.negativeMentions > 0 { parts.append("\(dimension.negativeMentions) against") }
        if dimension.positiveMentions > 0 { parts.append("\(dimension.positiveMentions) for") }
        return parts.joined(separator: ", ")
    }

    private static func signals(_ signals: SignalValues) -> [String] {
        var parts: [String] = []
        let groups = [
            ("outcome", signals.outcomes), ("touchpoint", signals.touchpoints), ("urgent", signals.urgency),
            ("modality", signals.modality),
        ]
        for (name, values) in groups where !values.isEmpty {
            parts.append("\(name) \(values.map(Figures.words).joined(separator: ", "))")
        }
        let counts = [
            ("contact attempts", signals.contactAttempts), ("no-shows", signals.noShows),
            ("transfers", signals.transfers), ("repeats", signals.repeats),
        ]
        for (name, count) in counts where count > 0 { parts.append("\(name) \(count)") }
        if let minutes = signals.waitingMinutes { parts.append("waited \(Figures.minutes(Double(minutes)))") }
        if let money = signals.money { parts.append("money \(Figures.fixed(money, 2))") }
        if signals.isTranscript { parts.append("transcript") }
        return parts
    }
}
