// The words behind a number: kept submissions of an organisation, filtered, in order, page by page.

import ByteCoding
import Scoring

/// In which order kept submissions are shown.
package enum VerbatimOrder: String, CaseIterable, Sendable {
    case newest, oldest
    /// By the compound; texts without one come last.
    case mostNegative = "most_negative"
    case mostPositive = "most_positive"
}

/// Where a page ended. It stays good while new submissions come and old ones go: what is shown after it is what comes
/// after it in the order, whether the submission it names is still there or not.
package struct VerbatimCursor: Equatable, Sendable {
    /// The compound of the last one shown; nil when the order is that of time, or it had none.
    package var compound: Int32?
    package var sequence: UInt64

    package init(compound: Int32? = nil, sequence: UInt64) {
        self.compound = compound
        self.sequence = sequence
    }

    /// Reads what `text` wrote; nil for anything else.
    package init?(_ text: String) {
        let parts = text.utf8.count <= 40 ? text.split(separator: ".", omittingEmptySubsequences: false) : []
        guard let last = parts.last, let sequence = UInt64(last), parts.count <= 2 else { return nil }
        self.sequence = sequence
        if parts.count == 1 { return }
        guard let compound = Int32(parts[0]) else { return nil }
        self.compound = compound
    }

    /// The cursor on the wire: `17`, or `-8123.17`.
    package var text: String { compound.map { "\($0).\(sequence)" } ?? String(sequence) }
}

/// A page of kept submissions.
package struct VerbatimPage: Equatable, Sendable {
    package let entries: [StoredEntry]
    /// Where the next page begins; nil at the end.
    package let next: VerbatimCursor?
    /// How many are kept in all, and how many were dropped to keep within the bounds.
    package let held: Int
    package let droppedCount: Int
}

extension Ledger {
    /// The kept submissions of an organisation that meet a filter, from those after a cursor on (nil: from the first),
    /// at most `limit` and, behind the first, at most `bytesMax` of stored records; nil when the organisation is not
    /// known.
    package func verbatims(
        org: Span<UInt8>, filter: VerbatimFilter, order: VerbatimOrder = .newest, after cursor: VerbatimCursor? = nil,
        limit: Int, bytesMax: Int = .max
    ) -> VerbatimPage? {
        guard let store = organisation(org)?.verbatims else { return nil }
        let positions: any Sequence<Int>
        switch order {
        case .newest:
            let end = cursor.map { store.firstPosition(notBelow: $0.sequence) } ?? store.count
            positions = (0..<end).reversed()
        case .oldest:
            let start = cursor.map {
                $0.sequence == .max ? store.count : store.firstPosition(notBelow: $0.sequence + 1)
            }
            positions = min(start ?? 0, store.count)..<store.count
        case .mostNegative, .mostPositive:
            return extremes(
                in: store, filter: filter, mostNegative: order == .mostNegative, after: cursor, limit: limit,
                bytesMax: bytesMax)
        }
        var entries: [StoredEntry] = []
        var hasMore = false
        var room = PageRoom(limit: limit, bytes: bytesMax)
        for position in positions where filter.accepts(store[position].payload) {
            guard room.take(store[position].payload.count) else {
                hasMore = true
                break
            }
            if let entry = StoredEntry(store[position]) { entries.append(entry) }
        }
        let next = hasMore ? entries.last.map { VerbatimCursor(sequence: $0.sequence) } : nil
        return VerbatimPage(entries: entries, next: next, held: store.count, droppedCount: store.droppedCount)
    }

    /// The same by the compound: what has none comes last, and of two that are equal the newer one first.
    private func extremes(
        in store: VerbatimStore, filter: VerbatimFilter, mostNegative: Bool, after cursor: VerbatimCursor?, limit: Int,
        bytesMax: Int
    ) -> VerbatimPage {
        func rank(_ compound: Int32?) -> Int32 { compound.map { mostNegative ? $0 : -$0 } ?? .max }
        var found: [(rank: Int32, sequence: UInt64, position: Int, compound: Int32?)] = []
        for position in 0..<store.count where filter.accepts(store[position].payload) {
            guard let entry = try? EncodedEntry(store[position].payload.span) else { continue }
            let compound = (try? entry.figures()).flatMap { $0 }.flatMap { $0.compound }
            let sequence = store[position].sequence
            if let cursor {
                let last = (rank(cursor.compound), cursor.sequence)
                if rank(compound) < last.0 || rank(compound) == last.0 && sequence >= last.1 { continue }
            }
            found.append((rank(compound), sequence, position, compound))
        }
        found.sort { $0.rank != $1.rank ? $0.rank < $1.rank : $0.sequence > $1.sequence }
        var room = PageRoom(limit: limit, bytes: bytesMax)
        let page = found.prefix { room.take(store[$0.position].payload.count) }
        let next = found.count > page.count ? page.last : nil
        return VerbatimPage(
            entries: page.compactMap { StoredEntry(store[$0.position]) },
            next: next.map { VerbatimCursor(compound: $0.compound, sequence: $0.sequence) }, held: store.count,
            droppedCount: store.droppedCount)
    }
}

/// What a page may still take: so many records, and so many bytes of them behind the first.
private struct PageRoom {
    private var count: Int
    private var bytes: Int
    private var isEmpty = true

    init(limit: Int, bytes: Int) {
        count = limit
        self.bytes = bytes
    }

    /// Takes room for a record, if there is any.
    mutating func take(_ byteCount: Int) -> Bool {
        guard count > 0, isEmpty || byteCount <= bytes else { return false }
        isEmpty = false
        count -= 1
        bytes -= byteCount
        return true
    }
}
