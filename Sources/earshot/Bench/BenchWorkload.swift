// Submissions for the load generator: customers' words put together from our own sentences or taken from a file, the same
// for the same seed; and the same payloads as commands for Redis, so that both servers are put under the same load.

import LineProtocol

/// Request lines made before the load begins; only the id is written at the time of sending.
struct BenchWorkload {
    /// Lines made in advance. Enough that texts vary, few enough to stay in the processor's cache.
    static let templateCount = 2048
    /// Organisations that submissions belong to, unless it is said otherwise.
    static let organisationCount = 1000
    /// Hexadecimal digits of an id.
    private static let idDigits = 16

    private struct Template {
        var line: [UInt8]
        /// Where the id's digits are.
        var idStart: Int
        var organisation: String
    }

    private var templates: [Template] = []
    private var next = 0
    private var number: UInt64
    /// Questions among a hundred requests, and the hundredths of one that are due.
    private let questionPercent: Int
    private var questionHundredths = 0

    /// A workload.
    ///
    /// - Parameters:
    ///   - run: Tells the ids of one run from those of others.
    ///   - verbatims: The customers' words; made up if there are none.
    ///   - organisations: How many organisations there are.
    ///   - preference: What Earshot's replies shall have.
    ///   - questionPercent: How many of a hundred requests ask for a report instead.
    init(
        seed: UInt64, run: UInt64, dialect: BenchDialect = .earshot, verbatims: [String] = [],
        organisations: Int = organisationCount, preference: ReturnPreference = .representation, questionPercent: Int = 0
    ) {
        var random = SplitMix(state: seed)
        number = run
        self.questionPercent = questionPercent
        let wanted = max(Self.templateCount, min(verbatims.count, 16 * Self.templateCount), min(organisations, 1 << 18))
        for index in 0..<wanted {
            let text = verbatims.isEmpty ? Self.text(&random) : verbatims[index % verbatims.count]
            templates.append(Self.template(text, dialect, organisations, preference, &random))
        }
    }

    /// Appends the next request.
    mutating func append(to output: inout [UInt8]) {
        questionHundredths += questionPercent
        if questionHundredths >= 100 {
            questionHundredths -= 100
            return appendQuestion(to: &output)
        }
        let template = templates[next]
        next = next + 1 == templates.count ? 0 : next + 1
        let start = output.count + template.idStart
        output += template.line
        var rest = number
        // An odd factor makes ids that differ in many digits without ever repeating.
        number &+= 0x9E37_79B9_7F4A_7C15
        for position in (start..<(start + Self.idDigits)).reversed() {
            let digit = UInt8(rest & 15)
            output[position] = digit < 10 ? 0x30 + digit : 0x57 + digit
            rest >>= 4
        }
    }

    /// Asks how the organisation of the submission that is next stands.
    private func appendQuestion(to output: inout [UInt8]) {
        output += "REPORT {\"org\":\"\(templates[next].organisation)\"}\n".utf8
    }

    private static func template(
        _ text: String, _ dialect: BenchDialect, _ organisations: Int, _ preference: ReturnPreference,
        _ random: inout SplitMix
    ) -> Template {
        let digits = String(random.below(organisations))
        let organisation = "bench-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        var writer = JSONWriter()
        var idStart = 0
        writer.object { writer in
            writer.key("org")
            writer.string(organisation)
            writer.key("id")
            idStart = writer.bytes.count + 1
            writer.string(String(repeating: "0", count: idDigits))
            writer.key("channel")
            writer.string(["web", "phone", "email", "app", "store"][random.below(5)])
            writer.key("text")
            writer.string(text)
            if preference != .representation {
                writer.key("return")
                writer.string(preference.rawValue)
            }
        }
        let counts = (0..<BenchDialect.counterCount).map { _ in random.below(1000) - 500 }
        let (before, after) = dialect.frame(writer.bytes.count, organisation: organisation, counts: counts)
        return Template(
            line: before + writer.bytes + after, idStart: before.count + idStart, organisation: organisation)
    }

    /// Words of 180 to 300 bytes, for a payload of 250 to 400.
    private static func text(_ random: inout SplitMix) -> String {
        var text = sentences[random.below(sentences.count)]
        let wanted = 180 + random.below(120)
        while text.utf8.count < wanted { text += " " + sentences[random.below(sentences.count)] }
        // Cut to size between words.
        while text.utf8.count > 300 { text = String(text[..<(text.lastIndex(of: " ") ?? text.startIndex)]) }
        return text
    }

    private static let sentences = [
        "I waited forty minutes on the line and then the call was cut off.",
        "The technician came on time and explained everything patiently.",
        "Nobody called me back although it was promised twice.",
        "Your new website is easy to use, but paying failed again and again.",
        "The lady at the desk was very friendly and found a solution at once.",
        "My order arrived late and one of the boxes was damaged.",
        "I asked for a refund three weeks ago and have heard nothing since.",
        "Thank you for the quick help, that was really good service.",
        "The man on the phone was rude and did not know his own price list.",
        "We have been customers for ten years and have never been disappointed.",
        "It is not cheap, yet the quality is worth the money.",
        "The store was clean and the queue was short.",
        "They sent the wrong part and wanted me to pay for the return.",
        "Everything went well until the invoice came, which was wrong.",
        "I had to explain the same problem to four different people.",
        "The delivery driver carried the washing machine up to the third floor, wonderful!",
        "If this happens once more I will look for another provider.",
        "The manager apologised and gave us a voucher, so all is well again.",
        "Opening hours on the door and on the site do not match.",
        "Could somebody please tell me when the installation will take place?",
    ]
}

/// A small seeded generator (Steele, Lea, Flood, 2014: SplitMix64).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `bound`, exclusive.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
