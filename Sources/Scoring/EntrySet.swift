// Many words and phrases are alike in all that the lists say of them: each different entry is kept once, so that what a
// text touches stays in the processor's cache.

/// The different entries, each with its number.
struct EntrySet {
    private(set) var entries = [WordEntry()]
    private var numbers: [WordEntry: UInt16] = [WordEntry(): 0]

    /// More different entries than this have no number.
    static let countMax = Int(UInt16.max)

    /// The number of an entry, a new one when it is the first of its kind; nil when there are too many.
    mutating func number(of entry: WordEntry) -> UInt16? {
        if let known = numbers[entry] { return known }
        guard entries.count <= Self.countMax else { return nil }
        entries.append(entry)
        numbers[entry] = UInt16(entries.count - 1)
        return UInt16(entries.count - 1)
    }
}
