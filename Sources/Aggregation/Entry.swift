// What a journal record holds: one change of the ledger, as an owned value. Its bytes are the matter of
// Entry+Coding.swift; the ledger itself reads them in place (EncodedEntry).

package import Scoring
package import Surveys

/// One change of the ledger.
package enum Entry: Equatable, Sendable {
    /// A submission with its score and the revision of the lexicon that made it; without a text there is no score,
    /// and the revision is empty.
    case submission(Submission, Score?, lexicon: String)
    /// A submission that was sent again under its id, by its sequence number: counted, not kept.
    case duplicate(org: String, of: UInt64, received: Int64)
    /// A submission that is to be forgotten, by its sequence number.
    case retraction(org: String, sequence: UInt64, received: Int64)
    /// A new version of a survey.
    case survey(org: String, received: Int64, Survey)
    /// A survey is closed or opened again.
    case surveyState(org: String, received: Int64, id: String, isOpen: Bool)
    /// An id that is to be forgotten whose submission is known by it alone.
    case forgottenID(org: String, id: String, received: Int64)
    /// The tag keys that an organisation wants its figures split by, beside those declared before.
    case declaration(org: String, keys: [String], received: Int64)
    /// Tag keys that the figures are no longer split by.
    case withdrawal(org: String, keys: [String], received: Int64)
}

/// What an entry is about. The raw value is stored: never renumber, only append.
package enum EntryKind: UInt8, Sendable {
    case submission = 1
    case retraction = 2
    case duplicate = 3
    case survey = 4
    case surveyState = 5
    case forgottenID = 6
    case declaration = 10
    case withdrawal = 11
}

/// The texts of a submission. The raw value is stored: never renumber, only append.
package enum SubmissionField: UInt8, CaseIterable, Sendable {
    case org = 1
    case id, survey, channel, touchpoint, staff, customer, text
}
