import Aggregation
import ByteCoding
import Testing

@Suite("The stored form of a ledger")
struct SnapshotTests {
    /// A ledger with all kinds of content, and the sections that are not empty.
    private func sample() throws -> (Ledger, [Int]) {
        var samples = Samples(seed: 21)
        var limits = LedgerLimits()
        limits.factLogBytesMax = 300
        limits.verbatimsMax = 2
        var ledger = Ledger(limits: limits)
        for sequence in 1...200 as ClosedRange<UInt64> {
            let entry = samples.entry(organisations: 3, received: 1_764_000_000_000 + Int64(sequence) * 600_000)
            try ledger.apply(entry.encoded, sequence: sequence)
        }
        let empty = Ledger().sections[1]
        return (ledger, ledger.sections.indices.filter { ledger.sections[$0] != empty })
    }

    @Test("what was written is read, tallies, logs, ids and kept submissions")
    func roundTrip() throws {
        let (ledger, _) = try sample()
        let restored = try Ledger(sections: ledger.sections, limits: ledger.limits)
        #expect(restored.sections == ledger.sections)
        #expect(restored.report("org-1") == ledger.report("org-1"))
        #expect(restored.figures == ledger.figures)
        let empty = try Ledger(sections: Ledger().sections)
        #expect(empty.sections == Ledger().sections)
    }

    @Test("every truncation of a section is an error")
    func truncations() throws {
        let (ledger, used) = try sample()
        let sections = ledger.sections
        for index in used.prefix(6) {
            for count in 0..<sections[index].count {
                var cut = sections
                cut[index] = Array(cut[index][..<count])
                #expect(throws: ByteCodingError.self) { try Self.decode(cut, upTo: index) }
            }
        }
    }

    @Test("no flipped bit traps")
    func bitFlips() throws {
        let (ledger, used) = try sample()
        let sections = ledger.sections
        for index in used.prefix(4) {
            for bit in stride(from: 0, to: sections[index].count * 8, by: 3) {
                var flipped = sections
                flipped[index][bit / 8] ^= 1 << UInt8(bit % 8)
                try? Self.decode(flipped, upTo: index)
            }
        }
    }

    @Test("a missing, surplus or misplaced section is an error")
    func wrongSections() throws {
        let (ledger, used) = try sample()
        let sections = ledger.sections
        let misplaced = used.first { $0 > 0 && sections[$0].count > 100 } ?? 1
        var swapped = sections
        swapped.swapAt(misplaced, misplaced == 256 ? 255 : misplaced + 1)
        for bad in [Array(sections.dropLast()), sections + [sections[1]], swapped, Array(sections.dropFirst())] {
            #expect(throws: ByteCodingError.self) { try Ledger(sections: bad) }
        }
    }

    private static func decode(_ sections: [[UInt8]], upTo index: Int) throws {
        var decoder = LedgerDecoder(limits: LedgerLimits())
        let meta = sections[0]
        try decoder.decode(meta.span)
        if index == 0 { return }
        for position in 1..<index {
            let empty = Ledger().emptySection(position)
            try decoder.decode(empty.span)
        }
        let section = sections[index]
        try decoder.decode(section.span)
    }
}

extension Ledger {
    fileprivate func emptySection(_ index: Int) -> [UInt8] {
        var writer = ByteWriter()
        encodeSection(index, into: &writer)
        return writer.bytes
    }
}
