// What leagues of a hundred thousand organisations ask of each log: the sums of one metric. That is read without the rest,
// and without what was checked before.

import ByteCoding
import Scoring

/// A cursor over the facts of a log.
struct FactHeads: ~Escapable {
    private typealias Flag = Fact.Flag
    private let bytes: Span<UInt8>
    private var offset = 0
    private var end = 0
    private var flags: UInt8 = 0
    private var hour: Int32 = 0

    /// A cursor before the first fact of a log's bytes.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// Adds the facts of a range to the sums of a metric.
    mutating func add(_ hours: HourRange, _ metric: Metric, to sums: inout MetricSums) {
        while end < bytes.count {
            readHead()
            if flags & Flag.duplicate != 0 || !hours.contains(hour) { continue }
            let sign: Int64 = flags & Flag.retraction == 0 ? 1 : -1
            sums.add(received: sign)
            add(metric, sign, to: &sums)
        }
    }

    @inline(__always)
    private mutating func add(_ metric: Metric, _ sign: Int64, to sums: inout MetricSums) {
        switch metric {
        case .volume: break
        case .sentiment:
            passNumbers()
            if isScored, let compound = readOptional() { sums.add(value: compound, sign) }
        case .label(let label):
            if !isScored { return }
            sums.add(sign, at: 0)
            if self.label == label.rawValue { sums.add(sign, at: 1) }
        case .dimension(let dimension):
            if let score = readScore(of: dimension) { sums.add(value: score, sign) }
        case .outcome(let bit): addText(readOutcomes() >> UInt64(bit), sign, to: &sums)
        case .urgency(let bit): addText(readUrgency() >> UInt64(bit), sign, to: &sums)
        case .nps: if let group = readRatings().npsGroup { sums.add(sign, at: group) }
        case .csat: if let csat = readRatings().csat { sums.add(value: Int64(csat), sign) }
        case .ces: if let ces = readRatings().ces { sums.add(value: Int64(ces), sign) }
        }
    }

    /// Counts a text with a label, and what the lowest bit tells of it.
    @inline(__always)
    private func addText(_ bits: UInt64, _ sign: Int64, to sums: inout MetricSums) {
        if label != Flag.label { sums.add(sign, at: isScored ? 0 : 1) }
        if bits & 1 != 0 { sums.add(sign, at: 2) }
    }

    private var label: UInt8 { flags & Flag.label }
    private var isScored: Bool { label != Flag.label && label != SentimentLabel.insufficient.rawValue }

    @inline(__always)
    private mutating func readHead() {
        offset = end
        let count = readNumber()
        end = offset &+ Int(count)
        flags = bytes[offset]
        offset &+= 1
        hour &+= Int32(truncatingIfNeeded: Self.signed(readNumber()))
    }

    /// Passes over the segments and reads the ratings behind them.
    @inline(__always)
    private mutating func readRatings() -> Ratings {
        var ratings = Ratings()
        if flags & Flag.segments == 0 { return ratings }
        let mask = readNumber()
        pass(numbers: (mask & Self.axes).nonzeroBitCount)
        let present = mask >> UInt64(SegmentAxis.count)
        if present & 1 != 0 { ratings.nps = Int(readByte()) }
        if present & 2 != 0 { ratings.csat = Int(readByte()) }
        if present & 4 != 0 { ratings.ces = Int(readByte()) }
        return ratings
    }

    /// Passes over the segments and the ratings.
    @inline(__always)
    private mutating func passNumbers() {
        if flags & Flag.segments == 0 { return }
        let mask = readNumber()
        pass(numbers: (mask & Self.axes).nonzeroBitCount)
        offset &+= (mask >> UInt64(SegmentAxis.count)).nonzeroBitCount
    }

    private static let axes: UInt64 = 1 << UInt64(SegmentAxis.count) - 1

    /// The score of a dimension; nil without one.
    @inline(__always)
    private mutating func readScore(of dimension: Dimension) -> Int64? {
        if flags & Flag.dimensions == 0 { return nil }
        passNumbers()
        pass(numbers: 1)
        let mask = readNumber()
        let bit: UInt64 = 1 << UInt64(dimension.rawValue)
        if mask & bit == 0 { return nil }
        pass(dimensions: (mask & (bit - 1)).nonzeroBitCount)
        return readOptional()
    }

    @inline(__always)
    private mutating func readOutcomes() -> UInt64 {
        let mask = readSignals()
        return mask & Signals.Bit.outcomes == 0 ? 0 : readNumber()
    }

    @inline(__always)
    private mutating func readUrgency() -> UInt64 {
        let mask = readSignals()
        if mask & Signals.Bit.urgency == 0 { return 0 }
        pass(numbers: (mask & (Signals.Bit.urgency - 1)).nonzeroBitCount)
        return readNumber()
    }

    /// Passes over what stands before the signals; which there are.
    @inline(__always)
    private mutating func readSignals() -> UInt64 {
        if flags & Flag.signals == 0 { return 0 }
        passNumbers()
        pass(numbers: 1)
        if flags & Flag.dimensions != 0 { pass(dimensions: readNumber().nonzeroBitCount) }
        return readNumber()
    }

    /// Passes over a score and two counts so many times.
    @inline(__always)
    private mutating func pass(dimensions count: Int) {
        for _ in 0..<count {
            pass(numbers: 1)
            offset &+= bytes[offset] == 255 ? 3 : 1
        }
    }

    @inline(__always)
    private mutating func pass(numbers count: Int) {
        for _ in 0..<count { while readByte() >= 0x80 {} }
    }

    /// LEB128. A byte at a time: eight at once took half as long again, as most are small and the processor foresees it.
    @inline(__always)
    private mutating func readNumber() -> UInt64 {
        var byte = readByte()
        var value = UInt64(byte & 0x7F)
        var shift: UInt64 = 7
        while byte >= 0x80 {
            byte = readByte()
            value |= UInt64(byte & 0x7F) &<< shift
            shift &+= 7
        }
        return value
    }

    @inline(__always)
    private mutating func readByte() -> UInt8 {
        defer { offset &+= 1 }
        return bytes[offset]
    }

    @inline(__always)
    private mutating func readOptional() -> Int64? {
        let number = readNumber()
        return number == 0 ? nil : Self.signed(number - 1)
    }

    private static func signed(_ zigzag: UInt64) -> Int64 { Int64(bitPattern: zigzag >> 1 ^ (0 &- (zigzag & 1))) }
}
