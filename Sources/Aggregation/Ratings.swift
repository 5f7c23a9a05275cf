// What a survey asked outright: the three ratings that the whole field compares, whichever survey they came from.

import ByteCoding

/// The ratings in one submission; 255 stands for none.
package struct Ratings: Equatable, Sendable {
    static let absent: UInt8 = 255

    /// How likely the customer is to recommend, 0 to 10.
    private(set) var npsRaw = Self.absent
    /// How satisfied, 1 to 5.
    private(set) var csatRaw = Self.absent
    /// How easy it was made, 1 to 7.
    private(set) var cesRaw = Self.absent

    /// No rating.
    package init() {}

    /// How likely the customer is to recommend, 0 to 10; what is out of range counts as none. So with the others.
    package var nps: Int? {
        get { npsRaw == Self.absent ? nil : Int(npsRaw) }
        set { npsRaw = Self.raw(newValue, 0...10) }
    }

    /// What its net promoter score counts it as: 0 a promoter, 1 a passive, 2 a detractor.
    var npsGroup: Int? { npsRaw == Self.absent ? nil : Self.npsGroup(npsRaw) }

    /// What a recommendation counts as.
    static func npsGroup(_ nps: UInt8) -> Int { nps >= 9 ? 0 : nps >= 7 ? 1 : 2 }

    /// How satisfied, 1 to 5.
    package var csat: Int? {
        get { csatRaw == Self.absent ? nil : Int(csatRaw) }
        set { csatRaw = Self.raw(newValue, 1...5) }
    }

    /// How easy it was made, 1 to 7.
    package var ces: Int? {
        get { cesRaw == Self.absent ? nil : Int(cesRaw) }
        set { cesRaw = Self.raw(newValue, 1...7) }
    }

    /// All on one scale from -1 to 1, in ten-thousandths: the first there is of satisfaction, recommendation, ease.
    package var overall: Int32? {
        if let csat { return Int32(csat - 3) * 5_000 }
        if let nps { return Int32(nps - 5) * 2_000 }
        return ces.map { Int32($0 - 4) * 10_000 / 3 }
    }

    private static func raw(_ value: Int?, _ range: ClosedRange<Int>) -> UInt8 {
        guard let value, range.contains(value) else { return absent }
        return UInt8(value)
    }
}

extension Fact {
    /// The axes on which segments differ from those of the fact before.
    static func axes(of segments: SIMD16<UInt16>, after last: SIMD16<UInt16>) -> UInt16 {
        (segments ^ last).nonzeroLanes
    }

    /// Reads the mask and the numbers of a stored fact over the segments of the fact before.
    mutating func decodeNumbers(from reader: inout ByteReader) throws(ByteCodingError) {
        let start = reader.offset
        let mask = try reader.readVarint(as: UInt16.self)
        guard mask >> UInt16(FactFrame.ratingBit) < 8 else { throw .malformed(offset: start) }
        try readSegments(mask, from: &reader)
        if mask & 1 << UInt16(FactFrame.ratingBit) != 0 { ratings.nps = Int(try reader.read()) }
        if mask & 2 << UInt16(FactFrame.ratingBit) != 0 { ratings.csat = Int(try reader.read()) }
        if mask & 4 << UInt16(FactFrame.ratingBit) != 0 { ratings.ces = Int(try reader.read()) }
    }

    /// Reads the numbers of the axes in a mask over the segments of the fact before.
    mutating func readSegments(_ mask: UInt16, from reader: inout ByteReader) throws(ByteCodingError) {
        var axes = mask & (1 << UInt16(FactFrame.ratingBit) - 1)
        while axes != 0 {
            segments[axes.trailingZeroBitCount] = try reader.readVarint(as: UInt16.self)
            axes &= axes &- 1
        }
    }

    /// Adds the ratings to a tally.
    func addRatings(to row: inout TallyRow, _ sign: Int64) {
        if let group = ratings.npsGroup { row.add(Counter.promoters + group, sign) }
        if let csat = ratings.csat {
            row.add(value: Int64(csat), at: Counter.csat, sign)
            if csat >= 4 { row.add(Counter.csatTop, sign) }
        }
        if let ces = ratings.ces { row.add(value: Int64(ces), at: Counter.ces, sign) }
        if let overall = ratings.overall { row.add(value: Int64(overall), at: Counter.rating, sign) }
    }
}
