import LineProtocol
import Testing

@testable import EarshotClient
@testable import earshot

@Suite("Export, answers and events on the client's side")
struct ExportTests {
    @Test(
        "a cell that a spreadsheet would take for a formula is made harmless",
        arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "\u{0}x", "\u{7F}"])
    func harmful(_ text: String) { #expect(SpreadsheetRow.harmless(text) == "'" + text) }

    @Test("other cells stay as they are", arguments: ["", "rude", "1 + 1 = 2", "a-b", "ünï", "'quoted'", " ", "(-1)"])
    func harmless(_ text: String) { #expect(SpreadsheetRow.harmless(text) == text) }

    @Test("commas, quotes and line ends are quoted; a row of a submission has as many cells as the head")
    func rows() throws {
        var row = SpreadsheetRow()
        row.add(text: "a,b")
        row.add(text: "say \"no\"\nthen")
        row.add(figure: "-0.5")
        row.add(text: nil)
        #expect(row.line == "\"a,b\",\"say \"\"no\"\"\nthen\",-0.5,\r\n")
        let json = try JSONValue(
            parsing: #"{"id":"=x","seq":3,"received":"r","text":"fine","score":{"label":"positive","compound":0.5}}"#)
        let cells = ExportFormat.csv.line(json).split(separator: ",", omittingEmptySubsequences: false)
        let head = ExportFormat.csv.head.split(separator: ",", omittingEmptySubsequences: false)
        #expect(cells.count == head.count && cells[0] == "'=x" && cells[1] == "3" && cells.last == "fine\r\n")
        #expect(try JSONValue(parsing: ExportFormat.jsonl.line(json)) == json && ExportFormat.jsonl.head.isEmpty)
    }

    @Test("an answer on the command line is a number, yes or no, options, or words")
    func answers() {
        #expect(AnswerText.answered("nps=9") == .init(question: "nps", answer: .number(9)))
        #expect(AnswerText.answered("back=true") == .init(question: "back", answer: .yes(true)))
        #expect(AnswerText.answered("used=web|phone") == .init(question: "used", answer: .choices(["web", "phone"])))
        #expect(AnswerText.answered("why=a=b") == .init(question: "why", answer: .text("a=b")))
    }

    @Test("an event is told from a reply")
    func events() throws {
        let event = Array(#"EVENT {"event":"lag","dropped":3}"#.utf8)
        let read = try WatchedEvent(line: event.span)
        #expect(read?.kind == "lag" && read?.org == nil)
        let reply = Array("OK {}".utf8)
        let none = try WatchedEvent(line: reply.span)
        #expect(none == nil)
        let broken = Array("EVENT {".utf8)
        #expect(throws: ClientError.self) { _ = try WatchedEvent(line: broken.span) }
    }
}
