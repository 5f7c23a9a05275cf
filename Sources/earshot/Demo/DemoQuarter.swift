// A quarter of believable feedback for a dozen organisations, the same for the same seed and the same last day: moods
// that differ between organisations and weekdays, surveys and plain words, customers who come again, and at one
// organisation an incident in the last days.

import EarshotClient
import LineProtocol

/// Makes the submissions of a quarter, in the order in which they came.
struct DemoQuarter {
    private var random: SplitMix
    private let seed: UInt64
    /// The beginning of the first day, in milliseconds since 1970.
    let start: Int64

    private static let day: Int64 = 86_400_000
    private static let regions = ["north", "south", "east", "west"]

    /// The quarter that ends with the day of `end`, in milliseconds since 1970.
    init(seed: UInt64, end: Int64) {
        random = SplitMix(state: seed)
        self.seed = seed
        start = (end / Self.day - Int64(DemoOrganisation.quarterDays) + 1) * Self.day
    }

    /// When the incident begins, in milliseconds since 1970.
    var incidentStart: Int64 { start + Int64(DemoOrganisation.incidentDay) * Self.day }

    /// The submissions of one day, ascending in time.
    mutating func submissions(day: Int) -> [Submission] {
        var made: [(time: Int64, submission: Submission)] = []
        for organisation in DemoOrganisation.all {
            let hasIncident = organisation.name == DemoOrganisation.troubled && day >= DemoOrganisation.incidentDay
            // Weekends are quiet; people write more when something is wrong.
            var count = organisation.perDay * (day % 7 >= 5 ? 6 : 10) / 10
            if hasIncident { count = count * 3 / 2 }
            count += random.below(max(1, count / 3))
            for number in 0..<count {
                let time = start + Int64(day) * Self.day + 6 * 3_600_000 + Int64(random.below(16 * 3_600_000))
                var submission = submission(organisation, isIncident: hasIncident)
                submission.id = "demo-\(seed)-\(start / Self.day)-\(day)-\(number)"
                submission.at = Timestamp.format(time)
                made.append((time, submission))
            }
        }
        made.sort { $0.time != $1.time ? $0.time < $1.time : $0.submission.org < $1.submission.org }
        return made.map(\.submission)
    }

    private mutating func submission(_ organisation: DemoOrganisation, isIncident: Bool) -> Submission {
        let isDispleased = random.below(100) < (isIncident ? 70 : organisation.displeased)
        let staff = organisation.staff[random.below(organisation.staff.count)]
        let words = words(organisation, staff: staff, isDispleased: isDispleased, isIncident: isIncident)
        var submission = Submission(org: organisation.name, text: words)
        submission.channel = organisation.channels[random.below(organisation.channels.count)]
        if random.below(3) > 0 { submission.staff = staff }
        submission.customer = "c-\(random.below(organisation.perDay * 40))"
        submission.tags = [.init(key: "region", value: Self.regions[random.below(Self.regions.count)])]
        answer(&submission, mood: isDispleased ? 0 : 2 - random.below(5) / 4)
        return submission
    }

    /// Answers a survey, or none. A mood of 0 is bad, 1 middling, 2 good.
    private mutating func answer(_ submission: inout Submission, mood: Int) {
        let kind = random.below(100)
        let words = submission.text
        func point(_ name: String, _ value: Int) -> Submission.Answered {
            .init(question: name, answer: .number(Double(value)))
        }
        switch kind {
        case 0..<45:
            submission.survey = "nps"
            let value = [random.below(7), 7 + random.below(2), 8 + random.below(3)][mood]
            submission.answers = [point("nps", value), .init(question: "why", answer: .text(words))]
            submission.text = ""
        case 45..<60:
            submission.survey = "csat"
            submission.answers = [point("csat", [1 + random.below(2), 3, 4 + random.below(2)][mood])]
        case 60..<68:
            submission.survey = "servperf"
            let base = [1, 3, 5][mood]
            for question in Self.servperfItems {
                submission.answers.append(point(question, base + random.below(3)))
            }
        default: return
        }
    }

    private static let servperfItems: [String] = [
        ("tangibles", 4), ("reliability", 5), ("responsiveness", 4), ("assurance", 4), ("empathy", 5),
    ].flatMap { name, count in (1...count).map { "\(name)-\($0)" } }

    private mutating func words(
        _ organisation: DemoOrganisation, staff: String, isDispleased: Bool, isIncident: Bool
    ) -> String {
        if random.below(100) < 6 { return fill(pick(DemoSentences.plain), organisation, staff) }
        var sentences: [String] = []
        if isIncident, isDispleased {
            sentences.append(pick(DemoSentences.incident))
            if random.below(3) == 0 { sentences.append(pick(DemoSentences.incident)) }
            if random.below(6) == 0 { sentences.append(pick(DemoSentences.leaving)) }
        } else {
            for _ in 0...random.below(2) {
                let subject = DemoSentences.subjects[organisation.subjects[random.below(organisation.subjects.count)]]
                // Few are pleased or displeased with everything.
                let isBad = random.below(100) < 12 ? !isDispleased : isDispleased
                let sentence = pick(isBad ? subject.bad : subject.good)
                if !sentences.contains(sentence) { sentences.append(sentence) }
            }
        }
        return fill(sentences.joined(separator: " "), organisation, staff)
    }

    private mutating func pick(_ sentences: [String]) -> String { sentences[random.below(sentences.count)] }

    private mutating func fill(_ text: String, _ organisation: DemoOrganisation, _ staff: String) -> String {
        let values = [
            ("{thing}", organisation.thing), ("{staff}", staff), ("{days}", String(2 + random.below(8))),
            ("{minutes}", String(5 * (2 + random.below(11)))), ("{times}", String(4 + random.below(5))),
        ]
        var text = text
        for (name, value) in values { text = text.replacing(name, with: value) }
        let isCapital = text.first.map { $0.isLowercase } ?? false
        return isCapital ? text.prefix(1).uppercased() + text.dropFirst() : text
    }
}
