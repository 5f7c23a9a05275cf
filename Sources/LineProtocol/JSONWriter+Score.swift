// A score as JSON: the same members in the reply to SUBMIT, SCORE, EXPLAIN and VERBATIMS and in `earshot score`.

internal import ByteCoding
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
    /// Writes what only the writer knows of a stored submission, into the object that is open.
    ///
    /// - Parameter id: The client's id as a JSON string; empty when the server gives one.
    package mutating func members(id: Span<UInt8>, sequence: UInt64, isDuplicate: Bool, durability: String) {
        append(atMost: 128 + id.count + durability.utf8.count) { output in
            if id.isEmpty {
                output.append("\"id\":\"s")
                output.append(digitsOf: sequence)
                output.append("\"")
            } else {
                output.append("\"id\":")
                output.append(copying: id)
            }
            output.append(",\"seq\":")
            output.append(digitsOf: sequence)
            if isDuplicate { output.append(",\"duplicate\":true") } else { output.append(",\"duplicate\":false") }
            output.append(",\"durability\":\"")
            output.append(utf8: durability)
            output.append("\"")
        }
    }

    /// Writes the members of a score into the object that is open.
    ///
    /// - Parameters:
    ///   - text: The verbatim in UTF-8, of which parties and full evidence quote.
    ///   - lexicon: The revision of the lists that made the score.
    package mutating func members(
        of score: Score, text: Span<UInt8>, lexicon: String, evidence detail: EvidenceDetail
    ) {
        figures(of: score)
        if !score.parties.isEmpty {
            key("parties")
            array { writer in for party in score.parties { writer.party(party, text: text) } }
        }
        if detail == .full {
            key("evidence")
            array { writer in for piece in score.evidence { writer.full(piece, text: text) } }
        }
        let brief = detail == .brief ? score.evidence.count : -1
        append(atMost: 32 + (brief + 1) * OutputSpan.briefBytesMax + lexicon.utf8.count) { output in
            if brief >= 0 {
                output.append("\"evidence\":")
                output.append(brief: score.evidence.span)
                output.append(UInt8(ascii: ","))
            }
            output.append("\"lexicon\":\"")
            output.append(utf8: lexicon)
            output.append("\"")
        }
    }

    /// Writes the members from the label to the signals.
    private mutating func figures(of score: Score) {
        append(atMost: 128 + OutputSpan.dimensionsBytesMax + OutputSpan.signalsBytesMax) { output in
            output.append("\"label\":\"")
            output.append(utf8: score.label.name)
            output.append("\",\"compound\":")
            output.append(tenThousandths: score.compound)
            output.append(",\"confidence\":")
            output.append(tenThousandths: score.confidence)
            output.append(",\"dimensions\":")
            output.append(score.dimensions)
            output.append(",\"signals\":")
            output.append(score.signals)
        }
    }

    private mutating func party(_ party: Party, text: Span<UInt8>) {
        append(atMost: 32) { output in
            output.append("{\"kind\":\"")
            output.append(utf8: party.kind.name)
            output.append("\"")
        }
        quote("name", text, party.start, party.end)
        append(atMost: 64 + OutputSpan.dimensionsBytesMax) { output in
            output.append("\"compound\":")
            output.append(tenThousandths: party.compound)
            output.append(",\"dimensions\":")
            output.append(party.dimensions)
            output.append("}")
        }
    }

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
