// Surveys and their results on a page.

import EarshotClient
import LineProtocol

extension Page {
    /// What became of a definition, a closing or an opening.
    mutating func draw(_ receipt: SurveyReceipt) {
        let name = ink.paint(SafeText.line(receipt.survey), .strong)
        let state = receipt.closed.map { "closed since \(SafeText.line($0))" } ?? "open"
        add("\(name)  version \(receipt.version), \(state)\(receipt.hasChanged ? "" : "; nothing changed")")
    }

    /// A list of surveys.
    mutating func draw(surveys json: JSONValue) {
        var table = Table([.left, .right, .right, .right, .left])
        table.add(["survey", "version", "questions", "responses", "title"].map { Table.Cell($0, .faint) })
        for survey in json["surveys"]?.elements ?? [] {
            let version = survey["version"]?.integer ?? 0
            let questions = Figures.count(Int(clamping: survey["questions"]?.integer ?? 0))
            let responses = Figures.count(Int(clamping: survey["responses"]?.integer ?? 0))
            var title = SafeText.line(survey["title"]?.string ?? "")
            if survey["closed"]?.string != nil { title += " (closed)" }
            table.add([
                .init(SafeText.line(survey["survey"]?.string ?? ""), .strong), .init("\(version)"), .init(questions),
                .init(responses), .init(title),
            ])
        }
        add(contentsOf: table.lines(ink))
    }

    /// The questions of one version.
    mutating func draw(definition json: JSONValue) {
        let name = ink.paint(SafeText.line(json["survey"]?.string ?? ""), .strong)
        add("\(name)  version \(json["version"]?.integer ?? 0)  \(SafeText.line(json["title"]?.string ?? ""))")
        var table = Table([.left, .left, .left, .left])
        for question in json["questions"]?.elements ?? [] {
            var more = question["options"]?.elements.compactMap(\.string).joined(separator: " | ") ?? ""
            if let labels = question["labels"]?.elements.compactMap(\.string), !labels.isEmpty {
                more = labels.joined(separator: " … ")
            }
            if question["required"]?.bool == true { more = more.isEmpty ? "required" : "required; \(more)" }
            table.add([
                .init(SafeText.line(question["name"]?.string ?? ""), .strong),
                .init(SafeText.line(question["type"]?.string ?? ""), .faint),
                .init(SafeText.line(question["text"]?.string ?? "")), .init(SafeText.line(more), .faint),
            ])
        }
        add(contentsOf: table.lines(ink), indent: 2)
    }

    /// Results, question by question.
    mutating func draw(_ results: SurveyResults) {
        var head = ink.paint(SafeText.line(results.survey), .strong)
        head += "  version \(results.version)"
        if results.version < results.newestVersion { head += " (the newest is \(results.newestVersion))" }
        head += ", \(Figures.count(results.responseCount)) responses"
        if let closed = results.closed { head += ", closed since \(SafeText.line(closed))" }
        add(head)
        for question in results.questions { draw(question) }
        draw(results.dimensions)
        draw(results.days)
    }

    private mutating func draw(_ question: SurveyResults.Question) {
        add()
        var head = "\(ink.paint(SafeText.line(question.name), .strong))  n \(Figures.count(question.n))"
        if let mean = question.mean {
            head += "  mean \(Figures.fixed(mean, 2))"
            if let low = question.low, let high = question.high {
                head += ink.paint(" (\(Figures.fixed(low, 2)) … \(Figures.fixed(high, 2)))", .faint)
            }
        }
        if let share = question.topTwo { head += "  top two \(Figures.percent(share))" }
        add(head)
        if let nps = question.nps {
            add(
                "  NPS \(Figures.signed(nps, 1)) "
                    + ink.paint("(\(Figures.interval(question.npsLow, question.npsHigh, 1)))", .faint)
                    + "  promoters \(Figures.percent(question.promoters)) · passives "
                    + "\(Figures.percent(question.passives)) · detractors \(Figures.percent(question.detractors))")
        }
        let most = max(1, question.counts.map(\.n).max() ?? 1)
        var table = Table([.right, .left, .right])
        for count in question.counts {
            table.add([
                .init(SafeText.line(count.answer)), .init(Bars.share(Double(count.n) / Double(most), cells: 24)),
                .init(Figures.count(count.n), .faint),
            ])
        }
        add(contentsOf: table.lines(ink), indent: 2)
    }

    private mutating func draw(_ groups: [SurveyResults.Group]) {
        if groups.isEmpty { return }
        add()
        var table = Table([.left, .right, .right, .right, .left, .right])
        table.add(["dimension", "items", "n", "mean", "interval", "alpha"].map { Table.Cell($0, .faint) })
        for group in groups {
            let interval = group.low == nil ? "" : "\(Figures.fixed(group.low, 2)) … \(Figures.fixed(group.high, 2))"
            table.add([
                .init(Figures.words(group.dimension)), .init("\(group.items)"), .init(Figures.count(group.n)),
                .init(Figures.fixed(group.mean, 2)), .init(interval, .faint), .init(Figures.fixed(group.alpha, 2)),
            ])
        }
        add(contentsOf: table.lines(ink), indent: 2)
    }

    /// A line of small bars, one for each day from the first to the last.
    private mutating func draw(_ days: [SurveyResults.Day]) {
        guard let first = days.first, let last = days.last, days.count > 1 else { return }
        let most = max(1, days.map(\.n).max() ?? 1)
        let steps = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        let line = days.suffix(columns - 30).map { steps[min(7, $0.n * 8 / (most + 1))] }.joined()
        add()
        add("  \(SafeText.line(first.day)) \(line) \(SafeText.line(last.day))")
    }
}
