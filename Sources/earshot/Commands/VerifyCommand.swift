// `earshot verify`: reads every byte of a data folder and says what is there and what is wrong, by file and offset.

import ArgumentParser
import LineProtocol
import Persistence

/// Checks a data folder.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every checksum in a data folder; changes nothing.",
        discussion: """
            Example: earshot verify earshot-data
            The folder's server must be stopped; a copy made by `earshot snapshot --to` can be checked at any time.
            Exit codes: 0 sound; 65 damaged; 73 a server has the folder; 1 it could not be read.
            """)

    @Argument(help: "The data folder.")
    var folder = "earshot-data"

    func run() throws {
        let data = try DataFolder(folder)
        let report: VerificationReport
        do { report = try Verification(disk: data.disk).run() } catch {
            throw CommandFailure("\(folder): \(error)").reported()
        }
        for line in Self.lines(report, folder: folder) { print(line) }
        flushOutput()
        guard report.isSound else {
            for damage in report.damages { complain("\(damage)") }
            complain("`earshot repair \(folder)` shows what could be saved, and asks")
            throw ExitCode(65)
        }
        withExtendedLifetime(data) {}
    }

    /// What was found, a line for each file that is whole, and a last one for all.
    static func lines(_ report: VerificationReport, folder: String) -> [String] {
        var lines = report.snapshots.map { snapshot in
            "\(snapshot.file)  everything up to \(snapshot.position.sequence)  "
                + "\(Figures.count(snapshot.sectionCount)) sections  \(Figures.count(snapshot.byteCount)) bytes  "
                + "taken \(Timestamp.format(snapshot.takenAtMilliseconds))"
        }
        lines += report.segments.map { segment in
            let last = segment.firstSequence + UInt64(segment.recordCount)
            let which = segment.recordCount == 0 ? "no records" : "records \(segment.firstSequence) to \(last - 1)"
            return "\(segment.file)  \(which)  \(Figures.count(segment.byteCount)) bytes"
        }
        if let tail = report.tornTail { lines.append("the next start cuts off \(tail)") }
        let counts =
            "\(counted(report.snapshots.count, "snapshot")), \(counted(report.segments.count, "segment")) with "
            + counted(report.recordCount, "record")
        let verdict = report.isSound ? "every checksum matches" : "\(counted(report.damages.count, "damage")) found"
        lines.append("\(folder): \(counts); \(verdict)")
        return lines
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(Figures.count(count)) \(noun)\(count == 1 ? "" : "s")"
    }
}
