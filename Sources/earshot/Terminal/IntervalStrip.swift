// An interval drawn on a line: where a figure lies between two ends, and how sure it is.

/// Draws figures with their intervals on one scale.
struct IntervalStrip {
    /// What the ends of the line stand for.
    let low: Double
    let high: Double
    /// How many cells it has.
    let cells: Int

    /// A scale that takes in all the values given, and zero when it is asked for.
    init(_ values: [Double?], cells: Int, withZero: Bool = false) {
        let known = values.compactMap { $0 }.filter(\.isFinite) + (withZero ? [0] : [])
        let least = known.min() ?? 0
        let most = known.max() ?? 0
        low = least
        high = most > least ? most : least + 1
        self.cells = max(2, cells)
    }

    /// The line: `●` at the value, `─` along the interval, `┊` at zero where the scale passes it.
    func line(_ value: Double?, _ from: Double?, _ to: Double?) -> String {
        var marks = [Character](repeating: " ", count: cells)
        if low < 0, high > 0 { marks[cell(0)] = "┊" }
        if let from, let to {
            for cell in cell(from)...max(cell(from), cell(to)) { marks[cell] = "─" }
        }
        if let value { marks[cell(value)] = "●" }
        return String(marks)
    }

    private func cell(_ value: Double) -> Int {
        let part = (value - low) / (high - low)
        guard part.isFinite else { return 0 }
        return max(0, min(cells - 1, Int((max(0, min(1, part)) * Double(cells - 1)).rounded())))
    }
}
