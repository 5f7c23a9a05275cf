import Aggregation
import LineProtocol
import Testing

@Suite("Submissions in lines")
struct SubmitRequestTests {
    private func read(_ line: String) throws -> SubmitRequest {
        let bytes = Array(line.utf8)
        var tag = 0..<0
        let request = try Request(RequestLine.parse(bytes.span, tag: &tag), in: bytes.span)
        guard case .submit(let submission) = request else { throw Refusal(.badRequest, "no submission") }
        return submission
    }

    private func text(_ field: SubmissionField, of submission: SubmitRequest) -> String {
        String(decoding: submission[field])
    }

    @Test(
        "a submission is the same however its JSON is written",
        arguments: [
            // As our clients write it, as others do, with white space wherever it may stand, with escapes.
            #"SUBMIT {"org":"acme","id":"a-1","channel":"web","staff":"Zoë","customer":"c \\ 9","touchpoint":"till","text":"so \"la\"","#
                + #""at":5,"tags":{"k":"v"},"explain":true,"return":"representation"}"#,
            #"@t submit {"text": "so \"la\"", "org": "acme", "id": "a-1", "channel": "web", "staff": "Zo\u00eb", "customer": "c \\ 9", "#
                + #""touchpoint": "till", "explain": true, "return": "representation", "at": 5, "tags": {"k": "v"}}"#,
            "SUBMIT{ \t\"org\" \r:  \"acme\"  ,\t\"id\" : \"a-1\",\"channel\":\t\"web\" , \"staff\":\"Zoë\",\"customer\":\"c \\\\ 9\", "
                + "\"touchpoint\"  :\"till\",  \"text\":  \"so \\\"la\\\"\",\"at\" :5 ,\"tags\": { \"k\" :\"v\"}, \"explain\" : true,"
                + "\"return\": \"representation\" } ",
            #"SUBMIT {"\u006frg":"\u0061cme","i\u0064":"a\u002D1","channe\u006c":"we\u0062","staf\u0066":"Zo\u00EB","customer":"c \u005c 9","#
                + #""touchpoin\u0074":"t\u0069ll","tex\u0074":"\u0073o \u0022la\"","\u0061t":5,"tag\u0073":{"\u006b":"\u0076"},"#
                + #""explai\u006e":true,"retur\u006e":"re\u0070resentation"}"#,
        ])
    func sameContent(line: String) throws {
        let submission = try read(line)
        #expect(submission.org == "acme" && submission.hasID && submission.survey == nil)
        #expect(text(.id, of: submission) == "a-1" && text(.channel, of: submission) == "web")
        #expect(text(.staff, of: submission) == "Zoë" && text(.customer, of: submission) == "c \\ 9")
        #expect(text(.touchpoint, of: submission) == "till" && text(.text, of: submission) == "so \"la\"")
        #expect(text(.survey, of: submission).isEmpty && submission.answers.isEmpty && submission.surveyVersion == nil)
        #expect(submission.at == 5 && submission.explain && submission.preference == .representation)
        #expect(submission.tags.map(\.key) == ["k"] && submission.tags.map(\.value) == ["v"])
    }

    private static let mistaken: [(line: String, code: ErrorCode, field: String?, offset: Int?)] = [
        (#"SUBMIT {"org":"a","org":"b","text":""}"#, .badJSON, "org", 18),
        (#"SUBMIT {"org":"a","o\u0072g":"b","text":""}"#, .badJSON, "org", 18),
        (#"SUBMIT {"o\u0072g":"a", "org":"b","text":""}"#, .badJSON, "org", 24),
        (#"SUBMIT {"organ":"a"}"#, .unknownField, nil, 8), (#"SUBMIT {"":"a"}"#, .unknownField, nil, 8),
        (#"SUBMIT {"survey_version_2":"a","text":""}"#, .unknownField, nil, 8),
        (#"SUBMIT {"org\u0000":"a","text":""}"#, .unknownField, nil, 8),
        (#"SUBMIT {"org" "a","text":"bbbbbbbbbb"}"#, .badJSON, nil, 14),
        (#"SUBMIT {"org":"a" "text":"bbbbbbbbbb"}"#, .badJSON, nil, 18),
        (#"SUBMIT {,"org":"a","text":"bbbbbbbbb"}"#, .badJSON, nil, 8),
        (#"SUBMIT {"org":"a","text":"bbbbbbbbb",}"#, .badJSON, nil, 37),
        (#"SUBMIT {"org":"a"},"text":"bbbbbbbbbb"}"#, .badJSON, nil, 18),
        (#"SUBMIT {"org": "a b","text":"bbbbbbbb"}"#, .badValue, "org", 15),
        (#"SUBMIT {"org":"","text":"bbbbbbbbbbbbb"}"#, .badValue, "org", 14),
        (#"SUBMIT {"org":"é","text":"bbbbbbbbbbbb"}"#, .badValue, "org", 14),
        (#"SUBMIT {"org":"a","id":"s12","text":"b"}"#, .badValue, "id", 23),
        (#"SUBMIT {"org":"a","id":"\u007312","text":"b"}"#, .badValue, "id", 23),
        ("SUBMIT {\"org\":\"a\",\"staff\":\"b\u{7f}\",\"text\":\"b\"}", .badValue, "staff", 26),
        ("SUBMIT {\"org\":\"a\",\"staff\":\"b\u{1f}\",\"text\":\"b\"}", .badJSON, nil, 28),
        (#"SUBMIT {"org":"a","staff":"b\u001f","text":"b"}"#, .badValue, "staff", 26),
        (#"SUBMIT {"org":"a","text":7}"#, .badValue, "text", 25),
        (#"SUBMIT {"org":"a","text":}"#, .badJSON, nil, 25),
        (#"SUBMIT {"org":"a"}"#, .missingField, "text", nil), (#"SUBMIT {"text":"a"}"#, .missingField, "org", nil),
    ]

    @Test("a mistake is named with its field and offset however the key before it is written", arguments: mistaken)
    func mistakes(line: String, code: ErrorCode, field: String?, offset: Int?) {
        let refusal = #expect(throws: Refusal.self) { try read(line) }
        #expect(refusal?.code == code && refusal?.field == field && refusal?.offset == offset, "\(line)")
    }

    @Test("names and labels are as long as they may be and no longer, with and without escapes")
    func lengths() throws {
        for (field, bytesMax) in [(SubmissionField.id, 128), (.channel, 256)] {
            for head in ["x", #"\u0078"#] {
                let fitting = head + String(repeating: "x", count: bytesMax - 1)
                let submission = try read(#"SUBMIT {"org":"a","\#(field)":"\#(fitting)","text":"b"}"#)
                #expect(submission[field].count == bytesMax)
                let refusal = #expect(throws: Refusal.self) {
                    try read(#"SUBMIT {"org":"a","\#(field)":"\#(fitting)x","text":"b"}"#)
                }
                #expect(refusal?.code == .badValue && refusal?.field == "\(field)")
            }
        }
    }

    @Test("a line that is cut off anywhere is refused, at an offset within it")
    func truncations() throws {
        let line = #"SUBMIT {"org":"acme", "survey":"nps","answers":{"score":9},"survey_version":1,"text":"a\nb"}"#
        #expect(try read(line).surveyVersion == 1)
        for count in 1..<line.utf8.count {
            let refusal = #expect(throws: Refusal.self) { try read(String(line.prefix(count))) }
            #expect((refusal?.offset ?? 0) <= count)
        }
    }
}
