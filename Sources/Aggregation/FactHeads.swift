// What leagues of a hundred thousand organisations ask of each log: volume, labels, sentiment, and one dimension. That is
// read without the rest, and without what was checked before.

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

    /// Adds the facts of a range to a tally: to the counters below `Counter.transcripts`, and to the number, the sum and the
    /// squares of the scores of one dimension, if one is given.
    mutating func add(_ hours: HourRange, _ dimension: Dimension? = nil, to sum: inout Tally) {
        var row = sum.row
        while end < bytes.count {
            readHour()
            if hours.contains(hour) { add(dimension, to: &row) }
        }
    }

    @inline(__always)
    private mutating func readHour() {
        offset = end
        let count = readNumber()
        end = offset + Int(count)
        flags = bytes[offset]
        offset += 1
        hour &+= Int32(truncatingIfNeeded: Self.signed(readNumber()))
    }

    @inline(__always)
    private mutating func add(_ dimension: Dimension?, to row: inout TallyRow) {
        let sign: Int64 = flags & Flag.retraction == 0 ? 1 : -1
        if flags & Flag.segments != 0 { passNumbers() }
        if flags & Flag.duplicate != 0 { return row.add(Counter.duplicates, sign * Int64(readNumber())) }
        row.add(Counter.received, sign)
        let compound = readOptional()
        if let label = SentimentLabel(rawValue: flags & Flag.label) { row.add(label, compound, sign) }
        guard let dimension, flags & Flag.dimensions != 0, let score = readScore(of: dimension) else { return }
        let counter = Counter.dimensions + Int(dimension.rawValue) * Counter.dimensionStride
        row.add(value: score, at: counter, sign)
    }

    /// The score of a dimension; nil without one.
    private mutating func readScore(of dimension: Dimension) -> Int64? {
        let mask = readNumber()
        let bit: UInt64 = 1 << UInt64(dimension.rawValue)
        if mask & bit == 0 { return nil }
        for _ in 0..<(mask & (bit - 1)).nonzeroBitCount {
            _ = readNumber()
            offset += bytes[offset] == 255 ? 3 : 1
        }
        return readOptional()
    }

    @inline(__always)
    private mutating func passNumbers() {
        let mask = readNumber()
        for _ in 0..<(mask & Self.axes).nonzeroBitCount { _ = readNumber() }
        offset += (mask >> UInt64(SegmentAxis.count)).nonzeroBitCount
    }

    private static let axes: UInt64 = 1 << UInt64(SegmentAxis.count) - 1

    /// LEB128.
    @inline(__always)
    private mutating func readNumber() -> UInt64 {
        var byte = bytes[offset]
        offset += 1
        var value = UInt64(byte & 0x7F)
        var shift: UInt64 = 7
        while byte >= 0x80 {
            byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) &<< shift
            shift += 7
        }
        return value
    }

    @inline(__always)
    private mutating func readOptional() -> Int64? {
        let number = readNumber()
        return number == 0 ? nil : Self.signed(number - 1)
    }

    private static func signed(_ zigzag: UInt64) -> Int64 { Int64(bitPattern: zigzag >> 1 ^ (0 &- (zigzag & 1))) }
}
