// Which surveys can be answered: what an event loop must know to check answers without asking the writer.

/// A survey as far as answering it goes.
package struct SurveyListing: Sendable {
    package let org: String
    package let id: String
    /// Version n at place n - 1.
    package let versions: [Survey]
    /// When it was closed, in milliseconds since 1970; nil while it is open.
    package let closedAt: Int64?

    package init(org: String, id: String, versions: [Survey], closedAt: Int64?) {
        self.org = org
        self.id = id
        self.versions = versions
        self.closedAt = closedAt
    }
}

/// The surveys of all organisations, the built-in ones included.
package struct SurveyDirectory: Sendable {
    private struct Key: Hashable {
        var org: String
        var survey: String
    }

    private var listings: [Key: SurveyListing] = [:]

    /// The built-in surveys alone.
    package init() {}

    /// Takes note of a survey's newest state.
    package mutating func set(_ listing: SurveyListing) {
        listings[Key(org: listing.org, survey: listing.id)] = listing
    }

    /// The survey with that name of an organisation; nil when there is none.
    package func listing(org: String, survey id: String) -> SurveyListing? {
        if let builtIn = BuiltInSurveys.survey(id) {
            return SurveyListing(org: org, id: id, versions: [builtIn], closedAt: nil)
        }
        return listings[Key(org: org, survey: id)]
    }
}
