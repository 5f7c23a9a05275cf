// Reads the facts of a log: whole, or no more of each than the one metric rests on that a league is made by.

import ByteCoding
import Scoring

/// A cursor over the records of a log (FactRecord).
struct FactReader: ~Escapable {
    private typealias Flag = FactRecord.Flag
    private typealias Shift = FactRecord.Shift

    private let bytes: Span<UInt8>
    /// Where the record begins and ends.
    private var start = 0
    private var end = 0
    /// Its first eight bytes.
    private var head: UInt64 = 0
    /// The hour of the fact.
    private(set) var hour: Int32

    /// A cursor before the first of a log's records.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, firstHour: Int32) {
        self.bytes = bytes
        hour = firstHour
    }

    /// Moves on to the next fact; false when there is none.
    @inline(__always)
    mutating func next() -> Bool {
        while end < bytes.count {
            start = end
            head = bytes.word(at: start)
            end = start &+ Int(head & 0xFF)
            if head & Flag.hour == 0 {
                hour &+= Int32(Int16(truncatingIfNeeded: head >> Shift.hours))
                return true
            }
            hour = Int32(truncatingIfNeeded: head >> Shift.compound)
        }
        return false
    }

    /// The records behind it.
    var bytesAfter: Span<UInt8> {
        @_lifetime(copy self)
        get { bytes.extracting(end...) }
    }

    /// Whether it has other segments than the fact before.
    var changesSegments: Bool { head & Flag.segments != 0 }

    // MARK: - What a headline counts

    var isRepetition: Bool { head & Flag.repetition != 0 }

    /// 1, or -1 for what takes something back.
    var sign: Int64 { head & Flag.retraction == 0 ? 1 : -1 }

    /// The label and the compound of its text; nil without a text.
    @inline(__always)
    var sentiment: (label: SentimentLabel, compound: Int16?)? {
        SentimentLabel(rawValue: UInt8(truncatingIfNeeded: label)).map { ($0, compound) }
    }

    /// Calls with each dimension that has a score.
    @inline(__always)
    func forEachScore(_ body: (Int, Int16) -> Void) {
        var place = scoresStart
        var rest = dimensions
        while rest != 0 {
            let score = score(at: place)
            if score != FactRecord.absent { body(rest.trailingZeroBitCount, score) }
            place &+= 2
            rest &= rest &- 1
        }
    }

    var outcomes: UInt64 { signal(Signals.Bit.outcomes) }
    var urgency: UInt64 { signal(Signals.Bit.urgency) }

    // MARK: - A whole fact

    /// The fact, which comes after one with those segments.
    func fact(after segments: SIMD16<UInt16>) throws(ByteCodingError) -> Fact {
        var fact = Fact(hour: hour)
        fact.isRetraction = head & Flag.retraction != 0
        fact.segments = segments
        fact.label = SentimentLabel(rawValue: UInt8(truncatingIfNeeded: label))
        fact.compound = compound
        var rest = ByteReader(bytes.extracting(scoresStart..<end))
        if isRepetition {
            fact.isDuplicate = true
            fact.repeatCount = try rest.readVarint(as: UInt32.self)
        } else {
            try readAmounts(&rest, into: &fact)
        }
        if head & Flag.segments != 0 { try fact.readSegments(try rest.readVarint(as: UInt16.self), from: &rest) }
        fact.ratings = ratings
        return fact
    }

    private func readAmounts(_ rest: inout ByteReader, into fact: inout Fact) throws(ByteCodingError) {
        var lanes = dimensions
        while lanes != 0 {
            fact.dimensions.scores[lanes.trailingZeroBitCount] = try rest.readFixed(Int16.self)
            lanes &= lanes &- 1
        }
        if head & Flag.signals != 0 { fact.signals = try Signals(from: &rest) }
        lanes = dimensions
        while lanes != 0 {
            let (lane, mentions) = (lanes.trailingZeroBitCount, try rest.readMentions())
            fact.dimensions.positiveMentions[lane] = mentions.positive
            fact.dimensions.negativeMentions[lane] = mentions.negative
            lanes &= lanes &- 1
        }
    }

    // MARK: - One metric

    /// Adds the facts of a range to the sums of a metric.
    mutating func add(_ hours: HourRange, _ metric: Metric, to sums: inout MetricSums) {
        while next() {
            if isRepetition || !hours.contains(hour) { continue }
            let sign = sign
            sums.add(received: sign)
            add(metric, sign, to: &sums)
        }
    }

    @inline(__always)
    private func add(_ metric: Metric, _ sign: Int64, to sums: inout MetricSums) {
        switch metric {
        case .volume: break
        case .sentiment: if isScored, let compound { sums.add(value: Int64(compound), sign) }
        case .label(let label):
            if !isScored { return }
            sums.add(sign, at: 0)
            if self.label == UInt64(label.rawValue) { sums.add(sign, at: 1) }
        case .dimension(let dimension):
            if let score = score(of: dimension) { sums.add(value: Int64(score), sign) }
        case .outcome(let bit): addText(signal(Signals.Bit.outcomes) >> UInt64(bit), sign, to: &sums)
        case .urgency(let bit): addText(signal(Signals.Bit.urgency) >> UInt64(bit), sign, to: &sums)
        case .nps: if let nps = rating(1) { sums.add(sign, at: Ratings.npsGroup(nps)) }
        case .csat: if let csat = rating(2) { sums.add(value: Int64(csat), sign) }
        case .ces: if let ces = rating(4) { sums.add(value: Int64(ces), sign) }
        }
    }

    /// Counts a text with a label, and what the lowest bit tells of it.
    @inline(__always)
    private func addText(_ bits: UInt64, _ sign: Int64, to sums: inout MetricSums) {
        if label != Self.noLabel { sums.add(sign, at: isScored ? 0 : 1) }
        if bits & 1 != 0 { sums.add(sign, at: 2) }
    }

    private static let noLabel: UInt64 = Flag.label >> Shift.label

    private var label: UInt64 { (head & Flag.label) >> Shift.label }

    private var isScored: Bool { label != Self.noLabel && label != UInt64(SentimentLabel.insufficient.rawValue) }

    private var compound: Int16? {
        let compound = Int16(truncatingIfNeeded: head >> Shift.compound)
        return compound == FactRecord.absent ? nil : compound
    }

    /// The dimensions of which there is anything, and the ratings: a bit for each.
    private var dimensions: UInt64 { head >> Shift.dimensions & 0xFFF }
    private var givenRatings: UInt64 { head >> Shift.ratings }

    private var scoresStart: Int { start &+ FactRecord.headBytes }
    private var signalsStart: Int { scoresStart &+ 2 &* dimensions.nonzeroBitCount }

    /// The score of a dimension; nil without one.
    @inline(__always)
    private func score(of dimension: Dimension) -> Int16? {
        let bit: UInt64 = 1 << UInt64(dimension.rawValue)
        if dimensions & bit == 0 { return nil }
        let place = scoresStart &+ 2 &* (dimensions & (bit &- 1)).nonzeroBitCount
        let score = score(at: place)
        return score == FactRecord.absent ? nil : score
    }

    @inline(__always)
    private func score(at place: Int) -> Int16 {
        Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place &+ 1]) << 8)
    }

    /// A rating, by its bit; nil without one.
    @inline(__always)
    private func rating(_ bit: UInt64) -> UInt8? {
        let notBelow = givenRatings & (0 &- bit)
        return notBelow & bit == 0 ? nil : bytes[end &- notBelow.nonzeroBitCount]
    }

    /// What a survey asked outright.
    var ratings: Ratings {
        var ratings = Ratings()
        if givenRatings == 0 { return ratings }
        if let nps = rating(1) { ratings.nps = Int(nps) }
        if let csat = rating(2) { ratings.csat = Int(csat) }
        if let ces = rating(4) { ratings.ces = Int(ces) }
        return ratings
    }

    /// The set of signals behind a bit of their mask.
    @inline(__always)
    private func signal(_ bit: UInt64) -> UInt64 {
        if head & Flag.signals == 0 { return 0 }
        var place = signalsStart
        let mask = number(&place)
        if mask & bit == 0 { return 0 }
        for _ in 0..<(mask & (bit &- 1)).nonzeroBitCount { _ = number(&place) }
        return number(&place)
    }

    /// The number at a place (LEB128), behind which it moves.
    @inline(__always)
    private func number(_ place: inout Int) -> UInt64 {
        var byte = bytes[place]
        var value = UInt64(byte & 0x7F)
        var shift: UInt64 = 7
        place &+= 1
        while byte >= 0x80 {
            byte = bytes[place]
            value |= UInt64(byte & 0x7F) &<< shift
            shift &+= 7
            place &+= 1
        }
        return value
    }
}
