import LineProtocol
import Scoring
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("what must be escaped is escaped at every place of a long string, and nothing else is", arguments: 0..<20)
    func escapes(place: Int) throws {
        for byte in UInt8(0)..<0x80 {
            var text = Array("abcdefghijklmnopqrstuvwx".utf8)
            text[place] = byte
            var writer = JSONWriter()
            writer.string(utf8: text.span)
            var reader = JSONReader(writer.bytes.span)
            #expect(reader.decode(try reader.readString()) == text)
            let isEscaped = byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F
            #expect(isEscaped == (writer.bytes.count > text.count + 2))
        }
    }

    @Test("characters beyond ASCII are left as they are")
    func wide() {
        #expect(written { $0.string("Überraschung im Café 😀 \u{2028}") } == "\"Überraschung im Café 😀 \u{2028}\"")
    }

    @Test("the longest numbers are written whole")
    func numbers() {
        #expect(written { $0.integer(UInt64.max) } == "18446744073709551615")
        #expect(written { $0.integer(Int64.min) } == "-9223372036854775808")
        #expect(written { $0.fraction(Int32.min) } == "-214748.3648")
        #expect(written { $0.fraction(nil) } == "null")
        #expect(written { $0.decimal(Int64.min, places: 19) } == "-0.9223372036854775808")
        #expect(written { $0.decimal(UInt64.max, places: 1) } == "1844674407370955161.5")
        #expect(written { $0.decimal(7, places: 0) } == "7")
    }

    @Test("numbers of every length are written digit by digit")
    func digits() {
        var number: UInt64 = 1
        while number <= UInt64.max / 10 {
            for value in [number - 1, number, number + 1, number * 9 + number / 7] {
                #expect(written { $0.integer(value) } == String(value))
            }
            number *= 10
        }
    }

    @Test("every fraction of a score is written without trailing zeros")
    func fractions() {
        for value in Int32(-10_000)...10_000 {
            var digits = String(String(10_000 + value.magnitude % 10_000).dropFirst())
            while digits.last == "0" { digits.removeLast() }
            let whole = "\(value < 0 ? "-" : "")\(value.magnitude / 10_000)"
            #expect(written { $0.fraction(value) } == (digits.isEmpty ? whole : "\(whole).\(digits)"))
        }
    }

    @Test("where evidence begins and ends is written whole, however many digits it has")
    func offsets() {
        let offsets: [UInt32] = [0, 7, 10, 70, 99, 100, 305, 1_000, 9_999, 10_000, 12_345, 4_294_967_295]
        for start in offsets {
            for end in offsets {
                var score = Score()
                score.evidence = [20_500, -1_234, 0].map { Evidence(start: start, end: end, contribution: $0) }
                let json = written { $0.members(of: score, text: [UInt8]().span, lexicon: "r", evidence: .brief) }
                let pieces = ["2.05", "-0.1234", "0"].map { "[\(start),\(end),\($0)]" }.joined(separator: ",")
                #expect(json.contains("\"evidence\":[\(pieces)],\"lexicon\""))
            }
        }
    }

    @Test("a score of which everything is as large as it can be has its room")
    func largestScore() throws {
        var score = Score()
        score.label = .insufficient
        score.compound = .min
        score.confidence = .min
        score.dimensions.scores = SIMD16(repeating: -9_999)
        score.dimensions.positiveMentions = SIMD16(repeating: 255)
        score.dimensions.negativeMentions = SIMD16(repeating: 255)
        score.signals.outcomes = Outcomes(rawValue: 1 << UInt16(Outcomes.names.count) - 1)
        score.signals.touchpoints = Touchpoints(rawValue: 1 << UInt16(Touchpoints.names.count) - 1)
        score.signals.urgency = Urgency(rawValue: 1 << UInt8(Urgency.names.count) - 1)
        score.signals.modality = Modality(rawValue: 1 << UInt8(Modality.names.count) - 1)
        score.signals.contactAttempts = .max
        score.signals.noShows = .max
        score.signals.transfers = .max
        score.signals.repeats = .max
        score.signals.waitingMinutes = .max
        score.signals.moneyHundredths = .max
        score.signals.isTranscript = true
        score.parties = [Party(kind: .organisation, start: 0, end: 1, compound: .min, dimensions: score.dimensions)]
        score.evidence = [Evidence](repeating: Evidence(start: .max, end: .max, contribution: .min), count: 3)
        let text = Array("x".utf8)
        let json = written { writer in
            writer.object { $0.members(of: score, text: text.span, lexicon: "r", evidence: .brief) }
        }
        var keys: [String] = []
        if case .object(let members) = try JSONValue(parsing: json) { keys = members.map(\.key) }
        #expect(
            keys == ["label", "compound", "confidence", "dimensions", "signals", "parties", "evidence", "lexicon"])
        let piece = "[4294967295,4294967295,-214748.3648]"
        #expect(json.hasSuffix("\"evidence\":[\(piece),\(piece),\(piece)],\"lexicon\":\"r\"}"))
        #expect(json.contains("\"responsiveness\":{\"score\":-0.9999,\"positive\":255,\"negative\":255}"))
        #expect(json.contains("\"repeats\":65535,\"waiting_minutes\":4294967295,\"money\":184467440737095516.15"))
    }

    @Test("keys and values are parted by commas")
    func commas() {
        let text = written { writer in
            writer.object { writer in
                writer.key("a")
                writer.integer(1)
                writer.key("b")
                writer.array { $0.fraction(-5) }
            }
        }
        #expect(text == #"{"a":1,"b":[-0.0005]}"#)
    }
}
