// Rows of cells under each other. Widths go by what a terminal shows, not by characters.

/// A table whose columns are as wide as their widest cell.
struct Table {
    /// How a column's cells stand.
    enum Alignment: Sendable {
        case left, right
    }

    /// A text and its tone. The text must be safe for a terminal.
    struct Cell {
        var text: String
        var tone: Tone

        init(_ text: String, _ tone: Tone = .plain) {
            self.text = text
            self.tone = tone
        }
    }

    private let alignments: [Alignment]
    private var rows: [[Cell]] = []

    init(_ alignments: [Alignment]) { self.alignments = alignments }

    /// Whether it has no row.
    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; what is missing at its end is empty.
    mutating func add(_ row: [Cell]) { rows.append(row) }

    /// The cells that its widest line takes.
    var width: Int { widths.reduce(0, +) + 2 * max(0, widths.filter { $0 > 0 }.count - 1) }

    private var widths: [Int] {
        alignments.indices.map { column in
            rows.map { column < $0.count ? DisplayWidth.of($0[column].text) : 0 }.max() ?? 0
        }
    }

    /// A table with one column that is as wide as the others leave it, within bounds: made once with the least, to see what
    /// is left, and then for good.
    static func fitting(
        _ columns: Int, flexible cells: ClosedRange<Int>, _ make: (_ cells: Int) -> Table
    ) -> Table {
        let spare = columns - make(cells.lowerBound).width
        return make(max(cells.lowerBound, min(cells.upperBound, cells.lowerBound + spare)))
    }

    /// The lines, with two spaces between the columns and none at the ends.
    func lines(_ ink: Ink) -> [String] {
        let widths = widths
        return rows.map { row in
            var line = ""
            var owed = 0
            for (column, cell) in row.enumerated() where column < alignments.count {
                let gap = widths[column] - DisplayWidth.of(cell.text)
                if alignments[column] == .right { owed += gap }
                // Spaces are owed until something follows them, so that no line ends with any.
                if !cell.text.isEmpty {
                    line += String(repeating: " ", count: owed) + ink.paint(cell.text, cell.tone)
                    owed = 0
                }
                owed += 2 + (alignments[column] == .left ? gap : 0)
            }
            return line
        }
    }
}
