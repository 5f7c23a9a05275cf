// The figures of a score as JSON, into room that was made before: every reply to a submission has them. Each of the longer
// pieces takes its output out of the caller's hands while it writes, so that the place in it is kept in a register.

internal import Aggregation
internal import ByteCoding
internal import Scoring

/// ASCII of at most 32 bytes that is written at once: so much is stored however short it is.
private struct Piece {
    private var bytes = SIMD32<UInt8>()
    let count: Int

    /// What a piece stores, whatever it counts.
    static let bytesStored = 32

    /// A piece behind a byte that is told when it is written.
    init(behindOneByte text: String) {
        precondition(text.utf8.count < Self.bytesStored)
        count = text.utf8.count + 1
        for (index, byte) in text.utf8.enumerated() { bytes[index + 1] = byte }
    }

    /// Appends it behind a byte.
    @inline(__always)
    func write(behind byte: UInt8, to output: inout OutputSpan<UInt8>) {
        var bytes = bytes
        bytes[0] = byte
        output.append(bytes, count: count)
    }
}

/// What stands before the score of each dimension, as in `"courtesy":{"score":`.
private let dimensionHeads = Dimension.allCases.map { Piece(behindOneByte: "\"\($0.name)\":{\"score\":") }
private let outcomes = Outcomes.names.map { Piece(behindOneByte: "\"\($0)\"") }
private let touchpoints = Touchpoints.names.map { Piece(behindOneByte: "\"\($0)\"") }
private let urgency = Urgency.names.map { Piece(behindOneByte: "\"\($0)\"") }
private let modality = Modality.names.map { Piece(behindOneByte: "\"\($0)\"") }

extension OutputSpan<UInt8> {
    /// Bytes that `append(_: DimensionScores)` takes: for each a key, a fraction of twelve bytes, two keys and two counts.
    static let dimensionsBytesMax = Dimension.allCases.count * 80 + Piece.bytesStored

    /// Appends the dimensions that were spoken of, as an object.
    mutating func append(_ dimensions: DimensionScores) {
        var output = consume self
        let heads = dimensionHeads.span
        var opening = UInt8(ascii: "{")
        var rest = dimensions.scored
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest &- 1
            heads[lane].write(behind: opening, to: &output)
            opening = UInt8(ascii: ",")
            let score = Int32(dimensions.scores[lane])
            let (positive, negative) = (dimensions.positiveMentions[lane], dimensions.negativeMentions[lane])
            if let score = ShortText(tenThousandths: score), positive < 10, negative < 10 {
                output.append(score)
                output.append(",\"positive\":")
                output.append(UInt8(ascii: "0") &+ positive)
                output.append(",\"negative\":")
                output.append(UInt8(ascii: "0") &+ negative)
                output.append(UInt8(ascii: "}"))
            } else {
                self = output
                append(score: score, positive, negative)
                output = consume self
            }
        }
        output.close(UInt8(ascii: "}"), openedBy: opening)
        self = output
    }

    /// Appends what is said of a dimension with long numbers.
    private mutating func append(score: Int32, _ positive: UInt8, _ negative: UInt8) {
        append(tenThousandths: score)
        append(",\"positive\":")
        append(digitsOf: UInt64(positive))
        append(",\"negative\":")
        append(digitsOf: UInt64(negative))
        append("}")
    }

    /// Bytes that `append(_: Signals)` takes: all keys and names, and twenty digits for every number, are fewer.
    static let signalsBytesMax = 768 + Piece.bytesStored

    /// Appends the signals that were found, as an object.
    mutating func append(_ signals: Signals) {
        var output = consume self
        var opening = UInt8(ascii: "{")
        if signals.outcomes.rawValue != 0 {
            output.key("\"outcomes\":", &opening)
            output.append(outcomes, in: UInt32(signals.outcomes.rawValue))
        }
        if signals.touchpoints.rawValue != 0 {
            output.key("\"touchpoints\":", &opening)
            output.append(touchpoints, in: UInt32(signals.touchpoints.rawValue))
        }
        if signals.urgency.rawValue != 0 {
            output.key("\"urgency\":", &opening)
            output.append(urgency, in: UInt32(signals.urgency.rawValue))
        }
        if signals.modality.rawValue != 0 {
            output.key("\"modality\":", &opening)
            output.append(modality, in: UInt32(signals.modality.rawValue))
        }
        output.count("\"contact_attempts\":", signals.contactAttempts, &opening)
        output.count("\"no_shows\":", signals.noShows, &opening)
        output.count("\"transfers\":", signals.transfers, &opening)
        output.count("\"repeats\":", signals.repeats, &opening)
        if let minutes = signals.waitingMinutes {
            output.key("\"waiting_minutes\":", &opening)
            output.append(digitsOf: UInt64(minutes))
        }
        if let money = signals.moneyHundredths {
            output.key("\"money\":", &opening)
            output.append(money, over: 100, isNegative: false)
        }
        if signals.isTranscript { output.key("\"transcript\":true", &opening) }
        output.close(UInt8(ascii: "}"), openedBy: opening)
        self = output
    }

    /// Appends a key that is written with its quotes and colon, behind what opens the object or parts its members.
    @inline(__always)
    private mutating func key(_ key: StaticString, _ opening: inout UInt8) {
        append(opening)
        append(key)
        opening = UInt8(ascii: ",")
    }

    /// Appends a count, nothing when it is 0.
    @inline(__always)
    private mutating func count(_ key: StaticString, _ count: UInt16, _ opening: inout UInt8) {
        if count == 0 { return }
        self.key(key, &opening)
        append(digitsOf: UInt64(count))
    }

    /// Appends the names of the bits that are set, of which there is one, as an array.
    @inline(__always)
    private mutating func append(_ names: [Piece], in bits: UInt32) {
        let names = names.span
        var opening = UInt8(ascii: "[")
        var rest = bits
        while rest != 0 {
            names[rest.trailingZeroBitCount].write(behind: opening, to: &self)
            opening = UInt8(ascii: ",")
            rest &= rest &- 1
        }
        append("]")
    }

    /// Ends an object or an array; what opens it is still to be written when nothing was in it.
    @inline(__always)
    private mutating func close(_ bracket: UInt8, openedBy opening: UInt8) {
        if opening != UInt8(ascii: ",") { append(opening) }
        append(bracket)
    }

    /// Bytes that a piece takes in `append(brief:)`: two offsets of at most ten digits, a fraction, and what stands around
    /// them.
    static let briefBytesMax = 2 * 10 + 12 + 5

    /// Appends pieces of evidence as an array, each as `[start, end, contribution]`.
    mutating func append(brief evidence: Span<Evidence>) {
        var output = consume self
        let smallNumbers = ShortText.small
        let small = smallNumbers.span
        var opening = UInt8(ascii: "[")
        for index in evidence.indices {
            let piece = evidence[index]
            if let start = ShortText(digitsOf: piece.start, small), let end = ShortText(digitsOf: piece.end, small),
                let contribution = ShortText(tenThousandths: piece.contribution)
            {
                output.append(start.behind(UInt8(ascii: "[")).behind(opening))
                output.append(end.behind(UInt8(ascii: ",")))
                output.append(contribution.behind(UInt8(ascii: ",")))
                output.append(UInt8(ascii: "]"))
            } else {
                self = output
                append(piece, openedBy: opening)
                output = consume self
            }
            opening = UInt8(ascii: ",")
        }
        output.close(UInt8(ascii: "]"), openedBy: opening)
        self = output
    }

    /// Appends a piece whose numbers are long.
    private mutating func append(_ piece: Evidence, openedBy opening: UInt8) {
        append(opening)
        append("[")
        append(digitsOf: UInt64(piece.start))
        append(",")
        append(digitsOf: UInt64(piece.end))
        append(",")
        append(tenThousandths: piece.contribution)
        append("]")
    }
}
