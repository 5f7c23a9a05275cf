// What a report counts besides good and bad.

internal import LineProtocol

extension OrganisationReport {
    /// Counts over the submissions of a report.
    public struct Signals: Equatable, Sendable {
        /// Groups of names with the number of submissions that showed each: outcomes, touchpoints, urgency, modality.
        public var groups: [Named<[Named<Int>]>]
        /// Things counted within texts: contact attempts, no-shows, transfers, repeats.
        public var counts: [Named<Count>]
        /// The waits that were named.
        public var waiting: Waiting
        /// How many texts named an amount of money.
        public var moneyCount: Int
        /// The sum of those amounts.
        public var moneyTotal: Double
        /// How many texts were conversations of several speakers.
        public var transcriptCount: Int

        /// In how many texts something was counted, and how often in all.
        public struct Count: Equatable, Sendable {
            /// Texts.
            public var texts: Int
            /// The sum over the texts.
            public var total: Int
        }

        /// Waits in minutes.
        public struct Waiting: Equatable, Sendable {
            /// How many texts named one.
            public var n: Int
            /// Their mean.
            public var meanMinutes: Double?
            /// Their median.
            public var medianMinutes: Double?
            /// The wait that nine in ten do not exceed.
            public var p90Minutes: Double?
        }

        init(json: JSONValue) {
            groups = ["outcomes", "touchpoints", "urgency", "modality"].map { name in
                let members = json[name]?.members ?? []
                return Named(
                    name: name, value: members.map { Named(name: $0.key, value: Int(clamping: $0.value.integer ?? 0)) })
            }
            counts = ["contact_attempts", "no_shows", "transfers", "repeats"].map { name in
                Named(
                    name: name,
                    value: Count(texts: json[name]?.count("texts") ?? 0, total: json[name]?.count("total") ?? 0))
            }
            let waiting = json["waiting_minutes"] ?? .null
            self.waiting = Waiting(
                n: waiting.count("n"), meanMinutes: waiting["mean"]?.double, medianMinutes: waiting["median"]?.double,
                p90Minutes: waiting["p90"]?.double)
            moneyCount = json["money"]?.count("n") ?? 0
            moneyTotal = json["money"]?["total"]?.double ?? 0
            transcriptCount = json.count("transcripts")
        }
    }
}
