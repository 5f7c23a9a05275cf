// The kept submissions of a part, within the bounds of each organisation and of the part; and what is left of those that
// had to go.

import ByteCoding

extension Shard {
    /// Keeps a submission, within the organisation's bounds and the part's.
    mutating func keep(_ verbatim: StoredVerbatim, at place: Int, limits: LedgerLimits, seed: HashSeed) {
        organisations[place].verbatims.append(verbatim)
        verbatimBytes += verbatim.byteCount
        verbatimCount += 1
        trim(at: place, countMax: limits.verbatimsMax, limits: limits, seed: seed)
        let bytesMax = limits.verbatimBytesTotalMax / Self.count
        var visits = organisations.count
        while verbatimBytes > bytesMax, visits > 0 {
            evictNext = evictNext + 1 < organisations.count ? evictNext + 1 : 0
            visits -= 1
            let countMax = organisations[evictNext].verbatims.count * 3 / 4
            trim(at: evictNext, countMax: countMax, limits: limits, seed: seed)
        }
    }

    /// Takes a submission out for good: its words, or what is left of it.
    mutating func takeOut(_ sequence: UInt64, at place: Int, seed: HashSeed) -> Remnant? {
        if let verbatim = organisations[place].verbatims.remove(sequence: sequence) {
            verbatimBytes -= verbatim.byteCount
            verbatimCount -= 1
            return organisations[place].remnant(of: verbatim, seed: seed)
        }
        let bytesBefore = organisations[place].remnants.byteCount
        let remnant = organisations[place].remnants.remove(sequence: sequence)
        remnantBytes += organisations[place].remnants.byteCount - bytesBefore
        return remnant
    }

    /// Takes note that a submission was sent again; what it added, nil when nothing is left of it.
    mutating func noteRepeat(of sequence: UInt64, at place: Int, seed: HashSeed) -> Fact? {
        if let verbatim = organisations[place].verbatims.noteRepeat(sequence: sequence) {
            return organisations[place].remnant(of: verbatim, seed: seed)?.fact
        }
        let bytesBefore = organisations[place].remnants.byteCount
        let remnant = organisations[place].remnants.noteRepeat(sequence: sequence)
        remnantBytes += organisations[place].remnants.byteCount - bytesBefore
        return remnant?.fact
    }

    private mutating func trim(at place: Int, countMax: Int, limits: LedgerLimits, seed: HashSeed) {
        let dropped = organisations[place].verbatims.trim(countMax: countMax, byteCountMax: limits.verbatimBytesMax)
        if dropped.isEmpty { return }
        let bytesBefore = organisations[place].remnants.byteCount
        for verbatim in dropped {
            verbatimBytes -= verbatim.byteCount
            verbatimCount -= 1
            guard let remnant = organisations[place].remnant(of: verbatim, seed: seed) else { continue }
            organisations[place].remnants.append(remnant)
        }
        while organisations[place].remnants.byteCount > limits.remnantBytesMax {
            organisations[place].remnants.dropOldest()
        }
        remnantBytes += organisations[place].remnants.byteCount - bytesBefore
        trimRemnants(bytesMax: limits.remnantBytesTotalMax / Self.count)
    }

    private mutating func trimRemnants(bytesMax: Int) {
        var visits = organisations.count
        while remnantBytes > bytesMax, visits > 0 {
            evictNext = evictNext + 1 < organisations.count ? evictNext + 1 : 0
            visits -= 1
            let bytesBefore = organisations[evictNext].remnants.byteCount
            organisations[evictNext].remnants.dropOldest()
            remnantBytes += organisations[evictNext].remnants.byteCount - bytesBefore
            if organisations[evictNext].remnants.byteCount != bytesBefore { visits = organisations.count }
        }
    }

    /// Whether a key belongs to a forgotten id.
    func isForgotten(_ key: Hash128) -> Bool { forgotten.find(key) != nil || ids.find(key)?.contentHash == 0 }

    /// Remembers a forgotten id that the table of ids does not have.
    mutating func keepForgotten(_ record: IDRecord, countMax: Int) {
        if forgotten.find(record.key) != nil { return }
        forgotten.append(record)
        while forgotten.count > max(1, countMax) { forgotten.removeOldest() }
    }
}
