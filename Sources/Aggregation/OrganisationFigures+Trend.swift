// The figures over time: one step after the other, those in which nothing came too.

/// Figures by hour, day, week or month.
package struct Trend: Equatable, Sendable {
    package let step: TrendStep
    /// Whole steps around what was asked for, as far as they are still told apart.
    package let window: TimeWindow
    package let segment: SegmentName?
    package let metrics: [Metric]
    /// In the order of time, without a gap.
    package let points: [TrendPoint]

    /// More points than this are asked for in several questions: three years of days fit.
    package static let pointsMax = 1_500
}

/// One step of a trend.
package struct TrendPoint: Equatable, Sendable {
    package let window: TimeWindow
    package let received: Int
    /// One for each metric; one that nothing is known of has n = 0 and no value.
    package let figures: [Figure]
}

/// Why there is no trend.
package enum TrendRefusal: Error, Equatable, Sendable {
    case unknownAxis
    /// There would be that many points.
    case tooManyPoints(Int)
    /// Hours are told apart only from this time on.
    case hoursGone(since: Int64)
}

extension OrganisationFigures {
    /// The metrics by steps over a window, of everything or of one segment.
    package func trend(
        _ step: TrendStep, window: TimeWindow, metrics: [Metric], segment: SegmentName? = nil
    ) throws(TrendRefusal) -> Trend {
        let number = try segmentNumber(segment)
        let starts = try starts(step, window)
        var facts: [Int: [Fact]] = [:]
        organisation.forEachFact(of: number) { fact in
            guard let place = starts.place(of: fact.hour) else { return }
            facts[place, default: []].append(fact)
        }
        let timeline = number.map { organisation.segments.timeline($0) } ?? organisation.timeline
        var points: [TrendPoint] = []
        points.reserveCapacity(max(0, starts.count - 1))
        var sum = Tally()
        let bound = metrics.map(\.counterBound).max() ?? Counter.count
        for place in 0..<max(0, starts.count - 1) {
            sum.clear()
            let range = HourRange(from: starts[place], until: starts[place + 1])
            timeline.add(range, to: &sum, below: bound)
            for fact in facts[place] ?? [] { fact.add(to: &sum, below: bound) }
            points.append(
                TrendPoint(
                    window: range.window, received: Int(sum[Counter.received]), figures: metrics.map { $0.figure(sum) })
            )
        }
        let covered = HourRange(from: starts.first ?? 0, until: starts.last ?? 0)
        return Trend(step: step, window: covered.window, segment: segment, metrics: metrics, points: points)
    }

    /// The hours in which the steps over a window begin, and the one in which the last ends.
    private func starts(_ step: TrendStep, _ window: TimeWindow) throws(TrendRefusal) -> [Int32] {
        let first = HourRange.hour(of: window.from)
        let floor = step == .hour ? horizon.hour : Int32(clamping: Int64(horizon.day) * 24)
        if step == .hour, first < floor {
            throw .hoursGone(since: Int64(floor) * HourRange.millisecondsPerHour)
        }
        let until = min(HourRange.hour(of: window.until - 1), Self.hourMax)
        var start = step.start(of: max(first, floor))
        if start > until { return [start] }
        let hours: Int32 = step == .hour ? 1 : step == .day ? 24 : step == .week ? 168 : 28 * 24
        let count = Int(until - start) / Int(hours) + 1
        // A month is taken at its shortest, which may be one or two too many in a century.
        if count > Trend.pointsMax + (step == .month ? 100 : 0) { throw .tooManyPoints(count) }
        var starts = [start]
        while start <= until {
            start = step.next(after: start)
            starts.append(start)
        }
        return starts
    }

    /// The end of the year 9999: beyond it nobody asks.
    private static let hourMax: Int32 = 70_389_527

    /// The number of a segment's value, one that no fact has when no submission has it; nil without a segment.
    func segmentNumber(_ segment: SegmentName?) throws(TrendRefusal) -> SegmentValueNumber? {
        guard let segment else { return nil }
        guard let axis = organisation.segments.axis(named: segment.axis) else { throw .unknownAxis }
        let number = organisation.segments.number(axis, segment.value, seed: seed)
        return SegmentValueNumber(axis: axis, number: number ?? .max)
    }
}

extension SegmentTable {
    /// The tallies of a value; those of nothing when the number was never given.
    func timeline(_ value: SegmentValueNumber) -> TallyTimeline {
        let place = Int(value.number) - 1
        return values.indices.contains(place) ? values[place].timeline : TallyTimeline()
    }
}

extension [Int32] {
    /// Which of the stretches between ascending borders an hour falls into.
    fileprivate func place(of hour: Int32) -> Int? {
        guard let first, let last, hour >= first, hour < last else { return nil }
        var low = 0
        var high = count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle] <= hour { low = middle } else { high = middle }
        }
        return low
    }
}
