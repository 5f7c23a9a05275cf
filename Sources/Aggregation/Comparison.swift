// Two sides beside each other: windows, segments or organisations, metric by metric, with the significance of each
// difference, corrected for their number.

/// What one side of a comparison covers.
package struct ComparisonSide: Sendable {
    package let figures: OrganisationFigures
    package let window: TimeWindow?
    package let segment: SegmentName?

    /// A side: an organisation, all-time or over a window, all of it or one segment.
    package init(_ figures: OrganisationFigures, window: TimeWindow?, segment: SegmentName?) {
        self.figures = figures
        self.window = window
        self.segment = segment
    }
}

/// Why two sides cannot be compared.
package enum ComparisonRefusal: Error, Equatable, Sendable {
    case unknownAxis
    /// Submissions may be on both sides, which no test for two samples allows.
    case overlap
}

/// Two sides and how they differ.
package struct Comparison: Equatable, Sendable {
    /// One side, as it was covered.
    package struct Side: Equatable, Sendable {
        package let org: String
        package let window: TimeWindow?
        package let segment: SegmentName?
        package let received: Int
    }

    /// One metric.
    package struct Row: Equatable, Sendable {
        package let metric: Metric
        package let first: Figure
        package let second: Figure
        /// Nil for counts.
        package let difference: Difference?
        /// The probability adjusted for the number of metrics (Benjamini and Hochberg 1995).
        package var adjusted: Double?
    }

    package let first: Side
    package let second: Side
    package var rows: [Row]

    /// Differences whose adjusted probability is below this are called real.
    package static let level = 0.05

    /// Compares two sides in these metrics, or in all of which both sides have a figure.
    package init(_ first: ComparisonSide, _ second: ComparisonSide, metrics: [Metric]?) throws(ComparisonRefusal) {
        let (sideA, sumA) = try Self.sum(first)
        let (sideB, sumB) = try Self.sum(second)
        guard !Self.mayOverlap(sideA, sideB) else { throw .overlap }
        self.first = sideA
        self.second = sideB
        rows = (metrics ?? Metric.all).compactMap { metric in
            let figureA = metric.figure(sumA)
            let figureB = metric.figure(sumB)
            if metrics == nil, !Self.isWorthwhile(metric, figureA, figureB) { return nil }
            return Row(metric: metric, first: figureA, second: figureB, difference: Difference(figureA, figureB))
        }
        for (row, adjusted) in FalseDiscovery.adjusted(rows.map { $0.difference?.p }).enumerated() {
            rows[row].adjusted = adjusted
        }
    }

    /// Whether a metric that was not asked for is shown: both sides have it, and it is not nothing on both.
    private static func isWorthwhile(_ metric: Metric, _ first: Figure, _ second: Figure) -> Bool {
        switch (first, second) {
        case (.share(let first), .share(let second)):
            first.of > 0 && second.of > 0 && first.n + second.n > 0
        default: first.n > 0 && second.n > 0
        }
    }

    private static func sum(_ side: ComparisonSide) throws(ComparisonRefusal) -> (Side, Tally) {
        let range = side.figures.range(side.window)
        let number: SegmentValueNumber?
        do { number = try side.figures.segmentNumber(side.segment) } catch { throw .unknownAxis }
        let sum = side.figures.organisation.sum(range, value: number)
        return (
            Side(
                org: side.figures.name, window: range?.window, segment: side.segment,
                received: Int(sum[Counter.received])), sum
        )
    }

    /// Whether a submission can be on both sides: only sides of one organisation, in windows that meet, and not of two
    /// values of one axis.
    private static func mayOverlap(_ first: Side, _ second: Side) -> Bool {
        if first.org != second.org { return false }
        if let a = first.window, let b = second.window, a.until <= b.from || b.until <= a.from { return false }
        guard let a = first.segment, let b = second.segment else { return true }
        return a.axis != b.axis || a.value == b.value
    }
}
