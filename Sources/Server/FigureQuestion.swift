// A question about figures with all that it needs: copies of the figures, taken by the writer between two batches in well
// under a microsecond. It is worked out and written as JSON on a thread of its own, so that a long one holds up no
// submission.

internal import Access
internal import Aggregation
internal import LineProtocol

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
        case rank(RankRequest, OrganisationFigures?, Ledger, OrganisationScope)
    }

    init(_ subject: Subject, waiter: SnapshotWaiter) {
        self.subject = subject
        loop = waiter.loop
        address = waiter.address
    }

    /// The answer.
    package func answer() -> WriterResult {
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
            case .rank(let request, let figures, let ledger, let scope):
                writer.members(of: try Self.rank(request, figures, ledger, scope), of: request.of)
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

    private static func rank(
        _ request: RankRequest, _ figures: OrganisationFigures?, _ ledger: Ledger, _ scope: OrganisationScope
    ) throws(Refusal) -> Ranking {
        guard let figures else {
            var names: Set<String>?
            if case .only(let own) = scope { names = own }
            return ledger.ranking(prefix: request.prefix, among: names, request.terms, window: request.window)
        }
        guard let ranking = figures.ranking(of: request.of, request.terms, window: request.window) else {
            throw unknownAxis("of")
        }
        return ranking
    }

    private static func unknownAxis(_ field: String) -> Refusal {
        Refusal(
            .badValue,
            "there is no such axis; there are channel, touchpoint, staff, survey, and tag: with a tag key that "
                + "SEGMENTS declared", field: field)
    }
}
