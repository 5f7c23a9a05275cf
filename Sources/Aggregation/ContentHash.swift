// Tells whether a resubmitted id carries the same content as the first time. No secret: who makes two texts of one
// hash gains that his own second text is taken for a repetition of his first.

import ByteCoding

/// A 64-bit hash of a submission's content that does not depend on the order of its fields (clients reorder them) nor
/// on what the server added (the time of receipt, the score). The same on every machine; stored, so never change it
/// without a new format version.
struct ContentHash {
    private var sum: UInt64 = 0

    /// Adds one field: its kind and its bytes.
    mutating func add(_ field: UInt8, _ bytes: Span<UInt8>) {
        var state = UInt64(field) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bytes.count)
        var offset = 0
        while bytes.count &- offset >= 8 {
            state = Self.mix(state ^ bytes.paddedWord(at: offset), 0xA076_1D64_78BD_642F)
            offset &+= 8
        }
        state = Self.mix(state ^ bytes.paddedWord(at: offset), 0xE703_7ED1_A0B4_28DB)
        sum &+= Self.mix(state, 0x8EBC_6AF0_9C88_C6E3)
    }

    /// Adds one field that is a number.
    mutating func add(_ field: UInt8, number: Int64) {
        let state = UInt64(field) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: number)
        sum &+= Self.mix(Self.mix(state, 0xE703_7ED1_A0B4_28DB), 0x8EBC_6AF0_9C88_C6E3)
    }

    /// The hash; never 0, which marks a forgotten id.
    var value: UInt64 { sum == 0 ? 1 : sum }

    /// The two halves of a 128-bit product folded together: every bit of the input reaches every bit of the result.
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ 0x2D35_8DCC_AA6C_78A5).multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
