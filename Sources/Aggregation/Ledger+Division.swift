// A ledger cut into parts, so that recovery can apply entries on several threads at once: each part holds some of the
// shards, and is given what concerns them (ShardBatch). Whatever an entry changes lies in the shard of its organisation
// or in that of its id; what is counted over the whole is a sum. Only what is forgotten may lie anywhere, and needs
// the whole.

/// Which shards a ledger holds: those whose number leaves `index` when it is divided by `count`.
struct LedgerShare: Sendable {
    var index = 0
    /// A power of two.
    var count = 1

    func holds(_ shard: Int) -> Bool { shard & (count - 1) == index }
}

extension Ledger {
    /// Cuts the ledger into `count` parts, a power of two, at most 256.
    package consuming func divided(into count: Int) -> [Ledger] {
        precondition(count.nonzeroBitCount == 1 && count <= Shard.count && share.count == 1)
        var whole = self
        return (0..<count).map { index in
            var part = Ledger(limits: whole.limits, seed: whole.seed)
            part.share = LedgerShare(index: index, count: count)
            part.sequence = whole.sequence
            part.counts = index == 0 ? whole.counts : whole.counts.without
            for number in part.shards.indices where part.share.holds(number) {
                swap(&part.shards[number], &whole.shards[number])
            }
            return part
        }
    }

    /// Puts the parts that `divided` made together again. `now` is where the last entry stands that was dealt out to them.
    package init(joining parts: consuming [Ledger], at now: Moment) {
        var parts = parts
        self = parts.removeFirst()
        precondition(parts.count == share.count - 1)
        for var part in parts {
            counts.add(part.counts)
            for number in shards.indices where part.share.holds(number) {
                swap(&shards[number], &part.shards[number])
            }
        }
        share = LedgerShare()
        self.now = now
    }

    /// Applies what was dealt out to a shard that is held here, up to an entry that is malformed. The shard's headlines are put
    /// off: call `finishHeadlines` after the last.
    package mutating func apply(_ batch: ShardBatch) throws(MalformedEntry) {
        precondition(share.holds(batch.number))
        readAhead(batch)
        shards[batch.number].putOffHeadlines()
        try batch.forEachEntry { applyToOrganisation(&$0, $1, at: $2) }
        batch.forEachID { remember($0, at: $1) }
    }

    /// Works out the headlines that were put off.
    package mutating func finishHeadlines() {
        for number in shards.indices { shards[number].finishHeadlines() }
    }
}

extension LedgerCounts {
    /// Nothing counted; what does not add up is kept.
    fileprivate var without: LedgerCounts {
        var rest = LedgerCounts()
        rest.newestReceived = newestReceived
        rest.horizon = horizon
        rest.lastForgotten = lastForgotten
        return rest
    }

    fileprivate mutating func add(_ other: LedgerCounts) {
        organisations += other.organisations
        submissions += other.submissions
        duplicates += other.duplicates
        retracted += other.retracted
        ids += other.ids
        idsDroppedEarly += other.idsDroppedEarly
        surveyVersions += other.surveyVersions
    }
}
