// The writer's part in a submission, up to the journal: new, sent again, or refused.

internal import Aggregation
internal import ByteCoding
internal import LineProtocol
internal import Persistence
internal import Surveys

extension WriterBatch {
    /// Works out under what its submissions are filed.
    mutating func file(under seed: HashSeed) {
        keys.reserveCapacity(items.count)
        let payloads = payloads.bytes
        for index in items.indices {
            guard case .submission(let range, _, _) = items[index].work,
                let entry = try? EncodedEntry(payloads.span.extracting(range))
            else {
                keys.append(nil)
                continue
            }
            keys.append(EntryKeys(entry, seed: seed))
        }
    }
}

extension Writer {
    /// Journals a submission, or answers it as before if it was taken before. With `refusal` a new one is refused.
    func submit(
        _ range: Range<Int>, _ refusal: Refusal?, item: Int, batch: Int, in batches: [WriterBatch]
    ) throws -> WriterResult {
        if isStopping { return .refused(Refusal(.shuttingDown, "the server is stopping")) }
        let payloads = batches[batch].payloads.bytes
        let payload = payloads.span.extracting(range)
        let entry = try EncodedEntry(payload)
        if let refusal {
            guard let known = ledger.known(entry) else { return .refused(refusal) }
            return try answer(known, to: entry, item: item, batch: batch)
        }
        guard let keys = batches[batch].keys[item] else { preconditionFailure("what can be read was filed") }
        let admission = ledger.admit(entry, keys: keys, sequence: journal.nextSequence)
        guard case .new = admission else { return try answer(admission, to: entry, item: item, batch: batch) }
        do {
            let sequence = try journal.append(kind: RecordKind.entry, payload: payload)
            staged.append(Staged(batch: batch, item: item, work: .entry(range, keys, sequence: sequence)))
            return .stored(sequence: sequence)
        } catch {
            // Else the same id once more in this batch would be taken for sent again, and answered OK.
            ledger.withdraw(entry)
            throw error
        }
    }

    /// The same after the batch was settled because it was full.
    func retry(
        _ range: Range<Int>, _ refusal: Refusal?, item: Int, batch: Int, in batches: [WriterBatch]
    ) -> WriterResult {
        do { return try submit(range, refusal, item: item, batch: batch, in: batches) } catch {
            return .refused(self.refusal(for: error))
        }
    }

    /// The answer to a submission that is not new.
    private func answer(
        _ admission: Admission, to entry: borrowing EncodedEntry, item: Int, batch: Int
    ) throws -> WriterResult {
        switch admission {
        case .duplicate(let original):
            try noteDuplicate(of: entry, original, item: item, batch: batch)
            return .duplicate(of: original, storedReply(to: entry, original))
        case .conflict(let original):
            return .refused(
                Refusal(.conflict, "the id was used before, with other content, as seq \(original)", field: "id"))
        case .forgotten:
            return .refused(Refusal(.conflict, "the submission with this id was forgotten", field: "id"))
        case .organisationLimit:
            return .refused(
                Refusal(.organisationLimit, "the server keeps as many organisations as it may", field: "org"))
        case .new: preconditionFailure("what is new is journaled")
        }
    }

    /// Journals that the submission with a sequence number came again, so that the count of duplicates survives a restart.
    private func noteDuplicate(
        of entry: borrowing EncodedEntry, _ original: UInt64, item: Int, batch: Int
    ) throws {
        let start = ownPayloads.bytes.count
        Entry.encodeDuplicate(org: entry[.org], of: original, received: entry.received, into: &ownPayloads)
        let range = start..<ownPayloads.bytes.count
        let payloads = ownPayloads.bytes
        let sequence = try journal.append(kind: RecordKind.entry, payload: payloads.span.extracting(range))
        staged.append(Staged(batch: batch, item: item, work: .note(range, sequence: sequence)))
    }

    /// What was answered the first time, where a fresh answer would differ: under other lists, or another version of the
    /// survey. Nil as well when its words are no longer held.
    private func storedReply(to entry: borrowing EncodedEntry, _ sequence: UInt64) -> StoredReply? {
        guard let stored = ledger.entry(org: entry[.org], sequence: sequence) else { return nil }
        let submission = stored.submission
        let isSameScore = stored.score == nil || stored.lexicon == settings.lexicon
        if isSameScore, submission.surveyVersion == entry.surveyVersion { return nil }
        let record = submission.survey.flatMap { ledger.surveys(org: entry[.org])?.record($0) }
        return StoredReply(entry: stored, newestSurveyVersion: record?.versions.count ?? 1)
    }
}
