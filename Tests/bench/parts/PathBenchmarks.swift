// The way of a submission without the socket and the disk: framing, JSON, encoding, journal record, ledger, reply,
// report. Everything a submission passes besides the scorer, each by itself.

import Aggregation
import ByteCoding
import LineProtocol
import Persistence
import Scoring

/// Submissions in every form they take on their way.
struct SampleSubmissions {
    static let count = 2_000
    static let organisations = 500
    static let received: Int64 = 1_795_000_000_000

    /// Request lines without their line feed.
    let lines: [[UInt8]]
    let requests: [SubmitRequest]
    let scores: [Score]
    /// Journal payloads.
    let payloads: [[UInt8]]
    /// The revision of the lists, as it is stored.
    let revision: [UInt8]

    init() throws {
        let texts = SampleTexts.own(count: Self.count)
        lines = texts.enumerated().map { Self.line(number: $0.offset, text: $0.element) }
        var requests: [SubmitRequest] = []
        for line in lines { requests.append(try Self.request(line.span)) }
        self.requests = requests
        var scorer = Scorer(Lexicon.standard)
        var scores: [Score] = []
        for text in texts { scores.append(scorer.score(text.span)) }
        self.scores = scores
        var payloads: [[UInt8]] = []
        let revision = Array(Lexicon.standard.revision.utf8)
        self.revision = revision
        for (request, score) in zip(requests, scores) {
            var writer = ByteWriter()
            Self.encode(request, score, revision.span, into: &writer)
            payloads.append(writer.bytes)
        }
        self.payloads = payloads
    }

    private static func line(number: Int, text: [UInt8]) -> [UInt8] {
        var writer = JSONWriter(appendingTo: Array("SUBMIT ".utf8))
        writer.object { writer in
            writer.key("org")
            writer.string("organisation-\(number % organisations)")
            writer.key("id")
            writer.string("4f1c8a2be97d-\(number)")
            writer.key("channel")
            writer.string("web")
            writer.key("text")
            writer.string(utf8: text.span)
        }
        return writer.bytes
    }

    /// What an event loop does with a line.
    static func request(_ line: Span<UInt8>) throws -> SubmitRequest {
        var tag = 0..<0
        guard case .submit(let request) = try Request(RequestLine.parse(line, tag: &tag), in: line) else {
            preconditionFailure("the samples are submissions")
        }
        return request
    }

    /// What an event loop does with a scored request.
    static func encode(_ request: SubmitRequest, _ score: Score, _ revision: Span<UInt8>, into writer: inout ByteWriter)
    {
        var encoder = SubmissionEncoder(received: received, at: nil, into: &writer)
        request.write(text: request[.text], with: &encoder, into: &writer)
        encoder.note(text: request[.text])
        encoder.finish(score: score, lexicon: revision, into: &writer)
    }
}

extension SampleSubmissions {
    /// The benchmarks of the way by their names.
    static var parts: [(name: String, make: (SampleSubmissions) -> Benchmark)] {
        [
            ("frame", { $0.frame }), ("json", { $0.json }), ("encode", { $0.encode }), ("view", { $0.view }),
            ("checksum", { $0.checksum }), ("apply", { $0.apply }), ("reply", { $0.reply }), ("report", { $0.report }),
            ("let-go", { $0.letGo }), ("watch", { $0.watch }),
        ]
    }

    private func benchmark(_ name: String, _ operation: String, bytes: [[UInt8]], _ run: @escaping () -> Void)
        -> Benchmark
    {
        let total = bytes.reduce(0) { $0 + $1.count }
        return Benchmark(
            name: name, operation: operation, bytesEach: Double(total) / Double(bytes.count),
            operations: Self.count, run: run)
    }

    private var frame: Benchmark {
        let stream = Array(lines.map { $0 + [0x0A] }.joined())
        return benchmark("frame", "a line", bytes: lines) {
            var framer = LineFramer(lineBytesMax: 1 << 20)
            var start = 0
            while let line = framer.next(in: stream.span, from: &start) { keep(line) }
        }
    }

    private var json: Benchmark {
        benchmark("json", "a line to a checked submission", bytes: lines) { [lines] in
            for line in lines { keep(try? Self.request(line.span)) }
        }
    }

    private var encode: Benchmark {
        let operation = "a scored submission to a journal payload"
        return benchmark("encode", operation, bytes: payloads) { [requests, scores, revision] in
            var writer = ByteWriter(capacity: 1 << 16)
            for (request, score) in zip(requests, scores) {
                if writer.bytes.count > 1 << 15 { writer.bytes.removeAll(keepingCapacity: true) }
                Self.encode(request, score, revision.span, into: &writer)
            }
            keep(writer)
        }
    }

    private var view: Benchmark {
        benchmark("view", "a payload to a checked view", bytes: payloads) { [payloads] in
            for payload in payloads { keep(try? EncodedEntry(payload.span).received) }
        }
    }

    private var checksum: Benchmark {
        benchmark("checksum", "the checksum of a payload", bytes: payloads) { [payloads] in
            for payload in payloads { keep(CRC32C.checksum(payload.span)) }
        }
    }

    private var apply: Benchmark {
        let ledger = LedgerBox()
        return benchmark("apply", "admitting and applying a payload", bytes: payloads) { [payloads] in
            ledger.begin()
            for payload in payloads { ledger.apply(payload) }
        }
    }

    /// As `apply`, but three of four submissions drive another's words out, of which a remnant stays.
    private var letGo: Benchmark {
        var limits = LedgerLimits()
        limits.verbatimsMax = 1
        let ledger = LedgerBox(limits: limits)
        return benchmark("let-go", "applying a payload that drives out another", bytes: payloads) { [payloads] in
            ledger.begin()
            for payload in payloads { ledger.apply(payload) }
        }
    }

    /// What a submission costs the writer besides while somebody watches its organisation.
    private var watch: Benchmark {
        benchmark("watch", "showing a payload to a watch", bytes: payloads) { [payloads] in
            var watch = OrganisationWatch()
            for (number, payload) in payloads.enumerated() {
                guard let entry = try? EncodedEntry(payload.span) else { preconditionFailure("well formed") }
                keep(watch.observe(entry, sequence: UInt64(number + 1), ratings: Ratings())?.submission.sequence)
            }
        }
    }

    private var reply: Benchmark {
        let revision = Lexicon.standard.revision
        return benchmark("reply", "the reply to a submission", bytes: []) { [scores] in
            var output: [UInt8] = []
            for (number, score) in scores.enumerated() {
                if output.count > 1 << 15 { output.removeAll(keepingCapacity: true) }
                let none: [UInt8] = []
                ReplyLine.ok(tag: none.span, to: &output) { writer in
                    writer.key("seq")
                    writer.integer(number)
                    writer.key("score")
                    writer.object {
                        $0.members(of: score, text: none.span, lexicon: revision, evidence: .brief)
                    }
                }
            }
            keep(output)
        }
    }

    private var report: Benchmark {
        let ledger = LedgerBox()
        ledger.begin()
        for payload in payloads { ledger.apply(payload) }
        let names = (0..<Self.organisations).map { "organisation-\($0)" }
        let bytes = names.map { Array($0.utf8) }
        return Benchmark(
            name: "report", operation: "a report as JSON", bytesEach: 0, operations: Self.organisations,
            run: { for (name, bytes) in zip(names, bytes) { ledger.report(name, bytes) } })
    }
}

/// A ledger that a closure can keep.
final class LedgerBox {
    private let limits: LedgerLimits
    private var ledger: Ledger
    private var sequence: UInt64 = 0

    init(limits: LedgerLimits = LedgerLimits()) {
        self.limits = limits
        ledger = Ledger(limits: limits, seed: HashSeed(1, 2))
    }

    /// Begins anew, so that every round does the same.
    func begin() {
        ledger = Ledger(limits: limits, seed: HashSeed(1, 2))
        sequence = 0
    }

    func apply(_ payload: [UInt8]) {
        do {
            let entry = try EncodedEntry(payload.span)
            let keys = EntryKeys(entry, seed: ledger.seed)
            guard ledger.admit(entry, keys: keys, sequence: sequence + 1) == .new else {
                preconditionFailure("ids differ")
            }
            sequence += 1
            try ledger.apply(entry, keys: keys, sequence: sequence)
        } catch { preconditionFailure("the samples are well formed: \(error)") }
    }

    func report(_ name: String, _ bytes: [UInt8]) {
        guard let report = ledger.report(org: bytes.span) else { preconditionFailure("the organisation is there") }
        var writer = JSONWriter(capacity: 4096)
        writer.object { $0.members(of: report, org: name) }
        keep(writer)
    }
}
