// The shell's lines and keys.

import EarshotClient
import Testing

@testable import earshot

struct ShellTests {
    @Test("short forms become questions")
    func short() {
        let submission = Submission(org: "acme", text: "Nobody called  me back")
        #expect(ShellLine("submit acme Nobody called  me back") == .inquiry(.submit(submission, explain: true)))
        #expect(
            ShellLine("report acme 2026-11-01")
                == .inquiry(.report(ReportQuery(Scope(org: "acme", from: "2026-11-01")))))
        #expect(ShellLine("explain s1") == .inquiry(.explain(id: "s1", org: nil)))
        #expect(ShellLine("explain acme x") == .inquiry(.explain(id: "x", org: "acme")))
        #expect(ShellLine("  ") == .nothing)
        #expect(ShellLine("help") == .help)
        #expect(ShellLine("exit") == .quit)
    }

    @Test(
        "lines of the protocol go through as they are",
        arguments: ["PING", "@a ping", "score {\"text\":\"x\"}", "REPORT {\"org\":\"a\"}"])
    func raw(line: String) { #expect(ShellLine(line) == .raw(line)) }

    @Test("a command with options is the program's own, its quotes read as a shell reads them")
    func commands() {
        #expect(
            ShellLine("submit --org acme --text 'Nobody  called me'")
                == .command(["submit", "--org", "acme", "--text", "Nobody  called me"]))
        #expect(ShellLine("report acme --json") == .command(["report", "acme", "--json"]))
        #expect(ShellLine("submit --org 'acme") == .mistake("a quote is not closed"))
        let words = Submission(org: "acme", text: "she said --never-- again")
        #expect(ShellLine("submit acme she said --never-- again") == .inquiry(.submit(words, explain: true)))
        #expect(ShellWords.split(#"a "b \" c" '' d\ e"#) == ["a", "b \" c", "", "d e"])
        #expect(ShellWords.split("\\") == nil)
    }

    @Test("what is neither is told with the right form")
    func mistakes() {
        #expect(ShellLine("report") == .mistake("use: report ORG [FROM [TO]]"))
        #expect(ShellLine("foo bar") == .mistake("there is no foo; type help"))
    }

    @Test("keys edit the line, and the history is gone through with the cursor keys")
    func editing() {
        var line = EditedLine()
        type("first", into: &line)
        #expect(line.finish() == "first")
        type("helo\u{1B}[Dl", into: &line)
        #expect(line.text == "hello")
        type("\u{1B}[A", into: &line)
        #expect(line.text == "first")
        type("\u{1B}[B", into: &line)
        #expect(line.text == "hello")
        type("\u{01}\u{1B}[3~\u{05} wörld\u{17}😀\u{7F}", into: &line)
        #expect(line.text == "ello ")
    }

    @Test("no bytes of a terminal break the keys")
    func hostile() {
        var keys = KeyReader()
        var line = EditedLine()
        var random = SplitMix(state: 1)
        for _ in 0..<100_000 { if let key = keys.take(UInt8(random.below(256))) { line.take(key) } }
        #expect(line.cursor <= line.characters.count)
    }

    private func type(_ text: String, into line: inout EditedLine) {
        var keys = KeyReader()
        for byte in text.utf8 { if let key = keys.take(byte) { line.take(key) } }
    }
}
