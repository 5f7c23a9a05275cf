// Whole stories of customers, in our own words: what an operator wants back of each.

import Testing

@testable import Scoring

@Suite("Stories")
struct StoryTests {
    @Test("somebody who is named is a person when he or she goes on with the name, whatever the lists know")
    func personByPronoun() {
        let parties = score("At midnight Thessalyn took over. She brought a blanket and sat with my mother.").parties
        #expect(parties.map(\.kind) == [.person])
        #expect(score("I called Comcarrion twice and they never rang back.").parties.map(\.kind) == [.organisation])
    }

    @Test("a salutation and a day name nobody")
    func noParties() {
        let text = "Dear Sir or Madam, please tell me when the library opens on Saturdays. I hope to bring a child."
        #expect(score(text).parties.isEmpty)
    }

    @Test("remembering for good is no leaving for good")
    func neverForget() {
        let score = score("She called my sister so that I would not have to. I will never forget her kindness.")
        #expect(score.label == .positive)
        #expect(score.signals.outcomes.isEmpty && score.signals.urgency.isEmpty)
    }

    @Test("an essay on customers in which nobody tells of himself is commentary")
    func commentary() {
        let score = score(
            """
            Why Customers Leave

            Customers have more choice than ever. Most customers leave because they believe that nobody cares. Companies
            that ignore complaints lose money. Bad service travels fast, and great service is remembered.

            Brands pay dearly for every lost customer. Retailers know it. So do banks.

            Start by listening. Train your people. Measure what matters.
            """)
        #expect(score.label == .insufficient && score.compound == nil)
    }

    @Test("what was moved elsewhere was switched, each call is an attempt")
    func switching() {
        let score = score(
            """
            Last month my card stopped working abroad. I rang the bank's helpline four times. The first time I was cut off
            after 40 minutes. The second agent said they would ring me within the hour. Nobody did. The third asked me to
            explain everything from the start. So I moved everything to a credit union. Their manager phoned me two days
            later to ask whether it all worked.
            """)
        #expect(score.label == .negative)
        #expect(score.signals.outcomes.contains(.switched))
        #expect(score.signals.contactAttempts >= 4)
        #expect((score.dimensions[.recovery] ?? 0) > 0 && (score.dimensions[.effort] ?? 0) < 0)
    }

    @Test(
        "a fault that was taken away is praise, one that was not is blame",
        arguments: [
            ("The update fixed the crash.", true), ("She spotted a serious error on my bill.", true),
            ("They fixed the leak and broke the boiler.", false), ("They have not fixed the leak.", false),
            ("They should have fixed the leak.", false),
        ])
    func remedy(text: String, isPraise: Bool) throws {
        let compound = try #require(score(text).compound)
        #expect((compound > 0) == isPraise)
    }
}
