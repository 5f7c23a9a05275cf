import LineProtocol
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
