// The part of a report that tells of outcomes, attempts, waiting, money, touchpoints and urgency.

import Scoring

/// How many texts gave each signal.
package struct SignalReport: Equatable, Sendable {
    /// By the names of the wire, in the order of the bits; the silent ones too.
    package let outcomes: [NamedCount]
    package let touchpoints: [NamedCount]
    package let urgency: [NamedCount]
    package let modality: [NamedCount]
    package let contactAttempts: CountSignal
    package let noShows: CountSignal
    package let transfers: CountSignal
    package let repeats: CountSignal
    package let waiting: WaitingReport
    package let money: MoneyReport
    /// Texts that are transcripts of several speakers.
    package let transcripts: Int

    init(_ tally: Tally) {
        func named(_ names: [String], _ base: Int) -> [NamedCount] {
            names.enumerated().map { NamedCount(name: $1, n: Int(tally[base + $0])) }
        }
        func count(_ base: Int) -> CountSignal {
            CountSignal(texts: Int(tally[base]), total: Int(tally[base + 1]))
        }
        outcomes = named(Outcomes.names, Counter.outcomes)
        touchpoints = named(Touchpoints.names, Counter.touchpoints)
        urgency = named(Urgency.names, Counter.urgency)
        modality = named(Modality.names, Counter.modality)
        contactAttempts = count(Counter.contactAttempts)
        noShows = count(Counter.noShows)
        transfers = count(Counter.transfers)
        repeats = count(Counter.repeats)
        waiting = WaitingReport(tally)
        money = MoneyReport(texts: Int(tally[Counter.money]), totalHundredths: tally[Counter.money + 1])
        transcripts = Int(tally[Counter.transcripts])
    }
}

/// A name and how many texts gave it.
package struct NamedCount: Equatable, Sendable {
    package let name: String
    package let n: Int
}

/// Something that a text can tell of several times.
package struct CountSignal: Equatable, Sendable {
    /// Texts that tell of any.
    package let texts: Int
    /// How many in all.
    package let total: Int
}

/// How long customers say they waited: the longest wait of each text.
package struct WaitingReport: Equatable, Sendable {
    package let texts: Int
    package let meanMinutes: Double?
    /// Half of the texts tell of this long or less. Exact to 63 minutes, above that at most 3 % too low; so is the next.
    package let medianMinutes: Int?
    /// Nine in ten tell of this long or less.
    package let p90Minutes: Int?

    init(_ tally: Tally) {
        let texts = tally[Counter.waiting]
        self.texts = Int(texts)
        meanMinutes = texts > 0 ? Double(tally[Counter.waiting + 1]) / Double(texts) : nil
        let buckets = (0..<WaitingScale.bucketCount).map { tally[Counter.waitingHistogram + $0] }
        medianMinutes = buckets.quantileBucket(0.5).map(WaitingScale.lowerBound)
        p90Minutes = buckets.quantileBucket(0.9).map(WaitingScale.lowerBound)
    }
}

/// The amounts of money named: the largest of each text, whatever the currency.
package struct MoneyReport: Equatable, Sendable {
    package let texts: Int
    /// In hundredths of the unit.
    package let totalHundredths: Int64
}
