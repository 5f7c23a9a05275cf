// A report as JSON: every mean with its n and its interval, what has no evidence left out or null.

package import Aggregation
internal import Scoring

extension JSONWriter {
    /// Writes the members of an organisation's report into the object that is open.
    package mutating func members(of report: Report, org: String) {
        key("org")
        string(org)
        key("window")
        window(report.window)
        segment(report.segment)
        key("volume")
        volume(report.volume)
        figures(of: report)
        key("verbatims_held")
        integer(report.verbatimsHeld)
    }

    /// Writes the members of a part of a report: repetitions are not told apart by segment, and what covers the whole is
    /// said there.
    mutating func partMembers(of report: Report) {
        key("volume")
        volume(report.volume)
        figures(of: report)
    }

    private mutating func figures(of report: Report) {
        key("sentiment")
        sentiment(report.sentiment)
        key("dimensions")
        object { writer in
            for dimension in report.dimensions where dimension.score.n > 0 {
                writer.key(escaping: dimension.dimension.name)
                writer.object { writer in
                    writer.members(of: dimension.score)
                    writer.key("positive")
                    writer.integer(dimension.positiveMentions)
                    writer.key("negative")
                    writer.integer(dimension.negativeMentions)
                }
            }
        }
        key("ratings")
        ratings(report.ratings)
        key("signals")
        signals(report.signals)
    }

    private mutating func ratings(_ ratings: RatingReport) {
        object { writer in
            if ratings.nps.n > 0 {
                writer.key("nps")
                writer.object { $0.members(of: ratings.nps) }
            }
            if ratings.csat.n > 0 {
                writer.key("csat")
                writer.object { writer in
                    writer.members(of: ratings.csat, in: 1...5)
                    writer.share("top", ratings.csatTop)
                }
            }
            if ratings.ces.n > 0 {
                writer.key("ces")
                writer.object { $0.members(of: ratings.ces, in: 1...7) }
            }
        }
    }

    private mutating func members(of nps: NetPromoterScore) {
        key("n")
        integer(nps.n)
        key("score")
        optional(nps.score)
        key("low")
        optional(nps.low)
        key("high")
        optional(nps.high)
        key("promoters")
        integer(nps.promoters)
        key("passives")
        integer(nps.passives)
        key("detractors")
        integer(nps.detractors)
    }

    mutating func window(_ window: TimeWindow?) {
        guard let window else { return null() }
        object { writer in
            writer.key("from")
            writer.string(Timestamp.format(window.from))
            writer.key("to")
            writer.string(Timestamp.format(window.until))
        }
    }

    private mutating func volume(_ volume: Volume) {
        object { writer in
            writer.key("received")
            writer.integer(volume.received)
            writer.key("scored")
            writer.integer(volume.scored)
            writer.key("insufficient")
            writer.integer(volume.insufficient)
            writer.key("duplicates")
            writer.integer(volume.duplicates)
        }
    }

    private mutating func sentiment(_ sentiment: Sentiment) {
        object { writer in
            writer.members(of: sentiment.compound)
            writer.key("median")
            writer.optional(sentiment.median)
            writer.share("negative", sentiment.negative)
            writer.share("neutral", sentiment.neutral)
            writer.share("mixed", sentiment.mixed)
            writer.share("positive", sentiment.positive)
        }
    }

    private mutating func members(of mean: Mean, in scale: ClosedRange<Double> = -1...1) {
        key("n")
        integer(mean.n)
        key("mean")
        optional(mean.mean)
        // Student's interval knows nothing of the scale.
        key("low")
        optional(mean.low.map { max($0, scale.lowerBound) })
        key("high")
        optional(mean.high.map { min($0, scale.upperBound) })
        key("sd")
        optional(mean.standardDeviation)
    }

    private mutating func share(_ name: StaticString, _ share: Share) {
        key(name)
        object { writer in
            writer.key("n")
            writer.integer(share.n)
            writer.key("share")
            writer.optional(share.share)
            writer.key("low")
            writer.optional(share.low)
            writer.key("high")
            writer.optional(share.high)
        }
    }

    private mutating func signals(_ signals: SignalReport) {
        object { writer in
            writer.counts("outcomes", signals.outcomes)
            writer.counts("touchpoints", signals.touchpoints)
            writer.counts("urgency", signals.urgency)
            writer.counts("modality", signals.modality)
            writer.count("contact_attempts", signals.contactAttempts)
            writer.count("no_shows", signals.noShows)
            writer.count("transfers", signals.transfers)
            writer.count("repeats", signals.repeats)
            writer.key("waiting_minutes")
            writer.object { writer in
                writer.key("n")
                writer.integer(signals.waiting.texts)
                writer.key("mean")
                writer.optional(signals.waiting.meanMinutes)
                writer.key("median")
                writer.optional(signals.waiting.medianMinutes)
                writer.key("p90")
                writer.optional(signals.waiting.p90Minutes)
            }
            writer.key("money")
            writer.object { writer in
                writer.key("n")
                writer.integer(signals.money.texts)
                writer.key("total")
                writer.decimal(signals.money.totalHundredths, places: 2)
            }
            writer.key("transcripts")
            writer.integer(signals.transcripts)
        }
    }

    private mutating func counts(_ name: StaticString, _ counts: [NamedCount]) {
        key(name)
        object { writer in
            for count in counts where count.n > 0 {
                writer.key(escaping: count.name)
                writer.integer(count.n)
            }
        }
    }

    private mutating func count(_ name: StaticString, _ count: CountSignal) {
        key(name)
        object { writer in
            writer.key("texts")
            writer.integer(count.texts)
            writer.key("total")
            writer.integer(count.total)
        }
    }

    /// Writes a figure with six places, null without one.
    mutating func optional(_ value: Double?, places: Int = 6) {
        guard let value else { return null() }
        double(value, places: places)
    }

    private mutating func optional(_ value: Int?) {
        guard let value else { return null() }
        integer(value)
    }
}
