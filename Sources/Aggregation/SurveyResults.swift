// What was answered to one version of a survey, question by question: worked out from one row of integers.

package import Scoring
package import Surveys

/// The results of one version.
package struct SurveyResults: Equatable, Sendable {
    package let survey: Survey
    /// The newest version of the survey.
    package let newestVersion: Int
    /// When it was closed, in milliseconds since 1970; nil while it is open.
    package let closedAt: Int64?
    /// The whole days that the figures cover; nil for all time.
    package let window: TimeWindow?
    package let responses: Int
    package let questions: [QuestionResults]
    /// The dimensions that two scales or more measure, in the order of the wire.
    package let dimensions: [ScaleGroupResults]
    /// The days with responses.
    package let days: [ResponseDay]

    /// How many responses came on a day.
    package struct ResponseDay: Equatable, Sendable {
        /// Its beginning, in milliseconds since 1970.
        package let start: Int64
        package let count: Int
    }

    /// The results of a version over whole days around a window, or all time.
    package init(_ record: SurveyRecord, version: SurveyVersion, window: TimeWindow?) {
        survey = version.survey
        newestVersion = record.versions.count
        closedAt = record.closedAt
        let range = window.map { Self.days($0) }
        self.window = range.map {
            TimeWindow(
                from: Int64($0.lowerBound) * Self.dayMilliseconds, until: Int64($0.upperBound) * Self.dayMilliseconds)
        }
        let sums = version.timeline.sum(range, layout: version.layout)
        responses = Int(sums[SurveyLayout.responses])
        questions = zip(version.survey.questions, version.layout.starts).map { QuestionResults($0, sums, $1) }
        dimensions = version.layout.groups.map { ScaleGroupResults($0, sums) }
        days = version.timeline.responses(range).map {
            ResponseDay(start: Int64($0.day) * Self.dayMilliseconds, count: Int($0.count))
        }
    }

    private static let dayMilliseconds: Int64 = 86_400_000

    private static func days(_ window: TimeWindow) -> Range<Int32> {
        let first = HourRange.hour(of: window.from).floorDivided(by: 24)
        let last = HourRange.hour(of: window.until - 1).floorDivided(by: 24)
        return first..<max(first, last) + 1
    }
}

/// The results of one question.
package struct QuestionResults: Equatable, Sendable {
    package let question: SurveyQuestion
    /// How many answered it.
    package let n: Int
    /// How often each point of its scale, no and yes, each option, or each label of a text was given; empty for a number.
    package let counts: [Int]
    /// Of a scale in its points, of a number in itself, of texts the compound.
    package let mean: Mean?
    /// How many chose one of the two highest points of a scale.
    package let topTwo: Share?
    package let nps: NetPromoterScore?

    init(_ question: SurveyQuestion, _ sums: [Int64], _ start: Int) {
        self.question = question
        switch question.type {
        case .nps, .csat, .ces, .likert, .stars:
            let scale = question.scale ?? 0...0
            let points = scale.map { sums[start + $0 - scale.lowerBound] }
            let total = points.reduce(0, +)
            counts = points.map { Int($0) }
            mean = Mean(points: points, from: scale.lowerBound)
            topTwo = Share(points.suffix(2).reduce(0, +), of: total)
            nps = question.type == .nps ? NetPromoterScore(points: points) : nil
            n = Int(total)
        case .yesno:
            counts = [Int(sums[start]), Int(sums[start + 1])]
            (mean, topTwo, nps) = (nil, nil, nil)
            n = counts[0] + counts[1]
        case .choice, .multi:
            n = Int(sums[start])
            counts = question.options.indices.map { Int(sums[start + 1 + $0]) }
            (mean, topTwo, nps) = (nil, nil, nil)
        case .number:
            n = Int(sums[start])
            let squares = Int128(sums[start + 2]) << 32 + Int128(sums[start + 3])
            mean = Mean(n: sums[start], sum: sums[start + 1], wideSquares: squares, unit: 1_000)
            (counts, topTwo, nps) = ([], nil, nil)
        case .text:
            counts = (0..<5).map { Int(sums[start + $0]) }
            n = counts.reduce(0, +)
            mean = Mean(n: sums[start + 5], sum: sums[start + 6], squares: sums[start + 7])
            (topTwo, nps) = (nil, nil)
        }
    }
}

extension NetPromoterScore {
    /// The score of the answers 0 to 10, given how often each was chosen.
    fileprivate init(points: [Int64]) {
        self.init(
            promoters: points.suffix(2).reduce(0, +), passives: points.dropFirst(7).prefix(2).reduce(0, +),
            detractors: points.prefix(7).reduce(0, +))
    }
}

/// The results of the scales that measure one dimension together, over the responses that answered all of them.
package struct ScaleGroupResults: Equatable, Sendable {
    package let dimension: Dimension
    /// How many scales.
    package let items: Int
    /// Of a response's mean over the items.
    package let mean: Mean
    /// Cronbach's alpha (1951): k / (k - 1) · (1 - sum of the items' variances / variance of their sum); nil below two
    /// responses, or when all sums are equal.
    package let alpha: Double?

    init(_ group: SurveyLayout.Group, _ sums: [Int64]) {
        dimension = group.dimension
        items = group.items.count
        let n = sums[group.start]
        let total = (sum: sums[group.start + 1], squares: sums[group.start + 2])
        mean = Mean(n: n, sum: total.sum, squares: total.squares, unit: Double(group.items.count))
        guard n > 1 else {
            alpha = nil
            return
        }
        let whole = Mean.variance(n: n, sum: total.sum, squares: total.squares)
        let parts = group.items.indices.reduce(0.0) { sum, item in
            let place = group.start + 3 + 2 * item
            return sum + Mean.variance(n: n, sum: sums[place], squares: sums[place + 1])
        }
        let k = Double(group.items.count)
        alpha = whole > 0 ? k / (k - 1) * (1 - parts / whole) : nil
    }
}

extension Mean {
    /// The mean of points of a scale, given how often each was chosen, the first being `first`.
    init(points: [Int64], from first: Int) {
        var (n, sum, squares): (Int64, Int64, Int64) = (0, 0, 0)
        for (index, count) in points.enumerated() {
            let point = Int64(first + index)
            n += count
            sum += count * point
            squares += count * point * point
        }
        self.init(n: n, sum: sum, squares: squares, unit: 1)
    }

    /// The mean of numbers whose sum of squares needs more than 64 bits.
    init(n: Int64, sum: Int64, wideSquares: Int128, unit: Double) {
        let count = Double(n)
        self.n = Int(n)
        mean = n > 0 ? Double(sum) / count / unit : nil
        guard n > 1 else {
            (low, high, standardDeviation) = (nil, nil, nil)
            return
        }
        let middle = Double(sum) / count / unit
        let numerator = max(0, Int128(n) * wideSquares - Int128(sum) * Int128(sum))
        let deviation = (Double(numerator) / (count * (count - 1))).squareRoot() / unit
        let half = Distributions.studentT975(Int(n - 1)) * deviation / count.squareRoot()
        standardDeviation = deviation
        low = middle - half
        high = middle + half
    }
}
