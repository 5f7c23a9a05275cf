// The kept submissions of a part, within the bounds of each organisation and of the part; and what is left of those that
// had to go.

import ByteCoding

extension Shard {
    /// Lets submissions go until the bounds of an organisation to which one came, and the part's, hold.
    mutating func trimVerbatims(at place: Int, limits: LedgerLimits) {
        trim(at: place, countMax: limits.verbatimsMax, limits: limits)
        let bytesMax = limits.verbatimBytesTotalMax / Self.count
        var visits = organisations.count
        while verbatimBytes > bytesMax, visits > 0 {
            evictNext = evictNext + 1 < organisations.count ? evictNext + 1 : 0
            visits -= 1
            let countMax = organisations[evictNext].verbatims.count * 3 / 4
            trim(at: evictNext, countMax: countMax, limits: limits)
        }
    }

    /// Takes a submission out for good: its words, or what is left of it.
    mutating func takeOut(_ sequence: UInt64, at place: Int) -> Remnant? {
        let wordsBefore = organisations[place].verbatims.byteCount
        if let remnant = organisations[place].verbatims.remove(sequence: sequence) {
            verbatimBytes += organisations[place].verbatims.byteCount - wordsBefore
            verbatimCount -= 1
            return remnant
        }
        let bytesBefore = organisations[place].remnants.byteCount
        let remnant = organisations[place].remnants.remove(sequence: sequence)
        remnantBytes += organisations[place].remnants.byteCount - bytesBefore
        return remnant
    }

    /// Takes note that a submission was sent again; what it added, nil when nothing is left of it.
    mutating func noteRepeat(of sequence: UInt64, at place: Int) -> Fact? {
        let wordsBefore = organisations[place].verbatims.byteCount
        if let remnant = organisations[place].verbatims.noteRepeat(sequence: sequence) {
            verbatimBytes += organisations[place].verbatims.byteCount - wordsBefore
            return remnant.fact
        }
        let bytesBefore = organisations[place].remnants.byteCount
        let remnant = organisations[place].remnants.noteRepeat(sequence: sequence)
        remnantBytes += organisations[place].remnants.byteCount - bytesBefore
        return remnant?.fact
    }

    private mutating func trim(at place: Int, countMax: Int, limits: LedgerLimits) {
        let dropped = organisations[place].trimVerbatims(countMax: countMax, limits: limits)
        if dropped.count == 0 { return }
        verbatimCount -= dropped.count
        verbatimBytes -= dropped.verbatimBytes
        remnantBytes += dropped.remnantBytes
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
        guard forgotten.append(record) else { return }
        while forgotten.count > max(1, countMax) { forgotten.removeOldest() }
    }
}

extension Organisation {
    /// Lets the oldest submissions go until the bounds hold; how many, what they took, and what more is left of them.
    fileprivate mutating func trimVerbatims(
        countMax: Int, limits: LedgerLimits
    ) -> (count: Int, verbatimBytes: Int, remnantBytes: Int) {
        var count = 0
        let verbatimBytes = verbatims.byteCount
        let remnantBytes = remnants.byteCount
        while verbatims.dropOldest(countMax: countMax, byteCountMax: limits.verbatimBytesMax, into: &remnants) {
            count += 1
        }
        if count == 0 { return (0, 0, 0) }
        while remnants.byteCount > limits.remnantBytesMax { remnants.dropOldest() }
        return (count, verbatimBytes - verbatims.byteCount, remnants.byteCount - remnantBytes)
    }
}
