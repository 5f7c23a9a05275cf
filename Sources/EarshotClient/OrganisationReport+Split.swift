// What surveys asked outright, and a report taken apart along an axis.

internal import LineProtocol

extension OrganisationReport {
    /// The ratings that the whole field compares; nil where nobody gave any.
    public struct Ratings: Equatable, Sendable {
        /// The net promoter score, -1 to 1.
        public var nps: NetPromoterScore?
        /// Satisfaction, 1 to 5.
        public var csat: Mean?
        /// Ease, 1 to 7.
        public var ces: Mean?

        init(json: JSONValue?) {
            nps = json?["nps"].map { NetPromoterScore(json: $0) }
            csat = json?["csat"].map { Mean(json: $0) }
            ces = json?["ces"].map { Mean(json: $0) }
        }
    }

    /// A net promoter score with its 95 % interval.
    public struct NetPromoterScore: Equatable, Sendable {
        /// The score and how many answers it rests on.
        public var figure: Figure
        /// Who gave 9 or 10.
        public var promoters: Int
        /// Who gave 7 or 8.
        public var passives: Int
        /// Who gave less.
        public var detractors: Int

        init(json: JSONValue) {
            figure = Figure(
                n: json.count("n"), value: json["score"]?.double, low: json["low"]?.double, high: json["high"]?.double)
            promoters = json.count("promoters")
            passives = json.count("passives")
            detractors = json.count("detractors")
        }
    }

    /// The figures of the values on an axis.
    public struct Split: Equatable, Sendable {
        /// The axis.
        public var axis: String
        /// The most frequent values first.
        public var parts: [Part]
        /// How many values are not shown.
        public var hiddenCount: Int
        /// Submissions with values beyond the bound of the axis; nil without any.
        public var other: Part?
        /// How many such values there have been: exact up to 256, within some 6 % beyond.
        public var otherValues: Int
        /// Submissions without a value; nil without any.
        public var without: Part?

        /// The figures of one value.
        public struct Part: Equatable, Sendable {
            /// The value; empty for the rest.
            public var value: String
            /// Submissions.
            public var received: Int
            /// How customers feel.
            public var sentiment: Sentiment
            /// The dimensions that anything was said of.
            public var dimensions: [Dimension]
            /// What surveys asked outright.
            public var ratings: Ratings
            /// What was counted besides good and bad.
            public var signals: Signals

            init(json: JSONValue) {
                value = json.text("value")
                received = json["volume"]?.count("received") ?? 0
                sentiment = Sentiment(json: json["sentiment"] ?? .null)
                dimensions = (json["dimensions"]?.members ?? []).map { Dimension(name: $0.key, json: $0.value) }
                ratings = Ratings(json: json["ratings"])
                signals = Signals(json: json["signals"] ?? .null)
            }
        }

        init?(json: JSONValue?) {
            guard let json, let axis = json["by"]?.string else { return nil }
            self.axis = axis
            parts = (json["parts"]?.elements ?? []).map { Part(json: $0) }
            hiddenCount = json.count("hidden")
            func part(_ name: String) -> Part? {
                guard let part = json[name], !part.members.isEmpty else { return nil }
                return Part(json: part)
            }
            other = part("other")
            otherValues = json["other"]?.count("values") ?? 0
            without = part("without")
        }
    }
}

extension OrganisationReport.Dimension {
    init(name: String, json: JSONValue) {
        self.init(
            name: name, score: OrganisationReport.Mean(json: json), positiveMentions: json.count("positive"),
            negativeMentions: json.count("negative"))
    }
}
