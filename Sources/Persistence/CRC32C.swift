// The checksum of everything that is stored: CRC32C by the processor's instruction where it has one, else by a portable
// twin with the same answers. It guards against accidents of disk and memory, not against an adversary.

internal import CLinux

/// CRC32C (Castagnoli, polynomial 0x1EDC6F41, reflected, as in RFC 3720 appendix B.4).
package enum CRC32C {
    /// Whether this processor computes the checksum itself, asked once.
    package static let isInHardware = crc32c_hardware_is_present() != 0

    /// The checksum of `bytes`, continuing `seed`: the checksum of two parts is that of the second after the first's.
    package static func checksum(_ bytes: Span<UInt8>, after seed: UInt32 = 0) -> UInt32 {
        guard isInHardware else { return portable(bytes, after: seed) }
        return unsafe bytes.withUnsafeBytes { unsafe crc32c_hardware(seed, $0.baseAddress, $0.count) }
    }

    /// The same by table look-up, eight bytes a step ("slicing by 8": Kounavis and Berry, 2005).
    package static func portable(_ bytes: Span<UInt8>, after seed: UInt32 = 0) -> UInt32 {
        let tables = tables.span
        var state = ~seed
        var index = 0
        while bytes.count - index >= 8 {
            var next: UInt32 = 0
            for position in 0..<4 {
                let low = UInt8(truncatingIfNeeded: state >> UInt32(8 * position)) ^ bytes[index + position]
                next ^= tables[256 * (7 - position) + Int(low)]
                next ^= tables[256 * (3 - position) + Int(bytes[index + 4 + position])]
            }
            state = next
            index += 8
        }
        while index < bytes.count {
            state = tables[Int(UInt8(truncatingIfNeeded: state) ^ bytes[index])] ^ (state >> 8)
            index += 1
        }
        return ~state
    }

    /// Eight tables of 256 entries: entry `b` of table `k` is the remainder of byte `b` followed by `k` zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var remainder = UInt32(byte)
            for _ in 0..<8 { remainder = (remainder >> 1) ^ (remainder & 1 == 1 ? 0x82F6_3B78 : 0) }
            tables[byte] = remainder
        }
        for table in 1..<8 {
            for byte in 0..<256 {
                let before = tables[256 * (table - 1) + byte]
                tables[256 * table + byte] = tables[Int(before & 0xFF)] ^ (before >> 8)
            }
        }
        return tables
    }()
}
