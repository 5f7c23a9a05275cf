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
        key("volume")
        volume(report.volume)
        key("sentiment")
        sentiment(report.sentiment)
        key("dimensions")
        object { writer in
            for dimension in report.dimensions where dimension.score.n > 0 {
                writer.key(dimension.dimension.name)
                writer.object { writer in
                    writer.members(of: dimension.score)
                    writer.key("positive")
                    writer.integer(dimension.positiveMentions)
                    writer.key("negative")
                    writer.integer(dimension.negativeMentions)
                }
            }
        }
        key("signals")
        signals(report.signals)
        key("verbatims_held")
        integer(report.verbatimsHeld)
    }

    private mutating func window(_ window: TimeWindow?) {
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

    private mutating func members(of mean: Mean) {
        key("n")
        integer(mean.n)
        key("mean")
        optional(mean.mean)
        // Student's interval knows nothing of the scale; a score ends at -1 and 1.
        key("low")
        optional(mean.low.map { max($0, -1) })
        key("high")
        optional(mean.high.map { min($0, 1) })
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
                writer.key(count.name)
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
    mutating func optional(_ value: Double?) {
        guard let value else { return null() }
        double(value, places: 6)
    }

    private mutating func optional(_ value: Int?) {
        guard let value else { return null() }
        integer(value)
    }
}
