// What submissions add to the figures.

import ByteCoding
package import Scoring

extension Fact {
    /// A compound in the type that has room for all that a scorer gives; what is beyond counts as its bound.
    static func narrow(_ compound: Int32) -> Int16 { max(-.max, Int16(clamping: compound)) }
}

extension Tally {
    /// The tally of one submission with the ratings among its answers, in no segment.
    package init(_ submission: Submission, _ score: Score?, _ ratings: Ratings = Ratings()) {
        self.init()
        var fact = Fact(hour: HourRange.hour(of: submission.eventTime))
        if let score {
            fact.label = score.label
            fact.compound = score.compound.map(Fact.narrow)
            fact.dimensions = score.dimensions
            fact.signals = score.signals
        }
        fact.ratings = ratings
        fact.add(to: &self)
    }

    /// The tally of one repetition.
    package static var duplicate: Tally {
        var tally = Tally()
        tally.add(Counter.duplicates, 1)
        return tally
    }
}
