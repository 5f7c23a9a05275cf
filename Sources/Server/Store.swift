// Opens the data folder: takes its lock, reads the newest snapshot and the journal after it into a ledger, and hands
// over a journal that goes on from there.

package import Access
package import Aggregation
internal import ByteCoding
package import Logging
package import Persistence
internal import Transport

/// Kinds of journal records. They are on disk: never renumber.
enum RecordKind {
    /// An encoded `Entry` of Aggregation.
    static let entry: UInt8 = 1
    /// An encoded `AccessChange` of Access.
    static let access: UInt8 = 2
}

/// A data folder that was opened: everything the writer needs.
package struct Store: ~Copyable, Sendable {
    package let disk: any Disk
    package let lock: FolderLock
    package var journal: Journal
    package var ledger: Ledger
    package var access: AccessTable
    package let report: OpeningReport
    /// Before which sequence number nothing is on the disk but a snapshot.
    let erasedThrough: UInt64

    /// Opens the folder on `disk`.
    ///
    /// - Throws: `FolderLockError` when another server has it, `RecoveryError` when it is damaged, `JournalError` when
    ///   nothing can be written.
    package static func open(
        disk: any Disk, configuration: JournalConfiguration, limits: LedgerLimits, logger: Logger
    ) throws -> Store {
        let lock = try FolderLock(disk)
        let clock = MonotonicClock.system
        let start = clock.milliseconds
        let (recovered, ledger, access) = try load(disk, limits, logger)
        var report = OpeningReport()
        report.snapshotSequence = recovered.snapshot?.position.sequence
        report.recordCount = UInt64(recovered.recordCount)
        report.tornTail = recovered.tornTail.map { "\($0)" }
        report.milliseconds = clock.milliseconds - start
        let erasedThrough = try Retention(disk: disk).erasedThrough()
        let journal = try Journal(disk: disk, configuration: configuration, after: recovered.position)
        return Store(
            disk: disk, lock: lock, journal: journal, ledger: ledger, access: access, report: report,
            erasedThrough: erasedThrough)
    }

    /// Reads the folder. That an entry cannot be read is found out late, when it is applied: to say which it is, all are read
    /// again then, each looked through as it comes.
    private static func load(
        _ disk: any Disk, _ limits: LedgerLimits, _ logger: Logger
    ) throws -> (RecoveryReport, Ledger, AccessTable) {
        do {
            return try load(disk, LedgerLoading(limits: limits), logger)
        } catch RecoveryError.refused(_, _, _, error: let error) where error is MalformedEntry {
            return try load(disk, LedgerLoading(limits: limits, checksFirst: true), logger)
        }
    }

    private static func load(
        _ disk: any Disk, _ loading: consuming LedgerLoading, _ logger: Logger
    ) throws -> (RecoveryReport, Ledger, AccessTable) {
        var loading = loading
        var ledger: Ledger?
        let recovered = try Recovery(disk: disk).run(
            progress: { logger.notice("recovering", metadata: ["progress": "\($0)"]) },
            section: { name, bytes in try loading.section(name, bytes) },
            record: { kind, sequence, payload in try loading.record(kind, sequence, payload) },
            end: { ledger = try loading.finish() })
        guard let ledger else { preconditionFailure("the end was reached") }
        return (recovered, ledger, loading.access)
    }
}

/// The ledger while it is being read: sections of a snapshot first, then records.
private struct LedgerLoading: ~Copyable {
    private let limits: LedgerLimits
    private var decoder: LedgerDecoder?
    private var replay: LedgerReplay?
    private(set) var access = AccessTable()
    private let checksFirst: Bool

    init(limits: LedgerLimits, checksFirst: Bool = false) {
        self.limits = limits
        self.checksFirst = checksFirst
    }

    mutating func section(_ name: String, _ bytes: Span<UInt8>) throws {
        if name == AccessTable.sectionName {
            access = try AccessTable(section: bytes)
            return
        }
        if decoder == nil { decoder = LedgerDecoder(limits: limits) }
        try decoder?.decode(bytes)
    }

    mutating func record(_ kind: UInt8, _ sequence: UInt64, _ payload: Span<UInt8>) throws {
        if kind == RecordKind.access { return access.apply(try AccessChange(payload)) }
        guard kind == RecordKind.entry else { throw UnknownRecordKind(kind: kind) }
        if replay == nil { replay = LedgerReplay(into: try begin(), checksFirst: checksFirst) }
        try replay?.add(payload, sequence: sequence)
    }

    mutating func finish() throws -> Ledger { try replay?.finish() ?? begin() }

    private mutating func begin() throws -> Ledger {
        if let decoder = decoder.take() { return try decoder.finish() }
        return Ledger(limits: limits, seed: HashSeed(.random(in: .min ... .max), .random(in: .min ... .max)))
    }
}

/// A record of a kind that this version does not know: the folder was written by a newer one.
package struct UnknownRecordKind: Error, CustomStringConvertible {
    let kind: UInt8
    package var description: String { "a journal record of kind \(kind), which a newer earshot wrote" }
}
