// Lines of an import file as requests.

import Testing

@testable import earshot

struct ImportLineTests {
    @Test("what is missing is put in, and the rest goes through as it stands")
    func inserted() throws {
        let line = try make(#"  {"text": "late\nagain"}"#, org: "acme")
        let id = ImportLine.id(of: Array(#"  {"text": "late\nagain"}"#.utf8), number: 7)
        #expect(text(line) == #"SUBMIT {"org":"acme","id":"\#(id)","return":"minimal","text": "late\nagain"}"#)
    }

    @Test("a line that has all is not changed, and its own organisation counts")
    func whole() throws {
        for own in [#""return":"representation""#, #""explain":true"#] {
            let json = #"{"org":"a","id":"x","text":"t",\#(own)}"#
            #expect(text(try make(json, org: "b")) == "SUBMIT " + json)
        }
    }

    @Test("an offset in the request is told as one in the line")
    func shift() throws {
        let json = #" {"text":"t","zap":1}"#
        let line = try make(json, org: "acme")
        let offset = try #require(line.request.firstIndex(of: UInt8(ascii: "z")))
        #expect(offset - line.shift == 14)
    }

    @Test("the id depends on content and place alone")
    func ids() {
        let line = Array("{}".utf8)
        #expect(ImportLine.id(of: line, number: 1) == ImportLine.id(of: line, number: 1))
        #expect(ImportLine.id(of: line, number: 1) != ImportLine.id(of: line, number: 2))
        #expect(ImportLine.id(of: line, number: 1) != ImportLine.id(of: Array("{ }".utf8), number: 1))
    }

    @Test(
        "what is no object is a mistake with its place",
        arguments: ["", "nope", "[]", "{\"a\":1", "{} {}", "{\"a\":\u{1}}"])
    func mistakes(json: String) {
        #expect(throws: ImportLine.Mistake.self) { try make(json, org: "acme") }
    }

    @Test("without an organisation anywhere the line is refused")
    func noOrganisation() {
        #expect(throws: ImportLine.Mistake.self) { try make(#"{"text":"t"}"#, org: nil) }
    }

    @Test("an empty object becomes a request that the server can judge")
    func empty() throws {
        let line = try make("{}", org: "acme")
        #expect(text(line).hasSuffix("\"}"))
        #expect(!text(line).contains(",}"))
    }

    private func make(_ json: String, org: String?) throws -> ImportLine {
        try ImportLine(Array(json.utf8), number: 7, org: org)
    }

    private func text(_ line: ImportLine) -> String { String(decoding: line.request, as: UTF8.self) }
}
