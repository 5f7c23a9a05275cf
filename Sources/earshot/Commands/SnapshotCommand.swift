// `earshot snapshot`: has the server write a snapshot, and copies it to another folder from which a server can start.

import ArgumentParser
import EarshotClient
import Persistence

/// Write a snapshot now.
struct SnapshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Have the server write a snapshot now; with --to, copy it as a backup.",
        discussion: """
            Examples:
              earshot snapshot
              earshot snapshot --to /backup/monday --data earshot-data
            A copy holds everything that was answered before the command began, was checked byte by byte on its way, and is a
            data folder: `earshot serve --data /backup/monday` gives the same answers, on any machine.
            \(CommandFailure.exitCodes)
            """)

    @Option(help: "Copy the snapshot into this folder, which must hold no data yet. Made if it is missing.")
    var to: String?

    @Option(help: "The server's data folder, on this machine, for --to.")
    var data = "earshot-data"

    @OptionGroup var client: ClientOptions

    func run() throws {
        try client.ask(.snapshot)
        if let to { try copy(to: to) }
    }

    private func copy(to target: String) throws {
        do {
            let source = try SystemDisk(existing: data)
            guard let info = try SnapshotCopy(from: source, to: SystemDisk(path: target)).run() else {
                throw CommandFailure("\(data) has no snapshot; name the server's own folder with --data").reported()
            }
            guard !client.display.json else { return }
            say(
                "copied to \(target): \(info.file), everything up to \(info.position.sequence), "
                    + "\(Figures.count(info.byteCount)) bytes\n")
        } catch RecoveryError.damaged(let damage) {
            throw CommandFailure("\(data): \(damage); `earshot verify` says more").reported()
        } catch let error as DiskError {
            throw CommandFailure(Self.text(of: error)).reported()
        } catch let error as RecoveryError {
            guard case .disk(let cause) = error else { throw CommandFailure("\(error)").reported() }
            throw CommandFailure(Self.text(of: cause)).reported()
        }
    }

    private static func text(of error: DiskError) -> String {
        error.isFolderInUse ? "the folder of --to holds data already; name an empty one" : "\(error)"
    }
}
