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
