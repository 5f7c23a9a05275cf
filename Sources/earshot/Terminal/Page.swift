// What a view is drawn on: so many cells wide, with or without colour.

/// Lines of text being composed.
struct Page {
    /// Cells of a line, at most, where lines can be wrapped.
    let columns: Int
    let ink: Ink
    private(set) var lines: [String] = []

    /// A page for what standard output leads to; 80 columns where nothing is known, and no more than can be read well.
    init(columns: Int?, ink: Ink) {
        self.columns = min(max(columns ?? 80, 40), 100)
        self.ink = ink
    }

    /// Adds a line.
    mutating func add(_ line: String = "") { lines.append(line) }

    /// Adds lines, indented.
    mutating func add(contentsOf more: [String], indent: Int = 0) {
        let margin = String(repeating: " ", count: indent)
        for line in more { lines.append(line.isEmpty ? line : margin + line) }
    }

    /// The page as it is written out.
    var text: String { lines.map { $0 + "\n" }.joined() }
}
