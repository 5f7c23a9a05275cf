// Whole pages from fixed replies.

import EarshotClient
import LineProtocol
import Testing

@testable import earshot

struct ViewTests {
    @Test("a report is a page of plain text, and what has no figure shows a dash")
    func report() throws {
        let json = #"""
            {"org":"ac\u001bme","window":{"from":"2026-11-01T00:00:00Z","to":"2026-12-01T00:00:00Z"},
            "volume":{"received":1204,"scored":1,"insufficient":1203,"duplicates":3},
            "sentiment":{"n":1,"mean":-0.2558,"low":null,"high":null,"sd":null,"median":-0.2625,
            "negative":{"n":1,"share":1,"low":0.206549,"high":1},"positive":{"n":0,"share":null,"low":null,"high":null}},
            "dimensions":{"access":{"n":2,"mean":-0.5,"low":-0.6,"high":-0.4,"sd":0.1,"positive":0,"negative":2}},
            "signals":{"outcomes":{"may_switch":2},"contact_attempts":{"texts":1,"total":5},
            "waiting_minutes":{"n":1,"mean":40,"median":40,"p90":40}},"verbatims_held":1}
            """#
        let lines = try page(json, .report(ReportQuery(Scope(org: "acme"))))
        #expect(
            lines == [
                "ac␛me  2026-11-01 to 2026-12-01",
                "1,204 received · 1 scored · 1,203 with too little evidence · 3 duplicates · 1 verbatims kept", "",
                "Sentiment", "  mean -0.256  median -0.263  n 1",
                "  negative  100.0 %  1  ████████████████████████  20.7 … 100.0 %",
                "  positive        –  0                          ", "", "Dimensions",
                "          n    mean                     against  for  95 % interval",
                "  access  2  -0.500      ████│                2    0  -0.600 … -0.400", "", "Signals",
                "  outcomes          may switch 2", "  contact attempts  5 in 1 texts",
                "  waiting           median 40 min · nine in ten up to 40 min · mean 40 min · n 1",
            ])
    }

    @Test("an explanation marks the words, tells why a cue was set aside, and adds up")
    func explanation() throws {
        let json = #"""
            {"org":"acme","id":"s1","seq":1,"received":"2026-11-23T11:25:06Z","text":"I hope for good service. So rude.",
            "score":{"label":"negative","compound":-0.4,"confidence":0.7,"dimensions":{},"signals":{},"evidence":[
            {"start":11,"end":15,"contribution":0,"rules":["wish"],"dimensions":[],"side":0},
            {"start":25,"end":32,"contribution":-0.4,"rules":["intensified"],"dimensions":["courtesy"],"side":-1}],
            "lexicon":"abc"}}
            """#
        let lines = try page(json, .explain(id: "s1", org: nil))
        #expect(
            lines == [
                "s1  negative  -0.4000  confidence 0.70", "acme · number 1 · 2026-11-23T11:25:06Z · lexicon abc", "",
                "  I hope for [good]^1 service. [So rude]^2.", "", "  1   0.0000  good     set aside: wish",
                "  2  -0.4000  So rude  courtesy; intensified", "  sum -0.4000 = compound",
            ])
    }

    @Test("a status as metrics: counters and gauges, seconds, and nothing that it does not tell")
    func metrics() throws {
        let json = #"""
            {"state":"disk_full","server":"earshot/1\"x","lexicon":"a04f","started":"2026-11-23T00:00:00.500Z",
            "submissions":12,"durability":{"policy":"always","seq":15,"snapshot_seq":null},
            "forgotten":{"submissions":1,"erasure_pending":true},"process":{"cpu_us":2500000}}
            """#
        let lines = StatusMetrics.text(of: try JSONValue(parsing: json)).split(separator: "\n")
        #expect(
            lines.filter { !$0.hasPrefix("#") } == [
                #"earshot_build_info{version="earshot/1\"x",lexicon="a04f"} 1"#, #"earshot_state{state="ready"} 0"#,
                #"earshot_state{state="disk_full"} 1"#, #"earshot_state{state="memory_full"} 0"#,
                #"earshot_state{state="failed"} 0"#, #"earshot_state{state="stopping"} 0"#,
                "earshot_start_time_seconds 1795392000.5", "earshot_submissions_total 12",
                "earshot_journal_sequence 15", "earshot_forgotten_submissions_total 1", "earshot_erasure_pending 1",
                "process_cpu_seconds_total 2.5",
            ])
        #expect(lines.contains("# TYPE earshot_submissions_total counter"))
        #expect(lines.contains("# TYPE earshot_journal_sequence gauge"))
    }

    @Test(
        "replies of any other shape are drawn without a trap",
        arguments: ["{}", #"{"verbatims":[1]}"#, #"{"score":[]}"#])
    func strange(json: String) throws {
        let inquiries: [Inquiry] = [
            .status, .ping, .snapshot, .report(ReportQuery(Scope(org: "a"))), .explain(id: "s1", org: nil),
            .organisations(prefix: nil, after: nil, limit: nil), .verbatims(VerbatimQuery(org: "a")),
            .score(text: "x", explain: true), .submit(Submission(org: "a", text: "x"), explain: true),
        ]
        for inquiry in inquiries {
            do throws(ClientError) {
                var page = Page(columns: 80, ink: Ink(isOn: true))
                let reply = try EarshotClient.Reply(line: Array("OK \(json)".utf8).span)
                try page.draw(reply, to: inquiry)
            } catch {
                guard case .malformedReply = error else {
                    Issue.record("another error than that of a malformed reply: \(error)")
                    continue
                }
            }
        }
    }

    private func page(_ json: String, _ inquiry: Inquiry) throws -> [String] {
        var page = Page(columns: 80, ink: Ink(isOn: false))
        let line = "OK " + json.filter { $0 != "\n" }
        try page.draw(try EarshotClient.Reply(line: Array(line.utf8).span), to: inquiry)
        return page.lines
    }
}
