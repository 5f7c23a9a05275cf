// How an organisation stands: every figure with its n and its interval. Missing figures are nil, never 0.

package import LineProtocol

/// The answer to `REPORT`.
public struct OrganisationReport: Equatable, Sendable {
    /// The organisation.
    public var org: String
    /// The span covered, in RFC 3339, `to` exclusive; nil for all time.
    public var window: Window?
    /// The part that the figures are of; nil for all.
    public var segment: Scope.Segment?
    /// How much came.
    public var volume: Volume
    /// How customers feel.
    public var sentiment: Sentiment
    /// The dimensions that anything was said of.
    public var dimensions: [Dimension]
    /// What surveys asked outright.
    public var ratings: Ratings
    /// What was counted besides good and bad.
    public var signals: Signals
    /// The figures taken apart, if that was asked for.
    public var split: Split?
    /// How many verbatims the server keeps.
    public var verbatimsHeld: Int

    /// A span of time.
    public struct Window: Equatable, Sendable {
        /// Its first moment.
        public var from: String
        /// The first moment behind it.
        public var to: String
    }

    /// How much came.
    public struct Volume: Equatable, Sendable {
        /// All submissions.
        public var received: Int
        /// Those with evidence enough.
        public var scored: Int
        /// Those with too little evidence.
        public var insufficient: Int
        /// Those that had come before.
        public var duplicates: Int
    }

    /// A mean with its 95 % interval.
    public struct Mean: Equatable, Sendable {
        /// How many values.
        public var n: Int
        /// The mean; nil when n is 0.
        public var mean: Double?
        /// The interval's lower end; nil when n is too small for one.
        public var low: Double?
        /// The interval's upper end.
        public var high: Double?
        /// The standard deviation.
        public var standardDeviation: Double?
    }

    /// A share with its 95 % interval.
    public struct Share: Equatable, Sendable {
        /// How many.
        public var n: Int
        /// 0…1; nil when there is nothing to be a share of.
        public var share: Double?
        /// The interval's lower end.
        public var low: Double?
        /// The interval's upper end.
        public var high: Double?
    }

    /// How customers feel.
    public struct Sentiment: Equatable, Sendable {
        /// The mean of the compounds.
        public var compound: Mean
        /// The median of the compounds.
        public var median: Double?
        /// Verdicts by their names: negative, neutral, mixed, positive.
        public var shares: [Named<Share>]
    }

    /// One dimension of service.
    public struct Dimension: Equatable, Sendable {
        /// Its name, such as `courtesy`.
        public var name: String
        /// The mean of its scores.
        public var score: Mean
        /// Cues that spoke well of it.
        public var positiveMentions: Int
        /// Cues that spoke ill of it.
        public var negativeMentions: Int
    }

    /// A value and its name on the wire.
    public struct Named<Value: Equatable & Sendable>: Equatable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: Value
    }

    /// Reads the reply's JSON.
    package init(json: JSONValue) throws(ClientError) {
        org = try json.required("org", \.string)
        window = Window(json: json["window"])
        segment = Scope.Segment(json: json["segment"])
        let volume = try json.required("volume") { $0 }
        self.volume = Volume(
            received: volume.count("received"), scored: volume.count("scored"),
            insufficient: volume.count("insufficient"), duplicates: volume.count("duplicates"))
        sentiment = Sentiment(json: try json.required("sentiment") { $0 })
        dimensions = (json["dimensions"]?.members ?? []).map { member in
            Dimension(name: member.key, json: member.value)
        }
        ratings = Ratings(json: json["ratings"])
        split = Split(json: json["split"])
        signals = Signals(json: json["signals"] ?? .null)
        verbatimsHeld = json.count("verbatims_held")
    }
}

extension OrganisationReport.Mean {
    init(json: JSONValue) {
        n = json.count("n")
        mean = json["mean"]?.double
        low = json["low"]?.double
        high = json["high"]?.double
        standardDeviation = json["sd"]?.double
    }
}

extension OrganisationReport.Sentiment {
    init(json: JSONValue) {
        compound = OrganisationReport.Mean(json: json)
        median = json["median"]?.double
        shares = ["negative", "neutral", "mixed", "positive"].compactMap { name in
            json[name].map { share in
                .init(
                    name: name,
                    value: .init(
                        n: share.count("n"), share: share["share"]?.double, low: share["low"]?.double,
                        high: share["high"]?.double))
            }
        }
    }
}
