// A row of counters, while it is being summed: in a fold, in a question. At rest tallies are packed (PackedTally).

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

    /// The value of a counter.
    subscript(counter: Int) -> Int64 { values[counter] }

    /// Adds another tally: the tally of the submissions of both.
    package mutating func merge(_ other: Tally) {
        other.forEachTouched { add($0, $1) }
    }

    /// Takes away another tally, whose submissions must be among this one's.
    package mutating func retract(_ other: Tally) {
        other.forEachTouched { add($0, 0 &- $1) }
    }

    /// Whether every sum is zero.
    package var isEmpty: Bool { values.allSatisfy { $0 == 0 } }

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

    /// Calls with each counter that may differ from zero, in order.
    package func forEachTouched(_ body: (Int, Int64) -> Void) {
        for word in touched.indices {
            var bits = touched[word]
            while bits != 0 {
                let counter = word << 6 + bits.trailingZeroBitCount
                bits &= bits &- 1
                body(counter, values[counter])
            }
        }
    }

    package static func == (left: Tally, right: Tally) -> Bool { left.values == right.values }
}
