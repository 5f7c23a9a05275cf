// Hostile texts: shown, never obeyed.

import LineProtocol
import Testing

@testable import earshot

struct SafeTextTests {
    @Test("escape sequences and control characters become pictures")
    func controls() {
        #expect(SafeText.line("a\u{1B}[31mb\u{07}\u{0}\u{7F}\n\t") == "a␛[31mb␇␀␡␊␉")
        #expect(SafeText.line("\u{9B}31m\u{85}") == "\u{FFFD}31m\u{FFFD}")
    }

    @Test("overrides of the direction of writing are shown as replaced")
    func directions() {
        for value in [0x202A, 0x202E, 0x2066, 0x2069, 0x200F, 0x061C, 0x2028, 0xFEFF, 0xE0041] as [UInt32] {
            let scalar = Unicode.Scalar(value).map { String($0) } ?? ""
            #expect(SafeText.line("x\(scalar)y") == "x\u{FFFD}y")
        }
    }

    @Test("ordinary words of any script stay as they are")
    func ordinary() {
        let text = "Grüße, 漢字 مرحبا 👩‍👩‍👧 ❤️"
        #expect(SafeText.line(text) == text)
    }

    @Test("no scalar below U+0300 that a terminal obeys gets through")
    func exhaustive() {
        for value in UInt32(0)..<0x300 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for shown in SafeText.line(String(scalar)).unicodeScalars {
                #expect(shown.value >= 0x20 && !(0x7F..<0xA0).contains(shown.value))
            }
        }
    }

    @Test("JSON for a terminal means the same, without its dangerous characters")
    func json() throws {
        let json = "{\"text\":\"a\u{9B}b\u{202E}c\u{E0041}\"}"
        let safe = SafeText.json(json)
        #expect(safe == #"{"text":"a\u009bb\u202ec\udb40\udc41"}"#)
        #expect(try JSONValue(parsing: safe) == JSONValue(parsing: json))
    }

    @Test("an export keeps the words for a file, and disarms them on a terminal")
    func exporting() {
        let row = "s1,\"a\u{1B}]0;x\u{07}\"\r\n"
        #expect(ExportCommand.shown(row, onTerminal: false) == row)
        #expect(ExportCommand.shown(row, onTerminal: true) == "s1,\"a␛]0;x␇\"\n")
    }

    @Test("a block keeps its lines")
    func block() { #expect(SafeText.block("a\r\nb\tc\rd\n") == "a\nb c␍d\n") }
}
