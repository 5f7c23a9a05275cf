// Whether an organisation's tag keys can be declared and withdrawn: asked before anything is journaled.

/// The answer to a declaration before it is journaled.
package enum DeclarationAdmission: Equatable, Sendable {
    /// It is to be journaled and applied.
    case new
    /// All its keys were declared before.
    case unchanged
    /// One that is to be withdrawn is not declared.
    case unknown(String)
    /// There would be more keys than an organisation may have.
    case tooMany
    /// Its organisation would be one too many.
    case organisationLimit
}

extension Ledger {
    /// Says whether tag keys can be declared once others are withdrawn, and if so reserves a new organisation for the batch
    /// under way.
    package mutating func admit(
        keys: [String], withdrawing withdrawn: [String], org: Span<UInt8>
    ) -> DeclarationAdmission {
        var known: Set<[UInt8]> = []
        if let organisation = organisation(org) {
            known = Set(organisation.segments.keys.filter { !$0.isEmpty })
        }
        for key in withdrawn where known.remove(Array(key.utf8)) == nil { return .unknown(key) }
        if organisation(org) == nil, !hasRoom(for: SipHash.hash(org, seed: seed)) {
            return .organisationLimit
        }
        let all = known.union(keys.map { Array($0.utf8) })
        if all.count == known.count, withdrawn.isEmpty { return .unchanged }
        return all.count > SegmentAxis.tagKeysMax ? .tooMany : .new
    }
}
