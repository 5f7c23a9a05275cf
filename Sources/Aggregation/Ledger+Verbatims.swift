// The words behind a number: kept submissions of an organisation, filtered, newest first, page by page.

import ByteCoding
package import Scoring

/// Which kept submissions are wanted: those that meet all that is said.
package struct VerbatimFilter: Equatable, Sendable {
    package var window: TimeWindow?
    package var label: SentimentLabel?
    package var channel: String?
    package var touchpoint: String?
    package var staff: String?
    package var survey: String?
    package var customer: String?
    /// Texts with evidence for it.
    package var dimension: Dimension?
    /// Of those, the ones that speak well (1) or ill (-1) of it.
    package var side: Int8?
    /// Texts that are urgent in any of these ways.
    package var urgency: Urgency?
    /// Texts that tell of any of these outcomes.
    package var outcomes: Outcomes?

    /// Everything.
    package init() {}
}

/// A page of kept submissions.
package struct VerbatimPage: Equatable, Sendable {
    /// Newest first.
    package let entries: [StoredEntry]
    /// Where the next page begins; nil at the end. It stays good while new submissions come and old ones go.
    package let next: UInt64?
    /// How many are kept in all, and how many were dropped to keep within the bounds.
    package let held: Int
    package let droppedCount: Int
}

extension Ledger {
    /// The kept submissions of an organisation that meet a filter, newest first, from those before the cursor `before`
    /// (nil: from the newest), at most `limit`; nil when the organisation is not known.
    package func verbatims(
        org: Span<UInt8>, filter: VerbatimFilter, before: UInt64? = nil, limit: Int
    ) -> VerbatimPage? {
        guard let store = organisation(org)?.verbatims else { return nil }
        var entries: [StoredEntry] = []
        var next: UInt64?
        var position = before.map { store.firstPosition(notBelow: $0) } ?? store.count
        while position > 0 {
            if entries.count >= limit {
                next = entries.last?.sequence ?? before
                break
            }
            position -= 1
            let verbatim = store[position]
            guard filter.accepts(verbatim.payload), let entry = StoredEntry(verbatim) else { continue }
            entries.append(entry)
        }
        return VerbatimPage(entries: entries, next: next, held: store.count, droppedCount: store.droppedCount)
    }
}

extension VerbatimFilter {
    /// Whether an encoded entry meets the filter; damaged bytes do not.
    func accepts(_ payload: [UInt8]) -> Bool {
        guard let entry = try? EncodedEntry(payload.span) else { return false }
        if let window, entry.eventTime < window.from || entry.eventTime >= window.until { return false }
        let texts: [(SubmissionField, String?)] = [
            (.channel, channel), (.touchpoint, touchpoint), (.staff, staff), (.survey, survey), (.customer, customer),
        ]
        for (field, wanted) in texts {
            if let wanted, !entry[field].isEqual(to: wanted.utf8Span.span) { return false }
        }
        if label == nil, dimension == nil, urgency == nil, outcomes == nil { return true }
        guard let figures = try? entry.figures() else { return false }
        return accepts(figures)
    }

    private func accepts(_ figures: ScoreFigures) -> Bool {
        if let label, figures.label != label { return false }
        if let urgency, figures.signals.urgency.isDisjoint(with: urgency) { return false }
        if let outcomes, figures.signals.outcomes.isDisjoint(with: outcomes) { return false }
        guard let dimension else { return true }
        guard let score = figures.dimensions[dimension] else { return false }
        guard let side else { return true }
        return score.signum() == Int32(side)
    }
}
