// A tally at rest: only the counters that differ from zero, in few bytes each. Thousands of hours and days lie in memory
// in this form. Snapshots have another, which may never change (PackedTally+Coding.swift); this one may.

import ByteCoding

/// The bytes of a tally, where they lie. The same sums always give the same bytes; none when every sum is zero:
///
///     20 bits, in three bytes: which of the tally's words of 64 counters have any that differ from zero; then of each such word
///     a bit for each of its eight bytes, those of these bytes in which any bit is set, and the values of the counters whose bits
///     are set, in order (zigzag LEB128)
///
/// The sum of the squares of a single value is not there: it is the square of the sum (`Counter.valueCounts`).
struct PackedTally: ~Escapable {
    let bytes: Span<UInt8>

    /// What `Tally.encode` wrote, and nothing else.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// Adds the sums of the counters below `bound` to a tally.
    func add(to tally: inout Tally, below bound: Int = Counter.count) {
        var row = tally.row
        forEach(below: bound) { counter, value in row.add(counter, value) }
    }

    /// Calls with each counter below `bound` that differs from zero, and its value, in order. The sum of squares that goes with
    /// one of them may come too, and a zero.
    @inline(__always)
    func forEach(below bound: Int = Counter.count, _ body: (Int, Int64) -> Void) {
        // These bytes were packed here.
        try? read(below: bound, body)
    }

    @inline(__always)
    private func read(below bound: Int, _ body: (Int, Int64) -> Void) throws(ByteCodingError) {
        if bytes.isEmpty { return }
        var reader = ByteReader(bytes)
        var words = UInt32(try reader.read()) | UInt32(try reader.read()) << 8 | UInt32(try reader.read()) << 16
        while words != 0 {
            let first = words.trailingZeroBitCount << 6
            words &= words &- 1
            if first >= bound { return }
            let marks = try reader.readMarks()
            let counts = Counter.valueCounts[first >> 6]
            // The bits of the sums of single values.
            var singles: UInt64 = 0
            var rest = marks
            while rest != 0 {
                let counter = first + rest.trailingZeroBitCount
                let bit = rest & (0 &- rest)
                rest ^= bit
                if counter >= bound { return }
                let value = try reader.readSigned()
                body(counter, value)
                if value == 1 { singles |= (counts & bit) << 1 }
                if singles & bit != 0, marks & bit << 1 == 0 { body(counter + 1, value &* value) }
            }
        }
    }
}

extension ByteReader {
    /// A word of which there stand only the bytes in which any bit is set, after a byte that tells which these are.
    @inline(__always)
    fileprivate mutating func readMarks() throws(ByteCodingError) -> UInt64 {
        var places = try read()
        var word: UInt64 = 0
        while places != 0 {
            word |= UInt64(try read()) << UInt64(8 * places.trailingZeroBitCount)
            places &= places &- 1
        }
        return word
    }
}

extension OutputSpan<UInt8> {
    /// Writes what `readMarks` reads; there must be room.
    fileprivate mutating func writeMarks(_ word: UInt64) {
        var places: UInt8 = 0
        for place in 0..<8 where word >> UInt64(8 * place) & 0xFF != 0 { places |= 1 << UInt8(place) }
        append(places)
        while places != 0 {
            append(UInt8(truncatingIfNeeded: word >> UInt64(8 * places.trailingZeroBitCount)))
            places &= places &- 1
        }
    }
}

/// Packs counters as they come in ascending order, none of them zero, a word of 64 after the other.
struct TallyPacker {
    /// The word that they are of, and those of its counters that have come.
    private var word = 0
    private var marks: UInt64 = 0
    private var values = InlineArray<64, Int64>(repeating: 0)
    /// The words that are packed, and how many bytes there are of them.
    private var words: UInt64 = 0
    private var count = 0

    /// Adds a counter, and appends the word before it.
    @inline(__always)
    mutating func append(_ counter: Int, _ value: Int64, to writer: inout ByteWriter) {
        if counter >> 6 != word {
            appendWord(to: &writer)
            word = counter >> 6
        }
        marks |= 1 << UInt64(counter & 63)
        values[counter & 63] = value
    }

    /// Appends what has not been.
    mutating func finish(_ writer: inout ByteWriter) {
        appendWord(to: &writer)
        if words == 0 { return }
        let start = writer.bytes.count - count
        for place in 0..<3 { writer.bytes[start + place] = UInt8(truncatingIfNeeded: words >> UInt64(8 * place)) }
    }

    private mutating func appendWord(to writer: inout ByteWriter) {
        if marks == 0 { return }
        let start = writer.bytes.count
        let packed = Counter.packedMarks(marks, ofWord: word) { value(at: $0) }
        writer.append(atMost: 12 + packed.nonzeroBitCount * 10) { output in
            // Which words there are is known at the end.
            if words == 0 { for _ in 0..<3 { output.append(0) } }
            output.writeMarks(packed)
            var rest = packed
            while rest != 0 {
                output.writeSigned(value(at: rest.trailingZeroBitCount))
                rest &= rest &- 1
            }
        }
        count += writer.bytes.count - start
        words |= 1 << UInt64(word)
        marks = 0
    }

    private func value(at place: Int) -> Int64 { marks >> UInt64(place) & 1 == 0 ? 0 : values[place] }
}

extension Counter {
    /// A bit for each counter of a word whose value stands in the packed form: of those that differ from zero, but that the
    /// squares of a single value are left out, and stand there where they are not as expected.
    @inline(__always)
    fileprivate static func packedMarks(
        _ nonzero: UInt64, ofWord word: Int, _ value: (Int) -> Int64
    ) -> UInt64 {
        var marks = nonzero
        var counts = nonzero & valueCounts[word]
        while counts != 0 {
            let place = counts.trailingZeroBitCount
            counts &= counts &- 1
            if value(place) != 1 { continue }
            let (sum, bit) = (value(place + 1), 1 << UInt64(place + 2) as UInt64)
            marks = sum &* sum == value(place + 2) ? marks & ~bit : marks | bit
        }
        return marks
    }
}

extension Tally {
    /// Appends the packed form.
    func encode(into writer: inout ByteWriter) {
        let marks = packedMarks
        var count = 0
        var words: UInt64 = 0
        for word in marks.indices where marks[word] != 0 {
            words |= 1 << UInt64(word)
            count += marks[word].nonzeroBitCount
        }
        if count == 0 { return }
        // A word takes nine bytes at most, a value ten.
        writer.append(atMost: 3 + marks.count * 9 + count * 10) { output in
            for place in 0..<3 as Range<UInt64> { output.append(UInt8(truncatingIfNeeded: words >> (8 * place))) }
            for word in marks.indices where marks[word] != 0 {
                output.writeMarks(marks[word])
                forEach(in: marks[word], of: word) { output.writeSigned($1) }
            }
        }
    }

    /// A bit for each counter whose value stands in the packed form.
    private var packedMarks: InlineArray<20, UInt64> {
        var marks = nonzero
        for word in marks.indices {
            marks[word] = Counter.packedMarks(marks[word], ofWord: word) { self[word << 6 + $0] }
        }
        return marks
    }
}
