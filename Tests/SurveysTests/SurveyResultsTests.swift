import Aggregation
import ByteCoding
import Scoring
import Surveys
import Testing

@Suite("Survey results")
struct SurveyResultsTests {
    private static let survey = {
        let items = (1...4).map { number in
            var item = SurveyQuestion("r\(number)", .likert)
            item.dimension = .reliability
            return item
        }
        return Survey(
            id: "s", title: "", questions: [SurveyQuestion("nps", .nps)] + items + [SurveyQuestion("wait", .number)])
    }()

    /// The same answers as Fixtures/survey-results.py makes.
    private static func responses(_ count: Int) -> [[Answer]] {
        var random = SplitMix64(state: 7)
        return (0..<count).map { index in
            let nps = random.below(11)
            let base = random.below(7)
            var answers = [Answer(question: "nps", value: .number(thousandths: Int64(nps) * 1_000))]
            for number in 1...4 {
                let point = min(7, max(1, base + random.below(3)))
                if number == 4, index % 7 == 6 { continue }
                answers.append(Answer(question: "r\(number)", value: .number(thousandths: Int64(point) * 1_000)))
            }
            answers.append(Answer(question: "wait", value: .number(thousandths: Int64(random.below(2_000_000)))))
            return answers
        }
    }

    private static func book(_ responses: [[Answer]], sign: Int64 = 1, into book: SurveyBook? = nil) -> SurveyBook {
        var book = book ?? SurveyBook()
        if book.records.isEmpty { book.define(survey, at: 0) }
        for (index, answers) in responses.enumerated() {
            book.count(
                answers, survey: "s", version: 1, sign: sign, day: Int32(index % 10), firstDay: 0)
        }
        return book
    }

    private static func results(_ book: SurveyBook, _ window: TimeWindow? = nil) throws -> SurveyResults {
        let record = try #require(book.record("s"))
        return SurveyResults(record, version: record.versions[0], window: window)
    }

    private static func close(_ value: Double?, _ expected: Double) -> Bool {
        guard let value else { return false }
        return (value - expected).magnitude <= 1e-9 * max(1, expected.magnitude)
    }

    @Test("every figure is what an independent calculation from the answers gives")
    func figures() throws {
        // Printed by Fixtures/survey-results.py.
        let results = try Self.results(Self.book(Self.responses(500)))
        let nps = try #require(results.questions[0].nps)
        let expected = Expected.figures
        #expect(Self.close(nps.score.map { 100 * $0 }, expected["nps", 0]))
        #expect(Self.close(nps.low.map { 100 * $0 }, expected["nps", 1]))
        #expect(Self.close(nps.high.map { 100 * $0 }, expected["nps", 2]))
        #expect(Self.close(results.questions[0].mean?.mean, expected["nps-mean", 0]))
        #expect(Self.close(results.questions[0].mean?.standardDeviation, expected["nps-mean", 1]))
        #expect(Self.close(results.questions[0].topTwo?.share, expected["top-two", 0]))
        let group = try #require(results.dimensions.first)
        #expect(group.dimension == .reliability && group.items == 4)
        #expect(group.mean.n == Int(expected["alpha", 0]))
        #expect(Self.close(group.alpha, expected["alpha", 1]))
        #expect(Self.close(group.mean.mean, expected["group-mean", 0]))
        #expect(Self.close(group.mean.standardDeviation, expected["group-mean", 1]))
        #expect(Self.close(results.questions[5].mean?.mean, expected["number", 0]))
        #expect(Self.close(results.questions[5].mean?.standardDeviation, expected["number", 1]))
        #expect(results.days.map(\.count) == [Int](repeating: 50, count: 10))
    }

    @Test("no answer, one answer and equal answers have the figures that exist and no others")
    func edges() throws {
        let none = try Self.results(Self.book([]))
        #expect(none.responses == 0 && none.questions[0].nps?.score == nil && none.questions[0].mean?.mean == nil)
        #expect(none.dimensions[0].alpha == nil && none.dimensions[0].mean.mean == nil)
        let one = try Self.results(Self.book(Self.responses(1)))
        #expect(one.questions[0].nps?.score != nil && one.questions[0].nps?.low == nil)
        #expect(one.dimensions[0].alpha == nil && one.questions[0].mean?.low == nil)
        let same = try Self.results(Self.book([[Answer]](repeating: Self.responses(1)[0], count: 3)))
        #expect(same.dimensions[0].alpha == nil && same.questions[0].mean?.standardDeviation == 0)
    }

    @Test("what is taken away leaves no trace, in the total and in every day")
    func retraction() throws {
        let all = Self.responses(60)
        var book = Self.book(all)
        book = Self.book(Array(all[0..<30]), sign: -1, into: book)
        var expected = SurveyBook()
        expected.define(Self.survey, at: 0)
        for index in 30..<60 {
            expected.count(all[index], survey: "s", version: 1, sign: 1, day: Int32(index % 10), firstDay: 0)
        }
        #expect(try Self.results(book) == Self.results(expected))
        let window = TimeWindow(from: 2 * 86_400_000, until: 4 * 86_400_000)
        #expect(try Self.results(book, window) == Self.results(expected, window))
        #expect(try Self.results(book, window).responses == 6)
    }

    @Test("a book that was written and read again gives the same results; every cut of its bytes is an error")
    func coding() throws {
        var book = Self.book(Self.responses(25))
        book.close("s", at: 5)
        book.count(
            [Answer(question: "nps", value: .number(thousandths: 9_000))], survey: "nps", version: 1, sign: 1, day: 3,
            firstDay: 0)
        var writer = ByteWriter()
        book.encode(into: &writer)
        var reader = ByteReader(writer.bytes.span)
        let again = try SurveyBook(from: &reader)
        #expect(reader.isAtEnd && again.records.map(\.id) == ["s", "nps"])
        #expect(try Self.results(again) == Self.results(book))
        for count in 0..<writer.bytes.count {
            #expect(throws: ByteCodingError.self) {
                var reader = ByteReader(writer.bytes.span.extracting(0..<count))
                _ = try SurveyBook(from: &reader)
            }
        }
    }
}

/// What Fixtures/survey-results.py printed.
private struct Expected {
    static let figures = Expected(
        """
        nps -46.6 -53.485372464311325 -39.71462753568868
        nps-mean 5.064 3.1079289639388126
        top-two 0.182
        alpha 429 0.9638366526113833
        group-mean 4.187645687645688 1.9113804047702116
        number 1011.927336 578.3867699557198
        """)

    private let lines: [String: [Double]]

    init(_ text: String) {
        var lines: [String: [Double]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            lines[String(parts[0])] = parts.dropFirst().compactMap { Double($0) }
        }
        self.lines = lines
    }

    subscript(name: String, place: Int) -> Double {
        guard let values = lines[name], values.indices.contains(place) else { return .nan }
        return values[place]
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
