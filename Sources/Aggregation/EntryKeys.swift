// Under what an entry's names are filed, and where they stand. Worked out once, on its way in, where a submission is asked
// after, journaled and applied one after the other.

import ByteCoding

/// The keyed hashes of an entry's organisation and of the id within it.
package struct EntryKeys: Sendable {
    let organisation: Hash128
    /// Nil without an id.
    let id: Hash128?

    /// Hashes the names of an entry under the seed of the ledger that it is for.
    package init(_ entry: borrowing EncodedEntry, seed: HashSeed) {
        self.init(organisation: entry[.org], id: entry[.id], seed: seed)
    }

    /// Hashes names, of which the id may be empty.
    @inline(__always)
    init(organisation name: Span<UInt8>, id: Span<UInt8>, seed: HashSeed) {
        organisation = SipHash.hash(name, seed: seed)
        self.id = id.isEmpty ? nil : SipHash.hash(organisation, id, seed: seed)
    }

    /// Keys that were worked out before.
    init(_ organisation: Hash128, id: Hash128?) {
        self.organisation = organisation
        self.id = id
    }
}

/// What is found out about an entry once, on its way in, beside its bytes.
package struct FiledEntry: Sendable {
    package let keys: EntryKeys
    let layout: EntryLayout

    /// Files an entry for the ledger with a seed.
    package init(_ entry: borrowing EncodedEntry, seed: HashSeed) {
        keys = EntryKeys(entry, seed: seed)
        layout = entry.layout
    }
}

extension HashSeed {
    /// A keyed hash for looking names up that are compared byte by byte afterwards: a meeting of two costs a comparison, no
    /// more, so 64 bits will do. The halves of a product folded together, word by word (as in wyhash, Wang Yi, 2019).
    func hash(_ axis: Int, _ name: Span<UInt8>) -> UInt64 {
        var state = low ^ UInt64(truncatingIfNeeded: axis) &* 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while offset + 8 <= name.count {
            state = Self.fold(state ^ name.word(at: offset), high ^ 0xA076_1D64_78BD_642F)
            offset += 8
        }
        state = Self.fold(state ^ name.tailWord(at: offset), high ^ 0xE703_7ED1_A0B4_28DB)
        return Self.fold(state ^ UInt64(truncatingIfNeeded: name.count), low ^ 0x8EBC_6AF0_9C88_C6E3)
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
