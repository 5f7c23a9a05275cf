import Testing

@testable import Aggregation

@Suite("Hashing")
struct HashingTests {
    @Test("SipHash agrees with OpenSSL's")
    func vectors() {
        // for n in 0 1 7 8 15 36: the first n bytes of 00 01 02 … through
        // openssl mac -macopt size:16 -macopt hexkey:000102030405060708090A0B0C0D0E0F SIPHASH
        let expected = [
            (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
            (7, "a1f1ebbed8dbc153c0b84aa61ff08239"), (8, "3b62a9ba6258f5610f83e264f31497b4"),
            (15, "5493e99933b0a8117e08ec0f97cfc3d9"), (36, "3dc47d1f29c448461e9e76ed904f6711"),
        ]
        for (count, hex) in expected {
            let bytes = (0..<UInt8(count)).map { $0 }
            let hash = SipHash.hash(bytes.span, seed: Ledger.testSeed)
            let output = [hash.low, hash.high].flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
            }
            #expect(
                output.map { byte in byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16) }.joined()
                    == hex)
        }
    }

    @Test("a name within a prefix hashes as the two one after the other")
    func prefix() {
        let prefix = Hash128(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)
        let whole = (0..<36).map { UInt8($0) }
        let rest = Array(whole[16...])
        let split = SipHash.hash(prefix, rest.span, seed: Ledger.testSeed)
        let once = SipHash.hash(whole.span, seed: Ledger.testSeed)
        #expect(split == once)
    }

    @Test("the index finds what a dictionary finds, after any insertions and removals, with colliding hashes too")
    func index() {
        var samples = Samples(seed: 41)
        var index = HashIndex()
        var model: [Int: UInt64] = [:]
        for step in 0..<20_000 {
            let place = samples.number(0...400)
            if let hash = model[place] {
                index.remove(hash, place: place)
                model[place] = nil
            } else {
                let hash = UInt64(samples.number(0...50)) &* 0x1_0000_0001
                index.insert(hash, place: place)
                model[place] = hash
            }
            #expect(index.count == model.count)
            if step % 100 == 0 {
                for place in 0...400 {
                    let hash = model[place] ?? 7
                    #expect((index.find(hash) { $0 == place } != nil) == (model[place] != nil))
                }
            }
        }
    }
}
