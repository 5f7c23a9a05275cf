// A report taken apart: a line for each value of an axis, to be looked down.

import EarshotClient

extension Page {
    /// The parts of a report.
    mutating func draw(_ split: OrganisationReport.Split) {
        add()
        add(ink.paint("By \(SafeText.line(split.axis))", .strong))
        let shown = split.parts + [split.other, split.without].compactMap { $0 }
        guard !shown.isEmpty else { return add("  nothing came") }
        let table = Table.fitting(columns - 2, flexible: 9...21) { cells in
            let strip = IntervalStrip(
                shown.flatMap { [$0.sentiment.compound.mean, $0.sentiment.compound.low, $0.sentiment.compound.high] },
                cells: cells, withZero: true)
            var table = Table([.left, .right, .right, .right, .left, .right, .left])
            table.add(["", "received", "n", "mean", "95 %", "negative", "weakest"].map { Table.Cell($0, .faint) })
            for part in split.parts { table.add(row(part, SafeText.line(part.value), .plain, strip)) }
            if let other = split.other { table.add(row(other, Self.values(split.otherValues), .faint, strip)) }
            if let without = split.without { table.add(row(without, "without", .faint, strip)) }
            return table
        }
        add(contentsOf: table.lines(ink), indent: 2)
        if split.hiddenCount > 0 {
            add(ink.paint("  \(Figures.count(split.hiddenCount)) more values: --limit", .faint))
        }
    }

    /// How many values are counted together: beyond some hundreds it is an estimate.
    static func values(_ count: Int) -> String {
        count == 1 ? "1 further value" : "\(count > 256 ? "some " : "")\(Figures.count(count)) further values"
    }

    private func row(
        _ part: OrganisationReport.Split.Part, _ name: String, _ tone: Tone, _ strip: IntervalStrip
    ) -> [Table.Cell] {
        let compound = part.sentiment.compound
        let negative = part.sentiment.shares.first { $0.name == "negative" }?.value.share
        // One text is no weakness.
        let weakest = part.dimensions.filter { $0.score.n > 1 && ($0.score.mean ?? 0) < 0 }
            .min { ($0.score.mean ?? 0) < ($1.score.mean ?? 0) }
        let words = weakest.map { "\(Figures.words($0.name)) \(Figures.signed($0.score.mean, 2)) (\($0.score.n))" }
        return [
            .init(name, tone), .init(Figures.count(part.received)), .init(Figures.count(compound.n), .faint),
            .init(Figures.signed(compound.mean, 3), Ink.tone(of: compound.mean)),
            .init(strip.line(compound.mean, compound.low, compound.high), Ink.tone(of: compound.mean)),
            .init(Figures.percent(negative)), .init(words ?? "", .faint),
        ]
    }

    /// What surveys asked outright.
    mutating func draw(_ ratings: OrganisationReport.Ratings) {
        var table = Table([.left, .right, .left, .right, .left])
        if let nps = ratings.nps {
            table.add([
                .init("nps"),
                .init(Figures.signed(nps.figure.value.map { $0 * 100 }, 0), Ink.tone(of: nps.figure.value)),
                .init(Bars.diverging(nps.figure.value ?? 0, half: 8), Ink.tone(of: nps.figure.value)),
                .init("n \(Figures.count(nps.figure.n))"),
                .init(MetricStyle.nps.interval(nps.figure.low, nps.figure.high), .faint),
            ])
        }
        for (name, mean, least, most) in [("csat", ratings.csat, 1.0, 5.0), ("ces", ratings.ces, 1.0, 7.0)] {
            guard let mean, let value = mean.mean else { continue }
            table.add([
                .init(name), .init(Figures.fixed(value, 2)),
                .init(Bars.share((value - least) / (most - least), cells: 17)),
                .init("n \(Figures.count(mean.n))"), .init(Figures.plainInterval(mean.low, mean.high, 2), .faint),
            ])
        }
        guard !table.isEmpty else { return }
        add()
        add(ink.paint("Surveys", .strong))
        add(contentsOf: table.lines(ink), indent: 2)
        guard let nps = ratings.nps else { return }
        add(
            ink.paint(
                "  nps: \(Figures.count(nps.promoters)) promoters · \(Figures.count(nps.passives)) passives · "
                    + "\(Figures.count(nps.detractors)) detractors", .faint))
    }
}
