// What is asked of the figures: REPORT, SEGMENTS, TREND, COMPARE, DRIVERS and RANK, as values.

package import Aggregation

/// A question that is answered out of the figures alone.
package enum FigureRequest: Sendable {
    case report(ReportRequest)
    case trend(TrendRequest)
    case compare(CompareRequest)
    case drivers(DriversRequest)
    case rank(RankRequest)

    /// The organisations that it names.
    package var organisations: [String] {
        switch self {
        case .report(let request): [request.scope.org]
        case .trend(let request): [request.scope.org]
        case .compare(let request): [request.scope.org, request.other.org]
        case .drivers(let request): [request.scope.org]
        case .rank(let request): request.org.isEmpty ? [] : [request.org]
        }
    }
}

/// Whose figures, when, and of which part: what all questions have in common.
package struct FigureScope: Equatable, Sendable {
    package var org = ""
    /// The window's borders in milliseconds since 1970; `from` is inclusive, `to` exclusive.
    package var from: Int64?
    package var to: Int64?
    package var segment: SegmentName?

    /// The window; nil for all time.
    package var window: TimeWindow? {
        if from == nil, to == nil { return nil }
        return TimeWindow(from: from ?? Timestamp.range.lowerBound, until: to ?? Timestamp.range.upperBound)
    }

    /// The fields of a scope, which come first in the names of a request.
    static let names: [StaticString] = ["org", "from", "to", "segment"]

    /// Reads the field at an index of `names`.
    mutating func read(_ index: Int, _ fields: inout RequestFields) throws(Refusal) {
        switch index {
        case 0: org = try fields.name()
        case 1: from = try fields.time()
        case 2: to = try fields.time()
        default: segment = try fields.segment()
        }
    }

    func check() throws(Refusal) {
        guard !org.isEmpty else { throw RequestFields.missing("org") }
        if let from, let to, from >= to { throw Refusal(.badValue, "from must be before to", field: "from") }
    }
}

/// `REPORT`: how an organisation stands, all time or in a window, as a whole, of one segment, or split by an axis.
package struct ReportRequest: Sendable {
    package var scope = FigureScope()
    package var split: String?
    /// How many parts a split shows.
    package var limit = 50

    /// Whether it asks for everything of all time, which is answered in microseconds.
    package var isWhole: Bool { scope.window == nil && scope.segment == nil && split == nil }

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(FigureScope.names + ["split", "limit"]) {
            switch index {
            case 4: split = try fields.label()
            case 5: limit = Int(try fields.integer(in: 1...1_000))
            default: try scope.read(index, &fields)
            }
        }
        try scope.check()
        if split != nil, scope.segment != nil {
            throw Refusal(.badValue, "a segment cannot be split further: give segment or split", field: "split")
        }
    }
}

/// `SEGMENTS`: the axes of an organisation and their values; with `drop`, tag keys that are to be axes no more, and with
/// `tags`, those that are to be axes from now on.
package struct SegmentsRequest: Sendable {
    package var org = ""
    /// Tag keys to declare.
    package var tags: [String] = []
    /// Tag keys to withdraw, before others are declared.
    package var drop: [String] = []

    /// Whether it changes anything.
    package var isChange: Bool { !tags.isEmpty || !drop.isEmpty }

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(["org", "tags", "drop"]) {
            switch index {
            case 0: org = try fields.name()
            case 1: tags = try Self.keys(&fields)
            default: drop = try Self.keys(&fields)
            }
        }
        guard !org.isEmpty else { throw RequestFields.missing("org") }
    }

    private static func keys(_ fields: inout RequestFields) throws(Refusal) -> [String] {
        try fields.list(countMax: SegmentAxis.tagKeysMax) { fields throws(Refusal) in try fields.label() }
    }
}

/// `TREND`: metrics by hour, day, week or month.
package struct TrendRequest: Sendable {
    package var scope = FigureScope()
    package var step = TrendStep.day
    package var metrics: [Metric] = [.sentiment]

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(FigureScope.names + ["by", "metrics"]) {
            switch index {
            case 4: step = try fields.choice(of: TrendStep.self)
            case 5: metrics = try fields.metrics()
            default: try scope.read(index, &fields)
            }
        }
        try scope.check()
    }
}

/// `COMPARE`: two windows, two segments or two organisations.
package struct CompareRequest: Sendable {
    package var scope = FigureScope()
    /// What it is held against: what is not said is as in `scope`.
    package var other = FigureScope()
    /// Nil for all of which both sides have a figure.
    package var metrics: [Metric]?

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        var with: FigureScope?
        while let index = try fields.next(FigureScope.names + ["with", "metrics"]) {
            switch index {
            case 4:
                var side = FigureScope()
                try fields.members(FigureScope.names) { index, fields throws(Refusal) in
                    try side.read(index, &fields)
                }
                with = side
            case 5: metrics = try fields.metrics()
            default: try scope.read(index, &fields)
            }
        }
        try scope.check()
        guard let with else { throw RequestFields.missing("with") }
        other = with
        if other.org.isEmpty { other.org = scope.org }
        if other.from == nil, other.to == nil { (other.from, other.to) = (scope.from, scope.to) }
        if other.segment == nil { other.segment = scope.segment }
        try other.check()
    }
}

/// `DRIVERS`: which dimensions move an outcome most.
package struct DriversRequest: Sendable {
    package var scope = FigureScope()
    package var outcome = DriverOutcome.sentiment

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(FigureScope.names + ["outcome"]) {
            if index == 4 {
                outcome = try fields.choice(of: DriverOutcome.self)
            } else {
                try scope.read(index, &fields)
            }
        }
        try scope.check()
    }
}

/// `RANK`: a league of organisations, or of the values of an axis within one.
package struct RankRequest: Sendable {
    /// `orgs`, or the name of an axis.
    package var of = "orgs"
    /// The organisation whose axis it is; empty with `orgs`.
    package var org = ""
    package var prefix = ""
    package var from: Int64?
    package var to: Int64?
    package var terms = RankTerms(metric: .sentiment)

    /// The window; nil for all time.
    package var window: TimeWindow? {
        var scope = FigureScope()
        (scope.from, scope.to) = (from, to)
        return scope.window
    }

    private static let names: [StaticString] = [
        "of", "org", "metric", "from", "to", "min_n", "limit", "order", "prefix",
    ]

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { return }
        var fields = try RequestFields(line, from: request.payloadStart)
        while let index = try fields.next(Self.names) {
            switch index {
            case 0: of = try fields.label()
            case 1: org = try fields.name()
            case 2: terms.metric = try fields.metric()
            case 3: from = try fields.time()
            case 4: to = try fields.time()
            case 5: terms.nMin = Int(try fields.integer(in: Int64(RankTerms.nFloor)...1_000_000_000))
            case 6: terms.limit = Int(try fields.integer(in: 1...1_000))
            case 7: terms.isWorstFirst = try fields.choice(["best", "worst"]) == "worst"
            default: prefix = try fields.name()
            }
        }
        guard of == "orgs" || !org.isEmpty else { throw RequestFields.missing("org") }
        guard of != "orgs" || org.isEmpty else {
            throw Refusal(.badValue, "org is for the axes of one organisation; give of as well", field: "org")
        }
        if let from, let to, from >= to { throw Refusal(.badValue, "from must be before to", field: "from") }
    }
}
