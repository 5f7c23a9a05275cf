import Foundation
import LineProtocol
import Testing

@Suite("earshot export beside a running server")
struct ExportCommandTests {
    private static let count = 450

    /// A server with so many submissions of `acme`, one of them dangerous for a spreadsheet and one of them personal.
    private static func server() throws -> EarshotProcess {
        let server = try EarshotProcess()
        try server.start(["--fsync", "os"])
        var requests: [String] = []
        for number in 1...count {
            let text =
                switch number {
                case 7: #"=HYPERLINK(\"http://evil.example\")\tis, \"what\" I typed.\nRude."#
                case 8: "Write to jo.doe@example.com, the clerk was rude."
                default: "The clerk was \(number % 2 == 0 ? "rude" : "friendly")."
                }
            requests.append(
                #"SUBMIT {"org":"acme","id":"n-\#(number)","at":\#(1_790_000_000_000 + number),"channel":"@web","text":"\#(text)"}"#
            )
        }
        // A server on a busy machine may put some off: they are sent again, under their ids.
        while !requests.isEmpty {
            let sent = requests.prefix(50)
            let replies = try server.say(Array(sent), expecting: sent.count)
            let putOff = zip(sent, replies).filter { !$0.1.hasPrefix("OK") }
            try #require(putOff.allSatisfy { $0.1.contains("retry_after_ms") }, "\(putOff)")
            requests = Array(requests.dropFirst(sent.count)) + putOff.map { $0.0 }
        }
        return server
    }

    @Test("CSV has every kept submission once, oldest first, over many pages; no cell is a formula")
    func spreadsheet() throws {
        let server = try Self.server()
        let (output, errors, code) = try server.ask(["export", "--org", "acme"])
        #expect(code == 0 && errors.contains("\(Self.count) submissions of \(Self.count) that are kept"))
        let rows = Self.rows(output)
        #expect(rows.count == Self.count + 1 && rows.allSatisfy { $0.count == rows[0].count })
        let columns = Dictionary(uniqueKeysWithValues: rows[0].enumerated().map { ($0.element, $0.offset) })
        let id = try #require(columns["id"])
        let text = try #require(columns["text"])
        #expect(Set(rows.dropFirst().map { $0[id] }) == Set((1...Self.count).map { "n-\($0)" }))
        let sequence = try #require(columns["seq"])
        let sequences = rows.dropFirst().compactMap { Int($0[sequence]) }
        #expect(sequences.count == Self.count && sequences == sequences.sorted())
        let row = try #require(rows.first { $0[id] == "n-7" })
        let formula = row[text]
        #expect(formula.hasPrefix("'=HYPERLINK(\"") && formula.hasSuffix("\tis, \"what\" I typed.\nRude."))
        #expect(rows.first { $0[id] == "n-8" }?[text] == "Write to [e-mail], the clerk was rude.")
        let channel = try #require(columns["channel"])
        #expect(rows.dropFirst().allSatisfy { $0[channel] == "'@web" })
        for cell in rows.joined() where !cell.isEmpty && Double(cell) == nil {
            #expect(!"=+-@\t\r".contains(cell.first ?? " "), "\(cell)")
        }
    }

    @Test("JSON Lines are the submissions as VERBATIMS has them, in a window")
    func lines() throws {
        let server = try Self.server()
        let arguments = ["export", "--org", "acme", "--format", "jsonl", "--from", "2026-09-21", "--label", "negative"]
        let (output, _, code) = try server.ask(arguments)
        let submissions = try output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(code == 0 && submissions.count == Self.count / 2 + 1)
        #expect(submissions.allSatisfy { $0["score"]?["label"]?.string == "negative" })
        // What is masked in the words that are kept never leaves the server either.
        #expect(!output.contains("jo.doe") && submissions.contains { $0["id"]?.string == "n-8" })
        let late = try server.ask(["export", "--org", "acme", "--from", "2026-12-01"])
        #expect(late.code == 0 && Self.rows(late.output).count == 1)
    }

    @Test("who may not read gets nothing and is told so, and so does who asks for what is not there")
    func permissions() throws {
        let server = try Self.server()
        let unknown = try server.ask(["export", "--org", "nobody"])
        #expect(unknown.code == 1 && unknown.errors.contains("not_found"))
        let wrong = try server.ask(["export", "--org", "acme", "--from", "last tuesday"])
        #expect(wrong.code == 1 && wrong.errors.contains("bad_value") && wrong.errors.contains("2026-11-23"))
        // From the first token on, everyone has to have one.
        let operate = try token(from: server.ask(["token", "add", "ops", "--role", "operate"]))
        let roles = [("kiosk", "submit", "acme", 1), ("other", "read", "globex", 1), ("analyst", "read", "acme", 0)]
        for (name, role, org, code) in roles {
            _ = try server.ask(["org", "add", org], token: operate)
            let made = try server.ask(["token", "add", name, "--role", role, "--org", org], token: operate)
            let asked = try server.ask(["export", "--org", "acme"], token: token(from: made))
            #expect(asked.code == code, "\(name): \(asked.errors)")
            #expect(Self.rows(asked.output).count == (code == 0 ? Self.count + 1 : 0))
        }
        let nobody = try server.ask(["export", "--org", "acme"])
        #expect(nobody.code != 0 && nobody.output.isEmpty && nobody.errors.contains("unauth"))
    }

    private func token(from made: (output: String, errors: String, code: Int32)) throws -> String {
        #expect(made.code == 0, "\(made.errors)")
        return try #require(made.output.split(separator: "\n").last.map { String($0) })
    }

    @Test("a reader that goes away ends the export quietly")
    func brokenPipe() throws {
        let server = try Self.server()
        let (output, errors, code) = try server.ask(["export", "--org", "acme", "--format", "jsonl"], readingAtMost: 1)
        #expect(!output.isEmpty && !errors.contains("Fatal") && !errors.contains("submissions of"))
        #expect(code != 0 || errors.isEmpty)
        // The server has not noticed.
        #expect(try server.ask(["ping"]).code == 0)
    }

    /// The rows of a table (RFC 4180).
    private static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var wasQuote = false
        for character in text.unicodeScalars {
            if isQuoted {
                if wasQuote, character == "\"" {
                    cell.unicodeScalars.append(character)
                    wasQuote = false
                    continue
                }
                if character == "\"" {
                    wasQuote = true
                    continue
                }
                if !wasQuote {
                    cell.unicodeScalars.append(character)
                    continue
                }
                (isQuoted, wasQuote) = (false, false)
            }
            switch character {
            case "\"" where cell.isEmpty: isQuoted = true
            case ",":
                row.append(cell)
                cell = ""
            case "\n":
                rows.append(row + [cell])
                (row, cell) = ([], "")
            case "\r": continue
            default: cell.unicodeScalars.append(character)
            }
        }
        return rows
    }
}
