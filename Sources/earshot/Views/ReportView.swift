// How an organisation stands, on one screen. What has no figure shows a dash, never a zero.

import EarshotClient

extension Page {
    /// A report.
    mutating func draw(_ report: OrganisationReport) {
        let part = report.segment.map { "  \(Self.named($0))" } ?? ""
        add("\(ink.paint(SafeText.line(report.org), .strong))\(part)  \(ink.paint(Self.span(report.window), .faint))")
        let volume = report.volume
        if volume.received == 0 {
            return add("nothing came" + (report.segment == nil ? "" : " with\(part.dropFirst(1))"))
        }
        add(
            """
            \(Figures.count(volume.received)) received · \(Figures.count(volume.scored)) scored · \
            \(Figures.count(volume.insufficient)) with too little evidence · \
            \(Figures.count(volume.duplicates)) duplicates · \(Figures.count(report.verbatimsHeld)) verbatims kept
            """)
        draw(report.sentiment)
        draw(report.dimensions)
        draw(report.ratings)
        draw(report.signals)
        if let split = report.split { draw(split) }
    }

    private mutating func draw(_ sentiment: OrganisationReport.Sentiment) {
        let compound = sentiment.compound
        add()
        add(ink.paint("Sentiment", .strong))
        var line = "  mean \(ink.paint(Figures.signed(compound.mean, 3), Ink.tone(of: compound.mean)))"
        let interval = Figures.interval(compound.low, compound.high, 3)
        if !interval.isEmpty { line += "  95 % \(interval)" }
        line += "  median \(Figures.signed(sentiment.median, 3))  n \(Figures.count(compound.n))"
        add(line)
        var table = Table([.left, .right, .right, .left, .left])
        for share in sentiment.shares {
            table.add([
                .init(Figures.words(share.name)), .init(Figures.percent(share.value.share)),
                .init(Figures.count(share.value.n)),
                .init(Bars.share(share.value.share ?? 0, cells: 24), Ink.tone(ofLabel: share.name)),
                .init(Self.percentages(share.value.low, share.value.high), .faint),
            ])
        }
        add(contentsOf: table.lines(ink), indent: 2)
    }

    private mutating func draw(_ dimensions: [OrganisationReport.Dimension]) {
        guard !dimensions.isEmpty else { return }
        add()
        add(ink.paint("Dimensions", .strong))
        var table = Table([.left, .right, .right, .left, .right, .right, .left])
        table.add(
            ["", "n", "mean", "", "against", "for", "95 % interval"].map { Table.Cell($0, .faint) })
        for dimension in dimensions {
            let mean = dimension.score.mean
            let tone = Ink.tone(of: mean)
            table.add([
                .init(Figures.words(dimension.name)), .init(Figures.count(dimension.score.n)),
                .init(Figures.signed(mean, 3), tone), .init(Bars.diverging(mean ?? 0, half: 8), tone),
                .init(Figures.count(dimension.negativeMentions)), .init(Figures.count(dimension.positiveMentions)),
                .init(Figures.interval(dimension.score.low, dimension.score.high, 3), .faint),
            ])
        }
        add(contentsOf: table.lines(ink), indent: 2)
    }

    private mutating func draw(_ signals: OrganisationReport.Signals) {
        var table = Table([.left, .left])
        var isEmpty = true
        func row(_ name: String, _ text: String) {
            table.add([.init(Figures.words(name)), .init(text)])
            isEmpty = false
        }
        for group in signals.groups where !group.value.isEmpty {
            let values = group.value.map { "\(Figures.words($0.name)) \(Figures.count($0.value))" }
            row(group.name, values.joined(separator: " · "))
        }
        for count in signals.counts where count.value.texts > 0 {
            row(count.name, "\(Figures.count(count.value.total)) in \(Figures.count(count.value.texts)) texts")
        }
        let waiting = signals.waiting
        if waiting.n > 0 {
            row(
                "waiting",
                """
                median \(Figures.minutes(waiting.medianMinutes)) · nine in ten up to \
                \(Figures.minutes(waiting.p90Minutes)) · mean \(Figures.minutes(waiting.meanMinutes)) · \
                n \(Figures.count(waiting.n))
                """)
        }
        if signals.moneyCount > 0 {
            row("money", "\(Figures.fixed(signals.moneyTotal, 2)) in \(Figures.count(signals.moneyCount)) texts")
        }
        if signals.transcriptCount > 0 { row("transcripts", Figures.count(signals.transcriptCount)) }
        guard !isEmpty else { return }
        add()
        add(ink.paint("Signals", .strong))
        add(contentsOf: table.lines(ink), indent: 2)
    }

    private static func percentages(_ low: Double?, _ high: Double?) -> String {
        guard let low, let high else { return "" }
        return "\(Figures.fixed(low * 100, 1)) … \(Figures.fixed(high * 100, 1)) %"
    }
}

extension Page {
    /// One of the words behind a report.
    mutating func draw(words page: VerbatimPage, isFirst: Bool) {
        guard let stored = page.verbatims.first, let score = stored.score, score.compound != nil else { return }
        if isFirst || lines.isEmpty {
            add()
            add(ink.paint("Words", .strong))
        }
        let figure = ink.paint(Figures.signed(score.compound, 3), Ink.tone(of: score.compound))
        add("  \(figure)  \(ink.paint(SafeText.line(stored.id), .faint))")
        let lines = MarkedText(stored.submission.text, marks: []).lines(columns: columns - 4, ink: ink)
        add(contentsOf: lines.count > 3 ? lines.prefix(2) + [lines[2] + " …"] : lines, indent: 4)
    }
}
