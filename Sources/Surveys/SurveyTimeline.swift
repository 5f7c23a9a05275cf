// The counters of one version of a survey: for ever, and by day. Days lie packed; the one that was written to last is
// kept open, because most responses fall on the same day as the one before.

package import ByteCoding

/// All-time and daily sums.
package struct SurveyTimeline: Sendable {
    /// One packed day: for each counter other than zero the distance from the one before (LEB128) and the value (zigzag).
    private struct Day: Sendable {
        /// Days since 1970, UTC.
        var index: Int32
        var bytes: [UInt8]
    }

    /// For ever; empty before the first response.
    package private(set) var total: [Int64] = []
    private var days: [Day] = []
    private var openDay: Int32?
    private var openValues: [Int64] = []

    package init() {}

    /// Adds amounts to a day, or with `sign` -1 takes them away. Days before `firstDay` count in the total alone.
    package mutating func add(
        _ amounts: [SurveyAmount], sign: Int64, day: Int32, layout: SurveyLayout, firstDay: Int32
    ) {
        if total.isEmpty { total = [Int64](repeating: 0, count: layout.count) }
        for amount in amounts where amount.counter < total.count { total[amount.counter] += sign * amount.amount }
        if day < firstDay { return }
        if openDay != day { open(day, count: total.count, firstDay: firstDay) }
        for amount in amounts where amount.counter < openValues.count {
            openValues[amount.counter] += sign * amount.amount
        }
    }

    /// The sums of a half-open range of days, or of everything.
    package func sum(_ range: Range<Int32>?, layout: SurveyLayout) -> [Int64] {
        var sum = [Int64](repeating: 0, count: layout.count)
        guard let range else { return total.isEmpty ? sum : total }
        for day in sealed.days where range.contains(day.index) {
            Self.forEach(day.bytes) { counter, value in if counter < sum.count { sum[counter] += value } }
        }
        return sum
    }

    /// How many responses came on each day that has any, ascending.
    package func responses(_ range: Range<Int32>?) -> [(day: Int32, count: Int64)] {
        var counts: [(day: Int32, count: Int64)] = []
        for day in sealed.days where range?.contains(day.index) ?? true {
            Self.forEach(day.bytes) { counter, value in
                if counter == SurveyLayout.responses { counts.append((day.index, value)) }
            }
        }
        return counts
    }

    /// Appends total and days.
    package func encode(into writer: inout ByteWriter) {
        let sealed = sealed
        writer.writeCount(sealed.total.count)
        writer.writeBytes(Self.pack(sealed.total))
        writer.writeCount(sealed.days.count)
        for day in sealed.days {
            writer.writeSigned(Int64(day.index))
            writer.writeBytes(day.bytes)
        }
    }

    /// Reads what `encode` wrote for a survey of that layout.
    package init(from reader: inout ByteReader, layout: SurveyLayout) throws(ByteCodingError) {
        let start = reader.offset
        let count = try reader.readVarint(as: Int.self)
        guard count == 0 || count == layout.count else { throw .malformed(offset: start) }
        total = [Int64](repeating: 0, count: count)
        for (counter, value) in try Self.check(try reader.readBytes(), count: count) { total[counter] = value }
        let dayCount = try reader.readCount(bytesEach: 2)
        for _ in 0..<dayCount {
            let index = try reader.readSigned(as: Int32.self)
            guard days.last.map({ $0.index < index }) ?? true else { throw .malformed(offset: start) }
            let bytes = try reader.readBytes()
            _ = try Self.check(bytes, count: count)
            days.append(Day(index: index, bytes: bytes))
        }
    }

    /// What it takes in memory: an estimate.
    package var byteCount: Int {
        total.count * 8 + openValues.count * 8 + days.reduce(0) { $0 + $1.bytes.count + 56 }
    }

    private var sealed: SurveyTimeline {
        var copy = self
        copy.seal()
        return copy
    }

    private mutating func open(_ day: Int32, count: Int, firstDay: Int32) {
        seal()
        if let first = days.first, first.index < firstDay { days.removeAll { $0.index < firstDay } }
        openDay = day
        openValues = [Int64](repeating: 0, count: count)
        let place = place(notBelow: day)
        guard place < days.count, days[place].index == day else { return }
        Self.forEach(days[place].bytes) { counter, value in openValues[counter] = value }
    }

    /// Packs the open day; one without anything left goes.
    private mutating func seal() {
        guard let day = openDay else { return }
        openDay = nil
        let place = place(notBelow: day)
        let isThere = place < days.count && days[place].index == day
        let bytes = Self.pack(openValues)
        openValues = []
        if bytes.isEmpty {
            if isThere { days.remove(at: place) }
        } else if isThere {
            days[place].bytes = bytes
        } else {
            days.insert(Day(index: day, bytes: bytes), at: place)
        }
    }

    private func place(notBelow day: Int32) -> Int {
        days.indices.partitioningIndex { days[$0].index >= day }
    }

    private static func pack(_ values: [Int64]) -> [UInt8] {
        var writer = ByteWriter()
        var before = 0
        for (counter, value) in values.enumerated() where value != 0 {
            writer.writeCount(counter - before)
            writer.writeSigned(value)
            before = counter
        }
        return [UInt8](copying: writer.bytes.span)
    }

    private static func forEach(_ bytes: [UInt8], _ body: (Int, Int64) -> Void) {
        // These bytes were packed here or checked when they were taken over.
        for (counter, value) in (try? check(bytes, count: .max)) ?? [] { body(counter, value) }
    }

    private static func check(_ bytes: [UInt8], count: Int) throws(ByteCodingError) -> [(Int, Int64)] {
        var reader = ByteReader(bytes.span)
        var values: [(Int, Int64)] = []
        var counter = 0
        while !reader.isAtEnd {
            let start = reader.offset
            let distance = try reader.readVarint()
            guard distance < UInt64(count - counter) else { throw .malformed(offset: start) }
            counter += Int(distance)
            values.append((counter, try reader.readSigned()))
        }
        return values
    }
}
