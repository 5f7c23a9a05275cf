// The signals that a word or phrase of the lists carries, and how the lists name them.

/// What a phrase counts for besides its valence.
struct SignalEntry: Equatable, Sendable {
    /// Which counters a phrase moves.
    struct Counts: OptionSet, Sendable {
        let rawValue: UInt8
        static let contact = Counts(rawValue: 1)
        static let noShow = Counts(rawValue: 2)
        static let transfer = Counts(rawValue: 4)
        static let repetition = Counts(rawValue: 8)
        static let wait = Counts(rawValue: 16)
        /// Somebody was waited for all day: a no-show where the text tells of no other.
        static let awaited = Counts(rawValue: 32)
        /// A repetition, where something beside it went wrong.
        static let again = Counts(rawValue: 64)

        /// What is counted by how often it was done.
        static let counted: Counts = [.contact, .noShow, .transfer, .repetition]
    }

    var outcomes: Outcomes = []
    var touchpoints: Touchpoints = []
    var urgency: Urgency = []
    var modality: Modality = []
    var counts: Counts = []
    /// Whether it says how often something was done, "four times", and how often where no number stands among its words,
    /// as in "twice"; 0 when it does not, 1 for the number among its words.
    var times: UInt8 = 0

    /// Adds a signal by its name in the lists; false when there is none of that name.
    mutating func insert(_ name: String) -> Bool {
        switch name {
        case "contact": counts.insert(.contact)
        case "noshow": counts.insert(.noShow)
        case "transfer": counts.insert(.transfer)
        case "repeat": counts.insert(.repetition)
        case "wait": counts.insert(.wait)
        case "awaited": counts.insert(.awaited)
        case "again": counts.insert(.again)
        case "times": times = 1
        default: return insertQualified(name)
        }
        return true
    }

    private mutating func insertQualified(_ name: String) -> Bool {
        let parts = name.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return false }
        func index(_ names: [String]) -> Int? { names.firstIndex(of: String(parts[1])) }
        switch parts[0] {
        case "times":
            guard let number = UInt8(parts[1]), number > 1 else { return false }
            times = number
        case "outcome":
            guard let bit = index(Outcomes.names) else { return false }
            outcomes.formUnion(Outcomes(rawValue: 1 << bit))
        case "touchpoint":
            guard let bit = index(Touchpoints.names) else { return false }
            touchpoints.formUnion(Touchpoints(rawValue: 1 << bit))
        case "urgency":
            guard let bit = index(Urgency.names) else { return false }
            urgency.formUnion(Urgency(rawValue: 1 << bit))
        case "modality":
            guard let bit = index(Modality.names) else { return false }
            modality.formUnion(Modality(rawValue: 1 << bit))
        default: return false
        }
        return true
    }
}
