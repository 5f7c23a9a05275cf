// Binary search.

extension Range<Int> {
    /// The first index for which a condition holds that holds for all after it too; the end when it holds for none.
    @inlinable
    package func partitioningIndex(where condition: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if condition(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
