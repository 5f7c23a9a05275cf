import ByteCoding
import Scoring
import Testing

@testable import Aggregation

@Suite("Tallies")
struct TallyTests {
    private func tallies(_ count: Int, seed: UInt64) -> [Tally] {
        var samples = Samples(seed: seed)
        return (0..<count).map { _ in
            Tally(samples.submission(organisations: 1, received: 1_764_000_000_000), samples.score())
        }
    }

    @Test("merging is commutative and associative")
    func merging() {
        let all = tallies(60, seed: 31)
        func sum(_ parts: [Tally]) -> Tally { parts.reduce(into: Tally()) { $0.merge($1) } }
        let whole = sum(all)
        #expect(sum(all.reversed()) == whole)
        #expect(sum([sum(Array(all[..<20])), sum(Array(all[20...]))]) == whole)
        #expect(sum([sum([all[0], sum(Array(all[1...]))])]) == whole)
    }

    @Test("taking everything away leaves the empty tally")
    func retracting() {
        let all = tallies(60, seed: 32)
        var tally = Tally()
        for one in all { tally.merge(one) }
        #expect(!tally.isEmpty)
        for one in all.shuffled() { tally.retract(one) }
        #expect(tally.isEmpty)
        #expect(tally == Tally())
        #expect(tally.packed.isEmpty)
    }

    /// Expects that a tally comes out of its packed and of its stored form as it went in.
    private func expectRoundTrip(_ tally: Tally, sourceLocation: SourceLocation = #_sourceLocation) throws {
        var unpacked = Tally()
        let packed = tally.packed
        PackedTally(packed.span).add(to: &unpacked)
        #expect(unpacked == tally, sourceLocation: sourceLocation)
        #expect(unpacked.packed == packed, sourceLocation: sourceLocation)
        var stored = ByteWriter()
        var room = ByteWriter()
        PackedTally(packed.span).encode(into: &stored, in: &room)
        var reader = ByteReader(stored.bytes.span)
        var found = Tally()
        let bytes = try reader.readSpan()
        try found.add(decoding: bytes)
        #expect(found == tally, sourceLocation: sourceLocation)
        #expect(try Self.packed(stored: bytes) == packed, sourceLocation: sourceLocation)
    }

    /// The packed form of a stored one.
    private static func packed(stored: Span<UInt8>) throws -> [UInt8] {
        var writer = ByteWriter()
        var scratch = Tally()
        try StoredTally(stored).pack(into: &writer, &scratch)
        #expect(scratch.isEmpty)
        return writer.bytes
    }

    @Test("a stored tally that nobody would have written so is packed as what it sums up to")
    func unusualStored() throws {
        // Counters 3 and 200, each twice; counter 9 with a zero; counters 40 and 41 that come to nothing.
        let numbers: [(UInt64, Int64)] = [
            (3, 7), (0, -2), (6, 0), (31, 4), (0, -4), (1, 0), (159, 1 << 40), (0, 1),
        ]
        var stored = ByteWriter()
        for (distance, value) in numbers {
            stored.writeVarint(distance)
            stored.writeSigned(value)
        }
        var tally = Tally()
        tally.add(3, 5)
        tally.add(200, 1 << 40 + 1)
        #expect(try Self.packed(stored: stored.bytes.span) == tally.packed)
        #expect(throws: ByteCodingError.self) {
            try Self.packed(stored: stored.bytes.span.extracting(0..<(stored.bytes.count - 1)))
        }
    }

    @Test("packing loses nothing, and equal sums have equal bytes")
    func packing() throws {
        var tally = Tally()
        for one in tallies(60, seed: 33) { tally.merge(one) }
        try expectRoundTrip(tally)
        var roundabout = Tally()
        roundabout.add(Counter.received, 5)
        roundabout.merge(tally)
        roundabout.add(Counter.received, -5)
        #expect(roundabout.packed == tally.packed)
    }

    @Test("any sums are packed and unpacked, also those that no submissions have")
    func packingAnything() throws {
        var samples = Samples(seed: 35)
        for _ in 0..<500 {
            var tally = Tally()
            for _ in 0..<samples.number(0...400) {
                let size = Int64(samples.number(0...20_000)) << Int64(samples.number(0...48))
                tally.add(samples.number(0...(Counter.count - 1)), samples.chance(50) ? 1 : size - 10_000)
            }
            // A number of values with or without their sum and the sum of their squares.
            for first in stride(from: Counter.compoundDrivers, to: Counter.compoundDrivers + 90, by: 3) {
                let value = Int64(samples.number(-3...3))
                tally.add(first, samples.chance(60) ? 1 - tally[first] : value)
                if samples.chance(80) { tally.add(first + 1, value - tally[first + 1]) }
                if samples.chance(80) { tally.add(first + 2, value * value - tally[first + 2]) }
            }
            try expectRoundTrip(tally)
        }
    }

    @Test("facts go through the log unchanged, and fold to the sum of themselves")
    func logAndFold() throws {
        var samples = Samples(seed: 34)
        var log = FactLog()
        var facts: [Fact] = []
        var sum = Tally()
        for _ in 0..<500 {
            let payload = samples.entry(received: 1_764_000_000_000).encoded
            var fact = try Fact(EncodedEntry(payload.span))
            fact.isRetraction = samples.chance(5)
            if samples.chance(20), !fact.isDuplicate {
                fact.segments[samples.number(0...11)] = UInt16(samples.number(1...65_535))
            }
            if samples.chance(20) { fact.ratings.nps = samples.number(0...10) }
            if samples.chance(20) { fact.ratings.csat = samples.number(1...5) }
            if samples.chance(20) { fact.ratings.ces = samples.number(1...7) }
            facts.append(fact)
            log.append(fact)
            fact.add(to: &sum)
        }
        var read: [Fact] = []
        log.forEach { read.append($0) }
        #expect(read == facts)
        var stored = ByteWriter()
        log.encode(into: &stored)
        var reader = ByteReader(stored.bytes.span)
        #expect(try FactLog(decoding: reader.readSpan()) == log)
        var timeline = TallyTimeline()
        let horizon = Horizon(hour: .min, day: .min)
        var scratch = FoldScratch()
        timeline.fold(
            facts.sorted { $0.hour < $1.hour }, at: Array(facts.indices)[...], horizon: horizon, scratch: &scratch)
        #expect(timeline.total == sum.packed)
        for buckets in [timeline.hours, timeline.days] {
            var total = Tally()
            buckets.forEach { $1.add(to: &total) }
            #expect(total == sum)
        }
        let retracted = facts.map { fact in
            var opposite = fact
            opposite.isRetraction.toggle()
            return opposite
        }
        timeline.fold(
            retracted.sorted { $0.hour < $1.hour }, at: Array(facts.indices)[...], horizon: horizon, scratch: &scratch)
        #expect(timeline.isEmpty)
    }

    @Test("the record of an entry has what its figures say, and there is one as long as they can be read")
    func recordOfEntry() throws {
        var samples = Samples(seed: 35)
        var readable = 0
        for _ in 0..<400 {
            let payload = samples.entry(received: 1_764_000_000_000).encoded
            try expectSameRecord(payload)
            for _ in 0..<20 {
                var damaged = payload
                damaged[samples.number(0...(payload.count - 1))] = UInt8(samples.number(0...255))
                if try expectSameRecord(damaged) { readable += 1 }
            }
        }
        #expect(readable > 1_000)
    }

    @Test("taking the first facts out of a log leaves what a log of the others is")
    func removeFirst() throws {
        var samples = Samples(seed: 36)
        var facts: [Fact] = []
        var hour: Int32 = 490_000
        for _ in 0..<60 {
            var fact = try Fact(EncodedEntry(samples.entry(received: 1_764_000_000_000).encoded.span))
            hour += Int32(samples.chance(30) ? samples.number(1...3) : samples.chance(5) ? 70_000 : 0)
            fact.hour = hour
            if !fact.isDuplicate { fact.segments[samples.number(0...11)] = UInt16(samples.number(1...300)) }
            facts.append(fact)
        }
        let log = FactLog(facts[...])
        #expect(log.isInOrder)
        #expect(!FactLog([facts[59], facts[0]]).isInOrder)
        for count in 0...facts.count {
            var rest = log
            rest.removeFirst(count)
            var expected = FactLog(facts[count...])
            #expect(log.first(count) == Array(facts[..<count]))
            #expect(rest == expected && rest.facts == Array(facts[count...]))
            #expect(rest.count == expected.count && rest.isInOrder)
            for values in 0...3 { #expect(rest.isDense(valueCount: values) == expected.isDense(valueCount: values)) }
            rest.append(facts[30])
            expected.append(facts[30])
            #expect(rest == expected && rest.isInOrder == expected.isInOrder)
        }
    }

    /// Whether there is a record; what there is must be that of the entry's fact.
    @discardableResult
    private func expectSameRecord(_ payload: [UInt8]) throws -> Bool {
        guard let entry = try? EncodedEntry(payload.span), entry.kind == .submission else { return false }
        guard let fact = try? Fact(entry) else {
            #expect(throws: ByteCodingError.self) { try EncodedEntry(payload.span).check() }
            return false
        }
        var record = try CheckedEntry(entry, EntryKeys(entry, seed: HashSeed(1, 2))).record
        var log = FactLog()
        log.append(&record, hour: entry.hour, SIMD16(), Ratings())
        #expect(log.facts == [fact])
        #expect(record.label == fact.label)
        return true
    }

    @Test("a log gives back the fullest fact and the emptiest, from one end of time to the other")
    func extremes() {
        var full = Fact(hour: .min)
        full.label = .mixed
        full.compound = -.max
        full.dimensions.positiveMentions = SIMD16(repeating: 255)
        full.dimensions.negativeMentions = SIMD16(repeating: 254)
        for lane in DimensionScores.lanes { full.dimensions.scores[lane] = .max - Int16(lane) }
        for lane in DimensionScores.lanes.upperBound..<16 {
            full.dimensions.positiveMentions[lane] = 0
            full.dimensions.negativeMentions[lane] = 0
        }
        full.signals.outcomes = Outcomes(rawValue: .max)
        full.signals.touchpoints = Touchpoints(rawValue: .max)
        full.signals.urgency = Urgency(rawValue: .max)
        full.signals.modality = Modality(rawValue: .max)
        (full.signals.contactAttempts, full.signals.noShows) = (.max, .max)
        (full.signals.transfers, full.signals.repeats) = (.max, .max)
        (full.signals.waitingMinutes, full.signals.moneyHundredths) = (.max, .max)
        full.signals.isTranscript = true
        (full.ratings.nps, full.ratings.csat, full.ratings.ces) = (10, 5, 7)
        for axis in 0..<SegmentAxis.count { full.segments[axis] = .max - UInt16(axis) }
        var late = full
        late.hour = .max
        let facts = [full, Fact(hour: 0), full, late, Fact(hour: .max - 1), late.repeated(.max), Fact(hour: .min)]
        #expect(FactLog(facts[...]).facts == facts)
    }

    @Test("the histogram of compounds takes the ends and everything between")
    func compoundBuckets() {
        #expect(Counter.compoundBucket(-10_000) == Counter.compoundHistogram)
        #expect(Counter.compoundBucket(9_999) == Counter.compoundHistogram + 79)
        #expect(Counter.compoundBucket(10_000) == Counter.compoundHistogram + 80)
        #expect(Counter.compoundBucket(.max) == Counter.compoundHistogram + 80)
        #expect(Counter.compoundBucket(.min) == Counter.compoundHistogram)
        #expect(Counter.compoundHistogram + Counter.compoundBuckets <= Counter.waitingHistogram)
    }
}

extension Fact {
    /// What an entry adds, by its figures, in no segment and without ratings.
    fileprivate init(_ entry: borrowing EncodedEntry) throws {
        self.init(hour: entry.hour)
        isDuplicate = entry.kind == .duplicate
        guard let figures = try entry.figures() else { return }
        label = figures.label
        compound = figures.compound.map(Fact.narrow)
        dimensions = figures.dimensions
        for lane in DimensionScores.lanes.upperBound..<16 {
            dimensions.scores[lane] = DimensionScores.absent
            (dimensions.positiveMentions[lane], dimensions.negativeMentions[lane]) = (0, 0)
        }
        signals = figures.signals
    }
}

extension Tally {
    fileprivate var packed: [UInt8] {
        var writer = ByteWriter()
        encode(into: &writer)
        return writer.bytes
    }
}
