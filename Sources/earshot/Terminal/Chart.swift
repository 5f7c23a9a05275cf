// A figure over time, made of characters: a column for each step, a dot for its mean, a line for its interval, a gap where
// there was nothing.

/// How points are laid out in columns.
struct ChartScale {
    /// How many points share a column.
    let each: Int
    /// How many cells a column takes.
    let spacing: Int
    /// How many cells all take.
    let width: Int

    /// The layout of `count` points in at most `columns` cells.
    init(count: Int, columns: Int) {
        let columns = max(1, columns)
        let count = max(1, count)
        each = (count + columns - 1) / columns
        let shown = (count + each - 1) / each
        spacing = max(1, min(4, columns / shown))
        width = (shown - 1) * spacing + 1
    }
}

/// A plot of one series.
struct Chart {
    /// One column.
    struct Point {
        var value: Double?
        var low: Double?
        var high: Double?
        /// What it rests on.
        var n: Int
    }

    /// How many rows the plot has.
    static let rows = 9

    private let points: [Point]
    private let style: MetricStyle
    private let spacing: Int
    private let least: Double
    private let most: Double

    /// A plot in at most `columns` columns: where there are more points, neighbours are put together by their weight.
    init(_ points: [Point], columns: Int, style: MetricStyle) {
        let scale = ChartScale(count: points.count, columns: columns)
        self.style = style
        spacing = scale.spacing
        self.points = stride(from: 0, to: points.count, by: scale.each).map { start in
            Self.joined(Array(points[start..<min(points.count, start + scale.each)]))
        }
        let values = self.points.flatMap { [$0.value, $0.low, $0.high] }.compactMap { $0 }.filter(\.isFinite)
        (least, most) = Self.ends(values.min() ?? 0, values.max() ?? 0)
    }

    /// The ends of a scale that takes in both values and has round numbers at its ends and in its middle.
    static func ends(_ low: Double, _ high: Double) -> (Double, Double) {
        // A flat line lies in the middle.
        guard high > low else { return (low - 0.5, high + 0.5) }
        var unit = 1e-9
        while unit < 1e300 {
            for digit in [1.0, 2, 3, 4, 5, 6, 8] {
                let step = digit * unit
                let least = (low / step + 1e-9).rounded(.down) * step
                if least + 2 * step >= high - step * 1e-9 { return (least, least + 2 * step) }
            }
            unit *= 10
        }
        return (low, high)
    }

    /// The rows, from the top, each with its cells: the figure's, painted, and the interval's, faint.
    func lines(_ ink: Ink) -> [String] {
        (0..<Self.rows).map { row in
            let label = most - (most - least) * Double(row) / Double(Self.rows - 1)
            let showsLabel = row % 4 == 0
            var line = ink.paint(Self.padded(showsLabel ? style.text(label) : "", to: 7), .faint)
            line += ink.paint(showsLabel ? "┤" : "│", .faint)
            return line + cells(of: row, ink)
        }
    }

    private func cells(of row: Int, _ ink: Ink) -> String {
        // A line along zero, where there is something above and below it.
        let isZero = least < 0 && most > 0 && self.row(of: 0) == row
        let blank = isZero ? ink.paint("┄", .faint) : " "
        var cells = ""
        var gap = ""
        for (place, point) in points.enumerated() {
            if isZero, place > 0 { gap = String(repeating: blank, count: spacing - 1) }
            let mark: String
            if let value = point.value, self.row(of: value) == row {
                mark = ink.paint("●", style.tone(value))
            } else if let low = point.low, let high = point.high, self.row(of: high) <= row, row <= self.row(of: low) {
                mark = ink.paint("│", .faint)
            } else if isZero {
                mark = blank
            } else {
                gap += String(repeating: " ", count: spacing)
                continue
            }
            cells += gap + mark
            gap = String(repeating: " ", count: spacing - 1)
        }
        return cells
    }

    private func row(of value: Double) -> Int {
        let part = (most - value) / (most - least)
        guard part.isFinite else { return 0 }
        return max(0, min(Self.rows - 1, Int((max(0, min(1, part)) * Double(Self.rows - 1)).rounded())))
    }

    private static func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// Several points as one: the mean of those with a value, by their weight; the widest interval is left out, as that of
    /// the mean is not known.
    private static func joined(_ points: [Point]) -> Point {
        if points.count == 1 { return points[0] }
        let known = points.filter { $0.value != nil }
        let weight = known.reduce(0.0) { $0 + Double(max($1.n, 1)) }
        guard weight > 0 else { return Point(value: nil, low: nil, high: nil, n: 0) }
        let sum = known.reduce(0.0) { $0 + ($1.value ?? 0) * Double(max($1.n, 1)) }
        return Point(value: sum / weight, low: nil, high: nil, n: known.reduce(0) { $0 + $1.n })
    }
}

/// Counts side by side, eight steps high.
enum Sparkline {
    private static let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// One mark for each count, or for each few where there are more than `columns`; nothing is a dot on the ground.
    static func line(_ counts: [Int], columns: Int) -> String {
        let scale = ChartScale(count: counts.count, columns: columns)
        let sums = stride(from: 0, to: counts.count, by: scale.each).map { start in
            counts[start..<min(counts.count, start + scale.each)].reduce(0, +)
        }
        let most = max(1, sums.max() ?? 1)
        let gap = String(repeating: " ", count: scale.spacing - 1)
        return sums.map { $0 == 0 ? "·" : String(steps[max(0, min(7, Int(Double($0) / Double(most) * 7.99)))]) }.joined(
            separator: gap)
    }
}
