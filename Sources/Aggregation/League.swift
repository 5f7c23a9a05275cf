// The candidates of a league in their order, and which of them cannot be told from one: asked of a few places out of any
// number, so whole blocks of the league are passed over at once.

/// Candidates from the first place to the last.
struct League {
    let candidates: [RankCandidate]
    /// For each block of candidates the largest part of an interval in it, squared.
    private let spreads: [Double]

    private static let blockSize = 256

    /// Sorts candidates by their values; equal ones by where they were found.
    init(_ candidates: [RankCandidate], isDescending: Bool) {
        let league = Self.ascending(candidates.map { isDescending ? -$0.value : $0.value }).map { candidates[Int($0)] }
        self.candidates = league
        spreads = stride(from: 0, to: league.count, by: Self.blockSize).map { start in
            league[start..<min(start + Self.blockSize, league.count)].reduce(0) { max($0, $1.below, $1.above) }
        }
    }

    /// The places of values in ascending order; of equal ones the earlier first. By eleven bits after the other, the lowest
    /// first (radix sort; Knuth, The Art of Computer Programming 3, 5.2.5).
    static func ascending(_ values: [Double]) -> [Int32] {
        var from = values.enumerated().map { (key: sortKey($0.element), place: Int32($0.offset)) }
        var to = from
        for shift in stride(from: 0, to: 64, by: digitBits) {
            var starts = [Int](repeating: 0, count: 1 << digitBits + 1)
            for item in from { starts[digit(item.key, shift) + 1] += 1 }
            // A digit that all share orders nothing.
            if starts.contains(from.count) { continue }
            for digit in starts.indices.dropFirst() { starts[digit] += starts[digit - 1] }
            for item in from {
                let digit = digit(item.key, shift)
                to[starts[digit]] = item
                starts[digit] += 1
            }
            swap(&from, &to)
        }
        return from.map(\.place)
    }

    private static let digitBits = 11

    private static func digit(_ key: UInt64, _ shift: Int) -> Int { Int(key >> shift & (1 << digitBits - 1)) }

    /// A number that is ordered as the value is; both zeros are one.
    private static func sortKey(_ value: Double) -> UInt64 {
        let bits = (value + 0).bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }

    /// The first place that cannot be told from `place`.
    func firstAlike(_ place: Int) -> Int {
        for block in 0..<(place / Self.blockSize)
        where !allDiffer(block, nearest: (block + 1) * Self.blockSize - 1, place) {
            let start = block * Self.blockSize
            for other in start..<(start + Self.blockSize) where !differ(other, place) { return other }
        }
        let start = place / Self.blockSize * Self.blockSize
        return (start..<place).first { !differ($0, place) } ?? place
    }

    /// The last place that cannot be told from `place`.
    func lastAlike(_ place: Int) -> Int {
        for block in spreads.indices.dropFirst(place / Self.blockSize + 1).reversed() {
            let start = block * Self.blockSize
            if allDiffer(block, nearest: start, place) { continue }
            let end = min(start + Self.blockSize, candidates.count)
            for other in (start..<end).reversed() where !differ(other, place) { return other }
        }
        let end = min((place / Self.blockSize + 1) * Self.blockSize, candidates.count)
        return ((place + 1)..<end).last { !differ($0, place) } ?? place
    }

    private func differ(_ one: Int, _ other: Int) -> Bool { candidates[one].differs(from: candidates[other]) }

    /// Whether all of a block differ from `place` for certain: even the one whose value is nearest, were its interval the
    /// widest of the block.
    private func allDiffer(_ block: Int, nearest: Int, _ place: Int) -> Bool {
        let own = candidates[place]
        let gap = candidates[nearest].value - own.value
        return gap * gap > max(own.below, own.above) + spreads[block]
    }
}
