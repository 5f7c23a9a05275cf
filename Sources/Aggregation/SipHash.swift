// The keyed hash under which names and ids from outside are filed: with a secret seed nobody can make names that
// collide on purpose. Swift's own Hasher is seeded per process and cannot be written to a snapshot.

import ByteCoding

/// The secret of a ledger's tables: random when the ledger is first made, then kept in its snapshots.
package struct HashSeed: Equatable, Sendable {
    package var low: UInt64
    package var high: UInt64

    /// A seed of those two words.
    package init(_ low: UInt64, _ high: UInt64) {
        self.low = low
        self.high = high
    }
}

/// A 128-bit hash.
struct Hash128: Equatable, Sendable {
    var low: UInt64
    var high: UInt64
}

/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012, and the reference code's 128-bit variant).
struct SipHash {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64

    private init(_ seed: HashSeed) {
        v0 = seed.low ^ 0x736F_6D65_7073_6575
        v1 = seed.high ^ 0x646F_7261_6E64_6F6D ^ 0xEE
        v2 = seed.low ^ 0x6C79_6765_6E65_7261
        v3 = seed.high ^ 0x7465_6462_7974_6573
    }

    /// The hash of the bytes.
    static func hash(_ bytes: Span<UInt8>, seed: HashSeed) -> Hash128 {
        var state = SipHash(seed)
        return state.finish(bytes, prefixCount: 0)
    }

    /// The hash of sixteen bytes and then the bytes: a name within what the first hash stands for.
    static func hash(_ prefix: Hash128, _ bytes: Span<UInt8>, seed: HashSeed) -> Hash128 {
        var state = SipHash(seed)
        state.absorb(prefix.low)
        state.absorb(prefix.high)
        return state.finish(bytes, prefixCount: 16)
    }

    @inline(__always)
    private mutating func finish(_ bytes: Span<UInt8>, prefixCount: Int) -> Hash128 {
        var offset = 0
        while offset + 8 <= bytes.count {
            absorb(bytes.word(at: offset))
            offset += 8
        }
        let length = UInt64(truncatingIfNeeded: bytes.count &+ prefixCount) << 56
        absorb(length | bytes.tailWord(at: offset))
        v2 ^= 0xEE
        for _ in 0..<4 { round() }
        let low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xDD
        for _ in 0..<4 { round() }
        return Hash128(low: low, high: v0 ^ v1 ^ v2 ^ v3)
    }

    @inline(__always)
    private mutating func absorb(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 &+= v1
        v1 = Self.rotate(v1, 13) ^ v0
        v0 = Self.rotate(v0, 32)
        v2 &+= v3
        v3 = Self.rotate(v3, 16) ^ v2
        v0 &+= v3
        v3 = Self.rotate(v3, 21) ^ v0
        v2 &+= v1
        v1 = Self.rotate(v1, 17) ^ v2
        v2 = Self.rotate(v2, 32)
    }

    @inline(__always)
    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { word << count | word >> (64 - count) }
}
