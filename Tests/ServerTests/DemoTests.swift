import EarshotClient
import Foundation
import LineProtocol
import Testing

@testable import Server
@testable import earshot

@Suite("The demonstration")
struct DemoTests {
    /// 2026-11-23T12:00:00Z.
    private static let end: Int64 = 1_795_435_200_000

    private static func quarter(seed: UInt64) -> [Submission] {
        var quarter = DemoQuarter(seed: seed, end: end)
        return (0..<DemoOrganisation.quarterDays).flatMap { quarter.submissions(day: $0) }
    }

    @Test("the same seed makes the same quarter, another seed another one; ids differ, times ascend, surveys vary")
    func determinism() {
        let first = Self.quarter(seed: 1)
        #expect(first == Self.quarter(seed: 1))
        #expect(first != Self.quarter(seed: 2))
        #expect(first.count > 8_000)
        #expect(Set(first.map { "\($0.org) \($0.id ?? "")" }).count == first.count)
        #expect(Set(first.map(\.org)).count == 12)
        let times = first.map { $0.at ?? "" }
        #expect(times == times.sorted() && times.first?.hasPrefix("2026-08-25") == true)
        #expect(Set(first.compactMap(\.survey)) == ["nps", "csat", "servperf"])
        #expect(!first.contains { $0.text.contains("{") })
    }

    @Test("what happens at one organisation is told to who watches, soon and with its beginning")
    func incident() throws {
        // Alarms before anything has happened: there are 14 metrics, and of each quarter some 10,000 figures come before it.
        var falseAlarmCount = 0
        for seed in UInt64(1)...4 { falseAlarmCount += try watch(seed: seed) }
        // At one in 21,000 two are to be expected, and more than five once in sixty times.
        #expect(falseAlarmCount <= 5)
    }

    /// Watches the organisation in trouble; how many alarms come before there is any trouble.
    private func watch(seed: UInt64) throws -> Int {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path)
        let submissions = Self.quarter(seed: seed).filter { $0.org == DemoOrganisation.troubled }
        func say(_ lines: [[UInt8]]) -> [Substring] {
            let bytes = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
            return String(decoding: server.hear(bytes), as: UTF8.self).split(separator: "\n")
        }
        // A month first, so that the watch begins with something to compare with.
        var said = say(submissions.prefix(600).map { Inquiry.submit($0, explain: false).line })
        #expect(said.allSatisfy { $0.hasPrefix("OK ") || $0.hasPrefix("EARSHOT ") })
        said = say([Inquiry.watch(org: DemoOrganisation.troubled, topics: ["alerts"]).line])
        #expect(said.count == 1)
        var alerts = try JSONValue(parsing: String(said[0].dropFirst(3)))["alerts"]?.elements ?? []
        var start = 600
        while start < submissions.count {
            // Few at a time: events behind a heap of replies that nobody has taken would be dropped.
            let part = submissions[start..<min(start + 20, submissions.count)]
            for line in say(part.map { Inquiry.submit($0, explain: false).line }) where line.hasPrefix("EVENT ") {
                alerts.append(try JSONValue(parsing: String(line.dropFirst(6))))
            }
            start += 20
        }
        let incident = Timestamp.format(DemoQuarter(seed: seed, end: Self.end).incidentStart)
        // A shift is dated to within some days.
        let told = alerts.filter { ($0["since"]?.string ?? "") >= String(incident.prefix(8)) + "08" }
        let worse = told.filter { $0["direction"]?.string == "worse" }
        #expect(worse.contains { $0["metric"]?.string == "complaints.reliability" })
        #expect(worse.contains { $0["metric"]?.string == "sentiment" })
        let compare = say([
            Array(
                #"COMPARE {"org":"northline","to":"\#(incident)","with":{"from":"\#(incident)"},"metrics":["sentiment"]}"#
                    .utf8)
        ])
        let figures = try JSONValue(parsing: String(compare[0].dropFirst(3)))["figures"]?["sentiment"]
        #expect((figures?["p_adjusted"]?.double ?? 1) < 1e-6 && (figures?["difference"]?.double ?? 0) > 0.1)
        return alerts.count - told.count
    }
}
