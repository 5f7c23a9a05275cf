// Changes beside submissions: each is journaled and committed by itself, applied, and only then answered. They are rare;
// what was staged before them is settled first, so that each finds the ledger as the requests before it left it.

internal import Aggregation
internal import ByteCoding
internal import LineProtocol
internal import Persistence
internal import Surveys
internal import Transport

extension Writer {
    mutating func carryOut(_ change: Change) -> WriterResult {
        do throws(Refusal) {
            if isStopping { throw Refusal(.shuttingDown, "the server is stopping") }
            switch change {
            case .survey(let request): return .answer(.surveyChanged(try changeSurvey(request)))
            case .forget(let request): return .answer(.forgotten(try forget(request)))
            }
        } catch {
            return .refused(error)
        }
    }

    /// Journals entries of the writer's own, makes them durable, and applies them.
    mutating func commit(_ entries: [Entry]) throws(Refusal) {
        var payloads: [(bytes: [UInt8], sequence: UInt64)] = []
        do {
            for entry in entries {
                var writer = ByteWriter()
                entry.encode(into: &writer)
                let sequence = try journal.append(kind: RecordKind.entry, payload: writer.bytes.span)
                payloads.append((writer.bytes, sequence))
            }
            try journal.commit(nowMilliseconds: settings.monotonicClock.milliseconds)
        } catch {
            throw refusal(for: error)
        }
        for (bytes, sequence) in payloads { apply(bytes, 0..<bytes.count, sequence) }
        ledger.endBatch()
    }

    private mutating func changeSurvey(_ request: SurveyRequest) throws(Refusal) -> SurveyChange {
        let now = settings.wallClock.milliseconds
        let org = Array(request.org.utf8)
        var isNew = true
        switch request.change {
        case .define(var survey):
            switch ledger.admit(survey, org: org.span) {
            case .new(let version):
                survey.version = version
                try commit([.survey(org: request.org, received: now, survey)])
            case .unchanged: isNew = false
            case .builtIn: throw Self.builtIn
            case .limit(let reason): throw Refusal(.surveyLimit, reason, field: "survey")
            }
        case .close, .reopen:
            var isOpen = true
            if case .close = request.change { isOpen = false }
            if BuiltInSurveys.survey(request.survey) != nil { throw Self.builtIn }
            guard let record = ledger.surveys(org: org.span)?.record(request.survey) else { throw Self.unknownSurvey }
            isNew = (record.closedAt == nil) != isOpen
            if isNew {
                try commit([.surveyState(org: request.org, received: now, id: request.survey, isOpen: isOpen)])
            }
        }
        guard let record = ledger.surveys(org: org.span)?.record(request.survey) else { throw Self.unknownSurvey }
        if isNew { changedSurveys.append(record.listing(org: request.org)) }
        return SurveyChange(
            org: request.org, survey: request.survey, version: record.versions.count, isNew: isNew,
            closedAt: record.closedAt)
    }

    private static var builtIn: Refusal {
        Refusal(.badValue, "survey is a built-in one, which does not change", field: "survey")
    }

    static var unknownSurvey: Refusal { Refusal(.notFound, "there is no such survey", field: "survey") }
}
