import LineProtocol
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
    @Test(
        "a valid text is read",
        arguments: [
            ("{}", JSONValue.object([])),
            (
                " [ 1 , -0.5e+3 , true , false , null ] ",
                .array([.number("1"), .number("-0.5e+3"), .bool(true), .bool(false), .null])
            ),
            (
                #"{"a":{"b":[]},"c":""}"#,
                .object([.init("a", .object([.init("b", .array([]))])), .init("c", .string(""))])
            ),
            (#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00""#, .string("\"\\/\u{8}\u{c}\n\r\tAé😀")),
            ("\"naïve ☕️ 𝄞\"", .string("naïve ☕️ 𝄞")),
            ("0", .number("0")),
        ])
    func valid(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == expected)
    }

    @Test(
        "a mistake is named with its offset",
        arguments: [
            ("", 0), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{a:1}", 1), ("01", 0), ("1.", 1),
            ("-", 0), ("+1", 0), (".5", 0), ("\"a", 2), ("\"\t\"", 1), (#""\x""#, 1), (#""\u12g4""#, 1),
            (#""\ud800""#, 1), (#""\ud800A""#, 1), (#""\udc00""#, 1), ("nul", 0), ("true false", 5),
            (#"{"a":1,"a":2}"#, 7), (#"{"a":1,"\u0061":2}"#, 7), ("[[]", 3), ("]", 0), ("1e", 0), ("NaN", 0),
        ])
    func invalid(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.offset == offset, "\(text): \(error?.reason ?? "")")
    }

    @Test(
        "invalid UTF-8 in a string is refused where it begins",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0xC3],
        ] as [[UInt8]])
    func invalidUTF8(sequence: [UInt8]) {
        let bytes: [UInt8] = [0x22, 0x61] + sequence + [0x22]
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes.span) }
        #expect(error?.offset == 2)
    }

    @Test("depth is limited, in arrays and in objects")
    func depth() throws {
        let allowed = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        _ = try JSONValue(parsing: allowed)
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[" + allowed + "]") }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test("every truncation of a valid text is an error, never a trap")
    func truncations() {
        let text = Array(#"{"text":"caf\u00e9 ☕️ \ud83d\ude00","n":[-1.5e10,0,true],"o":{"k":null}}"#.utf8)
        for count in 0..<text.count {
            let cut = Array(text[..<count])
            #expect(throws: JSONError.self) { try JSONValue(parsing: cut.span) }
        }
    }

    @Test("integers are exact to the borders of 64 bits")
    func integers() throws {
        for value in [Int64.min, -1, 0, 42, .max] {
            let bytes = Array(String(value).utf8)
            var reader = JSONReader(bytes.span)
            let read = try reader.readInteger()
            #expect(read == value)
        }
        for text in ["9223372036854775808", "-9223372036854775809", "1.0", "1e3"] {
            let bytes = Array(text.utf8)
            #expect(throws: JSONError.self) {
                var reader = JSONReader(bytes.span)
                _ = try reader.readInteger()
            }
        }
    }

    @Test("what the writer writes, the reader reads")
    func roundTrip() throws {
        let value = JSONValue.object([
            .init("quote\" back\\ \u{0}\u{1f}\u{7f}\n\t\r", .string("☕️ é 😀 \u{2028}")),
            .init("list", .array([.number("1"), .null, .bool(false), .object([])])),
        ])
        var writer = JSONWriter()
        writer.value(value)
        #expect(try JSONValue(parsing: writer.bytes.span) == value)
        let hasNoControls = writer.bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        #expect(hasNoControls)
    }

    @Test("decimals are written exactly, without trailing zeros")
    func decimals() {
        var writer = JSONWriter()
        writer.array {
            for value in [0, 1, -1, 10_000, -6124, 5_000, 12_345_600] { $0.decimal(value, places: 4) }
            $0.double(1.0 / 3, places: 4)
            $0.double(.infinity, places: 4)
        }
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text == "[0,0.0001,-0.0001,1,-0.6124,0.5,1234.56,0.3333,null]")
    }

    @Test("what ends a plain run in a string is found at every place of a long one", arguments: 0..<40)
    func marks(place: Int) throws {
        for byte in UInt8(0)...0xFF where byte != UInt8(ascii: "\\") {
            var text = [UInt8](repeating: UInt8(ascii: "a"), count: 40)
            text[place] = byte
            text = [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
            var reader = JSONReader(text.span)
            do {
                let string = try reader.readString()
                // The quote ends it early; the others are its value.
                let count = byte == UInt8(ascii: "\"") ? place : 40
                #expect(reader.decode(string) == Array(text[1..<(1 + count)]))
                #expect(byte >= 0x20 && byte < 0x80)
            } catch {
                #expect(byte < 0x20 || byte >= 0x80)
                #expect(error.offset == 1 + place)
            }
        }
    }

    @Test("invalid UTF-8 is found at every place of a line of any length", arguments: 1..<70)
    func invalidUTF8(count: Int) {
        for place in 0..<count {
            var line = [UInt8](repeating: UInt8(ascii: "a"), count: count)
            #expect(UTF8Validation.firstInvalid(in: line.span) == nil)
            line[place] = 0xC3
            #expect(UTF8Validation.firstInvalid(in: line.span) == place)
        }
    }

    @Test("escapes are decoded at every place of a long string", arguments: 0..<20)
    func escapes(place: Int) throws {
        let escapes = [(#"\n"#, "\n"), (#"\""#, "\""), (#"\u00e9"#, "é"), (#"\ud83d\ude00"#, "😀"), (#"\\"#, #"\"#)]
        for (escape, value) in escapes {
            let (head, tail) = (String(repeating: "a", count: place), String(repeating: "b", count: 20 - place))
            let text = Array("\"\(head)\(escape)\(tail)\(escape)\"".utf8)
            var reader = JSONReader(text.span)
            let string = try reader.readString()
            #expect(reader.text(string) == head + value + tail + value)
        }
    }
}
