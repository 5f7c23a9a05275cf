// Answers about figures: trends, comparisons, drivers, leagues, segments. Missing figures are nil, never 0.

package import LineProtocol

/// A figure with its 95 % interval.
public struct Figure: Equatable, Sendable {
    /// How many values it rests on.
    public var n: Int
    /// The figure; nil without any.
    public var value: Double?
    /// The interval's lower end; nil where there is none.
    public var low: Double?
    /// The interval's upper end.
    public var high: Double?

    /// A plain number counts itself.
    init(json: JSONValue) {
        if let count = json.integer {
            self.init(n: Int(clamping: count), value: Double(count))
        } else {
            self.init(
                n: json.count("n"), value: json["value"]?.double, low: json["low"]?.double, high: json["high"]?.double)
        }
    }

    /// A figure.
    public init(n: Int, value: Double?, low: Double? = nil, high: Double? = nil) {
        self.n = n
        self.value = value
        self.low = low
        self.high = high
    }
}

/// The answer to `TREND`.
public struct TrendReport: Equatable, Sendable {
    /// The organisation.
    public var org: String
    /// `hour`, `day`, `week` or `month`.
    public var step: String
    /// The segment, if it was asked for.
    public var segment: Scope.Segment?
    /// The points in the order of time, without a gap.
    public var points: [Point]

    /// One step.
    public struct Point: Equatable, Sendable {
        /// When it begins, in RFC 3339.
        public var from: String
        /// Submissions.
        public var received: Int
        /// The metrics by their names, in the order asked for.
        public var figures: [OrganisationReport.Named<Figure>]
    }

    package init(json: JSONValue) throws(ClientError) {
        org = try json.required("org", \.string)
        step = try json.required("by", \.string)
        segment = Scope.Segment(json: json["segment"])
        points = try json.required("points") { $0.elements }.map { point in
            Point(
                from: point.text("from"), received: point.count("received"),
                figures: point.members.filter { !["from", "received"].contains($0.key) }.map { member in
                    .init(name: member.key, value: Figure(json: member.value))
                })
        }
    }
}

/// The answer to `COMPARE`.
public struct ComparisonReport: Equatable, Sendable {
    /// The two sides.
    public var sides: [Side]
    /// Call a difference real when its adjusted probability is below this.
    public var level: Double
    /// The metrics compared.
    public var rows: [Row]

    /// One side, as it was covered.
    public struct Side: Equatable, Sendable {
        /// The organisation.
        public var org: String
        /// The span covered; nil for all time.
        public var window: OrganisationReport.Window?
        /// The segment; nil for all.
        public var segment: Scope.Segment?
        /// Submissions.
        public var received: Int
    }

    /// One metric.
    public struct Row: Equatable, Sendable {
        /// Its name.
        public var metric: String
        /// The figure of the first side.
        public var first: Figure
        /// The figure of the second.
        public var second: Figure
        /// The first less the second; nil for counts and where a side has no figure.
        public var difference: Double?
        /// The lower end of its 95 % interval.
        public var low: Double?
        /// The upper end.
        public var high: Double?
        /// The test's name.
        public var test: String?
        /// The probability of such a difference if there were none.
        public var p: Double?
        /// The same, adjusted for the number of metrics.
        public var adjusted: Double?
    }

    package init(json: JSONValue) throws(ClientError) {
        sides = try json.required("sides") { $0.elements }.map { side in
            Side(
                org: side.text("org"), window: OrganisationReport.Window(json: side["window"]),
                segment: Scope.Segment(json: side["segment"]), received: side.count("received"))
        }
        guard sides.count == 2 else { throw ClientError.malformedReply(reason: "there are not two sides") }
        level = json["level"]?.double ?? 0.05
        rows = (json["figures"]?.members ?? []).map { member in
            let figures = (member.value["sides"]?.elements ?? []).map { Figure(json: $0) }
            let none = Figure(n: 0, value: nil)
            return Row(
                metric: member.key, first: figures.first ?? none, second: figures.dropFirst().first ?? none,
                difference: member.value["difference"]?.double, low: member.value["low"]?.double,
                high: member.value["high"]?.double, test: member.value["test"]?.string, p: member.value["p"]?.double,
                adjusted: member.value["p_adjusted"]?.double)
        }
    }
}

/// The answer to `DRIVERS`.
public struct DriverReport: Equatable, Sendable {
    /// The organisation.
    public var org: String
    /// `sentiment` or `rating`.
    public var outcome: String
    /// The span covered; nil for all time.
    public var window: OrganisationReport.Window?
    /// The segment; nil for all.
    public var segment: Scope.Segment?
    /// How many texts have the outcome.
    public var n: Int
    /// Its mean.
    public var mean: Double?
    /// The part of its variance that all dimensions together explain; nil when there are too few texts.
    public var explained: Double?
    /// The most important first.
    public var rows: [Row]

    /// One dimension.
    public struct Row: Equatable, Sendable {
        /// Its name.
        public var dimension: String
        /// Its share of what is explained; all add up to 1.
        public var importance: Double?
        /// The mean of its scores.
        public var performance: Figure
        /// `concentrate_here`, `keep_up`, `possible_overkill` or `low_priority`.
        public var quadrant: String?
        /// The outcome where it is spoken well of, less that where it is not spoken of.
        public var good: Figure
        /// The same where it is spoken ill of.
        public var bad: Figure
    }

    package init(json: JSONValue) throws(ClientError) {
        org = try json.required("org", \.string)
        outcome = json.text("outcome")
        window = OrganisationReport.Window(json: json["window"])
        segment = Scope.Segment(json: json["segment"])
        n = json.count("n")
        mean = json["mean"]?.double
        explained = json["explained"]?.double
        rows = try json.required("drivers") { $0.elements }.map { row in
            Row(
                dimension: row.text("dimension"), importance: row["importance"]?.double,
                performance: Figure(json: row["performance"] ?? .null), quadrant: row["quadrant"]?.string,
                good: Figure(effect: row["good"]), bad: Figure(effect: row["bad"]))
        }
    }
}

/// The answer to `RANK`.
public struct RankReport: Equatable, Sendable {
    /// `orgs` or an axis.
    public var of: String
    /// The metric.
    public var metric: String
    /// The span covered; nil for all time.
    public var window: OrganisationReport.Window?
    /// How many are in the league.
    public var rankedCount: Int
    /// How many have too few submissions for it.
    public var belowMinimumCount: Int
    /// The places.
    public var rows: [Row]

    /// One place.
    public struct Row: Equatable, Sendable {
        /// From 1; equal figures share a rank.
        public var rank: Int
        /// Whose.
        public var name: String
        /// The figure.
        public var figure: Figure
        /// The places that cannot be told from this one.
        public var alike: ClosedRange<Int>
    }

    package init(json: JSONValue) throws(ClientError) {
        of = try json.required("of", \.string)
        metric = json.text("metric")
        window = OrganisationReport.Window(json: json["window"])
        rankedCount = json.count("ranked")
        belowMinimumCount = json.count("below_minimum")
        rows = try json.required("rows") { $0.elements }.map { row in
            let alike = (row["alike"]?.elements ?? []).compactMap { $0.integer.map { Int(clamping: $0) } }
            let first = alike.first ?? row.count("rank")
            return Row(
                rank: row.count("rank"), name: row.text("name"), figure: Figure(json: row),
                alike: first...max(first, alike.last ?? first))
        }
    }
}

/// The answer to `SEGMENTS`.
public struct SegmentReport: Equatable, Sendable {
    /// The organisation.
    public var org: String
    /// The axes by their names.
    public var axes: [OrganisationReport.Named<Axis>]

    /// One axis.
    public struct Axis: Equatable, Sendable {
        /// The values and how many submissions have them, the most frequent first.
        public var values: [OrganisationReport.Named<Int>]
        /// Submissions with values beyond the bound of the axis.
        public var otherCount: Int
        /// How many such values there have been: exact up to 256, within some 6 % beyond.
        public var otherValues: Int
    }

    package init(json: JSONValue) throws(ClientError) {
        org = try json.required("org", \.string)
        axes = try json.required("segments") { $0.members }.map { member in
            let values = (member.value["values"]?.members ?? []).map { value in
                OrganisationReport.Named(name: value.key, value: Int(clamping: value.value.integer ?? 0))
            }
            let axis = Axis(
                values: values, otherCount: member.value.count("other"),
                otherValues: member.value.count("other_values"))
            return .init(name: member.key, value: axis)
        }
    }
}

extension Figure {
    /// A driver's effect.
    fileprivate init(effect json: JSONValue?) {
        self.init(
            n: json?.count("n") ?? 0, value: json?["effect"]?.double, low: json?["low"]?.double,
            high: json?["high"]?.double)
    }
}

extension Scope.Segment {
    /// The one member of an object; nil without it.
    init?(json: JSONValue?) {
        guard let member = json?.members.first, let value = member.value.string else { return nil }
        self.init(axis: member.key, value: value)
    }
}

extension OrganisationReport.Window {
    /// Nil for all time.
    init?(json: JSONValue?) {
        guard let from = json?["from"]?.string, let to = json?["to"]?.string else { return nil }
        self.init(from: from, to: to)
    }
}
