// The one table that every token is looked up in: hash of the word → number of the word. Open addressing in one
// array of 64-bit slots: the upper 44 bits of the hash and a word number of 20 bits.

/// An immutable set of words with their numbers; 0 means that the word is not in it.
struct WordTable: Sendable {
    /// A slot is 0 when empty.
    private(set) var slots: [UInt64]
    private(set) var count = 0

    static let numberBits: UInt64 = 20
    static let numberMask: UInt64 = (1 << numberBits) - 1
    /// More words than this do not fit the slots.
    static let wordsMax = Int(numberMask)

    /// A table with room for that many words at a load of at most one half.
    init(capacity: Int) {
        var size = 1024
        while size < 2 * min(capacity, Self.wordsMax) { size *= 2 }
        slots = Array(repeating: 0, count: size)
    }

    /// Adds a word; false when a word with that hash is there or the table is full.
    mutating func insert(hash: UInt64, number: Int) -> Bool {
        guard number > 0, number <= Self.wordsMax, Self.find(hash, in: slots.span) == 0 else { return false }
        if 2 * (count + 1) > slots.count { grow() }
        place(hash: hash, number: UInt64(number))
        count += 1
        return true
    }

    private mutating func place(hash: UInt64, number: UInt64) {
        let mask = UInt64(slots.count - 1)
        var index = (hash >> Self.numberBits) & mask
        while slots[Int(index)] != 0 { index = (index + 1) & mask }
        slots[Int(index)] = (hash & ~Self.numberMask) | number
    }

    /// Slots keep all hash bits that choose their place, so that a table can grow out of itself.
    private mutating func grow() {
        let old = slots
        slots = Array(repeating: 0, count: old.count * 2)
        for slot in old where slot != 0 { place(hash: slot, number: slot & Self.numberMask) }
    }

    /// The number of the word with that hash, or 0.
    @inline(__always)
    static func find(_ hash: UInt64, in slots: Span<UInt64>) -> UInt32 {
        let mask = UInt64(slots.count &- 1)
        var index = (hash &>> numberBits) & mask
        while true {
            let slot = slots[Int(truncatingIfNeeded: index)]
            if slot == 0 { return 0 }
            if (slot ^ hash) & ~numberMask == 0 { return UInt32(truncatingIfNeeded: slot & numberMask) }
            index = (index &+ 1) & mask
        }
    }
}
