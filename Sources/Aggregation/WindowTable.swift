// What a league over a window is made of: the organisations of a ledger as they were at one moment, without the ids, the
// headlines and whatever else the ledger would have to copy for it.

/// The organisations of a ledger, to be made a league of on any thread.
package struct WindowTable: Sendable {
    private struct Part: Sendable {
        let organisations: PagedArray<Organisation>
        let names: [[UInt8]]
    }

    private var parts: [Part]
    private let range: HourRange

    fileprivate init(_ ledger: borrowing Ledger, _ window: TimeWindow) {
        parts = ledger.shards.map { Part(organisations: $0.organisations, names: $0.headlines.names) }
        range = HourRange(window, horizon: ledger.horizon)
    }

    /// The league of the organisations whose names begin with `prefix`, out of `names` where they are given. Each part is let
    /// go of as soon as it has been read: so the ledger copies less of what it changes meanwhile, and nobody has to free all
    /// of that at once.
    package consuming func ranking(
        prefix: String = "", among names: Set<String>? = nil, _ terms: RankTerms
    ) -> Ranking {
        let names = names.map { Set($0.map { Array($0.utf8) }) }
        let prefix = Array(prefix.utf8)
        let range = range
        var parts = (consume self).parts
        let allNames = parts.map(\.names)
        var candidates = RankCandidates(terms, room: allNames.reduce(0) { $0 + $1.count })
        var sums = [[MetricSums]](repeating: [], count: parts.count)
        while let part = parts.popLast() {
            let number = parts.count
            sums[number] = part.organisations.sums(of: terms.metric, range) { place in
                // A name is not looked up for nothing: it is a wait for memory.
                if prefix.isEmpty, names == nil { return true }
                let name = allNames[number][place]
                return name.starts(with: prefix) && names?.contains(name) != false
            }
            for (place, sum) in sums[number].enumerated() where sum.received != 0 {
                candidates.add(place << 8 | number, terms.metric.figure(sum, restingOn: candidates.nMin))
            }
        }
        return Ranking(candidates, window: range.window) { place in
            let (number, place) = (place & 255, place >> 8)
            let figure = terms.metric.figure(sums[number][place]) ?? .count(0)
            return (String(decoding: allNames[number][place], as: UTF8.self), figure)
        }
    }
}

extension Ledger {
    /// What a league of organisations over a window is made of.
    package func league(over window: TimeWindow) -> WindowTable { WindowTable(self, window) }
}

extension PagedArray<Organisation> {
    /// The sums of each organisation in a range; nothing for those that are not wanted. They are read where they lie: copying
    /// one would cost more than its sums.
    fileprivate func sums(of metric: Metric, _ range: HourRange, _ isWanted: (Int) -> Bool) -> [MetricSums] {
        let counters = metric.counters
        var all = [MetricSums](repeating: MetricSums(), count: count)
        var sums = all.mutableSpan
        for (number, page) in pages.enumerated() {
            let page = page.span
            // All at once, as each is a wait for memory.
            var touched = 0
            for offset in page.indices { touched &+= page[offset].log.touch() }
            for offset in page.indices {
                let place = number * Self.pageCount + offset
                if !isWanted(place) { continue }
                // Each by itself: of a whole organisation a copy would be made, and what it refers to counted.
                if page[offset].timeline.byteCount > 0 {
                    page[offset].timeline.forEachTally(in: range) { sums[place].add($0, counters) }
                }
                if touched > 0 { page[offset].log.add(range, metric, to: &sums[place]) }
            }
        }
        return all
    }
}
