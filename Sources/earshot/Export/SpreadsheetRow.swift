// A row of comma-separated values (RFC 4180) that a spreadsheet can open without being made to do anything.

/// Cells in their order, and the line they make.
struct SpreadsheetRow {
    private var cells: [String] = []

    /// Adds words. A cell that a spreadsheet would take for a formula, or that begins with a control character, gets an
    /// apostrophe before it, which spreadsheets do not show.
    mutating func add(text: String?) { cells.append(Self.quoted(Self.harmless(text ?? ""))) }

    /// Adds a figure of ours, which may begin with a minus sign.
    mutating func add(figure: String?) { cells.append(Self.quoted(figure ?? "")) }

    /// The line with its end.
    var line: String { cells.joined(separator: ",") + "\r\n" }

    /// A text that no spreadsheet takes for a formula.
    static func harmless(_ text: String) -> String {
        // Spreadsheets skip white space before they look for a formula.
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" }
        guard let first else { return text }
        // The wide forms are taken for the plain ones by some.
        let isFormula = "=+-@＝＋－＠".unicodeScalars.contains(first)
        return isFormula || first.value < 0x20 || first.value == 0x7F ? "'" + text : text
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
