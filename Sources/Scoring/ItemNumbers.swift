// Which items of a text are what, as lists of their numbers. A rule goes through the few items that it is about, and not
// through all of them with a question at each: what such a question costs is the processor's wrong guess at its answer.

/// The numbers of some items in ascending order, kept as scratch space from text to text.
struct ItemNumbers: Sendable {
    private var numbers: [Int32] = []
    private(set) var count = 0

    /// The number at a place.
    @inline(__always)
    subscript(place: Int) -> Int { Int(numbers[place]) }

    /// Takes the numbers of the items that belong to it. `belongs` should ask without branches.
    @inline(__always)
    mutating func take(from items: [Item], where belongs: (borrowing Item) -> Bool) {
        if numbers.count < items.count { numbers = Array(repeating: 0, count: 2 * items.count) }
        var places = numbers.mutableSpan
        let items = items.span
        var taken = 0
        for number in items.indices {
            places[taken] = Int32(truncatingIfNeeded: number)
            taken &+= belongs(items[number]) ? 1 : 0
        }
        count = taken
    }

    /// Keeps the numbers of those items that belong to it.
    @inline(__always)
    mutating func keep(of items: [Item], where belongs: (borrowing Item) -> Bool) {
        let before = count
        var places = numbers.mutableSpan
        let items = items.span
        var kept = 0
        for place in 0..<before {
            places[kept] = places[place]
            kept &+= belongs(items[Int(places[place])]) ? 1 : 0
        }
        count = kept
    }
}
