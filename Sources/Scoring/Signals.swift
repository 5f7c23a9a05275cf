// What a text tells besides good and bad: outcomes, counts, waiting, money, touchpoints, urgency. Signals have no
// polarity of their own; they are counted.

/// Signals read from one text.
package struct Signals: Equatable, Sendable {
    package var outcomes: Outcomes = []
    package var touchpoints: Touchpoints = []
    package var urgency: Urgency = []
    package var modality: Modality = []
    /// How often the customer tried to reach somebody ("two emails, and three phone messages" = 5).
    package var contactAttempts: UInt16 = 0
    package var noShows: UInt16 = 0
    package var transfers: UInt16 = 0
    /// How often something happened again ("again and again").
    package var repeats: UInt16 = 0
    /// The longest wait that was named, in minutes; nil when none was.
    package var waitingMinutes: UInt32?
    /// The largest amount of money that was named, in hundredths of its unit; nil when none was.
    package var moneyHundredths: UInt64?
    /// Whether the text is a transcript of several speakers.
    package var isTranscript = false

    package init() {}
}

/// What the customer did or will do. The bits are stored: never renumber, only append.
package struct Outcomes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package static let names = [
        "switched", "may_switch", "stays", "returns", "recommends", "warns_others", "escalates",
    ]
    package static let switched = Outcomes(rawValue: 1 << 0)
    package static let maySwitch = Outcomes(rawValue: 1 << 1)
    package static let stays = Outcomes(rawValue: 1 << 2)
    package static let returns = Outcomes(rawValue: 1 << 3)
    package static let recommends = Outcomes(rawValue: 1 << 4)
    package static let warnsOthers = Outcomes(rawValue: 1 << 5)
    package static let escalates = Outcomes(rawValue: 1 << 6)

    /// What one entry carries where the rest of the text tells which of them it is.
    static let tellsOthers: Outcomes = [.recommends, .warnsOthers]
}

/// Where customer and organisation met. The bits are stored: never renumber, only append.
package struct Touchpoints: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package static let names = [
        "phone", "email", "web", "app", "chat", "store", "field_visit", "billing", "delivery", "call_centre",
    ]
    package static let phone = Touchpoints(rawValue: 1 << 0)
    package static let email = Touchpoints(rawValue: 1 << 1)
    package static let web = Touchpoints(rawValue: 1 << 2)
    package static let app = Touchpoints(rawValue: 1 << 3)
    package static let chat = Touchpoints(rawValue: 1 << 4)
    package static let store = Touchpoints(rawValue: 1 << 5)
    package static let fieldVisit = Touchpoints(rawValue: 1 << 6)
    package static let billing = Touchpoints(rawValue: 1 << 7)
    package static let delivery = Touchpoints(rawValue: 1 << 8)
    package static let callCentre = Touchpoints(rawValue: 1 << 9)
}

/// What a person must see today. The bits are stored: never renumber, only append.
package struct Urgency: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let names = ["safety", "legal", "fraud", "leaving"]
    package static let safety = Urgency(rawValue: 1 << 0)
    package static let legal = Urgency(rawValue: 1 << 1)
    package static let fraud = Urgency(rawValue: 1 << 2)
    package static let leaving = Urgency(rawValue: 1 << 3)
}

/// Ways of speaking that are no observation. The bits are stored: never renumber, only append.
package struct Modality: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let names = ["wish", "question", "advice", "advert", "second_hand", "sarcasm_hint"]
    package static let wish = Modality(rawValue: 1 << 0)
    package static let question = Modality(rawValue: 1 << 1)
    package static let advice = Modality(rawValue: 1 << 2)
    package static let advert = Modality(rawValue: 1 << 3)
    package static let secondHand = Modality(rawValue: 1 << 4)
    package static let sarcasmHint = Modality(rawValue: 1 << 5)
}
