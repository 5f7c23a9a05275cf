// What a file of the faulty disk holds: what a reader sees, what is on the disk, and what is on its way there.
//
// It is as mean as the file systems of Linux, and where they differ as the meanest:
// - Data goes to the disk by sectors of 512 bytes, in any order, any version of each that was written since the last sync.
// - The length, and with it what a cut takes away, is metadata: whole or not at all, in any order beside the data.
// - What a sync that failed did not bring to the disk is given up: the next one succeeds without it. A reader sees it
//   until the system needs the memory, which may be at any time, and from then on what is on the disk.
// - Room that was reserved or given back reads as zeros.

/// A file's content.
final class Inode: @unchecked Sendable {
    static let sectorBytes = 512

    /// Something that was done to the file and is on its way to the disk.
    private enum Change {
        case size(Int)
        case sector(Int, [UInt8])
    }

    /// What a reader sees.
    private(set) var bytes: [UInt8]
    /// What a loss of power leaves of what is not on its way.
    private var stored: [UInt8]
    private var pending: [Change] = []
    /// Sectors that failed syncs have given up.
    private var givenUp: Set<Int> = []
    /// Sectors without room of their own.
    private var holes: Set<Int> = []

    init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
        stored = bytes
    }

    /// Bytes of room that the file takes.
    var usedBytes: Int { bytes.count - holes.count * Self.sectorBytes }

    /// Bytes of holes that a write would fill.
    func holeBytes(in range: Range<Int>) -> Int {
        holes.isEmpty ? 0 : Self.sectors(range).count { holes.contains($0) } * Self.sectorBytes
    }

    // MARK: - What a program does

    func write(_ new: ArraySlice<UInt8>, at offset: Int) {
        guard !new.isEmpty else { return }
        let range = offset..<(offset + new.count)
        if range.upperBound > bytes.count { resize(to: range.upperBound) }
        bytes.replaceSubrange(range, with: new)
        holes.subtract(Self.sectors(range))
        note(range)
    }

    func resize(to count: Int) {
        if count > bytes.count {
            bytes.append(contentsOf: [UInt8](repeating: 0, count: count - bytes.count))
            pending.append(.size(count))
        } else {
            bytes.removeLast(bytes.count - count)
            pending.append(.size(count))
            holes = holes.filter { ($0 + 1) * Self.sectorBytes <= count }
            // The system puts zeros after the end, in the sector that holds it.
            if count % Self.sectorBytes > 0 { note((count - 1)..<count) }
        }
    }

    /// `offset` is a sector's border.
    func release(from offset: Int) {
        guard offset < bytes.count else { return }
        let range = offset..<bytes.count
        bytes.replaceSubrange(range, with: repeatElement(0, count: range.count))
        holes.formUnion(Self.sectors(range).filter { ($0 + 1) * Self.sectorBytes <= bytes.count })
        note(range)
    }

    private func note(_ range: Range<Int>) {
        for sector in Self.sectors(range) {
            pending.append(.sector(sector, Self.sector(sector, of: bytes)))
            givenUp.remove(sector)
        }
    }

    // MARK: - What the disk does

    /// All that is on its way arrives.
    func sync() {
        for change in pending { store(change) }
        pending = []
    }

    /// A sync that fails: part of the data arrives, and the rest of it is given up. Lengths arrive in the order of the
    /// file system's log, now or later.
    func failSync(_ random: inout SeededRandom) {
        let chosen = chosenVersions(&random)
        var later: [Change] = []
        var seen: [Int: Int] = [:]
        for change in pending {
            switch change {
            case .size:
                if later.isEmpty, random.oneIn(2) { store(change) } else { later.append(change) }
            case .sector(let sector, _):
                if seen[sector, default: 0] == chosen[sector] { store(change) }
                seen[sector, default: 0] += 1
                givenUp.insert(sector)
            }
        }
        pending = later
    }

    /// Power is lost.
    func crash(_ random: inout SeededRandom) {
        let chosen = chosenVersions(&random)
        var seen: [Int: Int] = [:]
        for change in pending {
            switch change {
            case .size: if random.oneIn(2) { store(change) }
            case .sector(let sector, _):
                if seen[sector, default: 0] == chosen[sector] { store(change) }
                seen[sector, default: 0] += 1
            }
        }
        pending = []
        bytes = stored
        givenUp = []
        holes = holes.filter { ($0 + 1) * Self.sectorBytes <= bytes.count }
    }

    /// Once in `count` times the system needs memory: of what was given up, a reader sees some as it is on the disk from
    /// now on.
    func evict(_ random: inout SeededRandom, oneIn count: Int) {
        guard !givenUp.isEmpty, random.oneIn(count) else { return }
        for sector in givenUp.sorted() where random.oneIn(2) {
            givenUp.remove(sector)
            let start = sector * Self.sectorBytes
            let end = min(start + Self.sectorBytes, bytes.count)
            guard start < end else { continue }
            bytes.replaceSubrange(start..<end, with: Self.sector(sector, of: stored).prefix(end - start))
        }
    }

    /// Which version of each sector arrives, none of them at the index after the last.
    private func chosenVersions(_ random: inout SeededRandom) -> [Int: Int] {
        var counts: [Int: Int] = [:]
        for case .sector(let sector, _) in pending { counts[sector, default: 0] += 1 }
        var chosen: [Int: Int] = [:]
        // In the order of sectors, so that a seed lives the same history again.
        for (sector, count) in counts.sorted(by: { $0.key < $1.key }) {
            chosen[sector] = Int.random(in: 0...count, using: &random)
        }
        return chosen
    }

    private func store(_ change: Change) {
        switch change {
        case .size(let count):
            if count < stored.count { stored.removeLast(stored.count - count) }
            stored.append(contentsOf: [UInt8](repeating: 0, count: count - stored.count))
        case .sector(let sector, let content):
            let start = sector * Self.sectorBytes
            let end = min(start + Self.sectorBytes, stored.count)
            if start < end { stored.replaceSubrange(start..<end, with: content.prefix(end - start)) }
        }
    }

    private static func sectors(_ range: Range<Int>) -> Range<Int> {
        range.lowerBound / sectorBytes..<(range.upperBound - 1) / sectorBytes + 1
    }

    private static func sector(_ number: Int, of bytes: [UInt8]) -> [UInt8] {
        let start = min(number * sectorBytes, bytes.count)
        let present = bytes[start..<min(start + sectorBytes, bytes.count)]
        return Array(present) + [UInt8](repeating: 0, count: sectorBytes - present.count)
    }
}
