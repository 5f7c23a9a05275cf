// The writer's part in a submission, up to the journal: new, sent again, or refused.

internal import Aggregation
internal import ByteCoding
internal import LineProtocol
internal import Persistence
internal import Surveys

extension WriterBatch {
    /// Works out under what its submissions are filed.
    mutating func file(under seed: HashSeed) {
        filed.reserveCapacity(items.count)
        let payloads = payloads.bytes
        for index in items.indices {
            guard case .submission(let range, _, _) = items[index].work,
                let entry = try? EncodedEntry(payloads.span.extracting(range))
            else {
                filed.append(nil)
                continue
            }
            filed.append(FiledEntry(entry, seed: seed))
        }
    }
}

extension Writer {
    /// Journals a submission, or answers it as before if it was taken before. With the place of a refusal a new one is refused.
    mutating func submit(
        _ range: Range<Int>, orRefuse place: Int?, item: Int, batch: Int, in batches: [WriterBatch]
    ) throws -> WriterResult {
        if isStopping { return .refused(Refusal(.shuttingDown, "the server is stopping")) }
        let payloads = batches[batch].payloads.bytes
        let payload = payloads.span.extracting(range)
        // What was not filed cannot be read.
        guard let filed = batches[batch].filed[item] else { throw ByteCodingError.malformed(offset: 0) }
        let entry = EncodedEntry(payload, filed)
        if let place {
            guard let known = ledger.known(entry) else { return .refused(batches[batch].refusals[place]) }
            return try answer(known, to: entry, item: item, batch: batch)
        }
        let admission = ledger.admit(entry, keys: filed.keys, sequence: journal.nextSequence)
        guard case .new = admission else { return try answer(admission, to: entry, item: item, batch: batch) }
        do {
            let sequence = try journal.append(kind: RecordKind.entry, payload: payload)
            staged.append(Staged(batch: batch, item: item, work: .entry(range, sequence: sequence)))
            return .stored(sequence: sequence)
        } catch {
            // Else the same id once more in this batch would be taken for sent again, and answered OK.
            ledger.withdraw(entry)
            throw error
        }
    }

    /// The same after the batch was settled because it was full.
    mutating func retry(
        _ range: Range<Int>, orRefuse place: Int?, item: Int, batch: Int, in batches: [WriterBatch]
    ) -> WriterResult {
        do { return try submit(range, orRefuse: place, item: item, batch: batch, in: batches) } catch {
            return .refused(refusal(for: error))
        }
    }

    /// The answer to a submission that is not new.
    private mutating func answer(
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
    private mutating func noteDuplicate(
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
