import Persistence
import Testing

@Suite("CRC32C")
struct CRC32CTests {
    @Test("the published check values come out, by hardware and by table")
    func publishedValues() {
        // RFC 3720 appendix B.4, and the customary check over "123456789".
        let samples: [(bytes: [UInt8], checksum: UInt32)] = [
            (Array("123456789".utf8), 0xE306_9283),
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
            ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            ((0..<32).map { UInt8($0) }, 0x46DD_794E),
            ((0..<32).reversed().map { UInt8($0) }, 0x113F_DB5C),
            ([], 0),
        ]
        for sample in samples {
            let hardware = CRC32C.checksum(sample.bytes.span)
            let portable = CRC32C.portable(sample.bytes.span)
            #expect(hardware == sample.checksum)
            #expect(portable == sample.checksum)
        }
    }

    @Test("hardware and table agree on every length and split")
    func twinsAgree() {
        var random = SeededRandom(seed: 1)
        let bytes = (0..<300).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        for count in 0...bytes.count {
            let part = Array(bytes[..<count])
            let whole = CRC32C.checksum(part.span)
            let table = CRC32C.portable(part.span)
            #expect(whole == table)
            let split = count / 3
            let front = CRC32C.checksum(part.span.extracting(first: split))
            let joined = CRC32C.checksum(part.span.extracting(droppingFirst: split), after: front)
            let joinedByTable = CRC32C.portable(part.span.extracting(droppingFirst: split), after: front)
            #expect(joined == whole)
            #expect(joinedByTable == whole)
        }
    }
}
