// Questions about figures, as values: what is asked, of which part, over which time.

internal import LineProtocol

/// Whose figures, when, and of which part.
public struct Scope: Equatable, Sendable {
    /// The organisation.
    public var org: String
    /// The first moment that counts, in RFC 3339 or as a date; nil for all.
    public var from: String?
    /// The first moment that counts no more.
    public var to: String?
    /// The part; nil for all of it.
    public var segment: Segment?

    /// A value on an axis.
    public struct Segment: Equatable, Sendable {
        /// `channel`, `touchpoint`, `staff`, `survey`, or `tag:` and a declared key.
        public var axis: String
        /// The value.
        public var value: String

        /// A segment.
        public init(axis: String, value: String) {
            self.axis = axis
            self.value = value
        }
    }

    /// A scope.
    public init(org: String, from: String? = nil, to: String? = nil, segment: Segment? = nil) {
        self.org = org
        self.from = from
        self.to = to
        self.segment = segment
    }

    fileprivate var members: [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if !org.isEmpty { members.append(.init("org", .string(org))) }
        if let from { members.append(.init("from", .string(from))) }
        if let to { members.append(.init("to", .string(to))) }
        if let segment {
            members.append(.init("segment", .object([.init(segment.axis, .string(segment.value))])))
        }
        return members
    }
}

/// How an organisation stands.
public struct ReportQuery: Equatable, Sendable {
    /// Of what.
    public var scope: Scope
    /// The axis by which the figures are split; nil for none.
    public var split: String?
    /// How many parts a split shows, 1 to 1000.
    public var limit: Int?

    /// A question.
    public init(_ scope: Scope, split: String? = nil, limit: Int? = nil) {
        self.scope = scope
        self.split = split
        self.limit = limit
    }

    var line: [UInt8] {
        var writer = RequestWriter(.report, scope)
        writer.field("split", split)
        writer.field("limit", limit)
        return writer.line
    }
}

/// How metrics went over time.
public struct TrendQuery: Equatable, Sendable {
    /// Of what.
    public var scope: Scope
    /// `hour`, `day`, `week` or `month`; nil for days.
    public var step: String?
    /// The metrics; empty for the sentiment.
    public var metrics: [String]

    /// A question.
    public init(_ scope: Scope, by step: String? = nil, metrics: [String] = []) {
        self.scope = scope
        self.step = step
        self.metrics = metrics
    }

    var line: [UInt8] {
        var writer = RequestWriter(.trend, scope)
        writer.field("by", step)
        writer.field("metrics", texts: metrics)
        return writer.line
    }
}

/// Two sides beside each other.
public struct CompareQuery: Equatable, Sendable {
    /// The first side.
    public var scope: Scope
    /// The second side; what is nil, or an empty organisation, is as on the first.
    public var other: Scope
    /// The metrics; empty for all of which both sides have a figure.
    public var metrics: [String]

    /// A question.
    public init(_ scope: Scope, with other: Scope, metrics: [String] = []) {
        self.scope = scope
        self.other = other
        self.metrics = metrics
    }

    var line: [UInt8] {
        var writer = RequestWriter(.compare, scope)
        writer.field("with", .object(other.members))
        writer.field("metrics", texts: metrics)
        return writer.line
    }
}

/// Which dimensions move an outcome most.
public struct DriversQuery: Equatable, Sendable {
    /// Of what.
    public var scope: Scope
    /// `sentiment` or `rating`; nil for the sentiment.
    public var outcome: String?

    /// A question.
    public init(_ scope: Scope, outcome: String? = nil) {
        self.scope = scope
        self.outcome = outcome
    }

    var line: [UInt8] {
        var writer = RequestWriter(.drivers, scope)
        writer.field("outcome", outcome)
        return writer.line
    }
}

/// A league.
public struct RankQuery: Equatable, Sendable {
    /// `orgs`, or an axis of `org`; nil for the organisations.
    public var of: String?
    /// The organisation whose axis it is.
    public var org: String?
    /// The metric; nil for the sentiment.
    public var metric: String?
    /// The first moment that counts, in RFC 3339 or as a date; nil for all.
    public var from: String?
    /// The first moment that counts no more.
    public var to: String?
    /// Who rests on fewer is not in the league; at least 11, nil for 30.
    public var minimum: Int?
    /// How many rows, 1 to 1000.
    public var limit: Int?
    /// Whether the worst come first.
    public var isWorstFirst = false
    /// Only organisations whose names begin so.
    public var prefix: String?

    /// A question.
    public init(of: String? = nil, org: String? = nil, metric: String? = nil) {
        self.of = of
        self.org = org
        self.metric = metric
    }

    var line: [UInt8] {
        var writer = RequestWriter(.rank)
        writer.field("of", of)
        writer.field("org", org)
        writer.field("metric", metric)
        writer.field("from", from)
        writer.field("to", to)
        writer.field("min_n", minimum)
        writer.field("limit", limit)
        if isWorstFirst { writer.field("order", "worst") }
        writer.field("prefix", prefix)
        return writer.line
    }
}

extension RequestWriter {
    /// A request about a scope.
    fileprivate init(_ verb: Verb, _ scope: Scope) {
        self.init(verb)
        for member in scope.members { field(member.key, member.value) }
    }

    /// An array of texts; nothing when it is empty.
    mutating func field(_ name: String, texts: [String]) {
        if !texts.isEmpty { field(name, .array(texts.map { .string($0) })) }
    }
}
