// Numbers, spans of time and amounts of money, in the ways in which people write them.

import Testing

@testable import Scoring

@Suite("Measures")
struct MeasureTests {
    /// What people write, and its minutes.
    static let spans: [(String, UInt32)] = [
        ("45 minutes", 45), ("45mins", 45), ("forty-five minutes", 45), ("twenty five minutes", 25), ("an hour", 60),
        ("a whole hour", 60), ("a good 40 minutes", 40), ("half an hour", 30), ("a half hour", 30), ("½ hour", 30),
        ("a quarter of an hour", 15), ("three quarters of an hour", 45), ("¾ of an hour", 45), ("1.5 hours", 90),
        ("1½ hours", 90), ("1 1/2 hours", 90), ("2 and 1/2 hours", 150), ("one and a half hours", 90),
        ("two and a half weeks", 25_200), ("an hour and a half", 90), ("hour and a half", 90),
        ("an hour and a quarter", 75),
        ("2 hours 15 minutes", 135), ("2hrs 15mins", 135), ("two hours, fifteen minutes", 135),
        ("an hour and twenty minutes", 80), ("3 days, 4 hours and 5 minutes", 4_565), ("1h30", 90), ("1h 30m", 90),
        ("1hr30", 90), ("2h", 120), ("10-15 minutes", 15), ("10–15 minutes", 15), ("10 to 15 minutes", 15),
        ("two or three hours", 180), ("between 20 and 30 minutes", 30), ("an hour or two", 120),
        ("a week or so", 10_080),
        ("a couple of hours", 120), ("two long hours", 120), ("5 working days", 7_200), ("a fortnight", 20_160),
        ("one hundred and twenty minutes", 120), ("2,000 minutes", 2_000),
    ]

    @Test("a span of time is read in minutes, however it is said", arguments: spans)
    func spansOfTime(_ span: String, _ minutes: UInt32) {
        for text in ["I waited \(span).", "I was on hold for \(span).", "It took them \(span) to answer."] {
            #expect(score(text).signals.waitingMinutes == minutes, "\(text)")
        }
    }

    @Test("a span of time before a cue of waiting is its own")
    func before() {
        #expect(score("An hour and forty minutes later, still waiting.").signals.waitingMinutes == 100)
        #expect(score("We have a 9 month old and waited outside.").signals.waitingMinutes == nil)
    }

    @Test(
        "what is no span of time is none",
        arguments: [
            "I taught at the school for three years.", "Yet another day on campus.",
            "It was a good day, they answered at once.",
            "They rang within the hour.", "I waited, and a half eaten sandwich lay there.",
        ])
    func none(_ text: String) { #expect(score(text).signals.waitingMinutes == nil) }

    @Test("a parted number stays two")
    func parted() {
        #expect(score("I waited twenty, five minutes would have done.").signals.waitingMinutes != 25)
        #expect(score("On hold for 2 hours. 15 minutes later they hung up.").signals.waitingMinutes == 120)
    }

    @Test(
        "a number too large to keep is cut off and nothing else",
        arguments: [
            "99999999999 quarters of an hour", "4000000000/4000000001 hours", "99999999999 and a half years",
            "99999999999h59",
            "$99999999999k", "99999999999 thousand thousand pounds", "99999999999½ years", "2/0 hours",
        ])
    func huge(_ measure: String) {
        let signals = score("I waited \(measure) and paid \(measure).").signals
        #expect(signals.waitingMinutes ?? 0 <= 4_000_000_000)
        #expect(signals.moneyHundredths ?? 0 <= 4_000_000_000)
    }

    /// What people write, and its hundredths.
    static let amounts: [(String, UInt64)] = [
        ("$25.50", 2_550), ("$ 300", 30_000), ("£1,200", 120_000), ("$1.5k", 150_000), ("€ 12,50", 1_250),
        ("1.200,50 €", 120_050), ("20€", 2_000), ("300 $", 30_000), ("200 dollars", 20_000), ("fifty pounds", 5_000),
        ("twenty-five dollars", 2_500), ("two hundred and fifty euros", 25_000), ("two thousand pounds", 200_000),
        ("a hundred quid", 10_000), ("USD 300", 30_000), ("300 eur", 30_000), ("Rs. 500", 50_000),
        ("Rs 1,500", 150_000),
    ]

    @Test("an amount of money is read in hundredths, however it is said", arguments: amounts)
    func money(_ amount: String, _ hundredths: UInt64) {
        #expect(score("They charged me \(amount) for nothing.").signals.moneyHundredths == hundredths)
        #expect(score("They charged me \(amount).").signals.moneyHundredths == hundredths)
    }

    @Test("the largest amount of money counts")
    func largest() {
        #expect(score("They charged me $25.50 and then 200 dollars.").signals.moneyHundredths == 20_000)
        #expect(score("I paid with 5 $20 notes.").signals.moneyHundredths == 2_000)
    }
}
