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
        makeRoom(for: items.count)
        var places = numbers.mutableSpan
        let items = items.span
        var taken = 0
        for number in items.indices {
            places[taken] = Int32(truncatingIfNeeded: number)
            taken &+= belongs(items[number]) ? 1 : 0
        }
        count = taken
    }

    /// Takes the numbers of the cues and of the topics.
    @inline(__always)
    static func take(cues: inout ItemNumbers, topics: inout ItemNumbers, from items: [Item]) {
        cues.makeRoom(for: items.count)
        topics.makeRoom(for: items.count)
        var cuePlaces = cues.numbers.mutableSpan
        var topicPlaces = topics.numbers.mutableSpan
        let items = items.span
        var (cueCount, topicCount) = (0, 0)
        for number in items.indices {
            cuePlaces[cueCount] = Int32(truncatingIfNeeded: number)
            topicPlaces[topicCount] = Int32(truncatingIfNeeded: number)
            cueCount &+= items[number].isCue ? 1 : 0
            topicCount &+= items[number].isTopic ? 1 : 0
        }
        (cues.count, topics.count) = (cueCount, topicCount)
    }

    /// Takes those of other numbers whose items belong to it.
    @inline(__always)
    mutating func take(from others: ItemNumbers, of items: [Item], where belongs: (borrowing Item) -> Bool) {
        makeRoom(for: others.count)
        var places = numbers.mutableSpan
        let items = items.span
        var taken = 0
        for place in 0..<others.count {
            places[taken] = others.numbers[place]
            taken &+= belongs(items[others[place]]) ? 1 : 0
        }
        count = taken
    }

    private mutating func makeRoom(for count: Int) {
        if numbers.count < count { numbers = Array(repeating: 0, count: 2 * count) }
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
