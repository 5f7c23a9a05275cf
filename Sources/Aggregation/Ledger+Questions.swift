// What the ledger answers: reports, the list of organisations, one stored submission, and how full it is. All of it can
// be asked of a copy on another thread.

import ByteCoding
package import Scoring

extension Ledger {
    /// How an organisation stands, all-time or over a window; nil when it is not known.
    package func report(org: Span<UInt8>, window: TimeWindow? = nil) -> Report? {
        figures(org: org)?.report(window: window)
    }

    /// The organisations whose names begin with `prefix` and come after `after` (empty: from the start), in ascending
    /// order of their bytes, at most `limit`.
    package func organisations(prefix: Span<UInt8>, after: Span<UInt8>, limit: Int) -> OrganisationPage {
        let prefix = [UInt8](copying: prefix)
        let after = [UInt8](copying: after)
        var names = NameSelection(limit: max(0, limit) + 1)
        for number in shards.indices {
            for place in shards[number].organisations.indices {
                let name = shards[number].organisations[place].name
                if name.starts(with: prefix), after.isEmpty || after.lexicographicallyPrecedes(name) {
                    names.offer(name, shard: number, place: place)
                }
            }
        }
        let found = names.ascending
        let page = found.prefix(max(0, limit)).map { candidate in
            OrganisationSummary(shards[candidate.shard].organisations[candidate.place])
        }
        return OrganisationPage(organisations: page, isLast: found.count <= limit)
    }

    /// The same page, out of these organisations alone.
    package func organisations(
        _ names: [[UInt8]], prefix: Span<UInt8>, after: Span<UInt8>, limit: Int
    ) -> OrganisationPage {
        let prefix = [UInt8](copying: prefix)
        let after = [UInt8](copying: after)
        let wanted = names.filter { name in
            name.starts(with: prefix) && (after.isEmpty || after.lexicographicallyPrecedes(name))
        }
        let found = wanted.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { organisation($0.span) }
        let page = found.prefix(max(0, limit)).map { OrganisationSummary($0) }
        return OrganisationPage(organisations: page, isLast: found.count <= limit)
    }

    /// A stored submission by the client's id or the one the server gave; nil when it is unknown or no longer kept.
    package func entry(org: Span<UInt8>, id: Span<UInt8>) -> StoredEntry? {
        if let sequence = SubmissionID.sequence(given: id) { return entry(org: org, sequence: sequence) }
        let hash = SipHash.hash(org, seed: seed)
        let key = SipHash.hash(hash, id, seed: seed)
        if let known = shards[Shard.number(of: key)].ids.find(key) { return entry(org: org, sequence: known.sequence) }
        // The id may be out of the table while its submission is still kept.
        guard let store = organisation(org)?.verbatims else { return nil }
        for position in 0..<store.count {
            let verbatim = store[store.count - 1 - position]
            guard let entry = try? EncodedEntry(verbatim.payload), entry[.id].isEqual(to: id) else { continue }
            return StoredEntry(verbatim)
        }
        return nil
    }

    /// A stored submission by its sequence number; nil when it is unknown or no longer kept.
    package func entry(org: Span<UInt8>, sequence: UInt64) -> StoredEntry? {
        organisation(org)?.verbatims.find(sequence: sequence).flatMap { StoredEntry($0) }
    }

    /// A stored submission of any organisation by its sequence number; nil when it is unknown or no longer kept. It
    /// asks every organisation: a few tens of nanoseconds each.
    package func entry(sequence: UInt64) -> StoredEntry? {
        for shard in shards {
            for organisation in shard.organisations {
                if let found = organisation.verbatims.find(sequence: sequence) { return StoredEntry(found) }
            }
        }
        return nil
    }

    /// How full the ledger is.
    package var figures: LedgerFigures { LedgerFigures(self) }

    /// The state of an organisation.
    func organisation(_ name: Span<UInt8>) -> Organisation? {
        let hash = SipHash.hash(name, seed: seed)
        let shard = shards[Shard.number(of: hash)]
        return shard.place(of: hash).map { shard.organisations[$0] }
    }
}

/// A submission as it was stored.
package struct StoredEntry: Equatable, Sendable {
    package let sequence: UInt64
    package let submission: Submission
    /// Nil without a text.
    package let score: Score?
    /// The revision of the lexicon that made the score.
    package let lexicon: String

    /// The client's id, or the one that the server gave.
    package var id: String { submission.id ?? SubmissionID.given(sequence: sequence) }

    /// Decodes a kept submission; nil when its bytes are damaged.
    init?(_ verbatim: StoredVerbatim) {
        guard case .submission(let submission, let score, let lexicon) = try? Entry.decode(verbatim.payload)
        else { return nil }
        sequence = verbatim.sequence
        self.submission = submission
        self.score = score
        self.lexicon = lexicon
    }
}

/// A page of the list of organisations.
package struct OrganisationPage: Equatable, Sendable {
    package let organisations: [OrganisationSummary]
    /// Whether none comes after these.
    package let isLast: Bool
}

/// An organisation in the list.
package struct OrganisationSummary: Equatable, Sendable {
    package let name: String
    /// Submissions, repetitions not counted.
    package let received: Int
    /// The compounds of its texts with evidence, over all time.
    package let compound: Mean
    /// When the newest came, in milliseconds since 1970.
    package let lastReceived: Int64

    init(_ organisation: Organisation) {
        name = String(decoding: organisation.name, as: UTF8.self)
        received = organisation.received
        compound = organisation.sum(below: Metric.sentiment.counterBound).mean(at: Counter.compound)
        lastReceived = organisation.lastReceived
    }
}

/// The first names in order out of any number, in memory for twice the limit.
private struct NameSelection {
    typealias Candidate = (name: [UInt8], shard: Int, place: Int)

    let limit: Int
    private var candidates: [Candidate] = []

    init(limit: Int) { self.limit = limit }

    mutating func offer(_ name: [UInt8], shard: Int, place: Int) {
        candidates.append((name, shard, place))
        if candidates.count >= 2 * limit + 64 { candidates = ascending }
    }

    var ascending: [Candidate] {
        Array(candidates.sorted { $0.name.lexicographicallyPrecedes($1.name) }.prefix(limit))
    }
}
