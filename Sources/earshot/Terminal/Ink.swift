// Colour, where there is any. Everything that is shown says what it means without colour too.

/// What a piece of text is; each has its colour.
enum Tone: Equatable, Sendable {
    case plain, positive, negative, mixed, faint, strong
}

/// Paints texts, or leaves them as they are.
struct Ink: Equatable, Sendable {
    /// Whether colour is used.
    var isOn: Bool

    /// The text with the codes of the tone around it.
    func paint(_ text: String, _ tone: Tone) -> String {
        guard isOn, tone != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(Self.code(tone))m\(text)\u{1B}[0m"
    }

    /// The tone of a score: from a twentieth on it is one or the other (as VADER's thresholds have it).
    static func tone(of score: Double?) -> Tone {
        guard let score else { return .faint }
        return score >= 0.05 ? .positive : score <= -0.05 ? .negative : .plain
    }

    /// The tone of a verdict.
    static func tone(ofLabel label: String) -> Tone {
        switch label {
        case "positive": .positive
        case "negative": .negative
        case "mixed": .mixed
        case "insufficient": .faint
        default: .plain
        }
    }

    private static func code(_ tone: Tone) -> String {
        switch tone {
        case .plain: "0"
        case .positive: "32"
        case .negative: "31"
        case .mixed: "33"
        case .faint: "2"
        case .strong: "1"
        }
    }
}

/// When colour is used.
enum ColourChoice: String, CaseIterable, Sendable {
    case auto, always, never

    /// Whether to use it: `NO_COLOR` (no-color.org) and a dumb terminal count only where nothing else was asked for.
    func isOn(outputIsTerminal: Bool, environment: (String) -> String?) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: outputIsTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
        }
    }
}
