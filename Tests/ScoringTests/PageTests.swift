// What stands around a story on its page, and texts that tell no story: heads and foots of pages, pitches, commentary, chats.

import Testing

@testable import Scoring

@Suite("Pages and conversations")
struct PageTests {
    private let complaint = """
        I ordered a wardrobe in March. It came in May, and one door was broken. I wrote to them three times. Nobody replied.
        In June I rang and was on hold for an hour. The man was rude.
        """

    @Test("what a page says in its head, of comments and links, takes nothing from the story below")
    func head() {
        let page = """
            Home | About | Great deals | Contact

            The wardrobe that was
            Posted by Ulla on 3 July | 4 Comments

            \(complaint)

            Share this

            What a wonderful blog! I love it, brilliant, superb.
            """
        #expect(score(page).label == .negative)
        let frame = words(setAsideBy: .pageFrame, in: page)
        #expect(frame.contains { $0.contains("Great") } && frame.contains { $0.contains("wonderful") })
        #expect(!frame.contains { $0.contains("rude") })
    }

    @Test("a paragraph that sells is set aside as a whole, whatever it blames, and the story around it is not")
    func advertBlock() {
        let page = """
            \(complaint)

            ADVERTISEMENT: Sick of dirty sofas? Hate rude shops? Our lovely team delivers at once. Order now!

            I gave up in the end.
            """
        let sold = words(setAsideBy: .advert, in: page)
        #expect(sold.contains { $0.contains("lovely") } && sold.contains { $0.contains("rude") })
        #expect(score(page).compound == score("\(complaint)\n\nI gave up in the end.").compound)
    }

    @Test("an author's own pitch and the voices quoted below it praise nobody")
    func pitch() {
        let page = """
            \(complaint)

            That is why we founded Cupboard & Son. You get a friendly answer at once, and our work is superb. Sign up for
            our letters today.

            "Wonderful people, honest and quick." Rosalind, Leeds
            """
        #expect(score(page).label == .negative)
        let sold = words(setAsideBy: .advert, in: page)
        #expect(sold.contains { $0.contains("friendly") } && sold.contains { $0.contains("Wonderful") })
        // Who says "I" in it is a customer who speaks of what he bought.
        let customer =
            "\(complaint)\n\nI had a free trial before. I loved it, and I thought it was superb.\n\nThen this."
        #expect(!words(setAsideBy: .advert, in: customer).contains { $0.contains("loved") })
    }

    @Test(
        "who reflects on customers and clerks at large tells no experience, though he says what he thinks",
        arguments: [
            """
            A word I would rather not hear

            I sometimes wonder who first called a reader a customer. A customer would be somebody who pays and goes. Should a
            library have customers? A rude librarian would be rude to a reader as well, and a kind one would be kind. Words may
            change us a little. An angry customer will shout louder than an angry guest, perhaps. Visitors might stay longer.
            A good clerk can do without the word. Nobody could prove it.
            """,
            """
            Six small rules for your counter

            1. Look up. A customer who is ignored will leave.
            2. Never say that it is policy. That is rude.
            3. Apologise first. A refund without an apology is cold.
            4. Call back. Would you like to wait?
            5. Do not lie about the price.
            6. Smile. A friendly clerk can save a bad day.

            Try it for a week. Bad service is dear.
            """,
        ])
    func commentary(text: String) {
        let score = score(text)
        #expect(score.label == .insufficient)
        #expect(!score.signals.modality.isDisjoint(with: [.advice, .secondHand]))
    }

    @Test("in a chat under names the customer is who does not speak as a house does")
    func chatByNames() {
        let chat = """
            10:01 Wim: good morning, my kettle leaks
            10:02 Petra K: Hello and thank you for contacting Kettle World! Wonderful to meet you. How may I assist you?
            10:03 Wim: it leaks. it is two weeks old
            10:05 Petra K: I apologize for the inconvenience. I am happy to help. One moment please.
            10:19 Wim: still waiting
            10:31 Wim: nobody answers
            10:40 Petra K: Great! Is there anything else? Have a fantastic day!
            """
        let score = score(chat)
        #expect(score.signals.isTranscript)
        #expect(score.label == .negative)
        #expect(!score.evidence.contains { said($0, in: chat).contains("fantastic") })
        #expect(score.evidence.contains { said($0, in: chat).contains("waiting") })
    }

    @Test("a label that ends as the names of firms do speaks for a house")
    func firmsLabel() {
        let chat = """
            12/03/2024, 09:14 - Ilse: good morning, my card is blocked
            12/03/2024, 09:15 - Harbour Bank: Hello dear customer! Wonderful to hear from you.
            12/03/2024, 09:16 - Ilse: you charged twice and nobody answers
            12/03/2024, 09:40 - Harbour Bank: Great, excellent, your card is superb.
            """
        #expect(score(chat).label == .negative)
        #expect(!score(chat).evidence.contains { said($0, in: chat).contains("superb") })
    }

    @Test("he and she are the man and the woman who were named, and a thing with a name is nobody")
    func pronouns() throws {
        let text = """
            Osric showed me the Tamworth and he sighed. He was rude. Then Philippa came. She was wonderful, and she knew the
            Tamworth well. He ignored us all the while. She was kind and patient.
            """
        let parties = score(text).parties
        let osric = try #require(parties.first)
        let philippa = try #require(parties.last)
        #expect(parties.count == 2)
        #expect(try #require(osric.compound) < -5000)
        #expect(try #require(philippa.compound) > 5000)
    }

    @Test("what was made good at length is forgiven in part, what came after it is not")
    func forgiven() throws {
        let fault = "The oven was broken, the door was scratched and the driver was late. It was a bad day."
        let repair = """
            Then they apologised. They sent a new oven the next day, free of charge. They refunded the delivery.
            They made it right and they rang to say sorry.
            """
        let before = try #require(score("\(fault) \(repair)").compound)
        let after = try #require(score("\(repair) \(fault)").compound)
        #expect(before > after)
        #expect(before > 0)
    }

    @Test("the titles of other pages, a line marked as an ad and a pitch that frightens blame nobody")
    func around() {
        let page = """
            << Previous: Why I hate roof racks          Next: Horrible weather, horrible map >>

            \(complaint)

            Ad - Tired of terrible banks? Switch to Plinth.

            *** Is your own service slow, rude, forgettable? You lose your customers by treating them badly. BOOK NOW ***

            1 reply
            Tobias: Stayed there once. Dirty and rude.
            """
        let said = words(setAsideBy: .pageFrame, in: page) + words(setAsideBy: .advert, in: page)
        for word in ["horrible", "terrible", "slow", "Dirty"] {
            #expect(said.contains { $0.contains(word) }, "\(word)")
        }
        #expect(score(page).compound == score(complaint).compound)
    }

    /// The words that a rule set aside.
    private func words(setAsideBy rule: RuleSet, in text: String) -> [String] {
        score(text).evidence.filter { $0.rules.contains(rule) && $0.contribution == 0 }.map { said($0, in: text) }
    }
}
