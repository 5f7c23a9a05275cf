// When a batch goes to a writer who awaits a sync for it. A sync costs the processor as much as a dozen submissions, however
// many it is for; clients that have one request in flight are answered by groups and have their next one ready at once.
// Handed over as soon as there was something, they would stay in two groups for ever, one being synced while the other
// is read, with a sync for each.

/// Whether the requests that have gathered are worth a sync of their own.
struct BatchGroup {
    /// So many are, whoever else has something to say: one sync is little for them.
    private static let countMin = 256
    /// Nobody waits for others for longer.
    private static let milliseconds: Int64 = 4

    /// 0 when it is looked for others anew.
    private var countBefore = 0
    private var began: Int64 = 0

    /// Some were answered: what they say next is looked for before the rest goes.
    mutating func awaitMore() { countBefore = 0 }

    /// Asked once a turn: fewer than enough go when no other batch is out (`isFirst`), and either the turn has brought no more
    /// of them or they have waited for long.
    mutating func isComplete(_ count: Int, isFirst: Bool, now: Int64) -> Bool {
        if countBefore == 0 { began = now }
        let isGrowing = count > countBefore && now - began < Self.milliseconds
        let isComplete = count >= Self.countMin || isFirst && !isGrowing
        countBefore = isComplete ? 0 : count
        return isComplete
    }
}
