import ByteCoding
import Testing

@Suite("Byte coding")
struct ByteCodingTests {
    @Test("every value written is read back")
    func roundTrip() throws {
        var writer = ByteWriter()
        let unsigned: [UInt64] = [0, 1, 127, 128, 300, 1 << 35, .max]
        let signed: [Int64] = [0, -1, 1, .min, .max]
        for value in unsigned { writer.writeVarint(value) }
        for value in signed { writer.writeSigned(value) }
        writer.writeFixed(UInt32(0xDEAD_BEEF))
        writer.writeFixed(Int16(-2))
        writer.writeString("naïve ☕️")
        writer.writeBytes([0, 255])
        var reader = ByteReader(writer.bytes.span)
        // A reader cannot escape into the macro's closure: read first, compare then.
        for value in unsigned {
            let read = try reader.readVarint()
            #expect(read == value)
        }
        for value in signed {
            let read = try reader.readSigned()
            #expect(read == value)
        }
        let word = try reader.readFixed(UInt32.self)
        let half = try reader.readFixed(Int16.self)
        let string = try reader.readString()
        let bytes = try reader.readBytes()
        #expect(word == 0xDEAD_BEEF)
        #expect(half == -2)
        #expect(string == "naïve ☕️")
        #expect(bytes == [0, 255])
        let isAtEnd = reader.isAtEnd
        #expect(isAtEnd)
    }

    @Test("every truncation of a value is an error, never a trap")
    func truncations() throws {
        var writer = ByteWriter()
        writer.writeString("kept")
        writer.writeFixed(UInt64.max)
        for count in 0..<writer.bytes.count {
            let cut = [UInt8](writer.bytes[..<count])
            #expect(throws: ByteCodingError.self) {
                var reader = ByteReader(cut.span)
                _ = try reader.readString()
                _ = try reader.readFixed(UInt64.self)
            }
        }
    }

    @Test("a count beyond the bytes left is malformed")
    func hugeCount() {
        var writer = ByteWriter()
        writer.writeVarint(.max)
        let bytes = writer.bytes
        #expect(throws: ByteCodingError.malformed(offset: 0)) {
            var reader = ByteReader(bytes.span)
            _ = try reader.readCount()
        }
    }

    @Test("an integer of more than 64 bits is malformed")
    func overlong() {
        let bytes = [UInt8](repeating: 0xFF, count: 10) + [0x01]
        #expect(throws: ByteCodingError.malformed(offset: 0)) {
            var reader = ByteReader(bytes.span)
            _ = try reader.readVarint()
        }
    }
}
