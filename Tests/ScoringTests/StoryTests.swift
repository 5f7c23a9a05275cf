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

    @Test("who speaks for a house, as the brackets after the name say, is no customer")
    func speakerOfAHouse() throws {
        let text = """
            [10:02:11] Oona (Kestrel Tours): Good morning! Wonderful to have you here.
            [10:02:40] Mr Bell: My tickets never arrived
            [10:03:05] Oona (Kestrel Tours): Oh no, that is terrible, awful, I am so sorry
            [10:04:30] Mr Bell: Nobody answered my emails
            """
        let score = score(text)
        #expect(score.signals.isTranscript)
        let words = score.evidence.map { said($0, in: text) }
        #expect(!words.contains { $0.hasPrefix("Wonderful") || $0.contains("terrible") })
        #expect(words.contains { $0.contains("never arrived") })
    }

    @Test("what was only supposed and did not come about is no blame")
    func supposed() {
        let fears = "They would be rude. They would ignore me. They would lose my file."
        #expect(score(fears).label == .negative)
        let score = score("\(fears) None of that happened. She was kind and quick.")
        #expect(score.label == .positive)
        #expect(score.evidence.contains { $0.rules.contains(.conditional) && $0.contribution == 0 })
    }

    @Test("the lesson at the end of a story tells nothing of its events")
    func lesson() {
        let story = """
            I took my bike to the shop by the canal. I had bent the wheel on a kerb. The young man there looked at it at
            once. He was friendly and careful. I waited on a stool and I read the paper. He explained what he did. I paid
            a fair price. I rode home happy.
            """
        let lesson = "What is the lesson? Bad manners are expensive. Rude staff ruin a company. Careless work kills."
        #expect(score(story).label == .positive)
        let both = score("\(story) \(lesson)")
        #expect(both.compound == score(story).compound)
        #expect(both.signals.modality.contains(.advice))
    }

    @Test("what a house says of itself within quotation marks is no praise")
    func claims() {
        let story = """
            I wrote to them in May. I wrote again in June. My meter was read wrongly. I sent a photograph of it.
            They lost it. I called and I was on hold for an hour. Then a letter came.
            """
        let claim = "“We are proud of our excellent and award-winning team.”"
        let score = score("\(story) \(claim) I gave up.")
        #expect(score.label == .negative)
        #expect(score.evidence.contains { $0.rules.contains(.quoted) })
        #expect(!score.evidence.contains { $0.rules.contains(.quoted) && $0.contribution > 0 })
    }

    @Test("in a long text a bare denial is no blame")
    func denials() throws {
        #expect(try #require(score("It did not install.").compound) < 0)
        let story = """
            The staff were friendly. The food was delicious. The room was clean. The view was beautiful. The price was fair.
            The bed was comfortable. We did not climb the tower.
            """
        let denial = score(story).evidence.first { said($0, in: story).hasSuffix("did not") }
        #expect(denial?.contribution == 0)
    }

    @Test("where one was good and another one bad a long text is mixed")
    func divided() {
        let story = """
            The receptionist was rude and useless. She ignored us, she yawned, and she lost our form. She rolled her eyes at
            my mother. It was dirty in there. Then Ilona took over. She was wonderful, kind and patient with us.
            She explained everything. She was gentle. She even smiled. She held the door for my mother.
            """
        #expect(score(story).label == .mixed)
    }

    /// What went wrong is told in words that blame, what was done about it mostly in deeds.
    private let rescue = """
        My old stove died on the coldest night of the year, and I was tired and sad. The glass was cracked, the door was
        broken, the pipe was dirty, and the smoke made my poor dog sick. I drove to a little shop on the hill that I had
        never noticed before. The woman there listened to me and told me that I should not worry. She drew the thing for
        my husband on a card. She rang me the next morning, as she had said, and her brother came to our house within the
        hour. He explained everything, he was patient with my questions, and they charged me nothing for it. The gasket is
        still a bit loose and the handle is ugly, but my kitchen is warm again.
        """

    @Test("what a story is about blames nobody: it is those who served that the verdict falls on")
    func circumstances() throws {
        let score = score(rescue)
        #expect(score.label == .positive)
        let blame = score.evidence.filter { $0.side < 0 && $0.contribution != 0 }
        #expect(blame.allSatisfy { $0.rules.contains(.context) })
        let sad = try #require(score.evidence.first { said($0, in: rescue) == "sad" })
        #expect(sad.contribution == 0 && sad.rules.contains(.context))
        #expect((score.dimensions[.product] ?? 0) < 0, "what is wrong with the stove is still known")
    }

    @Test("the same words in a description, where nobody says I, count in full")
    func description() {
        let described =
            rescue
            .replacing("I was tired and sad", with: "the night was long")
            .replacing("My old", with: "The old").replacing("my poor dog", with: "the poor dog")
            .replacing(
                "I drove to a little shop on the hill that I had\nnever noticed before",
                with: "There is a little shop on the hill"
            )
            .replacing("listened to me and told me that I should", with: "listens to people, who should")
            .replacing("my husband", with: "them").replacing("rang me", with: "rings").replacing(
                "our house", with: "the house"
            )
            .replacing("my questions", with: "questions").replacing("charged me", with: "charge").replacing(
                "my kitchen", with: "the kitchen")
        #expect(
            score(described + " So it goes with a stove of that make, which is old, heavy and noisy.").label
                == .negative)
    }

    @Test("what a story says of a dimension against its verdict is what came before, and counts there in part")
    func exceptions() {
        let wait = "I had waited three weeks for the first shop."
        let story = score(rescue + "\n" + wait)
        #expect(story.label == .positive)
        #expect((story.dimensions[.responsiveness] ?? 0) > 0)
        #expect((score("Her brother came within the hour. " + wait).dimensions[.responsiveness] ?? 0) < 0)
    }

    @Test("who tells readers what to do tells nothing of himself; who describes a place says you for anybody")
    func readers() {
        let advice = """
            Getting your money back from a delivery firm

            Has your parcel been lost, broken or thrown over the fence? You should first write to the shop that you bought it
            from. Your contract is with the shop, and not with the courier. Keep your receipt, and take pictures of whatever is
            damaged. If they refuse to help you, or if nobody answers your letter, ask your bank to take the payment back. You
            may find that the courier is rude when you ring, or keeps you on hold. Stay polite, ask for a name, and note the
            time. You need not accept a voucher. Where your goods are late rather than lost, you must give the shop a last date
            before you can cancel. Do not let them fool you: terms that take away your rights are worthless.
            """
        #expect(score(advice).label == .insufficient)
        let place = """
            When you come in, your first thought is how bright the lounge is. You find armchairs by the window, and you can watch
            the planes from your seat. The food is fresh, with a good salad bar and warm bread, and your coffee is made for you
            at the counter. You will find the showers on your left, clean and with plenty of hot water. The wine list is short
            but well chosen, and the beer is cold. The newspapers are in your own language. You get fast wifi without a
            password. The toilets are spotless. In the evening the room can be crowded, and then you may have to look for a
            table, but the seats in the back are quiet. Your flight is called ten minutes before the gate opens.
            """
        #expect(score(place).label == .positive)
        let letter = advice.replacing("You should first", with: "I").replacing("Keep your", with: "I kept my")
            .replacing("ask your bank", with: "I ask my bank").replacing("ask for a name", with: "I asked for a name")
            .replacing("Getting your", with: "Getting my").replacing("you ring", with: "I ring")
        #expect(score(letter).label == .negative)
    }
}
