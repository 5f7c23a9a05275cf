// The part of a report that tells of the ratings which surveys asked for outright.

/// The three ratings that the whole field compares.
package struct RatingReport: Equatable, Sendable {
    package let nps: NetPromoterScore
    /// Satisfaction, 1 to 5.
    package let csat: Mean
    /// The share of the satisfied: 4 and 5.
    package let csatTop: Share
    /// Ease, 1 to 7.
    package let ces: Mean

    init(_ tally: Tally) {
        nps = NetPromoterScore(
            promoters: tally[Counter.promoters], passives: tally[Counter.passives],
            detractors: tally[Counter.detractors])
        csat = tally.mean(at: Counter.csat, unit: 1)
        csatTop = Share(tally[Counter.csatTop], of: tally[Counter.csat])
        ces = tally.mean(at: Counter.ces, unit: 1)
    }
}

/// The net promoter score (Reichheld 2003), with its 95 % interval.
package struct NetPromoterScore: Equatable, Sendable {
    /// Those who gave 9 or 10, 7 or 8, and 0 to 6.
    package let promoters: Int
    package let passives: Int
    package let detractors: Int
    /// The share of promoters less that of detractors, -1 to 1; nil without answers.
    package let score: Double?
    /// The interval of the mean of 1, 0 and -1 for the three kinds, by Student's t: the variance of one answer is
    /// p + d - (p - d)², corrected by n/(n-1); nil below two answers.
    package let low: Double?
    package let high: Double?
    /// The standard deviation of one answer.
    package let standardDeviation: Double?

    /// The score of that many answers of each kind.
    package init(promoters: Int64, passives: Int64, detractors: Int64) {
        self.promoters = Int(promoters)
        self.passives = Int(passives)
        self.detractors = Int(detractors)
        let mean = Mean(
            n: promoters + passives + detractors, sum: promoters - detractors, squares: promoters + detractors, unit: 1)
        score = mean.mean
        low = mean.low.map { max(-1, $0) }
        high = mean.high.map { min(1, $0) }
        standardDeviation = mean.standardDeviation
    }

    /// How many answers.
    package var n: Int { promoters + passives + detractors }

    /// The share that such a number of the answers is.
    package func share(_ count: Int) -> Share { Share(Int64(count), of: Int64(n)) }
}

extension Tally {
    /// The mean of values whose number, sum and sum of squares are at `counter` and the two after it.
    func mean(at counter: Int, unit: Double = 10_000) -> Mean {
        Mean(n: self[counter], sum: self[counter + 1], squares: self[counter + 2], unit: unit)
    }
}
