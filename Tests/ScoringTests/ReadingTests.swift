// What is read around the feeling: transcripts, page frames, adverts, questions, scare quotes, parties, signals.

import Testing

@testable import Scoring

@Suite("Reading a verbatim")
struct ReadingTests {
    @Test("of a transcript only the customer's turns are scored")
    func transcript() throws {
        let text = """
            (9:01:10 AM) Customer: my parcel never arrived
            (9:01:30 AM) Agent Tom: wonderful, fantastic, great
            (9:02:00 AM) Customer: I called twice and nobody answered
            (9:02:30 AM) Agent Tom: lovely
            """
        let score = score(text)
        #expect(score.signals.isTranscript)
        #expect(try #require(score.compound) < -500)
        #expect(!score.evidence.contains { said($0, in: text) == "wonderful" })
    }

    @Test("a question is no praise")
    func question() {
        let score = score("Is the new menu any good?")
        #expect(score.compound ?? 0 <= 0)
    }

    @Test("praise in scare quotes hints at sarcasm")
    func scareQuotes() throws {
        let score = score("After that “superb” treatment I left.")
        #expect(score.signals.modality.contains(.sarcasmHint))
        #expect(try #require(score.compound) < 0)
    }

    @Test("what stands below the comment form is not the customer's")
    func pageFrame() throws {
        let text = "The waiter was rude to us.\n\nLeave a Reply\n\nAmazing post, I love it, great!"
        let score = score(text)
        #expect(try #require(score.compound) < -500)
        #expect(score.evidence.contains { $0.rules.contains(.pageFrame) })
    }

    @Test("one employee dreadful and one superb is mixed, each with its own side")
    func mixed() throws {
        let text = "The clerk was horribly rude and useless. Then Stephanie was wonderful, kind and very helpful."
        let score = score(text)
        #expect(score.label == .mixed)
        let person = try #require(score.parties.first { $0.kind == .person })
        let role = try #require(score.parties.first { $0.kind == .role })
        #expect(try #require(person.compound) > 0)
        #expect(try #require(role.compound) < 0)
    }

    @Test("contact attempts are counted over kinds")
    func contactAttempts() {
        #expect(
            score("After leaving two emails, and three phone messages I heard nothing.").signals.contactAttempts == 5)
        #expect(score("I called them up and then I phoned them again.").signals.contactAttempts == 2)
        #expect(score("They sent me two emails.").signals.contactAttempts == 0)
        let three = "I rang on Monday. On Friday we wrote, and I then called the depot."
        #expect(score(three).signals.contactAttempts == 3)
        #expect(score("I have phoned your claims line fourteen times.").signals.contactAttempts == 14)
        #expect(score("I called the 800 number that night.").signals.contactAttempts == 1)
        let none = "They called me. I never wrote. I will call. Should I have phoned? My call was cut off."
        #expect(score(none).signals.contactAttempts == 0)
    }

    @Test("a firm and its people are one party, and the people of a trade are a role")
    func firmsAndFolk() throws {
        let text = "Xerox guy never showed up. He is not picking up his phone. The phone people overcharged me."
        let parties = score(text).parties
        #expect(parties.map(\.kind) == [.organisation, .role])
        #expect(parties.allSatisfy { ($0.compound ?? 0) < 0 })
        #expect(try #require(parties.first?.dimensions[.reliability]) < 0)
        #expect(try #require(parties.last?.dimensions[.value]) < 0)
    }

    @Test("firms named in one breath share what is said of them")
    func enumeration() {
        let parties = score("My worst calls ever were with Verizon Wireless, Zembla Bank, and Comcast.").parties
        #expect(parties.count == 3)
        #expect(parties.allSatisfy { $0.kind == .organisation && ($0.compound ?? 0) < 0 })
    }

    @Test("who says that he got in touch names whom he did it with, and not the verb")
    func verbBeforeName() throws {
        let text = "Called Pine State Wireless on Monday and they were rude."
        let party = try #require(score(text).parties.first)
        let name = text.utf8.dropFirst(Int(party.start)).prefix(Int(party.end - party.start))
        #expect(String(decoding: Array(name), as: UTF8.self) == "Pine State Wireless")
    }

    @Test("what stands before a name in its clause is said of it, what stands in another clause is not")
    func beforeTheName() throws {
        let first = try #require(score("Such a gleeful clerk.").parties.first)
        #expect(try #require(first.compound) > 0)
        let parties = score("Stephanie was lovely, but the manager was vile.").parties
        #expect(parties.map { ($0.compound ?? 0).signum() } == [1, -1])
    }

    @Test(
        "what a customer did or will do in the end is read in many words",
        arguments: [
            ("We have since found a new dentist.", Outcomes.switched),
            ("I closed my account the same day.", .switched),
            ("In the end I hired a different roofer.", .switched),
            ("I am seriously considering to leave.", .maySwitch),
            ("One more late bill and I'm off.", .maySwitch),
            ("I have been with them ever since.", .stays),
            ("I wouldn't let anyone else cut my hair.", .stays),
            ("I have ordered from them four times since.", .returns),
            ("We'll be going back for the summer.", .returns),
            ("I've sent him two colleagues and my brother.", .recommends),
            ("I can't recommend this garage enough.", .recommends),
            ("I would recommend them to my friends.", .recommends),
            ("Keep your pets far away from this groomer.", .warnsOthers),
            ("Do not hand these people your deposit.", .warnsOthers),
            ("We parted company with our accountant in May.", .switched),
            ("As soon as the lease is up I'm off.", .maySwitch),
            ("I felt no need to look elsewhere.", .stays),
            ("See you again in spring!", .returns),
            ("I vouch for this plumber.", .recommends),
            ("Consider yourself warned.", .warnsOthers),
            ("Can you give me one good reason why I shouldn't leave?", .maySwitch),
            ("Please don't use them.", .warnsOthers),
            ("They will never see another penny from me.", .switched),
            ("You lost my custom.", .switched),
        ])
    func outcomes(text: String, outcome: Outcomes) {
        #expect(score(text).signals.outcomes == outcome)
    }

    @Test(
        "what others did, and what is no end of anything, is no outcome",
        arguments: [
            "The driver took my bag to another desk.", "He told me to come back on Monday.", "They renewed the carpet.",
            "I took my daughter to the dentist.", "I moved my appointment to Friday.", "She recommended the fish.",
            "Would you recommend this school?", "Are you staying with them?", "The shop moved to a new building.",
            "They don't use bleach on the towels.", "He said don't touch it until Friday.",
            "They would come back with a part.",
            "You lost my suitcase.", "It must have been closed.", "We had to return to the gate.",
        ])
    func noOutcome(text: String) {
        #expect(score(text).signals.outcomes.isEmpty)
    }

    @Test("who tells everybody recommends what he praises and warns of what he blames")
    func tellsOthers() {
        #expect(score("Superb service. I tell everyone I know about them.").signals.outcomes == .recommends)
        #expect(score("Dreadful service. I tell everyone I know about them.").signals.outcomes == .warnsOthers)
    }

    @Test("what is counted counts as often as is said")
    func howOften() {
        #expect(score("I texted the plumber twice.").signals.contactAttempts == 2)
        #expect(score("This is the third time I have contacted you.").signals.contactAttempts == 3)
        #expect(score("I called, and then I emailed them twice.").signals.contactAttempts == 3)
        #expect(score("They did not turn up three times.").signals.noShows == 3)
        #expect(score("Second time they did not turn up.").signals.noShows == 2)
        #expect(score("They rang twice and then did not turn up.").signals.noShows == 1)
        #expect(score("They rang twice and then did not turn up.").signals.contactAttempts == 0)
        #expect(score("I waited four hours and they never showed up.").signals.noShows == 1)
        #expect(score("They transferred me four times.").signals.transfers == 4)
        #expect(score("I had to explain my problem five times.").signals.repeats == 5)
        #expect(score("I had to explain everything again.").signals.repeats == 1)
    }

    @Test("masked swearing is read")
    func masks() throws {
        #expect(try #require(score("What a bunch of f*cking liars, this is bullsh!t").compound) < -500)
    }

    @Test("numbers within phrases are read")
    func numbersInPhrases() throws {
        #expect(try #require(score("0 stars if I could.").compound) < -500)
        #expect(try #require(score("The soup was 10/10.").compound) > 500)
    }

    @Test("touchpoints are counted without polarity")
    func touchpoints() {
        let score = score("The website and the invoice are here.")
        #expect(score.signals.touchpoints.isSuperset(of: [.web, .billing]))
        #expect(score.compound == nil)
    }

    @Test("an auxiliary and its not are one token")
    func negatedAuxiliary() {
        #expect((score("It was not good.").compound ?? 0) == (score("It wasn't good.").compound ?? 1))
    }
}
