// The results of a survey as a client sees them.

package import LineProtocol

/// What was answered to one version of a survey.
public struct SurveyResults: Equatable, Sendable {
    /// The survey's name.
    public var survey: String
    /// The version that was answered, and the newest there is.
    public var version: Int
    /// The newest version there is.
    public var newestVersion: Int
    /// When it was closed, in RFC 3339; nil while it is open.
    public var closed: String?
    /// How many responses.
    public var responseCount: Int
    /// One for each question, in their order.
    public var questions: [Question]
    /// The dimensions that two scales or more measure.
    public var dimensions: [Group]
    /// The days with responses, ascending.
    public var days: [Day]

    /// The results of one question.
    public struct Question: Equatable, Sendable {
        /// Its name.
        public var name: String
        /// Its type, such as `nps`.
        public var type: String
        /// How many answered it.
        public var n: Int
        /// How often each answer was given, in their order.
        public var counts: [Count]
        /// The mean, its 95 % interval, the standard deviation; nil where there is none.
        public var mean: Double?
        /// The lower end of the 95 % interval of the mean.
        public var low: Double?
        /// The upper end of the same.
        public var high: Double?
        /// The standard deviation.
        public var deviation: Double?
        /// The share that chose one of the two highest points, 0 to 1.
        public var topTwo: Double?
        /// The Net Promoter Score, -100 to 100, with its interval.
        public var nps: Double?
        /// The lower end of its 95 % interval.
        public var npsLow: Double?
        /// The upper end of its 95 % interval.
        public var npsHigh: Double?
        /// The shares of promoters, passives and detractors, 0 to 1.
        public var promoters: Double?
        /// The share of passives, 0 to 1.
        public var passives: Double?
        /// The share of detractors, 0 to 1.
        public var detractors: Double?
    }

    /// How often an answer was given.
    public struct Count: Equatable, Sendable {
        /// The point, option or verdict.
        public var answer: String
        /// How many.
        public var n: Int
    }

    /// The scales of one dimension.
    public struct Group: Equatable, Sendable {
        /// Its name.
        public var dimension: String
        /// How many scales.
        public var items: Int
        /// How many responses answered all of them.
        public var n: Int
        /// The mean over the scales.
        public var mean: Double?
        /// The lower end of the 95 % interval of the mean.
        public var low: Double?
        /// The upper end of its 95 % interval.
        public var high: Double?
        /// Cronbach's alpha; nil when it cannot be told.
        public var alpha: Double?
    }

    /// The responses of a day.
    public struct Day: Equatable, Sendable {
        /// Such as `2026-11-23`.
        public var day: String
        /// How many.
        public var n: Int
    }

    package init(json: JSONValue) throws(ClientError) {
        survey = try json.required("survey", \.string)
        version = json.count("version")
        newestVersion = json.count("newest_version")
        closed = json["closed"]?.string
        responseCount = json.count("responses")
        questions = (json["questions"]?.elements ?? []).map { Question(json: $0) }
        dimensions = (json["dimensions"]?.members ?? []).map { member in
            Group(
                dimension: member.key, items: member.value.count("items"), n: member.value.count("n"),
                mean: member.value["mean"]?.double, low: member.value["low"]?.double,
                high: member.value["high"]?.double, alpha: member.value["alpha"]?.double)
        }
        days = (json["days"]?.elements ?? []).map { Day(day: $0.text("day"), n: $0.count("n")) }
    }
}

extension SurveyResults.Question {
    init(json: JSONValue) {
        name = json.text("name")
        type = json.text("type")
        n = json.count("n")
        counts = (json["counts"]?.members ?? []).map { member in
            SurveyResults.Count(answer: member.key, n: member.value.integer.map { Int(clamping: $0) } ?? 0)
        }
        mean = json["mean"]?.double
        low = json["low"]?.double
        high = json["high"]?.double
        deviation = json["sd"]?.double
        topTwo = json["top_two"]?["share"]?.double
        let score = json["nps"]
        nps = score?["score"]?.double
        npsLow = score?["low"]?.double
        npsHigh = score?["high"]?.double
        promoters = score?["promoters"]?["share"]?.double
        passives = score?["passives"]?["share"]?.double
        detractors = score?["detractors"]?["share"]?.double
    }
}
