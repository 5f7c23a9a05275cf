// A disk that breaks on demand, in memory: it forgets at a crash what was not synced, sector by sector and in any
// order; it writes too little, is full, fails. Everything it does follows from its seed.

import Glibc
import Persistence
import Synchronization

/// A folder in memory with faults.
final class FaultyDisk: Disk {
    /// How often each kind of call misbehaves, as one in so many; 0 for never.
    struct Faults: Sendable {
        var shortWrite = 0
        var fullWrite = 0
        var failedWrite = 0
        var failedSync = 0
        var failedOther = 0
        /// The n-th call of this operation fails once, with this code.
        var once: (operation: DiskError.Operation, call: Int, code: Int32)?
        /// Bytes that all files together may have; more is ENOSPC.
        var capacity = Int.max
        /// After so many calls every further one fails and does nothing, as if the process had been killed there.
        var callsLeft: Int?
    }

    struct State {
        var random: SeededRandom
        var faults = Faults()
        var current: [String: Inode] = [:]
        /// What a crash finds: names as of the last folder sync, and changes since.
        var durable: [String: Inode] = [:]
        var pendingNames: [NameChange] = []
        var calls: [DiskError.Operation: Int] = [:]
        var locked: Set<ObjectIdentifier> = []
        /// Whether a sync of another file than a snapshot has failed.
        var hasGivenUp = false

        /// Some of the changes of names reach the disk, in any order; the others later or never.
        mutating func keepSomeNames(others: Fate) {
            var rest: [NameChange] = []
            for change in pendingNames {
                guard random.oneIn(2) else {
                    rest.append(change)
                    continue
                }
                switch change {
                case .put(let name, let inode): durable[name] = inode
                case .rename(let name, let newName, let inode):
                    if durable[name] === inode { durable[name] = nil }
                    durable[newName] = inode
                case .remove(let name): durable[name] = nil
                }
            }
            pendingNames = others == .later ? rest : []
        }

        /// Bytes that all files together take.
        var usedBytes: Int { current.values.reduce(0) { $0 + $1.usedBytes } }
    }

    enum Fate {
        case later, never
    }

    enum NameChange {
        case put(String, Inode)
        case rename(String, String, Inode)
        case remove(String)
    }

    let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SeededRandom(seed: seed))) }

    func makeFolder() throws(DiskError) {}

    func list() throws(DiskError) -> [String] {
        try with(.list, "") { state throws(DiskError) in Array(state.current.keys) }
    }

    func open(_ name: String, _ mode: OpenMode) throws(DiskError) -> any DiskFile {
        try with(.open, name) { state throws(DiskError) in
            if let inode = state.current[name], mode != .replace { return FaultyFile(self, name, inode) }
            if mode == .read || mode == .update { throw DiskError(.open, name, code: ENOENT) }
            if let inode = state.current[name] {
                inode.resize(to: 0)
                return FaultyFile(self, name, inode)
            }
            let inode = Inode()
            state.current[name] = inode
            state.pendingNames.append(.put(name, inode))
            return FaultyFile(self, name, inode)
        }
    }

    func rename(_ name: String, to newName: String) throws(DiskError) {
        try with(.rename, name) { state throws(DiskError) in
            guard let inode = state.current.removeValue(forKey: name) else {
                throw DiskError(.rename, name, code: ENOENT)
            }
            state.current[newName] = inode
            state.pendingNames.append(.rename(name, newName, inode))
        }
    }

    func remove(_ name: String) throws(DiskError) {
        try with(.remove, name) { state throws(DiskError) in
            guard state.current.removeValue(forKey: name) != nil else {
                throw DiskError(.remove, name, code: ENOENT)
            }
            state.pendingNames.append(.remove(name))
        }
    }

    func syncFolder() throws(DiskError) {
        try with(.syncFolder, "") { state throws(DiskError) in
            if state.faults.failedSync > 0, state.random.oneIn(state.faults.failedSync) {
                // What is in the file system's log stays on its way.
                state.keepSomeNames(others: .later)
                throw DiskError(.syncFolder, "", code: EIO)
            }
            state.durable = state.current
            state.pendingNames = []
        }
    }

    func freeBytes() throws(DiskError) -> Int {
        try with(.freeSpace, "") { state throws(DiskError) in
            max(0, state.faults.capacity - state.usedBytes)
        }
    }

    /// Loses power: of everything not synced any part may be gone.
    func losePower() {
        state.withLock { state in
            state.keepSomeNames(others: .never)
            let names = state.durable
            // In the order of names, so that a seed lives the same history again.
            var seen: Set<ObjectIdentifier> = []
            for name in names.keys.sorted() {
                guard let inode = names[name], seen.insert(ObjectIdentifier(inode)).inserted else { continue }
                inode.crash(&state.random)
            }
            state.current = names
            state.locked = []
        }
    }

    /// Sets what goes wrong from now on.
    func setFaults(_ faults: Faults) {
        state.withLock {
            $0.faults = faults
            $0.calls = [:]
        }
    }

    /// Whether a sync of the journal has failed since this was asked last: what was not durable then can be gone at any
    /// time.
    func takeHasGivenUp() -> Bool {
        state.withLock { state in
            defer { state.hasGivenUp = false }
            return state.hasGivenUp
        }
    }

    /// The process is killed after so many more calls.
    func killAfter(calls: Int) { state.withLock { $0.faults.callsLeft = calls } }

    /// How many calls of an operation there were since the faults were set.
    func callCount(_ operation: DiskError.Operation) -> Int { state.withLock { $0.calls[operation] ?? 0 } }

    /// A file's bytes as a reader sees them now.
    func contents(_ name: String) -> [UInt8]? { state.withLock { $0.current[name]?.bytes } }

    /// Puts a file there, durably.
    func setContents(_ name: String, _ bytes: [UInt8]) {
        state.withLock {
            let inode = Inode(bytes)
            $0.current[name] = inode
            $0.durable[name] = inode
        }
    }

    /// The names of all files, sorted.
    var names: [String] { state.withLock { $0.current.keys.sorted() } }

    /// A disk with the same files, all durable, and no faults.
    func copy() -> FaultyDisk {
        let twin = FaultyDisk(seed: 1)
        for name in names { twin.setContents(name, contents(name) ?? []) }
        return twin
    }

    func with<Value>(
        _ operation: DiskError.Operation, _ name: String, _ body: (inout State) throws(DiskError) -> Value
    ) throws(DiskError) -> sending Value {
        try state.withLock { (state) throws(DiskError) -> Value in
            state.calls[operation, default: 0] += 1
            if let left = state.faults.callsLeft {
                guard left > 0 else { throw DiskError(operation, name, code: EIO) }
                state.faults.callsLeft = left - 1
            }
            if let once = state.faults.once, once.operation == operation, once.call == state.calls[operation] {
                throw DiskError(operation, name, code: once.code)
            }
            let isOther = operation != .write && operation != .sync
            if isOther, state.faults.failedOther > 0, state.random.oneIn(state.faults.failedOther) {
                throw DiskError(operation, name, code: [EIO, EMFILE].randomElement(using: &state.random) ?? EIO)
            }
            return try body(&state)
        }
    }
}
