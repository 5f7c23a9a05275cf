// The one table that every token is looked up in: hash of the word → number of the word and of its entry, eight bytes a
// word, so that the words of a language stay in the processor's cache. Open addressing with linear probing.

/// A place of the table, and what a look-up gives back: 30 bits of the hash, 16 of the entry's number, 18 of the word's.
struct WordSlot: Sendable {
    fileprivate var packed: UInt64 = 0

    /// No word.
    init() {}

    fileprivate init(hash: UInt64, number: UInt32, entry: UInt16) {
        packed = hash & ~Self.numbers | UInt64(entry) << 18 | UInt64(number)
    }

    fileprivate static let numbers: UInt64 = 1 << 34 - 1

    /// The number of the word; 0 for none.
    var number: UInt32 { UInt32(truncatingIfNeeded: packed) & 0x3_FFFF }
    /// The number of its entry.
    var entry: UInt16 { UInt16(truncatingIfNeeded: packed &>> 18) }
}

/// An immutable set of words.
///
/// A word of a text that is not in the lists is taken for another with a chance of about 2^-30: where it is looked for
/// depends on other bits of the hash than those that are compared.
struct WordTable: Sendable {
    /// A power of two of them, half of them free.
    let slots: [WordSlot]
    /// The number of each word's entry, by the number of the word.
    let entryNumbers: [UInt16]

    /// More words than this do not fit the slots.
    static let wordsMax = 1 << 18 - 1

    /// A table of the terms.
    init(_ terms: WordNumbers, entryNumbers: [UInt16]) {
        var size = 1024
        while size < 2 * terms.count { size *= 2 }
        var slots = Array(repeating: WordSlot(), count: size)
        terms.forEach { hash, number in
            var index = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[index].packed != 0 { index = (index + 1) & (size - 1) }
            slots[index] = WordSlot(hash: hash, number: number, entry: entryNumbers[Int(number)])
        }
        self.slots = slots
        self.entryNumbers = entryNumbers
    }

    /// The word with that hash, or an empty slot.
    @inline(__always)
    static func find(_ hash: UInt64, in slots: Span<WordSlot>) -> WordSlot {
        let mask = slots.count &- 1
        var index = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[index]
            if slot.packed ^ hash <= WordSlot.numbers || slot.packed == 0 { return slot }
            index = (index &+ 1) & mask
        }
    }
}
