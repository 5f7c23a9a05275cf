// Answers about figures as JSON: every figure with its n and its interval, what has no evidence null.

package import Aggregation
internal import Scoring

extension JSONWriter {
    /// Writes the members of a report taken apart into the object that is open.
    package mutating func members(of split: SplitReport, org: String) {
        members(of: split.whole, org: org)
        key("split")
        object { writer in
            writer.key("by")
            writer.string(split.axis)
            writer.key("parts")
            writer.array { writer in
                for part in split.parts {
                    writer.object { writer in
                        writer.key("value")
                        writer.string(part.value)
                        writer.partMembers(of: part.report)
                    }
                }
            }
            writer.key("hidden")
            writer.integer(split.hiddenCount)
            writer.key("other")
            writer.part(split.other, values: split.otherValues)
            writer.key("without")
            writer.part(split.without)
        }
    }

    /// Writes the members of the list of axes into the object that is open.
    package mutating func members(of segments: SegmentList, org: String) {
        key("org")
        string(org)
        key("segments")
        object { writer in
            for axis in segments.axes {
                writer.key(escaping: axis.name)
                writer.object { writer in
                    writer.key("values")
                    writer.object { writer in
                        for value in axis.values {
                            writer.key(escaping: value.name)
                            writer.integer(value.n)
                        }
                    }
                    writer.key("other")
                    writer.integer(axis.otherCount)
                    writer.key("other_values")
                    writer.integer(axis.otherValues)
                }
            }
        }
    }

    /// Writes the members of a trend into the object that is open.
    package mutating func members(of trend: Trend, org: String) {
        key("org")
        string(org)
        key("by")
        string(trend.step.rawValue)
        key("window")
        window(trend.window)
        segment(trend.segment)
        key("points")
        array { writer in
            for point in trend.points {
                writer.object { writer in
                    writer.key("from")
                    writer.string(Timestamp.format(point.window.from))
                    writer.key("received")
                    writer.integer(point.received)
                    for (metric, figure) in zip(trend.metrics, point.figures) {
                        writer.key(escaping: metric.name)
                        writer.figure(figure)
                    }
                }
            }
        }
    }

    /// Writes the members of a comparison into the object that is open.
    package mutating func members(of comparison: Comparison) {
        key("sides")
        array { writer in
            for side in [comparison.first, comparison.second] {
                writer.object { writer in
                    writer.key("org")
                    writer.string(side.org)
                    writer.key("window")
                    writer.window(side.window)
                    writer.segment(side.segment)
                    writer.key("received")
                    writer.integer(side.received)
                }
            }
        }
        key("level")
        double(Comparison.level, places: 2)
        key("correction")
        string("benjamini_hochberg")
        key("figures")
        object { writer in
            for row in comparison.rows {
                writer.key(escaping: row.metric.name)
                writer.object { $0.row(row) }
            }
        }
    }

    /// Writes the members of the drivers into the object that is open.
    package mutating func members(of drivers: Drivers, org: String) {
        key("org")
        string(org)
        key("outcome")
        string(drivers.outcome.rawValue)
        key("window")
        window(drivers.window)
        segment(drivers.segment)
        key("n")
        integer(drivers.mean.n)
        key("mean")
        optional(drivers.mean.mean)
        key("explained")
        optional(drivers.explained)
        key("drivers")
        array { writer in
            for row in drivers.rows { writer.object { $0.row(row) } }
        }
    }

    /// Writes the members of a league into the object that is open.
    package mutating func members(of ranking: Ranking, of name: String) {
        key("of")
        string(name)
        key("metric")
        string(ranking.metric.name)
        key("window")
        window(ranking.window)
        key("ranked")
        integer(ranking.rankedCount)
        key("below_minimum")
        integer(ranking.belowMinimumCount)
        key("rows")
        array { writer in
            for row in ranking.rows {
                writer.object { writer in
                    writer.key("rank")
                    writer.integer(row.rank)
                    writer.key("name")
                    writer.string(row.name)
                    writer.figureMembers(row.figure)
                    writer.key("alike")
                    writer.array { writer in
                        writer.integer(row.alikeFrom)
                        writer.integer(row.alikeTo)
                    }
                }
            }
        }
    }

    /// Writes a key and the segment, when there is one.
    mutating func segment(_ segment: SegmentName?) {
        guard let segment else { return }
        key("segment")
        object { writer in
            writer.key(escaping: segment.axis)
            writer.string(segment.value)
        }
    }

    private mutating func part(_ report: Report?, values: Int? = nil) {
        guard let report else { return null() }
        object { writer in
            if let values {
                writer.key("values")
                writer.integer(values)
            }
            writer.partMembers(of: report)
        }
    }

    private mutating func figure(_ figure: Figure) {
        if case .count(let count) = figure { return integer(count) }
        object { $0.figureMembers(figure) }
    }

    private mutating func figureMembers(_ figure: Figure) {
        key("n")
        integer(figure.n)
        key("value")
        optional(figure.value)
        key("low")
        optional(figure.low)
        key("high")
        optional(figure.high)
    }

    private mutating func row(_ row: Comparison.Row) {
        key("sides")
        array { writer in
            writer.figure(row.first)
            writer.figure(row.second)
        }
        guard let difference = row.difference else { return }
        members(of: difference)
        key("p_adjusted")
        optional(row.adjusted, places: 9)
    }

    private mutating func members(of difference: Difference) {
        key("difference")
        optional(difference.value)
        key("low")
        optional(difference.low)
        key("high")
        optional(difference.high)
        key("test")
        string(difference.test.rawValue)
        key("statistic")
        optional(difference.statistic)
        key("degrees")
        optional(difference.degrees)
        key("p")
        optional(difference.p, places: 9)
    }

    private mutating func row(_ row: DriverRow) {
        key("dimension")
        string(row.dimension.name)
        key("importance")
        optional(row.importance)
        key("weight")
        optional(row.weight)
        key("performance")
        object { $0.figureMembers(.mean(row.performance, scale: -1...1)) }
        key("quadrant")
        if let quadrant = row.quadrant { string(quadrant.rawValue) } else { null() }
        effect("good", row.good)
        effect("bad", row.bad)
    }

    private mutating func effect(_ name: StaticString, _ effect: DriverEffect) {
        key(name)
        object { writer in
            writer.key("n")
            writer.integer(effect.n)
            writer.key("effect")
            writer.optional(effect.difference.value)
            writer.key("low")
            writer.optional(effect.difference.low)
            writer.key("high")
            writer.optional(effect.difference.high)
        }
    }
}
