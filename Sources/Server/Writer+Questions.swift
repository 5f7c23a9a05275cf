// The questions that the owner of the ledger answers.

internal import Access
internal import Aggregation
internal import LineProtocol
internal import Scoring
internal import Transport

extension Writer {
    func answer(_ question: Question, scope: OrganisationScope, waiter: SnapshotWaiter) -> WriterResult {
        do throws(Refusal) {
            switch question {
            case .figures(.report(let request)) where request.isWhole:
                return .answer(.report(org: request.scope.org, try report(request)))
            case .figures(let request):
                figureQuestions.append(FigureQuestion(try subject(of: request, scope), waiter: waiter))
                return .later
            case .segments(let request):
                figureQuestions.append(FigureQuestion(.segments(try figures(request.org)), waiter: waiter))
                return .later
            case .explain(let request): return .answer(.entry(try explain(request, scope)))
            case .orgs(let request): return .answer(.orgs(organisations(request, scope)))
            case .verbatims(let request): return .answer(.verbatims(try verbatims(request)))
            case .status: return .answer(.status(status(scope)))
            case .snapshot:
                snapshotWaiters.append(waiter)
                return .later
            case .surveys(let request): return .answer(try surveys(request))
            case .watch(let request): return .answer(try watch(request, for: waiter))
            case .results(let request): return .answer(.results(org: request.org, try results(request)))
            case .tokens(let request): return .answer(principals(request))
            case .drain:
                drain()
                return .answer(.draining)
            case .access: preconditionFailure("changes are journaled, not answered")
            }
        } catch {
            return .refused(error)
        }
    }

    private func watch(_ request: WatchRequest, for waiter: SnapshotWaiter) throws(Refusal) -> WriterAnswer {
        let loop = waiter.loop
        let connection = waiter.address.connection
        if request.stops {
            hub.remove(loop: loop, connection: connection, org: request.org)
            return .watch(OrganisationWatch(), org: request.org, topics: [])
        }
        let watcher = WatchHub.Watcher(loop: loop, connection: connection, topics: request.topics)
        let ledger = ledger
        let watch = try hub.add(watcher, org: request.org) { ledger.watch(org: Array(request.org.utf8).span) }
        return .watch(watch, org: request.org, topics: request.topics)
    }

    private func explain(_ request: ExplainRequest, _ scope: OrganisationScope) throws(Refusal) -> StoredEntry {
        let id = Array(request.id.utf8)
        let found: StoredEntry?
        if let org = request.org {
            let name = Array(org.utf8)
            found = ledger.entry(org: name.span, id: id.span)
        } else {
            found = SubmitRequest.sequence(ofServerGiven: request.id).flatMap { ledger.entry(sequence: $0) }
        }
        guard let found, scope.contains(found.submission.org) else {
            throw Refusal(.notFound, "there is no such submission, or it is no longer held", field: "id")
        }
        return found
    }

    private func report(_ request: ReportRequest) throws(Refusal) -> Report {
        let name = Array(request.scope.org.utf8)
        guard let report = ledger.report(org: name.span) else { throw Self.unknownOrganisation }
        return report
    }

    /// What a question about figures is asked of: copies of no more than it needs.
    private func subject(
        of request: FigureRequest, _ scope: OrganisationScope
    ) throws(Refusal) -> FigureQuestion.Subject {
        switch request {
        case .report(let request): .report(request, try figures(request.scope.org))
        case .trend(let request):
            .trend(request, try figures(request.scope.org), now: settings.wallClock.milliseconds)
        case .compare(let request):
            .compare(request, try figures(request.scope.org), try figures(request.other.org))
        case .drivers(let request): .drivers(request, try figures(request.scope.org))
        case .rank(let request):
            .rank(request, request.org.isEmpty ? nil : try figures(request.org), ledger, scope)
        }
    }

    func figures(_ org: String) throws(Refusal) -> OrganisationFigures {
        let name = Array(org.utf8)
        guard let figures = ledger.figures(org: name.span) else { throw Self.unknownOrganisation }
        return figures
    }

    private func organisations(_ request: OrgsRequest, _ scope: OrganisationScope) -> OrganisationPage {
        let prefix = Array(request.prefix.utf8)
        let after = Array((request.after ?? "").utf8)
        guard case .only(let names) = scope else {
            return ledger.organisations(prefix: prefix.span, after: after.span, limit: request.limit)
        }
        let own = names.map { Array($0.utf8) }
        return ledger.organisations(own, prefix: prefix.span, after: after.span, limit: request.limit)
    }

    private func verbatims(_ request: VerbatimsRequest) throws(Refusal) -> VerbatimPage {
        let name = Array(request.org.utf8)
        guard
            let page = ledger.verbatims(
                org: name.span, filter: request.filter, order: request.order, after: request.after,
                limit: request.limit, bytesMax: Limits.pageBytesMax)
        else { throw Self.unknownOrganisation }
        return page
    }

    static var unknownOrganisation: Refusal {
        Refusal(.notFound, "there is no such organisation", field: "org")
    }
}
