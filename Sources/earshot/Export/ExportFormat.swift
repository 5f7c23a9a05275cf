// A stored submission as a row of a table or as a line of JSON.

import EarshotClient
import LineProtocol

/// How submissions are written out.
enum ExportFormat: String, CaseIterable {
    case csv, jsonl

    private static let dimensions = [
        "reliability", "responsiveness", "access", "competence", "courtesy", "empathy", "tangibles", "effort",
        "recovery", "value", "product", "ethics",
    ]

    /// What stands before the first submission.
    var head: String {
        guard self == .csv else { return "" }
        var row = SpreadsheetRow()
        let names =
            ["id", "seq", "at", "received", "channel", "touchpoint", "staff", "customer", "survey", "survey_version"]
            + ["label", "compound", "confidence"] + Self.dimensions
            + ["outcomes", "urgency", "touchpoints", "waiting_minutes", "money", "tags", "answers", "text"]
        for name in names { row.add(figure: name) }
        return row.line
    }

    /// A submission, as the server told it.
    func line(_ json: JSONValue) -> String {
        switch self {
        case .csv: return Self.row(json).line
        case .jsonl: return Self.compact(json) + "\n"
        }
    }

    private static func row(_ json: JSONValue) -> SpreadsheetRow {
        var row = SpreadsheetRow()
        for name in ["id", "seq", "at", "received"] { row.add(text: text(json[name])) }
        for name in ["channel", "touchpoint", "staff", "customer", "survey"] { row.add(text: text(json[name])) }
        row.add(figure: text(json["survey_version"]))
        let score = json["score"]
        for name in ["label", "compound", "confidence"] { row.add(figure: text(score?[name])) }
        for name in dimensions { row.add(figure: text(score?["dimensions"]?[name]?["score"])) }
        let signals = score?["signals"]
        for name in ["outcomes", "urgency", "touchpoints"] {
            row.add(figure: signals?[name]?.elements.compactMap(\.string).joined(separator: " "))
        }
        for name in ["waiting_minutes", "money"] { row.add(figure: text(signals?[name])) }
        for name in ["tags", "answers"] { row.add(text: json[name].map(compact)) }
        row.add(text: text(json["text"]))
        return row
    }

    private static func text(_ json: JSONValue?) -> String? {
        switch json {
        case .string(let text): text
        case .number(let digits): digits
        default: nil
        }
    }

    private static func compact(_ json: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(json)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
