// What a batch will change is read before it is admitted and applied, all of it in a row. An organisation lies in some thirty
// places, most of them not in the processor's cache: each is waited for when it is come upon, but many at a time when
// reads follow each other that do not need each other.

import ByteCoding

extension Ledger {
    /// Reads what submissions will change, and changes nothing.
    package func readAhead(_ filed: [FiledEntry?]) {
        var places: [(shard: Int, place: Int)] = []
        places.reserveCapacity(filed.count)
        var seen = 0
        for index in filed.indices {
            guard let keys = filed[index]?.keys else { continue }
            if let id = keys.id { seen &+= shards[Shard.number(of: id)].ids.glance(at: id) }
            let number = Shard.number(of: keys.organisation)
            if let place = shards[number].place(of: keys.organisation) { places.append((number, place)) }
        }
        for (number, place) in places { seen &+= shards[number].glance(at: place) }
        Self.take(seen)
    }

    /// Reads what a batch will change, and changes nothing.
    func readAhead(_ batch: ShardBatch) {
        var places: [Int] = []
        places.reserveCapacity(batch.count)
        var seen = batch.glance
        batch.forEachKey(
            organisation: { key in if let place = shards[batch.number].place(of: key) { places.append(place) } },
            id: { key in seen &+= shards[batch.number].ids.glance(at: key) })
        for place in places { seen &+= shards[batch.number].glance(at: place) }
        Self.take(seen)
    }

    /// Keeps the compiler from leaving out reads of which nothing comes.
    @inline(never) @_optimize(none)
    private static func take(_ seen: Int) {}
}

extension Shard {
    fileprivate func glance(at place: Int) -> Int { organisations[place].glance &+ headlines.glance(at: place) }
}

extension Organisation {
    fileprivate var glance: Int { log.glance &+ segments.glance &+ verbatims.glance &+ received }
}
