// `earshot repair`: says what a repair would give up, asks, and keeps the old bytes of every file that it changes.

import ArgumentParser
import Persistence

/// Repairs a data folder.
struct RepairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Show what a damaged data folder has lost, ask, and make it start again.",
        discussion: """
            Example: earshot repair earshot-data
            Gives up only what cannot be read. Of every file that changes the old bytes stay beside it, under a name that
            ends in .aside. Copy the folder first if you can.
            Exit codes: 0 repaired, or nothing to repair; 1 not repaired; 65 no repair can help; 73 a server has the folder.
            """)

    @Argument(help: "The data folder.")
    var folder = "earshot-data"

    @Flag(name: .shortAndLong, help: "Repair without asking.")
    var yes = false

    func run() throws {
        let data = try DataFolder(folder)
        let plan: RepairPlan
        do { plan = try RepairPlan(disk: data.disk) } catch {
            throw CommandFailure("\(folder): \(error)").reported()
        }
        for line in Self.lines(plan, folder: folder) { print(line) }
        flushOutput()
        guard plan.hopeless.isEmpty else { throw ExitCode(65) }
        if plan.isEmpty { return }
        guard try yes || isAgreed() else { throw CommandFailure("nothing was changed in \(folder)").reported() }
        do { try plan.carryOut() } catch {
            throw CommandFailure("\(error); run `earshot repair \(folder)` again, it goes on from there").reported()
        }
        print("Repaired. `earshot verify \(folder)` checks it; the old bytes are in the files that end in .aside.")
        flushOutput()
        withExtendedLifetime(data) {}
    }

    private func isAgreed() throws -> Bool {
        guard TerminalFacts.inputIsTerminal else {
            complain("nobody can be asked: say --yes to repair")
            return false
        }
        print("Do it? [y/N] ", terminator: "")
        flushOutput()
        return ["y", "yes"].contains((readLine() ?? "").lowercased())
    }

    /// What the plan would do, a line for each thing that goes and each file that changes.
    static func lines(_ plan: RepairPlan, folder: String) -> [String] {
        guard plan.hopeless.isEmpty else {
            return plan.hopeless.map { "\($0)" } + [
                "No repair can help: a newer earshot wrote it, or two folders were mixed."
            ]
        }
        if plan.isEmpty { return ["\(folder): nothing to repair"] }
        var lines = plan.losses.map { loss in "\(loss.damage)\n    \(consequence(of: loss))" }
        lines += plan.rewrittenFiles.map { "\($0) would be written anew; its old bytes stay as \($0).aside" }
        lines += plan.setAside.map { "\($0) would be renamed to \($0).aside" }
        let lost = plan.lostRecordCount
        lines.append(
            lost == 0
                ? "No record is known to be lost."
                : "\(Figures.count(Int(clamping: lost))) record\(lost == 1 ? "" : "s") would be given up.")
        return lines
    }

    private static func consequence(of loss: RepairPlan.Loss) -> String {
        let bytes = "\(Figures.count(loss.byteCount)) byte\(loss.byteCount == 1 ? "" : "s") would go"
        switch loss.recordCount {
        case 0 where loss.firstSequence == 0: return "\(bytes): nothing is lost with them"
        case 0: return "\(bytes); which records they were, if any, cannot be told"
        case 1: return "\(bytes): record \(loss.firstSequence)"
        case let count: return "\(bytes): records \(loss.firstSequence) to \(loss.firstSequence &+ count &- 1)"
        }
    }
}
