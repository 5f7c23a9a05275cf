// The questions that the owner of the ledger answers.

internal import Access
internal import Aggregation
internal import LineProtocol
internal import Scoring
internal import Transport

extension Writer {
    mutating func answer(_ question: Question, scope: OrganisationScope, waiter: SnapshotWaiter) -> WriterResult {
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
            case .explain(let request):
                if request.org != nil { return .answer(.entry(try request.entry(in: ledger, scope))) }
                // Every organisation may have it: that takes its time.
                figureQuestions.append(FigureQuestion(.explain(request, ledger, scope), waiter: waiter))
                return .later
            case .orgs(let request):
                figureQuestions.append(FigureQuestion(.orgs(request, ledger, scope), waiter: waiter))
                return .later
            case .verbatims(let request):
                let org = Array(request.org.utf8)
                guard let kept = ledger.keptVerbatims(org: org.span) else { throw Self.unknownOrganisation }
                figureQuestions.append(FigureQuestion(.verbatims(request, kept), waiter: waiter))
                return .later
            case .status: return .answer(.status(status(scope)))
            case .snapshot:
                snapshotWaiters.append(waiter)
                return .later
            case .surveys(let request): return .answer(try surveys(request))
            case .watch(let request): return try watch(request, for: waiter)
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

    private mutating func watch(_ request: WatchRequest, for waiter: SnapshotWaiter) throws(Refusal) -> WriterResult {
        let loop = waiter.loop
        let connection = waiter.address.connection
        if request.stops {
            hub.remove(loop: loop, connection: connection, org: request.org)
            return .answer(.watch(OrganisationWatch(), org: request.org, topics: []))
        }
        let org = Array(request.org.utf8)
        guard let history = ledger.watchHistory(org: org.span) else { throw Self.unknownOrganisation }
        let watcher = WatchHub.Watcher(loop: loop, connection: connection, topics: request.topics)
        if let watch = try hub.add(watcher, org: request.org) {
            return .answer(.watch(watch, org: request.org, topics: request.topics))
        }
        figureQuestions.append(FigureQuestion(.watch(history, watcher, org: request.org), waiter: waiter))
        return .later
    }

    /// Begins a watch whose history was looked through elsewhere; the answer, nil when nobody waits for it any more.
    package mutating func begin(_ beginning: WatchBeginning) -> WriterResult? {
        let org = Array(beginning.org.utf8)
        let ledger = ledger
        let watch = hub.begin(beginning.watcher, org: beginning.org) {
            var watch = beginning.watch
            ledger.catchUp(&watch, org: org.span, after: beginning.through)
            return watch
        }
        return watch.map { .answer(.watch($0, org: beginning.org, topics: beginning.watcher.topics)) }
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
            if !request.org.isEmpty {
                .rank(request, .axis(try figures(request.org)))
            } else if let window = request.window {
                .rank(request, .window(Guarded(ledger.league(over: window)), scope))
            } else {
                .rank(request, .league(ledger.league, scope))
            }
        }
    }

    func figures(_ org: String) throws(Refusal) -> OrganisationFigures {
        let name = Array(org.utf8)
        guard let figures = ledger.figures(org: name.span) else { throw Self.unknownOrganisation }
        return figures
    }

    static var unknownOrganisation: Refusal {
        Refusal(.notFound, "there is no such organisation", field: "org")
    }
}

extension ExplainRequest {
    /// The submission that is asked for, if whoever asks may see it.
    func entry(in ledger: Ledger, _ scope: OrganisationScope) throws(Refusal) -> StoredEntry {
        let id = Array(id.utf8)
        let found: StoredEntry?
        if let org {
            let name = Array(org.utf8)
            found = ledger.entry(org: name.span, id: id.span)
        } else {
            found = SubmitRequest.sequence(ofServerGiven: self.id).flatMap { ledger.entry(sequence: $0) }
        }
        guard let found, scope.contains(found.submission.org) else {
            throw Refusal(.notFound, "there is no such submission, or it is no longer held", field: "id")
        }
        return found
    }
}
