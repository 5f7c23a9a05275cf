// The request for the words behind a number.

package import Aggregation
internal import Scoring
internal import Surveys

/// `VERBATIMS`: a page of the kept submissions of an organisation.
package struct VerbatimsRequest: Sendable {
    package var org = ""
    package var filter = VerbatimFilter()
    package var order = VerbatimOrder.newest
    /// Only those after it: the `next` of the page before.
    package var after: VerbatimCursor?
    package var limit = 20

    private static let names: [StaticString] = [
        "org", "limit", "order", "after", "from", "to", "label", "channel", "touchpoint", "staff", "survey", "customer",
        "tags", "dimension", "side", "signal", "words",
    ]

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        var window: (from: Int64?, to: Int64?) = (nil, nil)
        while let index = try fields.next(Self.names) {
            switch index {
            case 0: org = try fields.name()
            case 1: limit = Int(try fields.integer(in: 1...Int64(Limits.pageMax)))
            case 2:
                let name = try fields.choice(VerbatimOrder.allCases.map(\.rawValue))
                order = VerbatimOrder(rawValue: name) ?? .newest
            case 3:
                guard let cursor = VerbatimCursor(try fields.label()) else {
                    throw fields.bad("must be the next of a page")
                }
                after = cursor
            case 4: window.from = try fields.time()
            case 5: window.to = try fields.time()
            default: try readFilter(index, &fields)
            }
        }
        guard !org.isEmpty else { throw RequestFields.missing("org") }
        if let from = window.from, let to = window.to, from >= to {
            throw Refusal(.badValue, "from must be before to", field: "from")
        }
        if window.from != nil || window.to != nil {
            filter.window = TimeWindow(
                from: window.from ?? Timestamp.range.lowerBound, until: window.to ?? Timestamp.range.upperBound)
        }
        if filter.side != nil, filter.dimension == nil { throw RequestFields.missing("dimension") }
    }

    private mutating func readFilter(_ index: Int, _ fields: inout RequestFields) throws(Refusal) {
        switch index {
        case 6:
            let name = try fields.choice(SentimentLabel.allCases.map(\.name))
            filter.label = SentimentLabel.allCases.first { $0.name == name }
        case 7: filter.channel = try fields.label()
        case 8: filter.touchpoint = try fields.label()
        case 9: filter.staff = try fields.label()
        case 10: filter.survey = try fields.surveyName()
        case 11: filter.customer = try fields.label()
        case 12: filter.tags = try fields.labels().map { Tag(key: $0.key, value: $0.value) }
        case 13: filter.dimension = Dimension(name: try fields.choice(Dimension.allCases.map(\.name)))
        case 14: filter.side = try fields.choice(["negative", "positive"]) == "positive" ? 1 : -1
        case 15: filter.signal = VerbatimFilter.Signal(name: try fields.choice(VerbatimFilter.Signal.names))
        default:
            filter.words = VerbatimFilter.words(try fields.label())
            guard !filter.words.isEmpty else { throw fields.bad("must have a word") }
        }
    }
}
