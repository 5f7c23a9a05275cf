// How many different values there were, without keeping them: exact while they are few, from then on estimated from the
// least of their hashes, in two kilobytes at most.

import ByteCoding

/// A count of distinct hashes by their k least (k minimum values: Bar-Yossef et al. 2002; the unbiased estimate by Beyer et
/// al. 2007). The hashes must be keyed, so that nobody can choose small ones. It cannot be counted down.
struct DistinctCount: Equatable, Sendable {
    /// So many are told exactly; the standard error of the estimate beyond is 1/√(k - 2), 6 %.
    static let exactMax = 256

    /// Ascending.
    private var least: [UInt64] = []

    /// None yet.
    init() {}

    /// Counts a hash, which may have been there before.
    mutating func insert(_ hash: UInt64) {
        let place = least.indices.partitioningIndex { least[$0] >= hash }
        if place == Self.exactMax || place < least.count && least[place] == hash { return }
        if least.count == Self.exactMax { least.removeLast() }
        least.insert(hash, at: place)
    }

    /// How many there were: (k - 1) / the k-th least, on a scale from 0 to 1.
    var count: Int {
        guard least.count == Self.exactMax, let last = least.last, last > 0 else { return least.count }
        let estimate = Double(Self.exactMax - 1) / (Double(last) / 18_446_744_073_709_551_616)
        return max(least.count, Int(min(estimate.rounded(), 1e15)))
    }

    /// The bytes it takes beside its own.
    var byteCount: Int { least.count * 8 }

    /// Writes the hashes.
    func encode(into writer: inout ByteWriter) {
        writer.writeCount(least.count)
        for hash in least { writer.writeFixed(hash) }
    }

    /// Reads what `encode` wrote, and checks it.
    init(from reader: inout ByteReader) throws(ByteCodingError) {
        let start = reader.offset
        let count = try reader.readCount(bytesEach: 8)
        guard count <= Self.exactMax else { throw .malformed(offset: start) }
        for _ in 0..<count {
            let hash: UInt64 = try reader.readFixed()
            if let last = least.last, last >= hash { throw .malformed(offset: start) }
            least.append(hash)
        }
    }
}
