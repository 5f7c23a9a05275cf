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
        let table = Table.fitting(columns, flexible: 9...25) { Self.table(comparison, cells: $0) }
        add(contentsOf: table.lines(ink))
        add()
        let tested = comparison.rows.filter { $0.adjusted != nil }
        let tests = Set(tested.compactMap(\.test)).sorted().map { Figures.words($0) }.joined(separator: ", ")
        let level = Figures.fixed(comparison.level, 2)
        add(ink.paint("differs: p below \(level), adjusted for \(tested.count) tests (Benjamini-Hochberg):", .faint))
        add(ink.paint("\(tests). Where nothing stands, no difference is shown.", .faint))
    }

    private static func table(_ comparison: ComparisonReport, cells: Int) -> Table {
        let strip = IntervalStrip(
            comparison.rows.flatMap { [$0.difference, $0.low, $0.high] }, cells: cells, withZero: true)
        var table = Table([.left, .right, .right, .right, .right, .right, .left, .right, .left])
        table.add(["", "A", "n", "B", "n", "A - B", "95 %", "p", ""].map { Table.Cell($0, .faint) })
        for row in comparison.rows {
            let style = MetricStyle(row.metric)
            let isReal = (row.adjusted ?? 1) < comparison.level
            let isTested = row.difference != nil
            let isCount = style == .count
            table.add([
                .init(Figures.words(row.metric), isReal ? .strong : .plain), .init(style.text(row.first.value)),
                .init(isCount ? "" : Figures.count(row.first.n), .faint), .init(style.text(row.second.value)),
                .init(isCount ? "" : Figures.count(row.second.n), .faint),
                .init(isTested ? style.difference(row.difference) : "", isReal ? .strong : .faint),
                .init(
                    isTested ? strip.line(row.difference, row.low, row.high) : "",
                    isReal ? style.tone(ofDifference: row.difference) : .faint),
                .init(isTested ? probability(row.adjusted) : ""), .init(isReal ? "differs" : "", .strong),
            ])
        }
        return table
    }

    /// The drivers of an outcome, in their four quadrants.
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
        for (quadrant, meaning) in Self.quadrants {
            let rows = drivers.rows.filter { $0.quadrant == quadrant }
            if rows.isEmpty { continue }
            add()
            add(
                ink.paint(quadrant.map { Figures.words($0) } ?? "too few texts to tell", .strong)
                    + ink.paint(meaning.isEmpty ? "" : "  \(meaning)", .faint))
            add(
                contentsOf: Self.table(rows, most: drivers.rows.compactMap(\.importance).max() ?? 1).lines(ink),
                indent: 2)
        }
        add()
        add(ink.paint("if good, if bad: the outcome's mean less that of texts that do not speak of it (n)", .faint))
    }

    private static let quadrants: [(String?, String)] = [
        ("concentrate_here", "important, poor"), ("keep_up", "important, good"),
        ("low_priority", "less important, poor"), ("possible_overkill", "less important, good"), (nil, ""),
    ]

    /// Rows of drivers, their importance beside the largest.
    private static func table(_ rows: [DriverReport.Row], most: Double) -> Table {
        var table = Table([.left, .right, .left, .right, .right, .left, .right, .right])
        let heads = ["", "importance", "", "mean", "n", "", "if good", "if bad"]
        table.add(heads.map { Table.Cell($0, .faint) })
        for row in rows {
            let tone = Ink.tone(of: row.performance.value)
            table.add([
                .init(padded(Figures.words(row.dimension), to: 14)), .init(Figures.percent(row.importance)),
                .init(Bars.share((row.importance ?? 0) / max(most, 1e-9), cells: 8)),
                .init(Figures.signed(row.performance.value, 2), tone),
                .init(padded(Figures.count(row.performance.n), to: 6, atStart: true), .faint),
                .init(Bars.diverging(row.performance.value ?? 0, half: 3), tone),
                .init(padded(effect(row.good), to: 11, atStart: true)),
                .init(padded(effect(row.bad), to: 11, atStart: true)),
            ])
        }
        return table
    }

    /// A text that is as wide in every table, so that their columns stand under each other.
    private static func padded(_ text: String, to width: Int, atStart: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return atStart ? space + text : text + space
    }

    /// A league.
    mutating func draw(_ ranking: RankReport) {
        add(
            "\(ink.paint("\(Figures.words(ranking.of)) by \(Figures.words(ranking.metric))", .strong))  "
                + ink.paint(Self.span(ranking.window), .faint))
        if ranking.rows.isEmpty { add("nobody has enough submissions") }
        let table = Table.fitting(columns, flexible: 11...31) { Self.table(ranking, cells: $0) }
        add(contentsOf: table.lines(ink))
        add(
            ink.paint(
                "\(Figures.count(ranking.rankedCount)) in the league, \(Figures.count(ranking.belowMinimumCount)) with too "
                    + "few submissions", .faint))
        if ranking.rows.contains(where: { $0.alike.count > 1 }) {
            add(ink.paint("like 1–3: cannot be told from the first three with any certainty", .faint))
        }
    }

    private static func table(_ ranking: RankReport, cells: Int) -> Table {
        let strip = IntervalStrip(
            ranking.rows.flatMap { [$0.figure.value, $0.figure.low, $0.figure.high] }, cells: cells)
        var table = Table([.right, .left, .right, .right, .left, .left])
        if !ranking.rows.isEmpty { table.add(["", "", "n", "", "95 % interval", ""].map { Table.Cell($0, .faint) }) }
        let style = MetricStyle(ranking.metric)
        for row in ranking.rows {
            let isAlone = row.alike.count == 1
            table.add([
                .init("\(row.rank)", .strong), .init(SafeText.line(row.name)), .init(Figures.count(row.figure.n)),
                .init(style.text(row.figure.value), style.tone(row.figure.value)),
                .init(strip.line(row.figure.value, row.figure.low, row.figure.high), .faint),
                .init(isAlone ? "" : alike(row.alike), .faint),
            ])
        }
        return table
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
            if axis.value.otherCount > 0 {
                let values = Self.values(axis.value.otherValues)
                add("  \(Figures.count(axis.value.otherCount)) with \(values), counted together as ~other")
            }
        }
    }

    private static func probability(_ p: Double?) -> String {
        guard let p else { return "–" }
        return p < 0.001 ? "<0.001" : Figures.fixed(p, 3)
    }

    private static func effect(_ figure: Figure) -> String {
        figure.n == 0 ? "–" : "\(Figures.signed(figure.value, 2)) (\(Figures.count(figure.n)))"
    }

    private static func alike(_ places: ClosedRange<Int>) -> String {
        "like \(places.lowerBound)–\(places.upperBound)"
    }
}
