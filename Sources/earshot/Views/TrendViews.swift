// A trend as a plot and, where it is short enough to be read, as a table.

import EarshotClient

extension Page {
    /// More points than this are looked at, not read.
    private static let tableMax = 40

    /// A trend: a plot for each metric, and how much came.
    mutating func draw(_ trend: TrendReport) {
        add("\(ink.paint(SafeText.line(trend.org), .strong))  \(ink.paint(Self.about(trend), .faint))")
        let unused = trend.points.prefix { $0.received == 0 }.count
        guard unused < trend.points.count else { return add("nothing in that time") }
        var trend = trend
        if unused > 2 {
            trend.points.removeFirst(unused)
            add(ink.paint("nothing before \(Self.moment(trend.points[0].from, trend.step))", .faint))
        }
        for name in trend.points[0].figures.map(\.name) { plot(trend, name) }
        let columns = columns - 9
        add()
        add("received " + Sparkline.line(trend.points.map(\.received), columns: columns))
        add(ink.paint("         " + Self.axis(trend, columns: columns), .faint))
        guard trend.points.count <= Self.tableMax else { return }
        // How much came stands in a column of its own.
        let names = trend.points[0].figures.map(\.name).filter { $0 != "volume" }
        let all = Self.table(trend, names)
        if all.width <= self.columns || names.count < 2 {
            add()
            return add(contentsOf: all.lines(ink))
        }
        for name in names {
            add()
            add(contentsOf: Self.table(trend, [name]).lines(ink))
        }
    }

    private mutating func plot(_ trend: TrendReport, _ name: String) {
        let figures = trend.points.map { point in point.figures.first { $0.name == name }?.value }
        let chart = Chart(
            figures.map { Chart.Point(value: $0?.value, low: $0?.low, high: $0?.high, n: $0?.n ?? 0) },
            columns: columns - 9, style: MetricStyle(name))
        add()
        add(ink.paint(Figures.words(name), .strong))
        add(contentsOf: chart.lines(ink), indent: 1)
    }

    private static func table(_ trend: TrendReport, _ names: [String]) -> Table {
        var table = Table([.left, .right] + names.flatMap { _ in [Table.Alignment.right, .right, .left] })
        let heads = [trend.step, "received"] + names.flatMap { ["n", $0, "95 % interval"] }
        table.add(heads.map { Table.Cell(Figures.words($0), .faint) })
        for point in trend.points {
            var row = [Table.Cell(moment(point.from, trend.step)), .init(Figures.count(point.received))]
            for figure in point.figures where names.contains(figure.name) {
                let style = MetricStyle(figure.name)
                row += [
                    .init(Figures.count(figure.value.n)),
                    .init(style.text(figure.value.value), style.tone(figure.value.value)),
                    .init(style.interval(figure.value.low, figure.value.high), .faint),
                ]
            }
            table.add(row)
        }
        return table
    }

    /// The first and the last moment under the ends of the plot.
    private static func axis(_ trend: TrendReport, columns: Int) -> String {
        let width = ChartScale(count: trend.points.count, columns: columns).width
        let first = moment(trend.points.first?.from ?? "", trend.step)
        let last = moment(trend.points.last?.from ?? "", trend.step)
        let space = width - first.count - last.count
        if space < 1 { return "\(first) … \(last)" }
        return first + String(repeating: " ", count: space) + last
    }

    private static func about(_ trend: TrendReport) -> String {
        var text = "by \(SafeText.line(trend.step)), \(trend.points.count) points"
        if let segment = trend.segment { text += ", \(named(segment))" }
        return text
    }

    /// A moment as short as its step allows.
    private static func moment(_ text: String, _ step: String) -> String {
        let safe = SafeText.line(text)
        return step == "hour" ? String(safe.prefix(16)) : String(safe.prefix(step == "month" ? 7 : 10))
    }

    /// A segment as it is written on the command line.
    static func named(_ segment: Scope.Segment) -> String {
        "\(SafeText.line(segment.axis))=\(SafeText.line(segment.value))"
    }

    /// A span of time, or all of it: whole days as dates, without an end where it has none.
    static func span(_ window: OrganisationReport.Window?) -> String {
        guard let window else { return "all time" }
        func day(_ moment: String) -> String { moment.hasSuffix("T00:00:00Z") ? String(moment.prefix(10)) : moment }
        // What nobody asked for is told as the end of the calendar.
        let isOpen = window.to.utf8.count > 20
        return SafeText.line(isOpen ? "from \(day(window.from)) on" : "\(day(window.from)) to \(day(window.to))")
    }
}
