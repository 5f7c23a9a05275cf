import Glibc
import LineProtocol
import Testing

@Suite("Transcripts of the protocol")
struct TranscriptTests {
    /// `EARSHOT_REWRITE=1 swift test --filter rewrites` writes what the server says into the pages, for review.
    private static let mustRewrite = unsafe getenv("EARSHOT_REWRITE") != nil
    private static let cutsMax =
        unsafe getenv("EARSHOT_CUTS").flatMap { unsafe Int(String(cString: $0)) } ?? 16

    @Test("there are transcripts to run")
    func found() { #expect(TranscriptPages.all.count >= 12) }

    @Test("every refusal is shown in a conversation", arguments: ErrorCode.allCases)
    func everyRefusal(_ code: ErrorCode) {
        let isShown = TranscriptPages.all.flatMap(\.stretches).flatMap(\.replies).contains { reply in
            reply.text.contains("ERR {\"code\":\"\(code.rawValue)\"")
        }
        #expect(isShown)
    }

    @Test("each conversation goes as the page says, line by line", arguments: TranscriptPages.all)
    func byLines(_ transcript: Transcript) throws {
        try run(transcript) { server, requests in requests.flatMap { server.hear($0 + [0x0A]) } }
    }

    @Test("each conversation goes as the page says when everything is pipelined", arguments: TranscriptPages.all)
    func pipelined(_ transcript: Transcript) throws {
        try run(transcript) { server, requests in
            server.hear(requests.flatMap { $0 + [0x0D, 0x0A] })
        }
    }

    @Test("each conversation goes as the page says when the bytes come one by one", arguments: TranscriptPages.all)
    func dripped(_ transcript: Transcript) throws {
        try run(transcript) { server, requests in
            requests.flatMap { $0 + [0x0A] }.flatMap { server.hear([$0]) }
        }
    }

    /// Each run cuts every line once, and no two runs at the same place; the bytes that come one by one have every
    /// border already. `EARSHOT_CUTS` says how many runs there are at most, 0 for as many as the longest line has bytes.
    @Test("each conversation goes as the page says wherever its lines are cut in two", arguments: TranscriptPages.all)
    func everyCut(_ transcript: Transcript) throws {
        let longest = transcript.stretches.flatMap(\.requests).map(\.count).max() ?? 0
        let runs = Self.cutsMax > 0 ? min(Self.cutsMax, longest) : longest
        for number in 1...max(1, runs) {
            let cut = number * longest / max(1, runs)
            try run(transcript) { server, requests in
                requests.flatMap { request in
                    let line = request + [0x0A]
                    let cut = cut % line.count + 1
                    return server.hear(Array(line.prefix(cut))) + server.hear(Array(line.dropFirst(cut)))
                }
            }
        }
    }

    @Test("rewrites the pages on demand", .enabled(if: mustRewrite))
    func rewrites() throws {
        for transcript in TranscriptPages.all {
            let folder = TemporaryFolder()
            let server = try InProcessServer(folder: folder.path, options: transcript.options)
            var lines: [Int: String] = [:]
            for stretch in transcript.stretches {
                _ = server.takeOutput()
                let said = Self.lines(stretch.requests.flatMap { server.hear($0 + [0x0A]) })
                for (line, expected) in zip(said, stretch.replies) where !Transcript.matches(line, expected.text) {
                    lines[expected.line] = "S: \(line)"
                }
                if let end = stretch.end { try server.goOn(after: end) }
            }
            TranscriptPages.rewrite(transcript.page, lines: lines)
        }
    }

    private func run(_ transcript: Transcript, _ speak: (InProcessServer, [[UInt8]]) -> [UInt8]) throws {
        let folder = TemporaryFolder()
        let server = try InProcessServer(folder: folder.path, options: transcript.options)
        for stretch in transcript.stretches {
            _ = server.takeOutput()
            compare(speak(server, stretch.requests), with: stretch, of: transcript)
            if let end = stretch.end { try server.goOn(after: end) }
        }
    }

    private func compare(_ said: [UInt8], with stretch: Transcript.Stretch, of transcript: Transcript) {
        let lines = Self.lines(said)
        #expect(lines.count == stretch.replies.count, "\(transcript.page):\(transcript.line) said \(lines)")
        for (line, expected) in zip(lines, stretch.replies) {
            #expect(Transcript.matches(line, expected.text), "\(transcript.page):\(expected.line)\n\(line)")
        }
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
    }
}
