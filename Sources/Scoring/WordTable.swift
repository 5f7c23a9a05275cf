// The one table that every token is looked up in: hash of the word → number of the word, with what the lists say it is
// beside it, so that most words cost one read. Open addressing with linear probing.

/// A place of the table.
struct WordSlot: Sendable {
    /// The upper 44 bits of the hash and a word number of 20 bits; 0 when free.
    fileprivate var key: UInt64 = 0
    /// What the word is.
    fileprivate(set) var flags: WordFlags = []

    /// The number of the word; 0 for none.
    var number: UInt32 { UInt32(truncatingIfNeeded: key & WordTable.numberMask) }
}

/// An immutable set of words with their numbers; 0 means that the word is not in it.
struct WordTable: Sendable {
    private(set) var slots: [WordSlot]
    private(set) var count = 0

    static let numberBits: UInt64 = 20
    static let numberMask: UInt64 = (1 << numberBits) - 1
    /// More words than this do not fit the slots.
    static let wordsMax = Int(numberMask)

    /// A table with room for that many words at a load of at most one half.
    init(capacity: Int) {
        var size = 1024
        while size < 2 * min(capacity, Self.wordsMax) { size *= 2 }
        slots = Array(repeating: WordSlot(), count: size)
    }

    /// Adds a word; false when a word with that hash is there or the table is full.
    mutating func insert(hash: UInt64, number: Int) -> Bool {
        guard number > 0, number <= Self.wordsMax, Self.find(hash, in: slots.span) == 0 else { return false }
        if 2 * (count + 1) > slots.count { grow() }
        place((hash & ~Self.numberMask) | UInt64(number))
        count += 1
        return true
    }

    /// Takes the words' flags, once the lists were read.
    mutating func setFlags(of entries: [WordEntry]) {
        for index in slots.indices { slots[index].flags = entries[Int(slots[index].number)].flags }
    }

    private mutating func place(_ key: UInt64) {
        let mask = UInt64(slots.count - 1)
        var index = (key >> Self.numberBits) & mask
        while slots[Int(index)].key != 0 { index = (index + 1) & mask }
        slots[Int(index)].key = key
    }

    /// Slots keep all hash bits that choose their place, so that a table can grow out of itself.
    private mutating func grow() {
        let old = slots
        slots = Array(repeating: WordSlot(), count: old.count * 2)
        for slot in old where slot.key != 0 { place(slot.key) }
    }

    /// The word with that hash, or an empty slot.
    @inline(__always)
    static func look(_ hash: UInt64, in slots: Span<WordSlot>) -> WordSlot {
        let mask = UInt64(slots.count &- 1)
        var index = (hash &>> numberBits) & mask
        while true {
            let slot = slots[Int(truncatingIfNeeded: index)]
            if (slot.key ^ hash) & ~numberMask == 0 || slot.key == 0 { return slot }
            index = (index &+ 1) & mask
        }
    }

    /// The number of the word with that hash, or 0.
    @inline(__always)
    static func find(_ hash: UInt64, in slots: Span<WordSlot>) -> UInt32 { look(hash, in: slots).number }
}
