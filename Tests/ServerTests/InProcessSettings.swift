// What a conversation in process is started with: the options of `earshot serve` that pages use, and states that only a
// test can bring about.

import Aggregation
import ByteCoding
import Glibc
import LineProtocol
import Persistence
import Scoring
import Synchronization
import Transport

@testable import Server

/// The settings of an `InProcessServer`.
final class InProcessSettings: Sendable {
    let limits: Limits
    let ledger: LedgerLimits
    let principals: PrincipalLimits
    let memory: MemoryGauge
    let state: InProcessServer.State?
    let lexicon: Lexicon
    let clock: WallClock
    /// Whether the disk fails from now on, where `state` says that it does.
    let isDiskBroken = Atomic(false)

    /// - Throws: `UnknownOption` for what no page has used before.
    init(
        _ options: [String] = [], _ given: Limits = Limits(), lexicon: Lexicon = .standard, clock: WallClock = .system
    ) throws {
        self.lexicon = lexicon
        self.clock = clock
        var limits = given
        var ledger = LedgerLimits()
        var principals = PrincipalLimits()
        var budget = 0
        var state: InProcessServer.State?
        if options.first == "in" {
            state = options.last.flatMap(InProcessServer.State.init)
            if state == nil { throw UnknownOption(text: "\(options)") }
        } else {
            for pair in stride(from: 0, to: options.count, by: 2) {
                let value = Int(options[pair + 1]) ?? 0
                switch options[pair] {
                case "--line-bytes": limits.lineBytesMax = value
                case "--connections-per-principal": principals.connectionsMax = value
                case "--organisations": ledger.organisationsMax = value
                case "--memory": budget = value << 20
                default: throw UnknownOption(text: options[pair])
                }
            }
        }
        self.limits = limits
        self.ledger = ledger
        self.principals = principals
        self.state = state
        memory = MemoryGauge(budget: budget)
        memory.sample(now: 0)
    }

    /// The disk, or one that breaks.
    func disk(_ disk: SystemDisk) -> any Disk {
        switch state {
        case .full: BreakingDisk(disk, settings: self, code: ENOSPC)
        case .failing: BreakingDisk(disk, settings: self, code: EIO)
        case .draining, nil: disk
        }
    }
}

/// An option that pages may not use.
struct UnknownOption: Error {
    let text: String
}

/// A disk whose files cannot be written once it is broken.
private final class BreakingDisk: Disk {
    private let disk: SystemDisk
    private let settings: InProcessSettings
    private let code: Int32

    init(_ disk: SystemDisk, settings: InProcessSettings, code: Int32) {
        self.disk = disk
        self.settings = settings
        self.code = code
    }

    func makeFolder() throws(DiskError) { try disk.makeFolder() }
    func list() throws(DiskError) -> [String] { try disk.list() }
    func open(_ name: String, _ mode: OpenMode) throws(DiskError) -> any DiskFile {
        BreakingFile(try disk.open(name, mode), settings: settings, code: code)
    }
    func rename(_ name: String, to newName: String) throws(DiskError) { try disk.rename(name, to: newName) }
    func remove(_ name: String) throws(DiskError) { try disk.remove(name) }
    func syncFolder() throws(DiskError) { try disk.syncFolder() }
    func freeBytes() throws(DiskError) -> Int { try disk.freeBytes() }
}

/// A file of it.
private final class BreakingFile: DiskFile {
    private let file: any DiskFile
    private let settings: InProcessSettings
    private let code: Int32

    init(_ file: any DiskFile, settings: InProcessSettings, code: Int32) {
        self.file = file
        self.settings = settings
        self.code = code
    }

    var name: String { file.name }
    func size() throws(DiskError) -> Int { try file.size() }
    func readSome(at offset: Int, into buffer: inout MutableSpan<UInt8>) throws(DiskError) -> Int {
        try file.readSome(at: offset, into: &buffer)
    }
    func writeSome(_ bytes: Span<UInt8>, at offset: Int) throws(DiskError) -> Int {
        if settings.isDiskBroken.load(ordering: .relaxed) { throw DiskError(.write, name, code: code) }
        return try file.writeSome(bytes, at: offset)
    }
    func preallocate(byteCount: Int) throws(DiskError) { try file.preallocate(byteCount: byteCount) }
    func release(from offset: Int) throws(DiskError) { try file.release(from: offset) }
    func truncate(byteCount: Int) throws(DiskError) { try file.truncate(byteCount: byteCount) }
    func sync() throws(DiskError) { try file.sync() }
    func lock() throws(DiskError) -> Bool { try file.lock() }
}
