// A score as JSON: the same members in the reply to SUBMIT, SCORE, EXPLAIN and VERBATIMS and in `earshot score`.

package import Scoring

/// How much of a score's evidence is told.
package enum EvidenceDetail: Sendable {
    /// Nothing.
    case none
    /// Each piece as `[start, end, contribution]`.
    case brief
    /// Each piece with its words, rules, dimensions and party.
    case full
}

extension JSONWriter {
    /// Writes the members of a score into the object that is open.
    ///
    /// - Parameters:
    ///   - text: The verbatim in UTF-8, of which parties and full evidence quote.
    ///   - lexicon: The revision of the lists that made the score.
    package mutating func members(
        of score: Score, text: Span<UInt8>, lexicon: String, evidence detail: EvidenceDetail
    ) {
        key("label")
        name(score.label.name)
        key("compound")
        fraction(score.compound)
        key("confidence")
        fraction(score.confidence)
        key("dimensions")
        dimensions(score.dimensions)
        key("signals")
        signals(score.signals)
        if !score.parties.isEmpty {
            key("parties")
            array { writer in for party in score.parties { writer.party(party, text: text) } }
        }
        switch detail {
        case .none: break
        case .brief:
            key("evidence")
            array { $0.brief(score.evidence) }
        case .full:
            key("evidence")
            array { writer in for piece in score.evidence { writer.full(piece, text: text) } }
        }
        key("lexicon")
        name(lexicon)
    }

    private mutating func dimensions(_ scores: DimensionScores) {
        object { writer in
            for dimension in Dimension.allCases {
                guard let score = scores[dimension] else { continue }
                let lane = Int(dimension.rawValue)
                writer.key(rendered: Self.dimensionKeys[lane])
                writer.bytes.append(addingCapacity: Self.dimensionBytesMax) { output in
                    output.append(tenThousandths: score)
                    output.append(",\"positive\":")
                    output.append(digitsOf: UInt64(scores.positiveMentions[lane]))
                    output.append(",\"negative\":")
                    output.append(digitsOf: UInt64(scores.negativeMentions[lane]))
                }
                writer.close(UInt8(ascii: "}"))
            }
        }
    }

    /// A dimension after its key: a fraction, two keys of twelve bytes, two counts.
    private static let dimensionBytesMax = 12 + 2 * (12 + 3)

    /// The key of each dimension, by its raw value, with the beginning of its object up to the score.
    private static let dimensionKeys = Dimension.allCases.map { Array("\"\($0.name)\":{\"score\":".utf8) }

    private mutating func signals(_ signals: Signals) {
        object { writer in
            writer.names("outcomes", Outcomes.names, in: UInt32(signals.outcomes.rawValue))
            writer.names("touchpoints", Touchpoints.names, in: UInt32(signals.touchpoints.rawValue))
            writer.names("urgency", Urgency.names, in: UInt32(signals.urgency.rawValue))
            writer.names("modality", Modality.names, in: UInt32(signals.modality.rawValue))
            writer.count("contact_attempts", Int(signals.contactAttempts))
            writer.count("no_shows", Int(signals.noShows))
            writer.count("transfers", Int(signals.transfers))
            writer.count("repeats", Int(signals.repeats))
            if let minutes = signals.waitingMinutes {
                writer.key("waiting_minutes")
                writer.integer(minutes)
            }
            if let money = signals.moneyHundredths {
                writer.key("money")
                writer.decimal(money, places: 2)
            }
            if signals.isTranscript {
                writer.key("transcript")
                writer.bool(true)
            }
        }
    }

    /// Writes the names of the bits that are set, nothing when none is.
    private mutating func names(_ key: StaticString, _ names: [String], in bits: UInt32) {
        guard bits != 0 else { return }
        self.key(key)
        array { writer in
            var rest = bits
            while rest != 0 {
                writer.name(names[rest.trailingZeroBitCount])
                rest &= rest - 1
            }
        }
    }

    /// Writes a count, nothing when it is 0.
    private mutating func count(_ key: StaticString, _ count: Int) {
        guard count > 0 else { return }
        self.key(key)
        integer(count)
    }

    private mutating func party(_ party: Party, text: Span<UInt8>) {
        object { writer in
            writer.key("kind")
            writer.name(party.kind.name)
            writer.quote("name", text, party.start, party.end)
            writer.key("compound")
            writer.fraction(party.compound)
            writer.key("dimensions")
            writer.dimensions(party.dimensions)
        }
    }

    /// Writes the elements of an array, each piece as `[start, end, contribution]`.
    private mutating func brief(_ evidence: [Evidence]) {
        bytes.append(addingCapacity: evidence.count * Self.briefBytesMax) { output in
            for (index, piece) in evidence.enumerated() {
                output.append(index > 0 ? ",[" : "[")
                output.append(digitsOf: UInt64(piece.start))
                output.append(UInt8(ascii: ","))
                output.append(digitsOf: UInt64(piece.end))
                output.append(UInt8(ascii: ","))
                output.append(tenThousandths: piece.contribution)
                output.append(UInt8(ascii: "]"))
            }
        }
    }

    /// A piece: two offsets of at most ten digits, a fraction, and what stands around them.
    private static let briefBytesMax = 2 * 10 + 12 + 5

    private mutating func full(_ piece: Evidence, text: Span<UInt8>) {
        object { writer in
            writer.key("start")
            writer.integer(piece.start)
            writer.key("end")
            writer.integer(piece.end)
            writer.quote("text", text, piece.start, piece.end)
            writer.key("contribution")
            writer.fraction(piece.contribution)
            writer.key("rules")
            writer.array { writer in
                for (rule, name) in RuleSet.names where piece.rules.contains(rule) { writer.string(name) }
            }
            writer.key("dimensions")
            writer.array { writer in for dimension in piece.dimensions.members { writer.string(dimension.name) } }
            writer.key("side")
            writer.integer(piece.side)
            writer.key("amount")
            writer.fraction(10 * piece.amount)
            if piece.party >= 0 {
                writer.key("party")
                writer.integer(piece.party)
            }
        }
    }

    /// Writes the words at a range of the text; nothing when the range is not in the text.
    private mutating func quote(_ key: StaticString, _ text: Span<UInt8>, _ start: UInt32, _ end: UInt32) {
        guard start <= end, Int(end) <= text.count else { return }
        self.key(key)
        string(utf8: text.extracting(Int(start)..<Int(end)))
    }
}
