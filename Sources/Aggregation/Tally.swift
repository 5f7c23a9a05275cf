// A row of counters, while it is being summed: in a fold, in a question. At rest tallies are packed (PackedTally).

import ByteCoding

/// Sums over some submissions. Integers throughout: the order in which submissions come makes no difference, merging
/// two tallies gives the tally of both, and what was added can be taken away without a trace.
package struct Tally: Equatable, Sendable {
    private var values: [Int64]
    /// A bit for each counter that was ever added to since the last clearing, so that packing and clearing need not
    /// look at all.
    private var touched: InlineArray<20, UInt64>

    /// A tally of nothing.
    package init() {
        values = [Int64](repeating: 0, count: Counter.count)
        touched = .init(repeating: 0)
    }

    /// Adds to a counter.
    @inline(__always)
    mutating func add(_ counter: Int, _ amount: Int64) {
        values[counter] &+= amount
        touched[counter >> 6] |= 1 << UInt64(counter & 63)
    }

    /// The same for many in a row.
    var row: TallyRow {
        @_lifetime(&self)
        mutating get { TallyRow(values: values.mutableSpan, touched: touched.mutableSpan) }
    }

    /// The value of a counter.
    subscript(counter: Int) -> Int64 { values[counter] }

    /// Adds another tally: the tally of the submissions of both.
    package mutating func merge(_ other: Tally) {
        var row = row
        let values = other.values.span
        for word in other.touched.indices {
            var bits = other.touched[word]
            while bits != 0 {
                let counter = word << 6 + bits.trailingZeroBitCount
                bits &= bits &- 1
                row.add(counter, values[counter])
            }
        }
    }

    /// Takes away another tally, whose submissions must be among this one's.
    package mutating func retract(_ other: Tally) {
        other.forEachTouched { add($0, 0 &- $1) }
    }

    /// Whether every sum is zero.
    package var isEmpty: Bool { values.allSatisfy { $0 == 0 } }

    /// Sets every sum to zero.
    mutating func clear() {
        var row = row
        row.clear()
    }

    /// Calls with each counter that may differ from zero, in order.
    package func forEachTouched(_ body: (Int, Int64) -> Void) {
        for word in touched.indices { forEach(in: touched[word], of: word, body) }
    }

    /// Calls with the counters of one of the words of 64 that a bit is set for, in order.
    @inline(__always)
    func forEach(in bits: UInt64, of word: Int, _ body: (Int, Int64) -> Void) {
        let values = values.span
        var bits = bits
        while bits != 0 {
            let counter = word << 6 + bits.trailingZeroBitCount
            bits &= bits &- 1
            body(counter, values[counter])
        }
    }

    /// A bit for each counter that differs from zero.
    var nonzero: InlineArray<20, UInt64> {
        var nonzero = InlineArray<20, UInt64>(repeating: 0)
        for word in touched.indices {
            forEach(in: touched[word], of: word) { counter, value in
                if value != 0 { nonzero[word] |= 1 << UInt64(counter & 63) }
            }
        }
        return nonzero
    }

    package static func == (left: Tally, right: Tally) -> Bool { left.values == right.values }
}

/// The counters of a tally while there is added to them: nobody else has them, which is looked at once and not for each.
struct TallyRow: ~Copyable, ~Escapable {
    private var values: MutableSpan<Int64>
    private var touched: MutableSpan<UInt64>

    @_lifetime(copy values, copy touched)
    fileprivate init(values: consuming MutableSpan<Int64>, touched: consuming MutableSpan<UInt64>) {
        self.values = values
        self.touched = touched
    }

    /// Adds to a counter.
    @inline(__always)
    mutating func add(_ counter: Int, _ amount: Int64) {
        values[counter] &+= amount
        touched[counter >> 6] |= 1 << UInt64(counter & 63)
    }

    /// Sets every sum to zero.
    mutating func clear() {
        for word in touched.indices {
            var bits = touched[word]
            touched[word] = 0
            while bits != 0 {
                values[word << 6 + bits.trailingZeroBitCount] = 0
                bits &= bits &- 1
            }
        }
    }

    /// Adds to a number of values, their sum and their sum of squares.
    mutating func add(value: Int64, at counter: Int, _ sign: Int64) {
        add(counter, sign)
        add(counter + 1, sign * value)
        add(counter + 2, sign * value * value)
    }

    /// Adds to the counter of each bit that is set.
    mutating func add(bits: UInt64, at base: Int, _ sign: Int64) {
        var rest = bits
        while rest != 0 {
            add(base + rest.trailingZeroBitCount, sign)
            rest &= rest &- 1
        }
    }

    /// Adds to how many there are, and how often, what happened so many times.
    mutating func add(times: Int64, at base: Int, _ sign: Int64) {
        if times == 0 { return }
        add(base, sign)
        add(base + 1, sign * times)
    }
}
