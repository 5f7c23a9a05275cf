// Many words and phrases are alike in all that the lists say of them: each different entry is kept once, so that what a
// text touches stays in the processor's cache.

/// The different entries, each with its number.
struct EntrySet {
    private(set) var entries = [WordEntry()]
    private var numbers = WordNumbers(capacity: 1 << 12)
    /// The number of the entry that says nothing.
    private var emptyNumber: UInt16 = 0

    /// More different entries than this have no number.
    static let countMax = Int(UInt16.max)

    /// The number of an entry, a new one when it is the first of its kind; nil when there are too many.
    mutating func number(of entry: WordEntry) -> UInt16? {
        if entry == WordEntry() { return emptyNumber }
        var hash = entry.mixed
        while true {
            let known = numbers.find(hash)
            if known == 0 { break }
            if entries[Int(known)] == entry { return UInt16(known) }
            hash &+= 1
        }
        guard entries.count <= Self.countMax, numbers.insert(hash: hash, number: entries.count) else { return nil }
        entries.append(entry)
        return UInt16(entries.count - 1)
    }

    /// Gives entries numbers of their own from here on, also those that are like an earlier one; the first of these numbers.
    mutating func beginAnew() -> UInt16? {
        guard entries.count <= Self.countMax else { return nil }
        numbers = WordNumbers(capacity: 1 << 4)
        emptyNumber = UInt16(entries.count)
        entries.append(WordEntry())
        return emptyNumber
    }
}

extension WordEntry {
    /// All its fields, hashed.
    fileprivate var mixed: UInt64 {
        let numbers =
            UInt64(UInt16(bitPattern: valence)) << 48 | UInt64(UInt16(bitPattern: strength)) << 32
            | UInt64(signals) << 16 | UInt64(UInt16(bitPattern: everyday))
        return WordHash.of(
            low: flags.rawValue ^ UInt64(value) << 32 ^ numbers, high: numbers ^ UInt64(dimensions.rawValue))
    }
}
