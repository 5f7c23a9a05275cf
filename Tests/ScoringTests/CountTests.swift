// How often: attempts to get in touch, no-shows, transfers and repeats, in the ways in which people count.

import Testing

@testable import Scoring

@Suite("Counts")
struct CountTests {
    /// What people say, and how often that is.
    static let times: [(String, UInt16)] = [
        ("twice", 2), ("three times", 3), ("3x", 3), ("x3", 3), ("4 or 5 times", 5), ("four or five times", 5),
        ("2-3 times", 3), ("10 to 15 times", 15), ("half a dozen times", 6), ("twenty-five times", 25),
        ("at least 4 times", 4), ("5+ times", 5), ("two separate times", 2), ("on three separate occasions", 3),
        ("five bloody times", 5), ("two dozen times", 24),
    ]

    @Test("what was done counts as often as is said", arguments: times)
    func counted(_ times: String, _ count: UInt16) {
        #expect(score("I called \(times).").signals.contactAttempts == count)
        #expect(score("I've tried ringing \(times) and nobody answered.").signals.contactAttempts == count)
        #expect(score("I was transferred \(times).").signals.transfers == count)
        #expect(score("The engineer didn't show up \(times).").signals.noShows == count)
    }

    @Test("who writes without an I got in touch all the same, and goes on")
    func withoutSubject() {
        #expect(score("Called twice, texted once and emailed the office, no reply.").signals.contactAttempts == 4)
        #expect(score("Tried calling. No answer.").signals.contactAttempts == 1)
        #expect(score("Called me back within the hour.").signals.contactAttempts == 0)
        #expect(score("Call them today.").signals.contactAttempts == 0)
        #expect(score("I called and they called back.").signals.contactAttempts == 1)
    }

    @Test(
        "what went wrong again is a repeat",
        arguments: [
            ("It broke again.", 1), ("Late again!", 1), ("They lost my file again.", 1),
            ("Once again nobody answered.", 1), ("The leak is back.", 1), ("I had to repeat myself.", 1),
            ("It's the third time you have lost my order.", 3), ("I had to explain it all three times.", 3),
            ("The same problem again and again.", 1),
        ] as [(String, UInt16)])
    func repeats(_ text: String, _ count: UInt16) { #expect(score(text).signals.repeats == count) }

    @Test(
        "what only sounds so is none",
        arguments: [
            "I would not call them again.", "I'll never go there again.", "Thanks again for the lovely meal.",
            "This is the third time we stayed and it was great.", "The only problem is the price.",
            "The machine said try again later.", "It was a big problem.",
        ])
    func noRepeat(_ text: String) { #expect(score(text).signals.repeats == 0) }

    @Test("passed on is a transfer, brushed off is none, nor is money")
    func transfers() {
        #expect(score("They sent me from planning to highways.").signals.transfers == 1)
        #expect(score("She redirected me to another team.").signals.transfers == 1)
        #expect(score("The money was transferred to my account.").signals.transfers == 0)
        #expect(score("They just shrugged their shoulders.").signals.transfers == 0)
    }

    @Test("a day at home for nobody is a no-show, and no second one where it is told that nobody came")
    func awaited() {
        #expect(score("I took the day off work for nothing.").signals.noShows == 1)
        #expect(score("I took the day off and nobody came.").signals.noShows == 1)
        #expect(score("We were stranded at the airport.").signals.noShows == 0)
    }
}
