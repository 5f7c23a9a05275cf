// Of what a verbatim speaks: which part of the service a verdict falls on when the words of the verdict do not say it.

import Testing

@testable import Scoring

@Suite("Aspects of a verbatim")
struct AspectTests {
    @Test(
        "waiting for a thing that was due is lateness, waiting to be answered or served is slowness",
        arguments: [
            ("I waited two hours for the train.", Dimension.reliability),
            ("Still waiting on the runway.", .reliability),
            ("I waited two hours at the counter for my parcel.", .responsiveness),
            ("I waited two hours for someone to answer about my flight.", .responsiveness),
            ("It took the waiter forty minutes to bring our order.", .responsiveness),
            ("They ignored me at the gate.", .responsiveness),
            ("The clerk was unhelpful about our train.", .responsiveness),
        ])
    func waiting(text: String, dimension: Dimension) throws {
        let score = score(text)
        #expect(try #require(score.dimensions[dimension]) < 0)
        let other = dimension == .reliability ? Dimension.responsiveness : .reliability
        #expect(score.dimensions[other] == nil)
    }

    @Test("across a contrast, what is said of the food is meant the other way of the waiter")
    func contrast() throws {
        let beside = score("The soup was lovely and the waiter wore a bow tie.")
        #expect(try #require(beside.dimensions[.courtesy]) > 0)
        for but in ["but", "although"] {
            let across = score("The soup was lovely, \(but) the waiter looked at his phone.")
            #expect(try #require(across.dimensions[.courtesy]) < 0, "\(but)")
            #expect(try #require(across.dimensions[.product]) > 0, "\(but)")
        }
    }

    @Test("a bill that is named in passing is next to nothing")
    func bill() throws {
        let score = score("The soup was cold, and then the bill came.")
        #expect(abs(try #require(score.dimensions[.value])) < 500)
        #expect(try #require(score.dimensions[.product]) < -5000)
    }

    @Test("who is only asked or told something is named in passing")
    func spokenTo() throws {
        for text in [
            "We asked the waitress for salt, and the soup was lovely.", "I told your manager the soup was cold.",
        ] {
            #expect(abs(try #require(score(text).dimensions[.courtesy])) < 800, "\(text)")
        }
        let served = score("The waitress wore a red scarf, and the soup was lovely.")
        #expect(try #require(served.dimensions[.courtesy]) > 4000)
    }

    @Test("of several complaints in a short text, the one told first weighs more, and adds up")
    func firstComplaint() throws {
        let cancelled = "The train was cancelled"
        let held = "I spent an hour on hold"
        let alone = try #require(score(cancelled + ".").dimensions[.reliability])
        let first = score(cancelled + ", and then \(held).")
        let last = score(held + ", and then the train was cancelled.")
        #expect(try #require(first.dimensions[.reliability]) < alone)
        #expect(last.dimensions[.reliability] == alone)
        #expect(try #require(last.dimensions[.access]) < #require(first.dimensions[.access]))
        #expect(first.compound == last.compound)
        // Praise before it is no second complaint, and neither is the person of whom it is said.
        let agent = score("The agent was rude.").evidence
        #expect(agent.filter { $0.contribution < 0 && $0.rules.contains(.context) }.isEmpty)
        #expect(score("Lovely tea. " + cancelled + ".").dimensions[.reliability] == alone)
    }

    @Test(
        "what was due and did not come is broken faith, what was done unasked is unfair, what must be paid is a price",
        arguments: [
            ("I have not received my replacement card.", Dimension.reliability),
            ("They failed to water the plants.", .reliability),
            ("They signed me up without my consent.", .ethics), ("I had to pay for the cutlery.", .value),
            ("The kiosk is not working.", .access), ("Nobody cares on that ward.", .empathy),
            ("I can't get out of the contract.", .access), ("They never apologised.", .recovery),
        ])
    func dimensionOfWords(text: String, dimension: Dimension) throws {
        let dimensions = score(text).dimensions
        #expect(try #require(dimensions[dimension]) < 0)
        #expect(dimensions[.responsiveness] == nil)
        #expect(dimensions[.product] == nil)
    }

    @Test(
        "manners said of a thing or a place are its qualities, and said of those who serve they are manners",
        arguments: [
            ("The decor was charming.", Dimension.tangibles), ("The room is not very welcoming.", .tangibles),
            ("We sat in a friendly room.", .tangibles), ("The soup was unpleasant.", .product),
            ("Friendly table service.", .courtesy), ("They left the table and the waiter was rude.", .courtesy),
        ])
    func manners(text: String, dimension: Dimension) throws {
        let score = score(text)
        #expect(score.dimensions[dimension] != nil)
        let other = dimension == .courtesy ? Dimension.tangibles : .courtesy
        #expect(score.dimensions[other] == nil)
    }

    @Test("a verdict of nothing falls on what is named, and only where nothing else is said of a dimension")
    func named() throws {
        let verdict = "Absolutely disgraceful. Never again. "
        #expect(try #require(score(verdict + "My suitcase went to another country.").dimensions[.reliability]) < 0)
        #expect(score(verdict + "My suitcase came. The clerk was rude.").dimensions[.reliability] == nil)
        #expect(score(verdict).dimensions == DimensionScores())
    }
}
