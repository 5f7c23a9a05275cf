// The figures of a score as JSON, into room that was made before: every reply to a submission has them.

internal import ByteCoding
internal import Scoring

/// What stands before the score of each dimension, as in `"courtesy":{"score":`.
private let dimensionHeads = Dimension.allCases.map { Array("\"\($0.name)\":{\"score\":".utf8) }

extension OutputSpan<UInt8> {
    /// Bytes that `append(members:)` takes for dimensions: each a key, a fraction of twelve bytes, two keys and two counts.
    static let dimensionsBytesMax = Dimension.allCases.count * 80

    /// Appends the dimensions that were spoken of, as members of an object.
    mutating func append(members scores: DimensionScores) {
        var isFirst = true
        // Through a span: a copy of a head would be counted.
        let heads = dimensionHeads.span
        for lane in heads.indices where scores.scores[lane] != DimensionScores.absent {
            if !isFirst { append(UInt8(ascii: ",")) }
            append(copying: heads[lane].span)
            append(tenThousandths: Int32(scores.scores[lane]))
            append(",\"positive\":")
            append(digitsOf: UInt64(scores.positiveMentions[lane]))
            append(",\"negative\":")
            append(digitsOf: UInt64(scores.negativeMentions[lane]))
            append(UInt8(ascii: "}"))
            isFirst = false
        }
    }

    /// Bytes that `append(members:)` takes for signals: all keys and names, and twenty digits for every number, are fewer.
    static let signalsBytesMax = 768

    /// Appends the signals that were found, as members of an object.
    mutating func append(members signals: Signals) {
        var isFirst = true
        names("\"outcomes\":[", Outcomes.names, in: UInt32(signals.outcomes.rawValue), &isFirst)
        names("\"touchpoints\":[", Touchpoints.names, in: UInt32(signals.touchpoints.rawValue), &isFirst)
        names("\"urgency\":[", Urgency.names, in: UInt32(signals.urgency.rawValue), &isFirst)
        names("\"modality\":[", Modality.names, in: UInt32(signals.modality.rawValue), &isFirst)
        count("\"contact_attempts\":", signals.contactAttempts, &isFirst)
        count("\"no_shows\":", signals.noShows, &isFirst)
        count("\"transfers\":", signals.transfers, &isFirst)
        count("\"repeats\":", signals.repeats, &isFirst)
        if let minutes = signals.waitingMinutes {
            key("\"waiting_minutes\":", &isFirst)
            append(digitsOf: UInt64(minutes))
        }
        if let money = signals.moneyHundredths {
            key("\"money\":", &isFirst)
            append(money, over: 100, isNegative: false)
        }
        if signals.isTranscript { key("\"transcript\":true", &isFirst) }
    }

    /// Bytes that a piece takes in `append(brief:)`: two offsets of at most ten digits, a fraction, and what stands around
    /// them.
    static let briefBytesMax = 2 * 10 + 12 + 5

    /// Appends the elements of an array, each piece of evidence as `[start, end, contribution]`.
    mutating func append(brief evidence: [Evidence]) {
        var isFirst = true
        for piece in evidence {
            if !isFirst { append(UInt8(ascii: ",")) }
            append(UInt8(ascii: "["))
            append(digitsOf: piece.start, piece.end)
            append(tenThousandths: piece.contribution)
            append(UInt8(ascii: "]"))
            isFirst = false
        }
    }

    /// Appends a key that is written with its quotes and colon, behind a comma unless it is the first.
    private mutating func key(_ key: StaticString, _ isFirst: inout Bool) {
        if !isFirst { append(UInt8(ascii: ",")) }
        isFirst = false
        append(key)
    }

    /// Appends the names of the bits that are set, nothing when none is.
    private mutating func names(_ key: StaticString, _ names: [String], in bits: UInt32, _ isFirst: inout Bool) {
        if bits == 0 { return }
        self.key(key, &isFirst)
        let names = names.span
        var rest = bits
        while rest != 0 {
            if rest != bits { append(UInt8(ascii: ",")) }
            append(UInt8(ascii: "\""))
            append(utf8: names[rest.trailingZeroBitCount])
            append(UInt8(ascii: "\""))
            rest &= rest - 1
        }
        append(UInt8(ascii: "]"))
    }

    /// Appends a count, nothing when it is 0.
    private mutating func count(_ key: StaticString, _ count: UInt16, _ isFirst: inout Bool) {
        if count == 0 { return }
        self.key(key, &isFirst)
        append(digitsOf: UInt64(count))
    }
}
