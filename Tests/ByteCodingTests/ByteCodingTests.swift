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

    @Test("an integer is the same whatever follows it")
    func neighbours() throws {
        for shift in 0..<UInt64(64) {
            for value: UInt64 in [1 << shift, (1 << shift) - 1, .max >> shift] {
                for (before, after) in [(0, 0), (0, 20), (9, 1), (3, 7), (8, 8)] as [(Int, Int)] {
                    var writer = ByteWriter()
                    for _ in 0..<before { writer.write(0xFF) }
                    writer.writeVarint(value)
                    let end = writer.bytes.count
                    for _ in 0..<after { writer.write(0xFF) }
                    var reader = ByteReader(writer.bytes.span)
                    try reader.skip(count: before)
                    let read = try reader.readVarint()
                    let offset = reader.offset
                    #expect(read == value && offset == end)
                }
            }
        }
    }

    @Test("the last bytes of a span are the low bytes of a word")
    func tails() {
        let bytes = (1...20).map { UInt8($0) }
        for count in 0...20 {
            for rest in 0...min(7, count) {
                var expected: UInt64 = 0
                for index in 0..<rest { expected |= UInt64(bytes[count - rest + index]) << UInt64(8 * index) }
                let word = bytes.span.extracting(first: count).tailWord(at: count - rest)
                #expect(word == expected)
            }
        }
    }

    @Test("bytes and words are appended where there is room")
    func appended() throws {
        var writer = ByteWriter()
        writer.write(7)
        let content: [UInt8] = [1, 2, 3]
        writer.append(atMost: 20) { output in
            output.append(copying: content.span)
            output.append(copying: content.span.extracting(first: 0))
            output.writeFixed(0x0807_0605_0403_0201)
        }
        #expect(writer.bytes == [7, 1, 2, 3, 1, 2, 3, 4, 5, 6, 7, 8])
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

    @Test("a byte is found where it is, whatever is left of a block", arguments: 0...50)
    func search(count: Int) {
        for place in 0...count {
            var bytes = [UInt8](repeating: 0x0B, count: count)
            if place < count { bytes[place] = 0x0A }
            for start in 0...count {
                #expect(bytes.span.firstIndex(of: 0x0A, from: start) == bytes[start...].firstIndex(of: 0x0A))
            }
        }
    }

    @Test("the first byte of a range is found, one that wraps too, whatever is left of a block", arguments: 0...40)
    func searchForRange(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 3) }
        for (first, last) in [(0x30, 0x3A), (0x80, 0x1F), (0x00, 0xFF), (0x07, 0x07)] as [(UInt8, UInt8)] {
            for start in 0...count {
                let expected = bytes[start...].firstIndex { $0 &- first <= last &- first } ?? count
                #expect(bytes.span.firstIndex(from: start) { $0.marks(from: first, to: last) } == expected)
            }
        }
    }

    @Test("a byte that the same follows is found, in either case", arguments: 0...40)
    func searchForPair(count: Int) {
        for place in 0...count {
            var bytes = [UInt8](repeating: UInt8(ascii: "."), count: count)
            if place < count { bytes[place] = UInt8(ascii: "w") }
            if place + 1 < count { bytes[place + 1] = UInt8(ascii: "W") }
            let found = bytes.span.firstIndex(from: 0) { $0.lowerCased.marks(UInt8(ascii: "w")).doubled }
            if place + 1 < count { #expect(found == place) } else { #expect(found == count || found == place) }
        }
    }
}
