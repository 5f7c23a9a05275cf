import ByteCoding
import Testing

@testable import Aggregation

@Suite("The words of an organisation, in pieces")
struct VerbatimStoreTests {
    /// One that is kept, as a list would have it.
    private struct Kept: Equatable {
        let sequence: UInt64
        let payload: [UInt8]
        var remnant: Remnant

        var byteCount: Int {
            var writer = ByteWriter()
            remnant.encode(into: &writer)
            return payload.count + writer.bytes.count + 56
        }
    }

    private static func kept(_ store: VerbatimStore) -> [Kept] {
        (0..<store.count).compactMap { position in
            let verbatim = store[position]
            return verbatim.remnant.map {
                Kept(sequence: verbatim.sequence, payload: [UInt8](copying: verbatim.payload), remnant: $0)
            }
        }
    }

    private static func remnants(_ store: RemnantStore) -> [Remnant] {
        var remnants: [Remnant] = []
        store.forEach { remnants.append($0) }
        return remnants
    }

    @Test(
        "the store holds what a list holds, whatever comes, goes and is sent again",
        arguments: 1...20 as ClosedRange<UInt64>)
    func model(seed: UInt64) {
        var samples = Samples(seed: seed)
        // From a few small ones, through pieces that are full, to some that are larger than a piece.
        let countMax = samples.number(0...300)
        let lengthMax = [20, 500, 40_000][samples.number(0...2)]
        var store = VerbatimStore()
        var dropped = RemnantStore()
        var list: [Kept] = []
        var gone: [Remnant] = []
        for number in 1...1_500 {
            let sequence = UInt64(number * 3)
            var remnant = Remnant(sequence: sequence, fact: Fact(hour: Int32(samples.number(0...500_000))))
            if samples.number(0...1) == 0 { remnant.customer = UInt64(number) }
            let length =
                samples.number(0...9) == 0 ? samples.number(1...lengthMax) : samples.number(1...min(600, lengthMax))
            let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* number) }
            store.append(payload.span, remnant: remnant.encoded.span, sequence: sequence)
            list.append(Kept(sequence: sequence, payload: payload, remnant: remnant))
            let target = UInt64(samples.number(1...(number * 3)))
            let place = list.firstIndex { $0.sequence == target }
            switch samples.number(0...9) {
            case 0:
                #expect(store.remove(sequence: target) == place.map { list.remove(at: $0).remnant })
            case 1:
                if let place { list[place].remnant.repeatCount += 1 }
                #expect(store.noteRepeat(sequence: target) == place.map { list[$0].remnant })
            default:
                let found = store.find(sequence: target)
                #expect(found.map { [UInt8](copying: $0.payload) } == place.map { list[$0].payload })
            }
            while store.dropOldest(countMax: countMax, byteCountMax: 200_000, into: &dropped) {
                gone.append(list.removeFirst().remnant)
            }
            let bytes = list.reduce(0) { $0 + $1.byteCount }
            #expect(store.byteCount == bytes && store.count == list.count)
            #expect(list.count <= countMax && bytes <= 200_000)
            if number % 100 == 0 { #expect(Self.kept(store) == list) }
        }
        #expect(Self.kept(store) == list)
        #expect(Self.remnants(dropped) == gone && store.droppedCount == gone.count)
    }

    @Test("who lets most of it go holds no more room than twice what is kept")
    func room() {
        var store = VerbatimStore()
        var dropped = RemnantStore()
        let payload = [UInt8](repeating: 7, count: 700)
        for sequence in 1...10 as ClosedRange<UInt64> {
            let remnant = Remnant(sequence: sequence, fact: Fact(hour: 1))
            store.append(payload.span, remnant: remnant.encoded.span, sequence: sequence)
        }
        for count in (0...9).reversed() {
            while store.dropOldest(countMax: count, byteCountMax: .max, into: &dropped) {}
            #expect(store.count == count && store.roomBytes <= 2 * store.byteCount)
        }
    }
}

extension Remnant {
    fileprivate var encoded: [UInt8] {
        var writer = ByteWriter()
        encode(into: &writer)
        return writer.bytes
    }
}
