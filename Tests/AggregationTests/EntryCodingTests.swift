import Aggregation
import ByteCoding
import Scoring
import Surveys
import Testing

@Suite("The stored form of an entry")
struct EntryCodingTests {
    @Test("what was encoded is decoded, to the last field")
    func roundTrip() throws {
        var samples = Samples(seed: 1)
        for _ in 0..<2_000 {
            let entry = samples.entry(received: 1_764_000_000_000)
            let bytes = entry.encoded
            let decoded = try Entry.decode(bytes.span)
            #expect(decoded == entry)
        }
        let others: [Entry] = [
            .duplicate(org: "acme", of: 7, received: 0), .retraction(org: "é", sequence: .max, received: .min),
        ]
        for entry in others {
            let decoded = try Entry.decode(entry.encoded.span)
            #expect(decoded == entry)
        }
    }

    @Test("texts that stand in a request are written as they are one by one")
    func textsTogether() {
        let line = Array("acme 4711 front desk Überraschung".utf8)
        let fields: [SubmissionField] = [.org, .id, .channel, .touchpoint, .staff, .customer, .survey]
        let text = Array("Nobody called me back.".utf8)
        for given in 0..<1 << fields.count {
            var places = SubmissionPlaces(repeating: ByteRange())
            var together = ByteWriter()
            var oneByOne = ByteWriter()
            var first = SubmissionEncoder(received: 1, at: nil, into: &together)
            var second = SubmissionEncoder(received: 1, at: nil, into: &oneByOne)
            for (index, field) in fields.enumerated() where given & 1 << index != 0 {
                let place = 4 * index..<4 * index + 3
                places[Int(field.rawValue)] = ByteRange(start: UInt32(place.lowerBound), end: UInt32(place.upperBound))
                second.write(field, line.span.extracting(place), into: &oneByOne)
            }
            second.write(.text, text.span, into: &oneByOne)
            first.write(places, of: line.span, text: text.span, into: &together)
            first.finish(score: nil, lexicon: [UInt8]().span, into: &together)
            second.finish(score: nil, lexicon: [UInt8]().span, into: &oneByOne)
            #expect(together.bytes == oneByOne.bytes)
        }
    }

    @Test("every truncation is an error")
    func truncations() {
        var samples = Samples(seed: 2)
        for _ in 0..<50 {
            let bytes = samples.entry(received: 1_764_000_000_000).encoded
            for count in 0..<bytes.count {
                let cut = Array(bytes[..<count])
                #expect(throws: ByteCodingError.self) { try Entry.decode(cut.span) }
            }
        }
    }

    @Test("no flipped bit traps, neither in decoding nor in applying")
    func bitFlips() throws {
        var samples = Samples(seed: 3)
        for _ in 0..<20 {
            let bytes = samples.entry(received: 1_764_000_000_000).encoded
            for bit in 0..<(bytes.count * 8) {
                var flipped = bytes
                flipped[bit / 8] ^= 1 << UInt8(bit % 8)
                _ = try? Entry.decode(flipped.span)
                var ledger = Ledger()
                try? ledger.apply(flipped, sequence: 1)
                _ = ledger.stored("org-1", id: "s1")
            }
        }
    }

    @Test("the content hash does not depend on the order of fields, the score, the id or the time of receipt")
    func contentHash() throws {
        func hash(_ change: (inout Submission) -> Void, score: Score? = Score()) throws -> UInt64 {
            var submission = Submission(org: "acme", received: 1)
            submission.text = "Nobody called me back."
            submission.channel = "web"
            submission.tags = [Tag(key: "plan", value: "gold"), Tag(key: "region", value: "north")]
            change(&submission)
            let bytes = Entry.submission(submission, score, lexicon: "").encoded
            return try EncodedEntry(bytes.span).contentHash
        }
        var other = Score()
        other.compound = 5
        let plain = try hash { _ in }
        let same = [
            try hash { $0.received = 2 }, try hash { $0.id = "x" }, try hash({ _ in }, score: other),
            try hash { $0.tags.reverse() },
        ]
        #expect(same.allSatisfy { $0 == plain })
        let different = [
            try hash { $0.text = "Nobody called me back!" }, try hash { $0.at = 1 }, try hash { $0.channel = "app" },
            try hash { $0.channel = nil }, try hash { $0.tags[0].value = "silver" },
            try hash { $0.answers = [Answer(question: "q", value: .number(thousandths: 0))] },
            try hash { ($0.channel, $0.touchpoint) = (nil, "web") },
        ]
        #expect(!different.contains(plain))
        #expect(Set(different).count == different.count)
    }

    @Test("an entry without an organisation, of another version or of an unknown kind is malformed")
    func malformed() {
        let good = Entry.duplicate(org: "acme", of: 300, received: 7).encoded
        let bad: [[UInt8]] = [
            [], [1], [2] + good.dropFirst(), [1, 9] + good.dropFirst(2), good + [0],
            Entry.duplicate(org: "", of: 300, received: 7).encoded,
        ]
        for bytes in bad {
            #expect(throws: ByteCodingError.self) { try Entry.decode(bytes.span) }
        }
    }

    @Test("only ids of the server's own form are reserved")
    func reservedIDs() {
        for id in ["s1", "s0", "s18446744073709551615", "s99999999999999999999999"] {
            let isReserved = SubmissionID.isReserved(id.utf8Span.span)
            #expect(isReserved)
        }
        for id in ["", "s", "S1", "s1a", "1", "sa", "s-1", "s1 "] {
            let isReserved = SubmissionID.isReserved(id.utf8Span.span)
            #expect(!isReserved)
        }
        let largest = SubmissionID.sequence(given: SubmissionID.given(sequence: .max).utf8Span.span)
        #expect(largest == .max)
        let beyond = SubmissionID.sequence(given: "s18446744073709551616".utf8Span.span)
        #expect(beyond == nil)
    }
}
