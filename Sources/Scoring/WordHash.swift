// The hash of a lower-case word: the identity of a word in the tables. It is part of the lists' format only in that
// two terms must not share one, which the loader checks; nothing in a result depends on its value.

/// A running hash over the bytes of a word, eight at a time.
struct WordHash {
    private var mixed: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var packed: UInt64 = 0
    private var count: UInt64 = 0

    /// Adds one byte, already in lower case.
    @inline(__always)
    mutating func add(_ byte: UInt8) {
        packed = (packed &<< 8) | UInt64(byte)
        count &+= 1
        if count & 7 == 0 {
            mixed = (mixed ^ packed) &* 0xD6E8_FEB8_6659_FD93
            mixed ^= mixed &>> 31
            packed = 0
        }
    }

    /// The hash of the bytes added so far.
    @inline(__always)
    var value: UInt64 {
        var hash = (mixed ^ packed) &* 0xFF51_AFD7_ED55_8CCD
        hash ^= hash &>> 32
        hash &*= 0xC4CE_B9FE_1A85_EC53
        return hash ^ (hash &>> 29)
    }

    /// The hash of a whole term that is in lower case already.
    static func of(_ term: some Sequence<UInt8>) -> UInt64 {
        var hash = WordHash()
        for byte in term { hash.add(byte) }
        return hash.value
    }
}
