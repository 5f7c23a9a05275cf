// A question with all that it needs: copies of figures or of words, taken by the writer between two batches in well under a
// microsecond. It is worked out and written as JSON on a thread of its own, so that a long one holds up no
// submission.

internal import Access
internal import Aggregation
internal import LineProtocol
internal import Transport

/// What comes of a question.
package enum FigureOutcome: Sendable {
    /// The answer, for the loop that waits for it.
    case answer(WriterResult)
    /// A watch that the writer is to begin.
    case beginning(WatchBeginning)
}

/// A watch of an organisation whose history was looked through.
package struct WatchBeginning: Sendable {
    let watcher: WatchHub.Watcher
    let org: String
    let watch: OrganisationWatch
    /// The sequence number of the last entry that the history knew of.
    let through: UInt64
    /// Which reply waits for it.
    package let address: ReplyAddress

    /// Which loop the reply is for.
    var loop: Int { watcher.loop }
}

/// A question that can be answered on any thread.
package struct FigureQuestion: Sendable {
    /// Which reply it is for.
    package let loop: Int
    package let address: ReplyAddress
    private let subject: Subject

    /// What is asked, of what.
    enum Subject: Sendable {
        case report(ReportRequest, OrganisationFigures)
        case segments(OrganisationFigures)
        case trend(TrendRequest, OrganisationFigures, now: Int64)
        case compare(CompareRequest, OrganisationFigures, OrganisationFigures)
        case drivers(DriversRequest, OrganisationFigures)
        case rank(RankRequest, RankSubject)
        case orgs(OrgsRequest, Ledger, OrganisationScope)
        case explain(ExplainRequest, Ledger, OrganisationScope)
        case verbatims(VerbatimsRequest, KeptVerbatims)
        case watch(WatchHistory, WatchHub.Watcher, org: String)
    }

    /// What a league is made of: no more is copied than it needs.
    enum RankSubject: Sendable {
        case axis(OrganisationFigures)
        case league(LeagueTable, OrganisationScope)
        /// Taken out when the question is worked out, once.
        case window(Guarded<WindowTable?>, OrganisationScope)
    }

    init(_ subject: Subject, waiter: SnapshotWaiter) {
        self.subject = subject
        loop = waiter.loop
        address = waiter.address
    }

    /// What comes of the question.
    package func outcome() -> FigureOutcome {
        guard case .watch(let history, let watcher, let org) = subject else { return .answer(answer()) }
        return .beginning(
            WatchBeginning(
                watcher: watcher, org: org, watch: history.watch(), through: history.through, address: address))
    }

    private func answer() -> WriterResult {
        var writer = JSONWriter()
        do throws(Refusal) {
            switch subject {
            case .report(let request, let figures): try Self.report(request, figures, into: &writer)
            case .segments(let figures): writer.members(of: figures.segments, org: figures.name)
            case .trend(let request, let figures, let now):
                writer.members(of: try Self.trend(request, figures, now), org: figures.name)
            case .compare(let request, let first, let second):
                writer.members(of: try Self.compare(request, first, second))
            case .drivers(let request, let figures):
                let drivers = figures.drivers(
                    request.outcome, window: request.scope.window, segment: request.scope.segment)
                guard let drivers else { throw Self.unknownAxis("segment") }
                writer.members(of: drivers, org: figures.name)
            case .rank(let request, let subject):
                writer.members(of: try Self.rank(request, subject), of: request.of)
            case .explain(let request, let ledger, let scope):
                return .answer(.entry(try request.entry(in: ledger, scope)))
            case .orgs(let request, let ledger, let scope):
                return .answer(.orgs(Self.organisations(request, ledger, scope)))
            case .verbatims(let request, let kept):
                return .answer(
                    .verbatims(
                        kept.page(
                            request.filter, order: request.order, after: request.after, limit: request.limit,
                            bytesMax: Limits.pageBytesMax)))
            case .watch: preconditionFailure("a watch begins with the writer")
            }
            return .answer(.written(writer.bytes))
        } catch {
            return .refused(error)
        }
    }

    private static func report(
        _ request: ReportRequest, _ figures: OrganisationFigures, into writer: inout JSONWriter
    ) throws(Refusal) {
        let window = request.scope.window
        if let axis = request.split {
            guard let split = figures.report(window: window, splitBy: axis, limit: request.limit) else {
                throw unknownAxis("split")
            }
            writer.members(of: split, org: figures.name)
        } else if let segment = request.scope.segment {
            guard let report = figures.report(window: window, segment: segment) else { throw unknownAxis("segment") }
            writer.members(of: report, org: figures.name)
        } else {
            writer.members(of: figures.report(window: window), org: figures.name)
        }
    }

    private static func trend(
        _ request: TrendRequest, _ figures: OrganisationFigures, _ now: Int64
    ) throws(Refusal) -> Trend {
        let until = request.scope.to ?? now + 1
        let hours: Int64 =
            switch request.step {
            case .hour: 1
            case .day: 24
            case .week: 168
            case .month: 30 * 24
            }
        let from = request.scope.from ?? until - hours * Int64(request.step.countByDefault) * 3_600_000
        guard from < until else { throw Refusal(.badValue, "from must be before to", field: "from") }
        do {
            return try figures.trend(
                request.step, window: TimeWindow(from: from, until: until), metrics: request.metrics,
                segment: request.scope.segment)
        } catch {
            switch error {
            case .unknownAxis: throw unknownAxis("segment")
            case .tooManyPoints(let count):
                throw Refusal(
                    .badValue,
                    "that is \(count) points, more than \(Trend.pointsMax); ask for larger steps or less time",
                    field: "by")
            case .hoursGone(let since):
                throw Refusal(
                    .badValue, "hours are told apart from \(Timestamp.format(since)) on; ask for days", field: "from")
            }
        }
    }

    private static func compare(
        _ request: CompareRequest, _ first: OrganisationFigures, _ second: OrganisationFigures
    ) throws(Refusal) -> Comparison {
        do {
            return try Comparison(
                ComparisonSide(first, window: request.scope.window, segment: request.scope.segment),
                ComparisonSide(second, window: request.other.window, segment: request.other.segment),
                metrics: request.metrics)
        } catch {
            switch error {
            case .unknownAxis: throw unknownAxis("segment")
            case .overlap:
                throw Refusal(
                    .badValue,
                    "submissions may be on both sides; give two windows that do not meet, two values of one "
                        + "axis, or two organisations", field: "with")
            }
        }
    }

    private static func rank(_ request: RankRequest, _ subject: RankSubject) throws(Refusal) -> Ranking {
        switch subject {
        case .axis(let figures):
            guard let ranking = figures.ranking(of: request.of, request.terms, window: request.window) else {
                throw unknownAxis("of")
            }
            return ranking
        case .league(let league, let scope):
            return league.ranking(prefix: request.prefix, among: scope.names, request.terms)
        case .window(let copy, let scope):
            guard let table = copy.withLock({ $0.take() }) else { preconditionFailure("a question is answered once") }
            return (consume table).ranking(prefix: request.prefix, among: scope.names, request.terms)
        }
    }

    private static func organisations(
        _ request: OrgsRequest, _ ledger: Ledger, _ scope: OrganisationScope
    ) -> OrganisationPage {
        let prefix = Array(request.prefix.utf8)
        let after = Array((request.after ?? "").utf8)
        guard let names = scope.names else {
            return ledger.organisations(prefix: prefix.span, after: after.span, limit: request.limit)
        }
        let own = names.map { Array($0.utf8) }
        return ledger.organisations(own, prefix: prefix.span, after: after.span, limit: request.limit)
    }

    private static func unknownAxis(_ field: String) -> Refusal {
        Refusal(
            .badValue,
            "there is no such axis; there are channel, touchpoint, staff, survey, and tag: with a tag key that "
                + "SEGMENTS declared", field: field)
    }
}

extension OrganisationScope {
    /// The organisations within it; nil when all are.
    fileprivate var names: Set<String>? {
        if case .only(let names) = self { names } else { nil }
    }
}
