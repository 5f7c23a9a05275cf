// Two sides beside each other, the drivers of an outcome, leagues, and the axes of segments.

import EarshotClient

extension Page {
    /// A comparison: what is real is strong, the rest is faint.
    mutating func draw(_ comparison: ComparisonReport) {
        for (letter, side) in zip(["A", "B"], comparison.sides) {
            var line = "\(ink.paint(letter, .strong))  \(SafeText.line(side.org))  \(Self.span(side.window))"
            if let segment = side.segment { line += "  \(Self.named(segment))" }
            add(line + ink.paint("  \(Figures.count(side.received)) received", .faint))
        }
        guard !comparison.rows.isEmpty else { return add("no figure that both sides have") }
        add()
        let strip = IntervalStrip(
            comparison.rows.flatMap { [$0.difference, $0.low, $0.high] }, cells: 25, withZero: true)
        var table = Table([.left, .right, .right, .right, .left, .right, .left])
        table.add(["", "A", "B", "A - B", "95 % interval", "p", ""].map { Table.Cell($0, .faint) })
        for row in comparison.rows {
            let style = MetricStyle(row.metric)
            let isReal = (row.adjusted ?? 1) < comparison.level
            let isTested = row.difference != nil
            table.add([
                .init(Figures.words(row.metric), isReal ? .strong : .plain), .init(style.text(row.first.value)),
                .init(style.text(row.second.value)),
                .init(isTested ? style.difference(row.difference) : "", isReal ? .strong : .faint),
                .init(
                    isTested ? strip.line(row.difference, row.low, row.high) : "",
                    isReal ? style.tone(ofDifference: row.difference) : .faint),
                .init(isTested ? Self.probability(row.adjusted) : ""),
                .init(isReal ? "differs" : isTested ? "no difference shown" : "", isReal ? .strong : .faint),
            ])
        }
        add(contentsOf: table.lines(ink))
        add()
        let tests = Set(comparison.rows.compactMap(\.test)).sorted().map { Figures.words($0) }
        add(
            ink.paint(
                "p is adjusted for \(comparison.rows.count { $0.adjusted != nil }) tests (Benjamini-Hochberg); tests: "
                    + tests.joined(separator: ", "), .faint))
    }

    /// The drivers of an outcome.
    mutating func draw(_ drivers: DriverReport) {
        var line = "\(ink.paint(SafeText.line(drivers.org), .strong))  \(ink.paint(Self.span(drivers.window), .faint))"
        if let segment = drivers.segment { line += "  \(Self.named(segment))" }
        add(line)
        let explained =
            drivers.explained.map { "; all dimensions explain \(Figures.percent($0)) of its variance" } ?? ""
        add(
            "\(Figures.words(drivers.outcome)): mean \(Figures.signed(drivers.mean, 3)), n \(Figures.count(drivers.n))"
                + explained)
        guard !drivers.rows.isEmpty else { return }
        add()
        var table = Table([.left, .right, .left, .right, .left, .right, .right, .left])
        table.add(
            ["", "importance", "", "mean", "", "if good", "if bad", ""].map { Table.Cell($0, .faint) })
        for row in drivers.rows {
            let tone = Ink.tone(of: row.performance.value)
            table.add([
                .init(Figures.words(row.dimension)), .init(Figures.percent(row.importance)),
                .init(Bars.share(row.importance ?? 0, cells: 12)),
                .init(Figures.signed(row.performance.value, 3), tone),
                .init(Bars.diverging(row.performance.value ?? 0, half: 5), tone), .init(Self.effect(row.good)),
                .init(Self.effect(row.bad)),
                .init(
                    row.quadrant.map { Figures.words($0) } ?? "", row.quadrant == "concentrate_here" ? .strong : .faint),
            ])
        }
        add(contentsOf: table.lines(ink))
        add()
        add(ink.paint("if good, if bad: the outcome's mean less that of texts that do not speak of it (n)", .faint))
    }

    /// A league.
    mutating func draw(_ ranking: RankReport) {
        add(
            "\(ink.paint("\(Figures.words(ranking.of)) by \(Figures.words(ranking.metric))", .strong))  "
                + ink.paint(Self.span(ranking.window), .faint))
        if ranking.rows.isEmpty { add("nobody has enough submissions") }
        let strip = IntervalStrip(
            ranking.rows.flatMap { [$0.figure.value, $0.figure.low, $0.figure.high] }, cells: 31)
        var table = Table([.right, .left, .right, .right, .left, .left])
        if !ranking.rows.isEmpty { table.add(["", "", "n", "", "95 % interval", ""].map { Table.Cell($0, .faint) }) }
        let style = MetricStyle(ranking.metric)
        for (place, row) in ranking.rows.enumerated() {
            let isAlone = row.alike.count == 1
            table.add([
                .init("\(row.rank)", .strong), .init(SafeText.line(row.name)), .init(Figures.count(row.figure.n)),
                .init(style.text(row.figure.value), style.tone(row.figure.value)),
                .init(strip.line(row.figure.value, row.figure.low, row.figure.high), .faint),
                .init(isAlone ? "" : Self.alike(row.alike, place: place + 1), .faint),
            ])
        }
        add(contentsOf: table.lines(ink))
        add(
            ink.paint(
                "\(Figures.count(ranking.rankedCount)) in the league, \(Figures.count(ranking.belowMinimumCount)) with too "
                    + "few submissions", .faint))
    }

    /// The axes of segments.
    mutating func draw(_ segments: SegmentReport) {
        for axis in segments.axes {
            add(ink.paint(SafeText.line(axis.name), .strong))
            if axis.value.values.isEmpty, axis.value.otherCount == 0 { add("  no value yet") }
            var table = Table([.left, .right, .left])
            let most = Double(max(1, axis.value.values.map(\.value).max() ?? 1))
            for value in axis.value.values {
                table.add([
                    .init(SafeText.line(value.name)), .init(Figures.count(value.value)),
                    .init(Bars.share(Double(value.value) / most, cells: 24)),
                ])
            }
            add(contentsOf: table.lines(ink), indent: 2)
            if axis.value.otherCount > 0 { add("  \(Figures.count(axis.value.otherCount)) with further values") }
        }
    }

    private static func probability(_ p: Double?) -> String {
        guard let p else { return "–" }
        return p < 0.001 ? "<0.001" : Figures.fixed(p, 3)
    }

    private static func effect(_ figure: Figure) -> String {
        figure.n == 0 ? "–" : "\(Figures.signed(figure.value, 2)) (\(Figures.count(figure.n)))"
    }

    private static func alike(_ places: ClosedRange<Int>, place: Int) -> String {
        "like \(places.lowerBound)–\(places.upperBound)"
    }
}
