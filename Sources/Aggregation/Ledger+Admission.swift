// Which submissions are new: asked before anything is journaled, so that a resubmission is counted once, whatever
// happened in between. A batch is journaled as a whole before any of it is applied, so ids that a batch brings are held
// in reserve until it ends: its second submission of an id meets the first.

import ByteCoding

/// The answer to a submission before it is journaled.
package enum Admission: Equatable, Sendable {
    /// It is to be journaled and applied.
    case new
    /// It was taken before, with the same content, under that sequence number.
    case duplicate(of: UInt64)
    /// Its id was taken before by other content, under that sequence number.
    case conflict(with: UInt64)
    /// Its id belongs to a submission that was forgotten, once under that sequence number.
    case forgotten(UInt64)
    /// Its organisation would be one too many.
    case organisationLimit
}

extension Ledger {
    /// Says whether a submission is new, and if so reserves its id and its organisation for the batch under way.
    /// `sequence` is the number it will be journaled under if it is new; `keys` are those of the entry, where the caller has
    /// them.
    package mutating func admit(
        _ entry: borrowing EncodedEntry, keys: EntryKeys? = nil, sequence: UInt64
    ) -> Admission {
        let keys = keys ?? EntryKeys(entry, seed: seed)
        if !hasRoom(for: keys.organisation) { return .organisationLimit }
        guard let key = keys.id else { return .new }
        if let known = known(key, entry.contentHash) { return known }
        reservations.insert(.init(key: key, sequence: sequence, contentHash: entry.contentHash))
        return .new
    }

    /// What is known of the id of a submission; nil when nothing is, or it has none. It changes nothing, but a mutating caller
    /// would copy the ledger for a function that cannot.
    package mutating func known(_ entry: borrowing EncodedEntry) -> Admission? {
        guard let key = EntryKeys(entry, seed: seed).id else { return nil }
        return known(key, entry.contentHash)
    }

    /// Takes back that a submission of the batch under way was admitted as new: it was not journaled.
    package mutating func withdraw(_ entry: borrowing EncodedEntry) {
        if let key = EntryKeys(entry, seed: seed).id { reservations.remove(key) }
    }

    private mutating func known(_ key: Hash128, _ contentHash: UInt64) -> Admission? {
        let number = Shard.number(of: key)
        if let forgotten = shards[number].forgotten.find(key) { return .forgotten(forgotten.sequence) }
        if let known = shards[number].ids.find(key) {
            return Self.compare(known.contentHash, known.sequence, with: contentHash)
        }
        return reservations.find(key).map { Self.compare($0.contentHash, $0.sequence, with: contentHash) }
    }

    /// Ends a batch: after it was applied, or after its journal write failed, when nothing of it is to remain.
    package mutating func endBatch() { reservations.removeAll() }

    /// Takes note of the id of a submission that is applied now.
    mutating func remember(_ id: IDRecord, at now: Moment) {
        let number = Shard.number(of: id.key)
        guard shards[number].ids.append(id) else { return }
        counts.ids += 1
        expireIDs(number, at: now)
    }

    /// Lets the oldest ids of a shard go: those that are out of both terms, or in the way of the bound on memory. An id
    /// of the last `idsMin` entries always stays.
    private mutating func expireIDs(_ number: Int, at now: Moment) {
        if now.sequence < UInt64(limits.idsMin) { return }
        while let oldest = shards[number].ids.oldest {
            if now.sequence - oldest.sequence < UInt64(limits.idsMin) { return }
            let ageSeconds = now.newestReceivedSeconds - Int64(oldest.receivedSeconds)
            if ageSeconds <= limits.idAgeMilliseconds / 1_000 {
                if shards[number].ids.count <= limits.idsMax / Shard.count { return }
                counts.idsDroppedEarly += 1
            }
            if oldest.contentHash == 0 {
                shards[number].keepForgotten(oldest, countMax: limits.forgottenIDsMax / Shard.count)
            }
            shards[number].ids.removeOldest()
            counts.ids -= 1
        }
    }

    mutating func hasRoom(for organisation: Hash128) -> Bool {
        if place(of: organisation) != nil { return true }
        if reservations.contains(organisation: organisation) { return true }
        if counts.organisations + reservations.organisationCount >= limits.organisationsMax { return false }
        reservations.insert(organisation: organisation)
        return true
    }

    private static func compare(_ known: UInt64, _ sequence: UInt64, with contentHash: UInt64) -> Admission {
        if known == 0 { return .forgotten(sequence) }
        return known == contentHash ? .duplicate(of: sequence) : .conflict(with: sequence)
    }
}
