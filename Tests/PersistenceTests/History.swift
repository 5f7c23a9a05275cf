// One random life of a data folder, beside a model of it: batches, snapshots, full disks, failing calls, kills, losses of
// power, starts. After each start the folder must hold what the model says: everything acknowledged, in order,
// and besides it at most the batch that was under way.

import Persistence

/// A random history; everything in it follows from its seed.
struct History: ~Copyable {
    /// What the folder was found to hold although it must not, or the other way round.
    struct Wrong: Error, CustomStringConvertible {
        let description: String
    }

    private let disk: FaultyDisk
    private let configuration: JournalConfiguration
    private let faults: FaultyDisk.Faults
    private var random: SeededRandom
    private var journal: Journal?
    /// A sync that runs on another thread, as it were.
    private var due: DueSync?
    private var now: Int64 = 0
    /// Everything committed; the record of sequence n is at n - 1.
    private var committed: [TestPayload] = []
    /// How many of them must survive a loss of power.
    private var durableCount = 0
    /// The batch that failed last, of which a crash may leave a part.
    private var attempted: [TestPayload] = []

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        disk = FaultyDisk(seed: random.next())
        var configuration = JournalConfiguration.small(
            [.always, .always, .interval(milliseconds: 1000), .os].randomElement(using: &random) ?? .always)
        configuration.segmentBytes = [2048, 4096, 16384].randomElement(using: &random) ?? 4096
        let salt = UInt32.random(in: .min ... .max, using: &random)
        configuration.makeSalt = { salt }
        self.configuration = configuration
        func rate(_ random: inout SeededRandom) -> Int { [0, 0, 5, 20, 60].randomElement(using: &random) ?? 0 }
        faults = FaultyDisk.Faults(
            shortWrite: rate(&random), fullWrite: rate(&random), failedWrite: rate(&random),
            failedSync: rate(&random), failedOther: rate(&random))
        self.random = random
    }

    /// Lives it; throws where the folder and the model differ.
    mutating func run(steps: Int = 30) throws {
        try start()
        for _ in 0..<steps {
            now += Int64.random(in: 0...400, using: &random)
            let dies = random.oneIn(12)
            if dies { disk.killAfter(calls: Int.random(in: 0...12, using: &random)) }
            let step = Int.random(in: 0..<20, using: &random)
            switch step {
            case 0..<10: try commit()
            case 10, 11: tick()
            case 12, 13: try takeSnapshot()
            case 14, 15: limitRoom()
            case 16: try close()
            case 17: try kill()
            default: try losePower()
            }
            if case .failed? = journal?.state, random.oneIn(3) { try kill() }
            if dies { try random.oneIn(2) ? kill() : losePower() }
        }
        try losePower()
    }

    // MARK: - Steps

    private mutating func commit() throws {
        let batch = (0..<Int.random(in: 1...12, using: &random)).map { _ in TestPayloads.next(&random) }
        do {
            for (index, payload) in batch.enumerated() {
                let sequence = try journal?.append(kind: payload.kind, payload: payload.bytes.span) ?? 0
                guard sequence == UInt64(committed.count + index + 1) else {
                    throw Wrong(description: "sequence \(sequence) given for record \(committed.count + index + 1)")
                }
            }
            try journal?.commit(nowMilliseconds: now)
            committed += batch
            attempted = []
        } catch let error as JournalError {
            // Refused before anything was written, what an earlier batch may have left still counts.
            if case .open? = journal?.state {
                // Only while a sync takes longer than the interval, and then nothing was written.
                guard due != nil else { throw Wrong(description: "refused by an open journal: \(error)") }
                return
            }
            if attempted.isEmpty { attempted = batch }
        }
        try noteDurable()
    }

    /// Takes over what the journal says is durable; under `always` that must be all.
    private mutating func noteDurable() throws {
        let synced = Int(journal?.syncedThrough ?? 0)
        guard synced <= committed.count + attempted.count else {
            throw Wrong(description: "more durable than committed")
        }
        if configuration.policy == .always, journal?.state == .open, synced < committed.count {
            throw Wrong(description: "committed under always, but not durable")
        }
        durableCount = max(durableCount, min(synced, committed.count))
    }

    private mutating func tick() {
        let wasFull = if case .full? = journal?.state { true } else { false }
        if let running = due, random.oneIn(2) {
            due = nil
            try? journal?.finish(running, running.run())
        } else if due == nil, random.oneIn(2) {
            due = journal?.beginSync(nowMilliseconds: now)
        }
        try? journal?.tick(nowMilliseconds: now)
        // What was half written has been cut off, durably.
        if wasFull, journal?.state == .open { attempted = [] }
    }

    private mutating func takeSnapshot() throws {
        guard journal?.state == .open, let position = try? journal?.syncedPosition() else { return }
        guard position.sequence == UInt64(committed.count) else { throw Wrong(description: "position is off") }
        durableCount = committed.count
        let isGivenUp = random.oneIn(5)
        do {
            var writer = try SnapshotWriter(disk: disk, position: position, takenAtMilliseconds: now)
            for part in stride(from: 0, to: committed.count, by: 50) {
                let records = committed[part..<min(part + 50, committed.count)]
                try writer.write(section: "records", bytes: TestPayloads.encode(records).span)
            }
            if isGivenUp { return }
            _ = try writer.finish()
            _ = try Retention(disk: disk).prune()
        } catch {}
    }

    private mutating func limitRoom() {
        var limited = faults
        if random.oneIn(2) { limited.capacity = Int.random(in: 0...20_000, using: &random) }
        disk.setFaults(limited)
    }

    private mutating func close() throws {
        try? journal?.close()
        if journal?.state == .closed { durableCount = committed.count }
        try kill()
    }

    private mutating func kill() throws {
        journal = nil
        try start()
    }

    private mutating func losePower() throws {
        journal = nil
        cutPower()
        try start()
    }

    /// What was committed and not durable may be gone from here on, wholly or in part.
    private mutating func cutPower() {
        disk.losePower()
        giveUpUndurable()
    }

    private mutating func giveUpUndurable() { committed.removeLastAndKeep(durableCount, into: &attempted) }

    // MARK: - Starts

    private mutating func start() throws {
        due = nil
        disk.setFaults(random.oneIn(3) ? faults : FaultyDisk.Faults())
        if random.oneIn(4) { disk.killAfter(calls: Int.random(in: 0...40, using: &random)) }
        for _ in 0..<20 {
            guard let report = try recover() else {
                // The disk failed: nothing is wrong, and the next try may do.
                if random.oneIn(2) { cutPower() }
                disk.setFaults(FaultyDisk.Faults())
                continue
            }
            do {
                journal = try Journal(disk: disk, configuration: configuration, after: report.position)
                disk.setFaults(random.oneIn(4) ? FaultyDisk.Faults() : faults)
                return
            } catch {
                disk.setFaults(FaultyDisk.Faults())
            }
        }
        throw Wrong(description: "it does not start any more")
    }

    private mutating func recover() throws -> RecoveryReport? {
        if disk.takeHasGivenUp() { giveUpUndurable() }
        let recovered: Recovered
        do {
            recovered = try Recovered(disk)
        } catch RecoveryError.disk {
            return nil
        }
        let records = try recovered.allRecords()
        guard recovered.report.position.sequence == UInt64(records.count) else {
            throw Wrong(description: "\(records.count) records, position \(recovered.report.position.sequence)")
        }
        guard records.count >= committed.count else {
            throw Wrong(description: "\(committed.count - records.count) of \(committed.count) acknowledged are gone")
        }
        guard records.starts(with: committed), (committed + attempted).starts(with: records) else {
            throw Wrong(description: "other records than were written")
        }
        committed = records
        durableCount = records.count
        attempted = []
        return recovered.report
    }
}

extension [TestPayload] {
    /// Cuts the array to `count`; what was cut comes before `rest`.
    fileprivate mutating func removeLastAndKeep(_ count: Int, into rest: inout [TestPayload]) {
        rest = Array(self[count...]) + rest
        removeLast(self.count - count)
    }
}
