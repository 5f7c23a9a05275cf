// The dozen organisations of the demonstration, and what goes well and badly at each on an ordinary day.

/// One organisation of the demonstration.
struct DemoOrganisation: Sendable {
    var name: String
    /// What its customers call what they get.
    var thing: String
    /// Submissions on an ordinary day.
    var perDay: Int
    /// How many in a hundred customers are displeased on an ordinary day.
    var displeased: Int
    var staff: [String]
    var channels: [String]
    /// The subjects that come up, by their number in `DemoSentences.subjects`; what comes twice comes up twice as often.
    var subjects: [Int]

    /// The one at which something happens.
    static let troubled = "northline"
    /// On which day of the quarter it begins, and how many days it lasts: to the end.
    static let incidentDay = 80
    static let quarterDays = 91

    static let all = [
        DemoOrganisation(
            name: troubled, thing: "line", perDay: 22, displeased: 24, staff: ["Mara", "Jonas", "Petra", "Idris"],
            channels: ["phone", "phone", "chat", "web", "store"], subjects: [0, 1, 1, 2, 3, 4, 5, 6]),
        DemoOrganisation(
            name: "harbour-bank", thing: "card", perDay: 12, displeased: 22, staff: ["Helen", "Viktor", "Anouk"],
            channels: ["app", "phone", "store", "email"], subjects: [0, 2, 2, 3, 4, 5, 7]),
        DemoOrganisation(
            name: "lark-air", thing: "flight", perDay: 14, displeased: 34, staff: ["Chiara", "Owen", "Lena"],
            channels: ["web", "app", "phone", "email"], subjects: [0, 0, 1, 3, 4, 6, 7]),
        DemoOrganisation(
            name: "st-agnes-hospital", thing: "appointment", perDay: 10, displeased: 20,
            staff: ["Sister Ruth", "Dr Okafor", "Ms Lindqvist"], channels: ["paper", "web", "phone"],
            subjects: [1, 1, 2, 3, 3, 4, 8]),
        DemoOrganisation(
            name: "corner-and-co", thing: "order", perDay: 11, displeased: 18, staff: ["Tom", "Yusuf", "Greta"],
            channels: ["store", "store", "web"], subjects: [2, 3, 3, 5, 6, 8]),
        DemoOrganisation(
            name: "swiftbox", thing: "parcel", perDay: 18, displeased: 36, staff: ["the driver", "the depot"],
            channels: ["web", "app", "phone"], subjects: [0, 0, 0, 1, 4, 6]),
        DemoOrganisation(
            name: "brightgrid", thing: "bill", perDay: 9, displeased: 30, staff: ["Samir", "Kate"],
            channels: ["phone", "email", "web"], subjects: [1, 1, 2, 5, 5, 7]),
        DemoOrganisation(
            name: "city-desk", thing: "application", perDay: 8, displeased: 28, staff: ["Mr Brandt", "Ms Novak"],
            channels: ["store", "email", "web"], subjects: [1, 1, 2, 3, 4, 7]),
        DemoOrganisation(
            name: "ledgerly", thing: "account", perDay: 10, displeased: 17, staff: ["Priya", "Dan"],
            channels: ["chat", "email", "app"], subjects: [0, 1, 2, 2, 4, 5]),
        DemoOrganisation(
            name: "lakehouse-hotel", thing: "room", perDay: 7, displeased: 15, staff: ["Elise", "Marco", "Aino"],
            channels: ["web", "email", "paper"], subjects: [3, 3, 5, 6, 8, 8]),
        DemoOrganisation(
            name: "olive-and-thyme", thing: "table", perDay: 7, displeased: 16, staff: ["Rosa", "Ben"],
            channels: ["web", "app", "paper"], subjects: [1, 3, 3, 5, 6, 8]),
        DemoOrganisation(
            name: "evergreen-insurance", thing: "claim", perDay: 8, displeased: 32, staff: ["Nadia", "Paul"],
            channels: ["phone", "email", "web"], subjects: [0, 1, 2, 4, 5, 7]),
    ]
}
