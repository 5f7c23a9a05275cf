import Foundation
import Testing

@Suite("The real program over TLS", .serialized)
struct LiveTranscriptTests {
    private static let transcripts = TranscriptPages.all.filter { $0.options.first != "in" }

    @Test("each conversation goes as the page says, kills and restarts included", arguments: transcripts)
    func live(_ transcript: Transcript) throws {
        let server = try EarshotProcess()
        try server.start(transcript.options)
        for stretch in transcript.stretches {
            let lines = try server.say(
                stretch.requests, expecting: stretch.replies.count, staying: stretch.end == .connect)
            #expect(lines.count == stretch.replies.count)
            for (line, expected) in zip(lines, stretch.replies) {
                #expect(Transcript.matches(line, expected.text), "\(transcript.page):\(expected.line)\n\(line)")
            }
            switch stretch.end {
            case .kill: #expect(server.end(with: SIGKILL) == -SIGKILL)
            case .restart: #expect(server.end(with: SIGTERM) == 0)
            default: continue
            }
            try server.start(transcript.options)
        }
    }

    @Test("SIGTERM under load: every answered submission is there afterwards, none twice")
    func termination() throws {
        let server = try EarshotProcess()
        try server.start(["--loops", "1"])
        let lines = (1...500).map { #"SUBMIT {"org":"o","id":"i\#($0)","text":"Nobody called me back."}"# }
        #expect(try server.say(lines, expecting: 500).count { $0.hasPrefix("OK ") } == 500)
        #expect(server.end(with: SIGTERM) == 0)
        try server.start(["--fsync", "interval"])
        let again = try server.say(lines, expecting: 500)
        #expect(again.count { $0.contains(#""duplicate":true"#) } == 500)
        let report = try server.say([#"REPORT {"org":"o"}"#], expecting: 1)
        #expect(report[0].contains(#""volume":{"received":500,"#))
    }

    @Test("a second server on the same data is refused with its own exit code")
    func locked() throws {
        let server = try EarshotProcess()
        try server.start()
        #expect(throws: StartFailure.self) { try server.startAnother() }
    }

    @Test("plain text and HTTP on the TLS port get a short answer and the end")
    func plainText() throws {
        let server = try EarshotProcess()
        try server.start()
        #expect(try server.sayPlainly("PING\n").hasPrefix("ERR "))
        #expect(try server.sayPlainly("GET / HTTP/1.1\r\n\r\n").hasPrefix("HTTP/1.1 400"))
        #expect(try server.say(["PING"], expecting: 1) == ["OK {}"])
    }
}
