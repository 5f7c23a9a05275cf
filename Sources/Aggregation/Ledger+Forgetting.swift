// Forgetting: which submissions a request means, and how one is taken back. Every figure is left as if the submission had
// never come; its id stays taken, so that it does not come again.

import ByteCoding
import Scoring
import Surveys

/// What is to be forgotten on a request.
package struct ForgetPlan: Equatable, Sendable {
    /// The sequence numbers of submissions whose figures can be taken back, ascending.
    package var sequences: [UInt64] = []
    /// Whether an id is known whose submission can no longer be told from the others in the figures.
    package var isBeyondFigures = false
    /// Whether there are more than were asked for.
    package var hasMore = false
    /// Whether the id was forgotten before.
    package var isForgotten = false

    /// Whether nothing is known of what is to be forgotten.
    package var isEmpty: Bool { sequences.isEmpty && !isBeyondFigures && !isForgotten }
}

extension Ledger {
    /// The submission with an id, the client's or the server's.
    package func forgetPlan(org: Span<UInt8>, id: Span<UInt8>) -> ForgetPlan {
        var plan = ForgetPlan()
        guard let organisation = organisation(org) else { return plan }
        if let sequence = SubmissionID.sequence(given: id) {
            if organisation.holds(sequence) { plan.sequences = [sequence] }
            return plan
        }
        let key = SipHash.hash(organisation.hash, id, seed: seed)
        let shard = shards[Shard.number(of: key)]
        if shard.isForgotten(key) {
            plan.isForgotten = true
        } else if let known = shard.ids.find(key) {
            if organisation.holds(known.sequence) {
                plan.sequences = [known.sequence]
            } else {
                plan.isBeyondFigures = true
            }
        } else if let sequence = organisation.sequence(id: id, key: key) {
            plan.sequences = [sequence]
        }
        return plan
    }

    /// The submissions of a customer, at most `limit` of them.
    package func forgetPlan(org: Span<UInt8>, customer: Span<UInt8>, limit: Int) -> ForgetPlan {
        var plan = ForgetPlan()
        guard let organisation = organisation(org) else { return plan }
        let hash = organisation.customerHash(customer, seed: seed)
        organisation.remnants.forEach { if $0.customer == hash { plan.sequences.append($0.sequence) } }
        for position in 0..<organisation.verbatims.count {
            let verbatim = organisation.verbatims[position]
            guard let entry = try? EncodedEntry(verbatim.payload) else { continue }
            if entry[.customer].isEqual(to: customer) { plan.sequences.append(verbatim.sequence) }
        }
        plan.hasMore = plan.sequences.count > limit
        plan.sequences = Array(plan.sequences.prefix(limit))
        return plan
    }

    /// The sequence number of the last entry that forgot something: what was written before it may still hold its words.
    package var lastForgotten: UInt64 { counts.lastForgotten }

    /// Takes away what a submission added, and its words, whether they are still kept or only what they came to. One
    /// that is beyond both stays counted, as nothing is left that says what it added.
    mutating func retract(_ target: UInt64, _ organisation: Hash128) {
        let number = Shard.number(of: organisation)
        guard let place = shards[number].place(of: organisation),
            var remnant = shards[number].takeOut(target, at: place)
        else { return }
        if let response = remnant.response {
            let day = remnant.fact.hour.floorDivided(by: 24)
            let firstDay = horizon.day
            shards[number].changeSurveys(at: place) {
                $0.count(
                    response.amounts, place: response.place, version: response.version, sign: -1, day: day,
                    firstDay: firstDay)
            }
        }
        if remnant.repeatCount > 0 {
            var repeats = remnant.fact.repeated(remnant.repeatCount)
            repeats.isRetraction = true
            add(repeats, received: .min, number: number, place: place)
            counts.duplicates -= Int(remnant.repeatCount)
        }
        remnant.fact.isRetraction = true
        add(remnant.fact, received: .min, number: number, place: place)
        counts.retracted += 1
        if let key = remnant.idKey { forget(key, sequence: target) }
    }

    /// Marks an id as forgotten, for ever or as long as there is room.
    mutating func forget(_ key: Hash128, sequence: UInt64) {
        let number = Shard.number(of: key)
        if shards[number].ids.find(key) != nil {
            shards[number].ids.forget(key)
        } else {
            let seconds = UInt32(clamping: counts.newestReceived / 1_000)
            shards[number].keepForgotten(
                IDRecord(key: key, sequence: sequence, contentHash: 0, receivedSeconds: seconds),
                countMax: limits.forgottenIDsMax / Shard.count)
        }
    }
}

extension Organisation {
    /// Whether what a submission added can be taken back.
    func holds(_ sequence: UInt64) -> Bool {
        verbatims.find(sequence: sequence) != nil || remnants.contains(sequence: sequence)
    }

    /// The submission with a client's id, by its words or by what is left of it.
    func sequence(id: Span<UInt8>, key: Hash128) -> UInt64? {
        for position in 0..<verbatims.count {
            guard let entry = try? EncodedEntry(verbatims[position].payload) else { continue }
            if entry[.id].isEqual(to: id) { return verbatims[position].sequence }
        }
        var found: UInt64?
        remnants.forEach { if $0.idKey == key { found = $0.sequence } }
        return found
    }

    /// What stands for a customer; never 0.
    func customerHash(_ customer: Span<UInt8>, seed: HashSeed) -> UInt64 {
        // Another domain than that of ids, whose keys are hashed likewise.
        let domain = Hash128(low: ~hash.low, high: hash.high)
        return max(1, SipHash.hash(domain, customer, seed: seed).low)
    }
}

extension Ratings {
    /// The ratings among the answers to a survey.
    init(_ answers: [Answer], to survey: Survey?) {
        self.init()
        nps = survey?.point(in: answers, of: .nps)
        csat = survey?.point(in: answers, of: .csat)
        ces = survey?.point(in: answers, of: .ces)
    }
}
