// Which kept submissions are wanted.

import ByteCoding
package import Scoring

/// Those that meet all that is said.
package struct VerbatimFilter: Equatable, Sendable {
    /// Something that a text tells besides good and bad.
    package enum Signal: Equatable, Sendable {
        case outcome(Outcomes)
        case urgency(Urgency)
        case touchpoint(Touchpoints)
        case contactAttempts, noShows, transfers, repeats, waiting, money

        /// The signals by their names on the wire; nil for what is none.
        package init?(name: String) {
            if let bit = Outcomes.names.firstIndex(of: name) {
                self = .outcome(Outcomes(rawValue: 1 << UInt16(bit)))
            } else if let bit = Urgency.names.firstIndex(of: name) {
                self = .urgency(Urgency(rawValue: 1 << UInt8(bit)))
            } else if let bit = Touchpoints.names.firstIndex(of: name) {
                self = .touchpoint(Touchpoints(rawValue: 1 << UInt16(bit)))
            } else if let place = Self.countedNames.firstIndex(of: name) {
                self = [.contactAttempts, .noShows, .transfers, .repeats, .waiting, .money][place]
            } else {
                return nil
            }
        }

        private static let countedNames = [
            "contact_attempts", "no_shows", "transfers", "repeats", "waiting_minutes", "money",
        ]

        /// Every name there is.
        package static let names = Outcomes.names + Urgency.names + Touchpoints.names + countedNames

        func occurs(in signals: Signals) -> Bool {
            switch self {
            case .outcome(let outcomes): !signals.outcomes.isDisjoint(with: outcomes)
            case .urgency(let urgency): !signals.urgency.isDisjoint(with: urgency)
            case .touchpoint(let touchpoints): !signals.touchpoints.isDisjoint(with: touchpoints)
            case .contactAttempts: signals.contactAttempts > 0
            case .noShows: signals.noShows > 0
            case .transfers: signals.transfers > 0
            case .repeats: signals.repeats > 0
            case .waiting: signals.waitingMinutes != nil
            case .money: signals.moneyHundredths != nil
            }
        }
    }

    package var window: TimeWindow?
    package var label: SentimentLabel?
    package var channel: String?
    package var touchpoint: String?
    package var staff: String?
    package var survey: String?
    package var customer: String?
    /// Those with all of these tags.
    package var tags: [Tag] = []
    /// Texts with evidence for it.
    package var dimension: Dimension?
    /// Of those, the ones that speak well (1) or ill (-1) of it.
    package var side: Int8?
    /// Texts that are urgent in any of these ways.
    package var urgency: Urgency?
    /// Texts that tell of any of these outcomes.
    package var outcomes: Outcomes?
    package var signal: Signal?
    /// Texts in which each of these begins a word, whatever its case (of ASCII letters).
    package var words: [[UInt8]] = []

    /// Everything.
    package init() {}

    /// The words of a text to look for, in small letters.
    package static func words(_ text: String) -> [[UInt8]] {
        text.utf8.split(whereSeparator: { !isWord($0) }).map { $0.map(folded) }
    }
}

extension VerbatimFilter {
    /// Whether an encoded entry meets the filter; damaged bytes do not.
    func accepts(_ payload: Span<UInt8>) -> Bool {
        guard let entry = try? EncodedEntry(payload) else { return false }
        if let window, entry.eventTime < window.from || entry.eventTime >= window.until { return false }
        let texts: [(SubmissionField, String?)] = [
            (.channel, channel), (.touchpoint, touchpoint), (.staff, staff), (.survey, survey), (.customer, customer),
        ]
        for (field, wanted) in texts {
            if let wanted, !entry[field].isEqual(to: wanted.utf8Span.span) { return false }
        }
        guard hasTags(entry), hasWords(entry[.text]) else { return false }
        if label == nil, dimension == nil, urgency == nil, outcomes == nil, signal == nil { return true }
        guard let figures = try? entry.figures() else { return false }
        return accepts(figures)
    }

    private func accepts(_ figures: ScoreFigures) -> Bool {
        if let label, figures.label != label { return false }
        if let urgency, figures.signals.urgency.isDisjoint(with: urgency) { return false }
        if let outcomes, figures.signals.outcomes.isDisjoint(with: outcomes) { return false }
        if let signal, !signal.occurs(in: figures.signals) { return false }
        guard let dimension else { return true }
        guard let score = figures.dimensions[dimension] else { return false }
        guard let side else { return true }
        return score.signum() == Int32(side)
    }

    private func hasTags(_ entry: borrowing EncodedEntry) -> Bool {
        if tags.isEmpty { return true }
        var missing = tags
        entry.forEachTag { key, value in
            missing.removeAll {
                key.isEqual(to: $0.key.utf8Span.span) && value.isEqual(to: $0.value.utf8Span.span)
            }
        }
        return missing.isEmpty
    }

    private func hasWords(_ text: Span<UInt8>) -> Bool {
        words.allSatisfy { Self.contains(text, $0) }
    }

    private static func contains(_ text: Span<UInt8>, _ word: [UInt8]) -> Bool {
        var start = 0
        while start + word.count <= text.count {
            if start == 0 || !isWord(text[start - 1]) {
                var length = 0
                while length < word.count, folded(text[start + length]) == word[length] { length += 1 }
                if length == word.count { return true }
            }
            start += 1
        }
        return word.isEmpty
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "'"), 0x80...:
            true
        default: false
        }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
