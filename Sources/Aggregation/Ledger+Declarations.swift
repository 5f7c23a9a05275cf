// Whether an organisation's declaration of tag keys can be taken: asked before anything is journaled.

/// The answer to a declaration before it is journaled.
package enum DeclarationAdmission: Equatable, Sendable {
    /// It is to be journaled and applied.
    case new
    /// All its keys were declared before.
    case unchanged
    /// There would be more keys than an organisation may have.
    case tooMany
    /// Its organisation would be one too many.
    case organisationLimit
}

extension Ledger {
    /// Says whether tag keys can be declared, and if so reserves a new organisation for the batch under way.
    package mutating func admit(keys: [String], org: Span<UInt8>) -> DeclarationAdmission {
        var known: Set<[UInt8]> = []
        if let organisation = organisation(org) {
            known = Set(organisation.segments.keys)
        } else if !hasRoom(for: SipHash.hash(org, seed: seed)) {
            return .organisationLimit
        }
        let all = known.union(keys.map { Array($0.utf8) })
        if all.count == known.count { return .unchanged }
        return all.count > SegmentAxis.tagKeysMax ? .tooMany : .new
    }
}
