// How an organisation stands: over a window, of one segment, split by an axis.

extension OrganisationFigures {
    /// The figures all-time or over a window, of everything or of one segment; nil when there is no such axis. A value
    /// that never came has empty figures.
    package func report(window: TimeWindow? = nil, segment: SegmentName) -> Report? {
        guard let axis = organisation.segments.axis(named: segment.axis) else { return nil }
        let range = range(window)
        let number = organisation.segments.number(axis, segment.value, seed: seed) ?? .max
        let sum = organisation.sum(
            range, value: SegmentValueNumber(axis: axis, number: number), below: Report.counterBound)
        var report = Report(sum, window: range?.window)
        report.segment = segment
        report.verbatimsHeld = verbatimsHeld
        return report
    }

    /// The figures all-time or over a window.
    package func report(window: TimeWindow? = nil) -> Report {
        let range = range(window)
        var report = Report(organisation.sum(range, below: Report.counterBound), window: range?.window)
        report.verbatimsHeld = verbatimsHeld
        return report
    }

    /// The figures and their parts: those of each value on an axis, the most frequent first, at most `limit`; nil when
    /// there is no such axis.
    package func report(window: TimeWindow? = nil, splitBy axisName: String, limit: Int) -> SplitReport? {
        guard let axis = organisation.segments.axis(named: axisName) else { return nil }
        let range = range(window)
        var rest = organisation.sum(range, below: Report.counterBound)
        var split = SplitReport(whole: Report(rest, window: range?.window), axis: axisName)
        split.whole.verbatimsHeld = verbatimsHeld
        for (number, sum) in organisation.sums(range, axis: axis, below: Report.counterBound) {
            rest.retract(sum)
            if sum[Counter.received] == 0 { continue }
            let value = organisation.segments.values[Int(number) - 1]
            let part = SplitPart(value: String(decoding: value.name, as: UTF8.self), report: Report(sum))
            if value.isOther {
                split.other = part.report
                split.otherValues = organisation.segments.otherValues(axis)
            } else {
                split.parts.append(part)
            }
        }
        split.parts.sort { ($1.report.volume.received, $0.value) < ($0.report.volume.received, $1.value) }
        split.hiddenCount = max(0, split.parts.count - limit)
        split.parts.removeLast(split.hiddenCount)
        if rest[Counter.received] != 0 { split.without = Report(rest) }
        return split
    }

    /// The axes of the organisation with the values on each, and how many submissions have them.
    package var segments: SegmentList {
        let table = organisation.segments
        var axes: [SegmentList.Axis] = []
        for (axis, name) in table.axes {
            var listed = SegmentList.Axis(name: name)
            for (number, sum) in organisation.sums(axis: axis, below: Counter.scored) where sum[Counter.received] != 0 {
                let value = table.values[Int(number) - 1]
                let count = Int(sum[Counter.received])
                if value.isOther {
                    listed.otherCount = count
                    listed.otherValues = table.otherValues(axis)
                } else {
                    listed.values.append(NamedCount(name: String(decoding: value.name, as: UTF8.self), n: count))
                }
            }
            listed.values.sort { ($1.n, $0.name) < ($0.n, $1.name) }
            axes.append(listed)
        }
        return SegmentList(axes: axes)
    }
}

/// A report taken apart along an axis. The parts, the rest beyond the bound and those without a value make up the whole.
package struct SplitReport: Equatable, Sendable {
    package var whole: Report
    package let axis: String
    /// The most frequent values first.
    package var parts: [SplitPart] = []
    /// How many values are not among the parts because there are more than were asked for.
    package var hiddenCount = 0
    /// The submissions whose values are beyond the bound of the axis, together; nil without any.
    package var other: Report?
    /// How many such values there have been: exact up to 256, within some 6 % beyond.
    package var otherValues = 0
    /// The submissions without a value; nil without any.
    package var without: Report?
}

/// The figures of one value.
package struct SplitPart: Equatable, Sendable {
    package let value: String
    package let report: Report
}

/// What an organisation's figures can be split by.
package struct SegmentList: Equatable, Sendable {
    package var axes: [Axis]

    /// One axis.
    package struct Axis: Equatable, Sendable {
        package let name: String
        /// The most frequent first; the count is of submissions, all-time.
        package var values: [NamedCount] = []
        /// Submissions with values beyond the bound.
        package var otherCount = 0
        /// How many such values there have been: exact up to 256, within some 6 % beyond.
        package var otherValues = 0
    }
}
