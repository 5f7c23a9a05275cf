import Scoring
import Testing

@Suite("Personal data")
struct PersonalDataTests {
    private func masked(_ text: String) -> String {
        String(decoding: RedactedText.masking(Array(text.utf8)), as: UTF8.self)
    }

    @Test(
        "what tells who somebody is, or how to reach him, is masked",
        arguments: [
            ("mail jane.doe+shop@mail.example.co.uk, please", "mail [e-mail], please"),
            ("<o'neil_1%x@example.com>.", "<[e-mail]>."), ("jürgen@müller.example", "[e-mail]"),
            ("a@b.cd e@f.gh", "[e-mail] [e-mail]"), ("me@example.com.", "[e-mail]."),
            ("call +44 20 7946 0000 today", "call [phone] today"), ("+49(0)30-901820", "[phone]"),
            ("(030) 901-820", "[phone]"), ("0044 20 79460000!", "[phone]!"), ("555-123-4567", "[phone]"),
            ("1 (555) 123-4567", "[phone]"), ("555-1234", "[phone]"), ("5551234567", "[phone]"),
            ("01632 960 001", "[phone]"), ("0800/5551234", "[phone]"),
            ("card 4111 1111 1111 1111.", "card [card]."), ("5500-0000-0000-0004", "[card]"),
            ("378282246310005", "[card]"), ("3782 822463 10005", "[card]"),
            ("GB82 WEST 1234 5698 7654 32", "[iban]"), ("DE89370400440532013000, thanks", "[iban], thanks"),
            ("nl91abna0417164300", "[iban]"), ("see https://example.com/x?y=1).", "see [link])."),
            ("HTTP://EXAMPLE.COM", "[link]"), ("www.example.com, now", "[link], now"),
            ("☕️+44 20 7946 0000☕️", "☕️[phone]☕️"),
        ])
    func found(_ text: String, _ expected: String) {
        // Wherever it stands among the words of eight bytes in which a text is searched.
        for count in 0..<9 {
            let before = String(repeating: " ", count: count)
            #expect(masked(before + text) == before + expected)
        }
    }

    @Test(
        "what only looks like it stays",
        arguments: [
            "on 23.11.2026 and 23/11/26 and 2026-11-23 10:15", "I waited 45 minutes, 10-15 calls, 3 times",
            "it cost 1,234.50 or 1234567.50 or 0.12345678", "from 2019-2020", "order 12345678", "4111 1111 1111 1112",
            "GB82 WEST 1234 5698 7654 33", "@home", "a@b", "me@", "x @ y.com", "5 10 15 20 25", "room 101, 2nd floor",
            "the 4th of 7", "http://", "www.", "(1) first (2) second", "+5 points", "ABCD", "",
        ])
    func plain(_ text: String) { #expect(masked(text) == text) }

    @Test("masking what was masked changes nothing, whatever the bytes; nothing overlaps; offsets stay in range")
    func stability() throws {
        var state: UInt64 = 3
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let pieces = [
            "a@b.cd", "+44 20 7946 0000", "4111111111111111", "GB82WEST12345698765432", "www.x.org", " ", ".", "-", "7",
            "12", "é", "@", "(", "+", "http://", "x", "\n", "0", ",",
        ]
        for _ in 0..<3_000 {
            let text = (0..<next(12)).map { _ in pieces[next(pieces.count)] }.joined()
            let bytes = Array(text.utf8)
            let matches = PersonalData.find(in: bytes.span)
            var last = 0
            for match in matches {
                #expect(match.start >= last && match.end > match.start && match.end <= bytes.count)
                last = match.end
            }
            guard let redacted = RedactedText(bytes.span) else { continue }
            var before = 0
            for offset in 0...bytes.count {
                let start = redacted.offset(of: offset, isEnd: false)
                #expect(start <= redacted.offset(of: offset, isEnd: true) && start >= before)
                #expect(redacted.offset(of: offset, isEnd: true) <= redacted.bytes.count)
                before = start
            }
        }
    }

    @Test("evidence points at the same words in the text that is kept as in the text that was sent")
    func evidence() throws {
        let text = "Jane at jane@example.com was rude. Call 555-123-4567: nobody called me back, see www.example.com."
        let bytes = Array(text.utf8)
        var scorer = Scorer(.standard)
        let score = scorer.score(bytes.span)
        let masked = RedactedText(bytes.span)
        let redacted = try #require(masked)
        let moved = redacted.moved(score)
        #expect(score.evidence.count >= 2 && moved.compound == score.compound)
        for (sent, kept) in zip(score.evidence, moved.evidence) {
            let words = bytes[Int(sent.start)..<Int(sent.end)]
            if PersonalData.find(in: Array(words).span).isEmpty {
                #expect(Array(words) == Array(redacted.bytes[Int(kept.start)..<Int(kept.end)]))
            }
        }
    }
}
