// Pages of questions about figures, from fixed replies.

import EarshotClient
import LineProtocol
import Testing

@testable import earshot

struct FigureViewTests {
    @Test("a trend is a plot with gaps where nothing came, and a table")
    func trend() throws {
        let json = #"""
            {"org":"acme","by":"day","window":{"from":"2026-11-01T00:00:00Z","to":"2026-11-04T00:00:00Z"},"points":[
            {"from":"2026-11-01T00:00:00Z","received":9,"negative":{"n":8,"value":0.25,"low":0,"high":0.5}},
            {"from":"2026-11-02T00:00:00Z","received":0,"negative":{"n":0,"value":null,"low":null,"high":null}},
            {"from":"2026-11-03T00:00:00Z","received":1200,"negative":{"n":1100,"value":0.5,"low":0.4,"high":0.6}}]}
            """#
        try expect(
            page(json, .trend(TrendQuery(Scope(org: "acme"), metrics: ["negative"]))),
            [
                "acme  by day, 3 points", "", "negative", "  60.0 %┤        │", "        ││       ●",
                "        ││       │",
                "        ││       │", "  30.0 %┤│", "        │●", "        ││", "        ││",
                "   0.0 %┤│", "", "received ▁   ·   █", "         2026-11-01 … 2026-11-03", "",
                "day         received      n  negative  95 % interval",
                "2026-11-01         9      8    25.0 %  0.0 … 50.0 %",
                "2026-11-02         0      0         –",
                "2026-11-03     1,200  1,100    50.0 %  40.0 … 60.0 %",
            ])
    }

    @Test("a comparison tells what is real and what is not")
    func comparison() throws {
        let json = #"""
            {"sides":[{"org":"acme","window":null,"segment":{"channel":"we\u001bb"},"received":40},
            {"org":"acme","window":null,"segment":{"channel":"phone"},"received":1400}],"level":0.05,
            "correction":"benjamini_hochberg","figures":{
            "sentiment":{"sides":[{"n":30,"value":0.1,"low":0,"high":0.2},{"n":900,"value":0.3,"low":0.2,"high":0.4}],
            "difference":-0.2,"low":-0.3,"high":-0.1,"test":"welch","statistic":-4,"degrees":50,"p":0.0002,"p_adjusted":0.0004},
            "negative":{"sides":[{"n":30,"value":0.5,"low":0.4,"high":0.6},{"n":900,"value":0.4,"low":0.3,"high":0.5}],
            "difference":0.1,"low":-0.1,"high":0.3,"test":"two_proportion_z","statistic":1,"degrees":null,"p":0.3,
            "p_adjusted":0.3},"volume":{"sides":[40,1400]}}}
            """#
        try expect(
            page(json, .compare(CompareQuery(Scope(org: "acme"), with: Scope(org: "")))),
            [
                "A  acme  all time  channel=we␛b  40 received",
                "B  acme  all time  channel=phone  1,400 received",
                "",
                "                A   n       B    n     A - B  95 %                    p",
                "sentiment  +0.100  30  +0.300  900    -0.200  ───●──  ┊          <0.001  differs",
                "negative   50.0 %  30  40.0 %  900  +10.0 pt       ──────●─────   0.300",
                "volume         40       1,400",
                "",
                "differs: p below 0.05, adjusted for 2 tests (Benjamini-Hochberg):",
                "two proportion z, welch. Where nothing stands, no difference is shown.",
            ])
    }

    @Test("a league shows its intervals and who cannot be told apart")
    func ranking() throws {
        let json = #"""
            {"of":"staff","metric":"courtesy","window":null,"ranked":3,"below_minimum":2,"rows":[
            {"rank":1,"name":"Ana","n":50,"value":0.9,"low":0.8,"high":1,"alike":[1,1]},
            {"rank":2,"name":"Bo","n":40,"value":0.5,"low":0.3,"high":0.7,"alike":[2,3]},
            {"rank":3,"name":"Cy","n":30,"value":0.4,"low":0.2,"high":0.6,"alike":[2,3]}]}
            """#
        try expect(
            page(json, .rank(RankQuery(of: "staff", org: "acme", metric: "courtesy"))),
            [
                "staff by courtesy  all time",
                "         n          95 % interval",
                "1  Ana  50  +0.900                         ───●────",
                "2  Bo   40  +0.500      ───────●────────             like 2–3",
                "3  Cy   30  +0.400  ────────●───────                 like 2–3",
                "3 in the league, 2 with too few submissions",
                "like 1–3: cannot be told from the first three with any certainty",
            ])
    }

    @Test("drivers show importance beside performance")
    func drivers() throws {
        let json = #"""
            {"org":"acme","outcome":"rating","window":null,"n":400,"mean":0.25,"explained":0.5,"drivers":[
            {"dimension":"courtesy","importance":0.75,"weight":0.375,"performance":{"n":90,"value":-0.5,"low":-0.6,"high":-0.4},
            "quadrant":"concentrate_here","good":{"n":0,"effect":null,"low":null,"high":null},
            "bad":{"n":90,"effect":-0.8,"low":-0.9,"high":-0.7}}]}
            """#
        try expect(
            page(json, .drivers(DriversQuery(Scope(org: "acme"), outcome: "rating"))),
            [
                "acme  all time",
                "rating: mean +0.250, n 400; all dimensions explain 50.0 % of its variance",
                "",
                "concentrate here  important, poor",
                "                  importance             mean       n               if good       if bad",
                "  courtesy            75.0 %  ████████  -0.50      90   ▐█│               –   -0.80 (90)",
                "",
                "if good, if bad: the outcome's mean less that of texts that do not speak of it (n)",
            ])
    }

    @Test("a split report ends with a line for each value")
    func split() throws {
        let json = #"""
            {"org":"acme","window":null,"volume":{"received":3,"scored":0,"insufficient":3,"duplicates":0},
            "sentiment":{"n":0,"mean":null,"low":null,"high":null,"sd":null,"median":null},"dimensions":{},
            "ratings":{"nps":{"n":4,"score":0.25,"low":-1,"high":1,"promoters":2,"passives":1,"detractors":1}},"signals":{},
            "verbatims_held":3,"split":{"by":"channel","parts":[{"value":"web","volume":{"received":2,"scored":2,
            "insufficient":0},"sentiment":{"n":2,"mean":-0.5,"low":-1,"high":0,"sd":0.1,"median":-0.5,
            "negative":{"n":2,"share":1,"low":0.3,"high":1}},"dimensions":{"access":{"n":2,"mean":-0.5,"low":-0.6,"high":-0.4,
            "sd":0.1,"positive":0,"negative":2}},"ratings":{},"signals":{}}],"hidden":4,"other":null,"without":null}}
            """#
        let lines = try page(json, .report(ReportQuery(Scope(org: "acme"), split: "channel")))
        expect(
            Array(lines.suffix(7)),
            [
                "  nps  +25          │██        n 4  -100 … +100", "  nps: 2 promoters · 1 passives · 1 detractors", "",
                "By channel",
                "       received  n    mean  95 %                   negative  weakest",
                "  web         2  2  -0.500  ──────────●──────────   100.0 %  access -0.50 (2)",
                "  4 more values: --limit",
            ])
    }

    @Test(
        "replies of any other shape are drawn without a trap",
        arguments: [
            "{}", #"{"org":1}"#, #"{"org":"a","by":"day","points":[{}]}"#, #"{"sides":[{},{}],"figures":{"x":{}}}"#,
            #"{"org":"a","drivers":[{}]}"#, #"{"of":"x","rows":[{"alike":[5,1]},{"value":1e300,"low":-1e300}]}"#,
            #"{"org":"a","by":"day","points":[{"from":"","received":-5,"x":{"value":1e308,"low":-1e308,"high":1e308}}]}"#,
            #"{"org":"a","segments":{"x":1}}"#,
        ])
    func strange(json: String) throws {
        let scope = Scope(org: "a")
        let inquiries: [Inquiry] = [
            .report(ReportQuery(scope)), .trend(TrendQuery(scope)), .compare(CompareQuery(scope, with: scope)),
            .drivers(DriversQuery(scope)), .rank(RankQuery()), .segments(org: "a", declaring: [], dropping: []),
        ]
        for inquiry in inquiries {
            do throws(ClientError) {
                var page = Page(columns: 80, ink: Ink(isOn: true))
                try page.draw(try EarshotClient.Reply(line: Array("OK \(json)".utf8).span), to: inquiry)
            } catch {
                guard case .malformedReply = error else {
                    Issue.record("another error than that of a malformed reply: \(error)")
                    continue
                }
            }
        }
    }

    @Test("a plot has round numbers at its ends and in its middle, and takes in all that it shows")
    func ends() {
        let cases: [((Double, Double), (Double, Double))] = [
            ((0, 0.6), (0, 0.6)), ((-0.597, 0.271), (-0.6, 0.6)), ((0.112, 0.991), (0, 1)), ((3, 3), (2.5, 3.5)),
            ((-1, 0.853), (-1, 1)), ((0, 1_250), (0, 1_600)), ((0.31, 0.33), (0.31, 0.33)),
        ]
        for ((low, high), (least, most)) in cases {
            let ends = Chart.ends(low, high)
            #expect(abs(ends.0 - least) < 1e-9 && abs(ends.1 - most) < 1e-9, "\(low) \(high) \(ends)")
        }
    }

    @Test("a trend leaves out what lay before anything came, and has one table for each metric where one is too wide")
    func longTrend() throws {
        let figure = #"{"n":8,"value":-0.25,"low":-0.5,"high":0.25}"#
        let points = (1...9).map { day in
            let isEmpty = day < 6
            let none = #"{"n":0,"value":null,"low":null,"high":null}"#
            return
                #"{"from":"2026-11-0\#(day)T00:00:00Z","received":\#(isEmpty ? 0 : 9),"a":\#(isEmpty ? none : figure),"b":\#(isEmpty ? none : figure),"c":\#(isEmpty ? none : figure)}"#
        }
        let json =
            #"{"org":"o","by":"day","window":{"from":"2026-11-01T00:00:00Z","to":"2026-11-10T00:00:00Z"},"points":[\#(points.joined(separator: ","))]}"#
        let lines = try page(json, .trend(TrendQuery(Scope(org: "o"), metrics: ["a", "b", "c"])))
        #expect(lines[1] == "nothing before 2026-11-06")
        #expect(lines.count { $0.hasPrefix("day ") } == 3 && lines.allSatisfy { $0.count <= 80 })
        #expect(lines.contains { $0.contains("0.000") && $0.contains("┄") })
    }

    @Test("questions are written as the protocol has them")
    func lines() {
        let web = Scope(org: "acme", from: "2026-11-01", segment: .init(axis: "channel", value: "web"))
        let cases: [(Inquiry, String)] = [
            (
                .report(ReportQuery(Scope(org: "acme"), split: "staff", limit: 5)),
                #"REPORT {"org":"acme","split":"staff","limit":5}"#
            ),
            (
                .trend(TrendQuery(web, by: "week", metrics: ["nps"])),
                #"TREND {"org":"acme","from":"2026-11-01","segment":{"channel":"web"},"by":"week","metrics":["nps"]}"#
            ),
            (
                .compare(CompareQuery(Scope(org: "acme"), with: Scope(org: "globex"))),
                #"COMPARE {"org":"acme","with":{"org":"globex"}}"#
            ),
            (
                .drivers(DriversQuery(Scope(org: "acme"), outcome: "rating")),
                #"DRIVERS {"org":"acme","outcome":"rating"}"#
            ),
            (.rank(RankQuery()), "RANK"),
            (
                .segments(org: "acme", declaring: ["region"], dropping: ["plan"]),
                #"SEGMENTS {"org":"acme","tags":["region"],"drop":["plan"]}"#
            ),
        ]
        for (inquiry, line) in cases { #expect(String(decoding: inquiry.line, as: UTF8.self) == line) }
    }

    @Test("a comparison with nothing said is with the same stretch of time before")
    func before() {
        let scope = Scope(org: "acme", from: "2026-11-08T10:30:00Z", to: "2026-11-09T10:30:00Z")
        #expect(
            ScopeOptions.before(scope)
                == Scope(org: "", from: "2026-11-07T10:00:00.000Z", to: "2026-11-08T10:00:00.000Z")
                || ScopeOptions.before(scope)
                    == Scope(org: "", from: "2026-11-07T10:00:00Z", to: "2026-11-08T10:00:00Z")
        )
        #expect(ScopeOptions.before(Scope(org: "acme")) == nil)
        #expect(WindowOptions.milliseconds("30d") == 2_592_000_000)
        for text in ["", "d", "-1d", "0h", "3", "3x", "999999999h"] { #expect(WindowOptions.milliseconds(text) == nil) }
    }

    private func expect(_ lines: [String], _ expected: [String], at location: SourceLocation = #_sourceLocation) {
        #expect(lines == expected, "\n\(lines.joined(separator: "\n"))", sourceLocation: location)
    }

    private func page(_ json: String, _ inquiry: Inquiry) throws -> [String] {
        var page = Page(columns: 80, ink: Ink(isOn: false))
        let line = "OK " + json.filter { $0 != "\n" }
        try page.draw(try EarshotClient.Reply(line: Array(line.utf8).span), to: inquiry)
        return page.lines
    }
}
